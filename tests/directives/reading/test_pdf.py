"""PDFs with text: the lines of the document they were printed from; pictures and locked ones are said to be so."""

from __future__ import annotations

import pytest

from taskapp.directives.reading import reader
from tests.conftest import DATA
from tests.directives.reading.test_same_lines import shown

PRINTED = sorted((DATA / "reading").glob("*-20*.pdf"))


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.stem)
def test_a_printed_document_gives_the_lines_of_the_document(path):
    document = (DATA / "directives" / path.name).with_suffix(".docx")
    assert shown(path.read_bytes(), path.name) == shown(document.read_bytes(), document.name)


def test_a_table_that_goes_on_over_the_end_of_a_page_has_each_row_once():
    lines = reader.read((DATA / "reading" / "kh01-chuyen-doi-so-huyen-2024.pdf").read_bytes(), "").lines
    numbers = [line.cells[0] for line in lines if line.cells and line.cells[0].isdigit()]
    assert numbers == [str(number) for number in range(1, 12)]


def test_a_page_printed_by_a_browser_is_read_alike():
    lines = reader.read((DATA / "reading" / "ke-hoach-in-tu-trinh-duyet.pdf").read_bytes(), "").lines
    assert [line.text for line in lines[:8]] == [
        "ỦY BAN NHÂN DÂN",
        "XÃ HÒA BÌNH",
        "Số: 12/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Hòa Bình, ngày 05 tháng 3 năm 2026",
        "KẾ HOẠCH",
        "Cải cách hành chính năm 2026",
    ]
    assert [line.cells[2:] for line in lines if line.cells] == [
        ("Chủ trì", "Thời hạn"),
        ("Phòng Văn hóa - Xã hội", "30/6/2026"),
        ("Phòng Văn hóa - Xã hội", "Quý II"),
    ]
    assert [line.text for line in lines[-3:]] == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn An"]
