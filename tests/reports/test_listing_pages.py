"""Mẫu B, C, D over HTTP and as workbooks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO

import openpyxl
import pytest
from flask.testing import FlaskClient
from openpyxl.worksheet.worksheet import Worksheet

from taskapp.reports.listing import Listing
from taskapp.tasks.models import Task
from tests.office import Office
from tests.reports.conftest import FEB_2, FEB_9, FEB_10, FEB_27, FRI, MON, Counting, Writing
from tests.reports.history import at
from tests.reports.test_pages import PERIOD, Browser, page

EVIL = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://x.example","mở")')
KINDS = [kind.value for kind in Listing]


def book(client: FlaskClient, kind: str, query: str = PERIOD) -> Worksheet:
    answer = client.get(f"/reports/{kind}.xlsx?{query}")
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(BytesIO(answer.get_data())).active
    assert isinstance(sheet, Worksheet)
    return sheet


def test_the_page_shows_each_overdue_task_with_its_band_and_its_days(writing: Writing, client_of: Browser) -> None:
    with writing() as h:
        h.give(FEB_2, FEB_9, words="Báo cáo công tác hộ tịch", supporting=("nv",))
    html = page(client_of("chutich"), f"/reports/overdue?{PERIOD}")
    assert "Báo cáo công tác hộ tịch" in html
    assert "21 ngày (15 ngày làm việc)" in html
    assert "phối hợp: Phòng Nội vụ" in html
    assert "Quá hạn đến 30 ngày" in html


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_list_says_so_and_its_workbook_opens(client_of: Browser, kind: str) -> None:
    client = client_of("chutich")
    assert "Không có nhiệm vụ nào" in page(client, f"/reports/{kind}?{PERIOD}")
    assert book(client, kind)["A7"].value == "STT"


@pytest.mark.parametrize("kind", KINDS)
def test_a_period_that_cannot_be_is_refused_beside_its_field(client_of: Browser, kind: str) -> None:
    client = client_of("chutich")
    html = page(client, f"/reports/{kind}?from=31/03/2026&to=01/01/2026", 400)
    assert "kết thúc trước khi bắt đầu" in html
    assert 'value="31/03/2026"' in html
    page(client, f"/reports/{kind}.xlsx?from=31/03/2026&to=01/01/2026", 400)


def test_a_list_that_is_none_of_ours_is_not_found(client_of: Browser) -> None:
    page(client_of("chutich"), "/reports/late", 404)


def test_the_workbook_is_a_table_with_days_as_days_and_runs_no_formula(writing: Writing, client_of: Browser) -> None:
    with writing() as h:
        for words in EVIL:
            task = h.give(FEB_2, FEB_9)
            h.session.get_one(Task, task.id).content = words
        h.rename("tp", '=cmd|"/c calc"!A1')
        h.give(FEB_2, FEB_10)
    sheet = book(client_of("chutich"), "overdue")
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert {words.strip() for words in EVIL} <= {str(cell.value).strip() for cell in cells}
    assert [table.ref for table in sheet.tables.values()] == ["A7:Q14"]
    (table,) = sheet.tables.values()
    assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[7]]
    assert (sheet.freeze_panes, sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("B8", "landscape", 9)
    assert (f"{sheet['H8'].value:%d/%m/%Y}", sheet["H8"].number_format) == ("09/02/2026", "dd/mm/yyyy")
    assert (sheet["K8"].value, sheet["L8"].value, sheet["M8"].value) == (21, 15, "Quá hạn đến 30 ngày")


def test_the_same_list_of_the_same_moment_is_the_same_workbook(writing: Writing, client_of: Browser) -> None:
    with writing() as h:
        h.give(FEB_2, FEB_9)
    client = client_of("chutich")
    address = f"/reports/overdue.xlsx?{PERIOD}&as_of=01/03/2026"
    assert client.get(address).get_data() == client.get(address).get_data()


def test_a_unit_head_reads_the_own_unit_s_list(writing: Writing, client_of: Browser, office: Office) -> None:
    with writing() as h:
        h.give(FEB_2, FEB_9, words="Việc của Tư pháp")
        h.give(FEB_2, FEB_9, unit="nv", words="Việc của Nội vụ")
    client = client_of("truongphong")
    html = page(client, f"/reports/overdue?{PERIOD}")
    assert ("Việc của Tư pháp" in html, "Việc của Nội vụ" in html) == (True, False)
    assert not [cell for row in book(client, "overdue").iter_rows() for cell in row if cell.value == "Việc của Nội vụ"]
    page(client, f"/reports/overdue?{PERIOD}&unit={office.units['nv']}", 404)


def test_no_words_are_told_of_a_task_that_has_left_the_unit(
    writing: Writing, client_of: Browser, frozen_clock: Callable[[datetime], None]
) -> None:
    with writing() as h:
        task = h.give(FEB_2, FEB_9, words="Việc chuyển sang phòng khác")
        h.urge(task, FEB_10)
        h.reassign(task, MON, "nv")
    frozen_clock(at(FRI))
    html = page(client_of("truongphong"), f"/reports/overdue?{PERIOD}&as_of=01/03/2026")
    assert "nay ngoài phạm vi của anh/chị" in html
    assert "Việc chuyển sang phòng khác" not in html


def test_long_lists_come_in_pages_and_cost_the_same_number_of_queries(
    writing: Writing, client_of: Browser, count_queries: Counting
) -> None:
    client, seen = client_of("chutich"), []
    for number in (2, 53):
        with writing() as h:
            for order in range(number):
                h.give(FEB_2, FEB_9, words=f"Việc thứ {number}-{order}.")
        with count_queries() as queries:
            html = page(client, f"/reports/overdue?{PERIOD}")
        seen.append(len(queries))
    assert seen[0] == seen[1]
    assert html.count("Việc thứ ") == 50
    assert 'rel="next"' in html


def test_undated_and_due_soon_have_their_own_columns(
    writing: Writing, client_of: Browser, frozen_clock: Callable[[datetime], None]
) -> None:
    with writing() as h:
        h.give(FEB_2, None, words="Việc thường xuyên")
        h.give(FEB_27, date(2026, 6, 4), words="Việc sắp đến hạn", hour=time(10))
    frozen_clock(at(date(2026, 6, 1)))
    client, year = client_of("chutich"), "from=2026-01-01&to=2026-12-31"
    assert "119 ngày" in page(client, f"/reports/undated?{year}")
    assert "Còn 3 ngày làm việc" in page(client, f"/reports/due-soon?{year}")
    undated, soon = book(client, "undated", year), book(client, "due-soon", year)
    assert (f"{undated['J8'].value:%d/%m/%Y}", undated["K8"].value) == ("02/02/2026", 119)
    assert soon["K8"].value == 3
    assert (soon["I7"].value, soon["I8"].value) == ("Giờ hết hạn", "10:00")
