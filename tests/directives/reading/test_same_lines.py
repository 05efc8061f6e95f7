"""The same document as .docx and as pasted text gives the same lines; so do its encodings."""

from __future__ import annotations

import unicodedata

import pytest

from taskapp.directives.draft import Line
from taskapp.directives.reading import reader
from taskapp.directives.reading.sides import is_page
from tests.conftest import DATA

DOCUMENTS = sorted((DATA / "directives").glob("*.docx"))
TEXTS = sorted((DATA / "directives").glob("*.txt"))
SAMPLE = (DATA / "directives" / "tb01-giao-ban-thang-5-2023.txt").read_text(encoding="utf-8")


def shown(data: bytes, name: str) -> list[tuple[str, tuple[str, ...]]]:
    """The lines that hold anything, as a person sees them: the label before the text."""
    lines = [line for line in reader.read(data, name).lines if line.text]
    return [(f"{line.label} {line.text}".strip(), line.cells) for line in lines]


def compared(lines: list[tuple[str, tuple[str, ...]]]) -> list[tuple[str, tuple[str, ...]]]:
    """Without the stamp and the full stop of the last recipient, in which the two forms of the documents differ."""
    return [(text.rstrip(".;") if "Lưu:" in text else text, cells) for text, cells in lines if text != "(Đã ký)"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_and_its_pasted_text_give_the_same_lines(path):
    document = shown(path.read_bytes(), path.name)
    pasted = shown(path.with_suffix(".txt").read_bytes(), "")
    assert len(document) > 30
    assert compared(document) == compared(pasted)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_no_line_keeps_two_columns_nor_the_number_of_a_page(path):
    lines = reader.read(path.read_bytes(), path.name).lines
    plain = [line for line in lines if not line.cells]
    assert not [line for line in plain if "\t" in line.text or "|" in line.text or "   " in line.text]
    assert not [line for line in plain if is_page(line.text)]
    assert [line for line in plain if line.text.startswith("Số:")]
    assert [line for line in plain if line.text == "Nơi nhận:"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encodings_of_unicode_give_the_same_lines(encoding):
    assert shown(SAMPLE.encode(encoding), "a.txt") == shown(SAMPLE.encode(), "a.txt")


def test_windows_1258_and_letters_apart_from_their_marks_give_the_same_lines():
    apart = unicodedata.normalize("NFD", SAMPLE)
    assert shown(apart.encode(), "a.txt") == shown(SAMPLE.encode(), "a.txt")
    assert shown(_as_windows_1258(SAMPLE), "a.txt") == shown(SAMPLE.encode(), "a.txt")


def _as_windows_1258(text: str) -> bytes:
    """A letter with its shape, then the tone: the only way that code page can write Vietnamese."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    pieces = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
        pieces.append(base + "".join(c for c in parts if c in tones))
    return "".join(pieces).replace("\u2013", "-").encode("cp1258")


def test_rows_of_a_table_keep_their_cells():
    pasted = "TT\tNhiệm vụ\tThời gian\n1\tLập  kế hoạch\tTháng 4/2024\n2\tBáo cáo\t\n".encode()
    lines = reader.read(pasted, "a.txt").lines
    assert [line.cells for line in lines] == [
        ("TT", "Nhiệm vụ", "Thời gian"),
        ("1", "Lập kế hoạch", "Tháng 4/2024"),
        ("2", "Báo cáo", ""),
    ]
    assert lines[1].text == "1 | Lập kế hoạch | Tháng 4/2024"


def test_a_label_pasted_with_a_tab_behind_it_is_a_label():
    lines = reader.read("II.\tNHIỆM VỤ\na)\tSở Nội vụ chủ trì.\n".encode(), "a.txt").lines
    assert lines == (Line("NHIỆM VỤ", label="II."), Line("Sở Nội vụ chủ trì.", label="a)"))


def test_a_table_pasted_cell_by_cell_is_put_back_into_rows():
    cells = "TT/Nhiệm vụ/Chủ trì/Thời hạn/I/CHUYỂN ĐỔI SỐ/1/Lập kế hoạch/Sở Nội vụ/30/2/Báo cáo/Công an tỉnh/Quý II"
    pasted = "\n".join([*cells.split("/"), "III. TỔ CHỨC THỰC HIỆN", "1. Sở Tài chính bố trí kinh phí."])
    lines = reader.read(pasted.encode(), "a.txt").lines
    assert [line.cells for line in lines[:4]] == [
        ("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"),
        ("I", "CHUYỂN ĐỔI SỐ", "", ""),
        ("1", "Lập kế hoạch", "Sở Nội vụ", "30"),
        ("2", "Báo cáo", "Công an tỉnh", "Quý II"),
    ]
    assert [line.text for line in lines[4:]] == ["III. TỔ CHỨC THỰC HIỆN", "1. Sở Tài chính bố trí kinh phí."]
