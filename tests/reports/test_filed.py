"""Reports on paper: laid out as NĐ 30/2020, with the words that were typed, as Word and as PDF."""

from __future__ import annotations

import fcntl
import stat
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document
from flask.testing import FlaskClient

from taskapp.base.errors import Refused
from taskapp.reports import listing_docx
from taskapp.reports.pdf import pdf_of
from tests.conftest import token_of
from tests.reports.conftest import FEB_2, FEB_9, Writing
from tests.reports.test_pages import PERIOD, Browser, page

ADDRESS = f"/reports/summary/document?{PERIOD}"
CONVERTS = """for last; do :; done; while [ "$1" != --outdir ]; do shift; done
printf '%%PDF made of ' > "$2/report.pdf"; head -c 2 "$last" >> "$2/report.pdf\""""


def post(client: FlaskClient, **data: str) -> tuple[int, bytes]:
    answer = client.post(ADDRESS, data=data | {"csrf_token": token_of(client, "/account")})
    return answer.status_code, answer.get_data()


def written(client: FlaskClient, **data: str) -> Document:
    status, content = post(client, **{"text": "Kết quả quý này.", "ending": "docx"} | data)
    assert status == 200
    return docx.Document(BytesIO(content))


def texts(document: Document) -> list[str]:
    inside = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + inside


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`program("echo …")` puts a program called soffice, and nothing but it and the shell's own tools, on the path."""

    def put(script: str) -> None:
        path = tmp_path / "bin" / "soffice"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{path.parent}:/usr/bin:/bin")

    return put


def test_the_report_is_laid_out_as_the_decree_says(usual: dict[str, int], client_of: Browser) -> None:
    document = written(client_of("chutich"))
    upright, lying, overdue = document.sections
    sizes = [(round(one.page_width.mm), round(one.page_height.mm)) for one in (upright, lying, overdue)]
    assert sizes == [(210, 297), (297, 210), (297, 210)]
    for section in document.sections:
        margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
        assert [round(one.mm) for one in margins] == [30, 15, 20, 20]
        assert section.different_first_page_header_footer  # no number on the first page
        assert "PAGE" in section.header.paragraphs[0]._p.xml
        assert section.first_page_header.paragraphs[0].text == ""
    assert document.styles["Normal"].font.name == "Times New Roman"
    said = texts(document)
    for text in (
        "ỦY BAN NHÂN DÂN HUYỆN CHÂU THÀNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "BÁO CÁO",
        "Phụ lục I", "Phụ lục II", "DANH MỤC NHIỆM VỤ QUÁ HẠN CHƯA HOÀN THÀNH", "Quá hạn đến 30 ngày: 1 nhiệm vụ",
    ):  # fmt: skip
        assert any(text in one for one in said), text
    assert any("Châu Thành, ngày       tháng       năm 2026" in one for one in said)  # the day stays open
    assert any("Số:          /BC-UBND" in one for one in said)
    assert any("- Lưu: VT" in one for one in said)


def test_the_table_of_units_adds_up_on_paper_too(usual: dict[str, int], client_of: Browser) -> None:
    table = written(client_of("chutich")).tables[3]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    total = rows[-1]
    assert (total[1], total[2]) == ("Tổng cộng", "10")
    for column in range(2, 12):
        assert sum(int(row[column]) for row in rows[2:-1]) == int(total[column])
    assert total[13] == "50 % (2/4)"


def test_the_page_proposes_words_and_the_document_says_those_that_were_sent(
    usual: dict[str, int], client_of: Browser
) -> None:
    client = client_of("chutich")
    html = page(client, ADDRESS)
    assert "Trong quý I/2026 (từ ngày 01/01/2026 đến ngày 31/03/2026), UBND huyện Châu Thành có 10 nhiệm vụ" in html
    assert "Tăng, giảm" in html
    document = written(client, text="Câu thứ nhất.\r\n\r\n  Câu thứ hai <b>&.\r\n=1+1")
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    place = paragraphs.index("Câu thứ nhất.")
    assert paragraphs[place : place + 3] == ["Câu thứ nhất.", "Câu thứ hai <b>&.", "=1+1"]
    assert not any("Trong quý I/2026" in one for one in paragraphs)


def test_what_was_typed_stays_when_no_pdf_can_be_made(
    usual: dict[str, int], client_of: Browser, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    status, content = post(client_of("chutich"), text="Tôi đã sửa câu này.", ending="pdf")
    assert status == 409
    assert "Máy chủ chưa có LibreOffice" in content.decode()
    assert "Tôi đã sửa câu này." in content.decode()


@pytest.mark.parametrize("data", [{"text": "x" * 20_001, "ending": "docx"}, {"text": "Câu", "ending": "exe"}])
def test_words_that_are_too_long_and_unknown_formats_are_refused(client_of: Browser, data: dict[str, str]) -> None:
    assert post(client_of("chutich"), **data)[0] == 400


def test_a_wrong_period_is_refused_and_nothing_is_written(client_of: Browser) -> None:
    client = client_of("chutich")
    page(client, "/reports/summary/document?from=31/03/2026&to=01/01/2026", 400)
    data = {"text": "Câu", "ending": "docx", "csrf_token": token_of(client, "/account")}
    assert client.post("/reports/summary/document?from=31/03/2026&to=01/01/2026", data=data).status_code == 400


def test_lists_are_written_too_and_a_list_beyond_all_paper_is_refused(
    writing: Writing, client_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing() as h:
        for _one in range(3):
            h.give(FEB_2, FEB_9, words="=1+1 <&\x0b>")
    client = client_of("chutich")
    answer = client.get(f"/reports/overdue.docx?{PERIOD}")
    assert answer.headers["Content-Disposition"] == "attachment; filename=mau-b-20260101-20260331.docx"
    table = docx.Document(BytesIO(answer.get_data())).tables[1]
    assert [row.cells[2].text for row in table.rows[2:]] == ["=1+1 <&>"] * 3
    monkeypatch.setattr(listing_docx, "MOST", 2)
    assert "Hãy chọn một đơn vị, hoặc tải Excel" in page(client, f"/reports/overdue.docx?{PERIOD}", 409)


def test_an_empty_list_is_a_document_that_says_so(client_of: Browser) -> None:
    answer = client_of("chutich").get(f"/reports/undated.docx?{PERIOD}")
    said = [one.text for one in docx.Document(BytesIO(answer.get_data())).paragraphs]
    assert "Không có nhiệm vụ nào quá 3 tháng chưa báo cáo." in said


def test_a_pdf_is_made_of_the_document_by_libreoffice(
    usual: dict[str, int], client_of: Browser, program: Callable[[str], None]
) -> None:
    program(CONVERTS)
    status, content = post(client_of("chutich"), text="Câu", ending="pdf")
    assert (status, content) == (200, b"%PDF made of PK")
    answer = client_of("chutich").get(f"/reports/overdue.pdf?{PERIOD}")
    assert (answer.mimetype, answer.get_data()) == ("application/pdf", b"%PDF made of PK")


@pytest.mark.parametrize(
    ("script", "reason"),
    [("sleep 60", "lâu hơn 1 giây"), ("exit 0", "chưa đổi được tệp"), ("exit 3", "chưa đổi được tệp")],
)
def test_a_converter_that_hangs_or_fails_is_left_and_said_so(
    program: Callable[[str], None], tmp_path: Path, script: str, reason: str
) -> None:
    program(script)
    with pytest.raises(Refused, match=reason):
        pdf_of(b"PK", tmp_path, seconds=1)
    if script == "sleep 60":
        program(CONVERTS)
        assert pdf_of(b"PK", tmp_path) == b"%PDF made of PK"  # nothing is left behind that would keep the next one out


def test_one_conversion_runs_at_a_time(program: Callable[[str], None], tmp_path: Path) -> None:
    program(CONVERTS)
    with (tmp_path / "pdf.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Refused, match="thử lại sau ít giây"):
            pdf_of(b"PK", tmp_path)


def test_the_period_before_and_last_year_are_measured_as_they_were(writing: Writing, client_of: Browser) -> None:
    with writing() as h:
        late = h.give(date(2025, 10, 6), date(2025, 10, 17))
        h.finish(late, date(2025, 10, 20))
        h.finish(h.give(date(2025, 2, 3), date(2025, 2, 14)), date(2025, 2, 14))
        h.finish(h.give(FEB_2, FEB_9), FEB_9)
    html = page(client_of("chutich"), ADDRESS)
    assert "tăng 100,0 điểm phần trăm so với quý IV/2025 (0 %, 0/1)" in html
    assert "bằng cùng kỳ năm 2025 đến ngày 02/03/2025 (100 %, 1/1)" in html, "as far as this quarter has run"
