"""The report pages over HTTP: same figures everywhere, every number opens its tasks, rights, bad input."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from html import unescape
from io import BytesIO

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from taskapp.base.db import db
from taskapp.reports.asking import Asked
from taskapp.reports.programs import summary_json
from taskapp.reports.slices import Dimension
from taskapp.reports.summary import report
from tests.office import Office
from tests.reports.conftest import FEB_2, FRI, MON, Writing
from tests.reports.history import History, at

Browser = Callable[[str], FlaskClient]
PERIOD = "from=2026-01-01&to=2026-03-31"
QUARTER = Asked(date(2026, 1, 1), date(2026, 3, 31))
NO_ROWS = ("moon:5", "person:abc", "source:moon", "star:x", "year:", "5")
LINK = re.compile(r'<a[^>]*href="(/reports/tasks\?[^"]+)"[^>]*>\s*(?:<b>)?([\d.]+)')


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return answer.get_data(as_text=True)


def links(html: str) -> list[tuple[str, int]]:
    """Each number that opens a list: its address and itself."""
    return [(unescape(href), int(number.replace(".", ""))) for href, number in LINK.findall(html)]


def rows(html: str) -> int:
    return html.count('<li class="task-row')


@pytest.mark.parametrize(
    "address",
    [
        f"/reports/summary?{PERIOD}",
        f"/reports/summary?{PERIOD}&basis=original",
        *(f"/reports/summary?{PERIOD}&by={by}" for by in Dimension if by is not Dimension.UNIT),
        f"/reports/summary?{PERIOD}&within=source:own",
        "/dashboard",
    ],
)
def test_every_number_opens_exactly_as_many_tasks(usual: dict[str, int], client_of: Browser, address: str) -> None:
    client = client_of("chutich")
    found = links(page(client, address))
    assert len(found) >= 6
    for href, number in found:
        opened = page(client, href)
        assert rows(opened) == number, href
        assert f": {number}</h1>" in opened


def test_a_number_opens_its_own_tasks_and_no_others(usual: dict[str, int], client_of: Browser) -> None:
    client = client_of("chutich")
    opened = page(client, f"/reports/tasks?{PERIOD}&cell=open_overdue")
    assert f'href="/tasks/{usual["overdue"]}"' in opened
    assert rows(opened) == 1
    assert "Quá 1 ngày làm việc" in opened


def test_the_page_the_workbook_and_the_programs_agree(
    usual: dict[str, int], client_of: Browser, app: Flask, office: Office
) -> None:
    client = client_of("chutich")
    html = page(client, f"/reports/summary?{PERIOD}")
    book = client.get(f"/reports/summary.xlsx?{PERIOD}").get_data()
    with app.app_context():
        h = History(db.session(), office)
        told = summary_json(report(db.session(), h.committee, QUARTER, now=at(MON)))
    names = ("assigned", "done_on_time", "done_late", "done_no_limit", "open_in_term", "open_overdue", "open_no_limit")
    in_json = [tuple(row[name] for name in names) for row in (*told["units"], told["total"])]  # type: ignore[literal-required]
    assert _from_page(html) == in_json
    assert _from_book(book) == in_json
    assert told["total"]["assigned"] == sum(unit["assigned"] for unit in told["units"]) == 10
    for row in (*told["units"], told["total"]):
        assert row["assigned"] == sum(row[name] for name in names[1:])  # type: ignore[literal-required]


WEEK = re.compile(r'<a href="(/reports/summary\.xlsx\?[^"]+)"[^>]*>(?:Báo cáo tuần này \(Excel\)|tuần trước)</a>')


@pytest.mark.parametrize(("address", "kept"), [("/dashboard", ""), ("/reports/summary?by=person", "by=person&")])
def test_the_report_of_the_week_is_one_touch_away(
    usual: dict[str, int], client_of: Browser, address: str, kept: str
) -> None:
    client = client_of("chutich")
    this, last = (unescape(href) for href in dict.fromkeys(WEEK.findall(page(client, address))))
    assert (this, last) == (
        f"/reports/summary.xlsx?{kept}from=2026-03-02&to=2026-03-08",
        f"/reports/summary.xlsx?{kept}from=2026-02-23&to=2026-03-01",
    )
    for week in (this, last):
        assert _from_book(client.get(week).get_data()) == _from_page(page(client, week.replace(".xlsx", "")))


def test_what_programs_read_has_the_agreed_shape(usual: dict[str, int], app: Flask, office: Office) -> None:
    with app.app_context():
        h = History(db.session(), office)
        told = summary_json(report(db.session(), h.committee, QUARTER, unit="P. Nội vụ", now=at(MON)))
    assert told["period"] == {"from": "2026-01-01", "to": "2026-03-31"}
    assert told["as_of"] == "2026-03-02T09:00:00+07:00"
    assert told["formula"].startswith("hoàn thành đúng hạn ÷")
    assert told["units"] == [
        {
            "unit": "Phòng Nội vụ", "key": str(office.units["nv"]),
            "assigned": 3, "done_on_time": 0, "done_late": 0, "done_no_limit": 0,
            "open_in_term": 2, "open_overdue": 1, "open_no_limit": 0, "numerator": 0, "denominator": 1,
            "on_time_share": 0.0, "held_up": 0, "extensions": 0,
            "late_extensions": 0, "urgings": 0, "disputed": 0, "corrected": 0,
        }
    ]  # fmt: skip


def test_the_workbook_prints_on_a4_and_runs_no_formula(writing: Writing, client_of: Browser) -> None:
    with writing() as h:
        h.rename("tp", '=HYPERLINK("http://x.example","Phòng")')
        h.give(FEB_2, FRI)
    answer = client_of("chutich").get(f"/reports/summary.xlsx?{PERIOD}")
    assert answer.headers["Content-Disposition"] == "attachment; filename=mau-a-20260101-20260331.xlsx"
    sheet = openpyxl.load_workbook(BytesIO(answer.get_data())).active
    assert sheet is not None
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.freeze_panes) == ("landscape", 9, "C8")
    assert [table.ref for table in sheet.tables.values()] == ["A7:W8"]
    assert sheet["Q9"].number_format == "0.0%"


def test_an_empty_period_has_a_page_and_a_workbook(client_of: Browser) -> None:
    client = client_of("chutich")
    assert "Không có nhiệm vụ nào trong kỳ" in page(client, "/reports/summary?from=1/1/2024&to=31/12/2024")
    assert _from_book(client.get("/reports/summary.xlsx?from=1/1/2024&to=31/12/2024").get_data()) == [(0,) * 7]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("from=31/03/2026&to=01/01/2026", "kết thúc trước khi bắt đầu"),
        ("from=30/02/2026&to=31/03/2026", "Không có ngày 30/02/2026"),
        (f"{PERIOD}&as_of=01/01/2027", "không thể ở tương lai"),
        (f"{PERIOD}&as_of=hôm+nào", "không phải là ngày"),
        (f"{PERIOD}&as_of=12:99", "Không đọc được thời điểm"),
        (f"{PERIOD}&by=moon", "Hãy chọn lại trong danh sách"),
        (f"{PERIOD}&basis=moon", "Hãy chọn lại trong danh sách"),
        *((f"{PERIOD}&within={row}", "Điều kiện “chỉ tính” không đúng") for row in NO_ROWS),
    ],
)
def test_a_period_that_cannot_be_is_refused_beside_its_field(client_of: Browser, query: str, reason: str) -> None:
    html = page(client_of("chutich"), f"/reports/summary?{query}", 400)
    assert reason in html
    assert 'value="31/03/2026"' in html or 'value="2026-03-31"' in html or 'value="01/01/2026"' in html
    assert client_of("chutich").get(f"/reports/summary.xlsx?{query}").status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "",
        PERIOD,
        f"{PERIOD}&cell=nothing",
        "from=x&to=y&cell=done",
        f"{PERIOD}&cell=due_on&day=x",
        f"{PERIOD}&cell=done&kind=child",
        f"{PERIOD}&cell=done&kind=x",
        f"{PERIOD}&cell=done&basis=x",
        f"{PERIOD}&cell=done&row=5",
        f"{PERIOD}&cell=done&within=moon:5",
        f"{PERIOD}&cell=done&within=year:",
        f"{PERIOD}&cell=done&row=source:moon",
        f"{PERIOD}&cell=done&row=person:abc",
        f"{PERIOD}&cell=done&row=unit:{'9' * 30}",
    ],
)
def test_a_list_address_that_no_page_made_is_refused(client_of: Browser, query: str) -> None:
    assert "Địa chỉ danh sách không đúng" in page(client_of("chutich"), f"/reports/tasks?{query}", 400)


def test_figures_of_this_minute_say_that_they_may_change(usual: dict[str, int], client_of: Browser) -> None:
    client = client_of("chutich")
    assert "tạm tính" in page(client, f"/reports/summary?{PERIOD}")
    assert "tạm tính" not in page(client, f"/reports/summary?{PERIOD}&as_of=01/03/2026")


def test_days_of_a_report_lie_behind_unless_the_year_says_otherwise(client_of: Browser) -> None:
    """What is typed means the last such day, as the hint under the field says."""
    shown = page(client_of("chutich"), "/reports/summary?from=1/9&to=28/2&as_of=thứ+sáu")
    assert "Từ ngày 01/09/2025 đến ngày 28/02/2026" in shown
    assert 'value="27/02/2026"' in shown


def test_a_unit_head_sees_only_the_own_unit(usual: dict[str, int], client_of: Browser, office: Office) -> None:
    client = client_of("truongphong")
    html = page(client, f"/reports/summary?{PERIOD}")
    assert "Phòng Tư pháp" in html
    assert "Phòng Nội vụ" not in html
    assert "Phòng Nội vụ" not in page(client, "/dashboard")
    page(client, f"/reports/summary?{PERIOD}&unit={office.units['nv']}", 404)
    page(client, f"/reports/tasks?{PERIOD}&cell=assigned&unit={office.units['nv']}", 404)
    assert rows(page(client, f"/reports/tasks?{PERIOD}&cell=assigned&row=unit:{office.units['nv']}")) == 0


def test_who_may_open_what(client_of: Browser) -> None:
    opened = {
        name: [client_of(name).get(address).status_code for address in ("/dashboard", f"/reports/summary?{PERIOD}")]
        for name in ("chutich", "vanphong", "vanthu", "thanhtra", "truongphong", "congchuc", "quantri")
    }
    assert opened == {
        "chutich": [200, 200], "vanphong": [200, 200], "vanthu": [200, 200], "thanhtra": [200, 200],
        "truongphong": [200, 200], "congchuc": [403, 200], "quantri": [403, 403],
    }  # fmt: skip


def test_a_task_that_has_left_the_unit_is_counted_then_but_not_shown(
    writing: Writing, client_of: Browser, frozen_clock: Callable[[datetime], None]
) -> None:
    with writing() as h:
        task = h.give(FEB_2, FRI, words="Việc chuyển sang phòng khác")
        h.reassign(task, MON, "nv")
    frozen_clock(at(FRI))
    opened = page(client_of("truongphong"), f"/reports/tasks?{PERIOD}&as_of=01/03/2026&cell=assigned")
    assert rows(opened) == 1
    assert "nay ngoài phạm vi của anh/chị" in opened
    assert "Việc chuyển sang phòng khác" not in opened


def test_long_lists_come_in_pages_that_together_hold_every_task(writing: Writing, client_of: Browser) -> None:
    with writing() as h:
        ids = {h.give(FEB_2, FRI).id for _n in range(53)}
    client = client_of("chutich")
    first = page(client, f"/reports/tasks?{PERIOD}&cell=assigned")
    assert ": 53</h1>" in first
    (following,) = re.findall(r'rel="next" href="([^"]+)"', first)
    both = first + page(client, unescape(following))
    assert {int(one) for one in re.findall(r'href="/tasks/(\d+)"', both)} == ids


def _from_page(html: str) -> list[tuple[int, ...]]:
    body = html[html.index("<tbody>") : html.index("</table>")]
    wanted = (0, 4, 6, 7, 8, 9, 10)
    found = []
    for row in re.findall(r"<tr.*?</tr>", body, re.S):
        cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td.*?</td>", row, re.S)]
        found.append(tuple(int(cells[place]) for place in wanted))
    return found


def _from_book(content: bytes) -> list[tuple[int, ...]]:
    sheet = openpyxl.load_workbook(BytesIO(content), data_only=True).active
    assert sheet is not None
    found = [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=8)]
    end = next(place for place, row in enumerate(found) if row[1] == "Tổng cộng")
    return [tuple(int(str(row[place])) for place in (2, 6, 8, 9, 10, 11, 12)) for row in found[: end + 1]]
