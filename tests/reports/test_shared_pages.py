"""Shared work on the report pages: supporting units, attribution, footnotes, the approver's clock; whose decisions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import unescape
from io import BytesIO

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from taskapp.base.db import db
from taskapp.people.rights import Place, Role, Standing
from taskapp.reports import decisions
from taskapp.reports.asking import Asked
from taskapp.reports.programs import summary_json
from taskapp.reports.summary import report
from taskapp.tasks.now import Now
from taskapp.tasks.selections import Filters, Sight, View, narrowed
from taskapp.workdays.arithmetic import Calendar
from tests.office import Office
from tests.reports.conftest import FEB_27, MON, Writing
from tests.reports.history import History, at
from tests.reports.test_dashboard import STAT, board, stats
from tests.reports.test_pages import PERIOD, links, page, rows

Browser = Callable[[str], FlaskClient]
SUMMARY = f"/reports/summary?{PERIOD}"


def table(html: str, heading: str) -> dict[str, list[str]]:
    """The cells of the rows of the table under a heading, by the name of the row."""
    part = html[html.index(f"<h2>{heading}</h2>") :]
    found = re.findall(r'<tr[^>]*><th scope="row">([^<]+)</th>(.*?)</tr>', part[: part.index("</table>")], re.S)
    return {
        name: [re.sub(r"<[^>]+>", "", c).strip() for c in re.findall(r"<td.*?</td>", row, re.S)] for name, row in found
    }


@pytest.mark.parametrize("address", [SUMMARY, "/dashboard"])
@pytest.mark.parametrize("name", ["chutich", "truongphong", "truongphong_nv"])
def test_every_number_of_shared_work_opens_exactly_as_many_tasks(
    shared: dict[str, int], client_of: Browser, name: str, address: str
) -> None:
    client = client_of(name)
    found = links(page(client, address))
    assert found
    for href, number in found:
        assert rows(page(client, href)) == number, href


def test_supporting_units_have_a_table_of_their_own(shared: dict[str, int], client_of: Browser) -> None:
    parts = table(page(client_of("chutich"), SUMMARY), "Phần việc phối hợp")
    assert list(parts) == ["Phòng Nội vụ", "UBND xã Tân Nhuận Đông", "Tổng cộng"]
    given, on_time, late, share, held_up = 0, 4, 6, 14, 15
    assert [parts["Phòng Nội vụ"][place] for place in (given, on_time, late, share, held_up)] == [
        "2",
        "1",
        "1",
        "50 %",
        "1",
    ]
    assert [parts["UBND xã Tân Nhuận Đông"][place] for place in (given, on_time, share, held_up)] == [
        "1",
        "1",
        "100 %",
        "0",
    ]


def test_what_a_supporting_unit_held_up_is_said_of_the_lead_unit_whose_share_stays(
    shared: dict[str, int], client_of: Browser
) -> None:
    client = client_of("chutich")
    html = page(client, SUMMARY)
    # due: held_up (late), timely (on time), late_extended (overdue by its first limit), disputed (late): 1/4
    assert re.search(r"<b>25 %</b>", html)
    assert "chậm do phối hợp" in html
    opened = page(client, f"/reports/tasks?{PERIOD}&cell=held_up")
    assert f'href="/tasks/{shared["held_up"]}"' in opened
    assert "chậm do phối hợp: Phòng Nội vụ" in opened
    assert rows(opened) == 1


def test_a_supporting_unit_opens_the_tasks_of_others_that_it_held_up(
    shared: dict[str, int], client_of: Browser, office: Office
) -> None:
    client = client_of("truongphong_nv")
    opened = page(client, f"/reports/tasks?{PERIOD}&kind=part&cell=holds_up&row=unit:{office.units['nv']}")
    assert f'href="/tasks/{shared["held_up"]}"' in opened
    assert rows(page(client, f"/reports/tasks?{PERIOD}&kind=part&cell=holds_up&row=unit:{office.units['tnd']}")) == 0


def test_the_footnote_names_the_disputed_tasks_and_opens_exactly_those(
    shared: dict[str, int], client_of: Browser
) -> None:
    client = client_of("chutich")
    for address in (SUMMARY, "/dashboard"):
        html = page(client, address)
        (href,) = re.findall(r'¹ <a href="([^"]+)">Trong đó 1 nhiệm vụ đang có báo sai chờ kết luận</a>', html)
        opened = page(client, unescape(href))
        assert rows(opened) == 1
        assert f'href="/tasks/{shared["disputed"]}"' in opened
        assert "có báo sai đang chờ kết luận" in opened
    assert "báo sai chờ kết luận" not in page(client, f"{SUMMARY}&as_of=26/02/2026")  # not yet raised then


def test_the_workbook_and_the_programs_carry_the_same_numbers(
    shared: dict[str, int], client_of: Browser, app: Flask, office: Office
) -> None:
    book = openpyxl.load_workbook(BytesIO(client_of("chutich").get(f"/reports/summary.xlsx?{PERIOD}").get_data()))
    assert book.sheetnames == ["Mẫu A", "Phần việc phối hợp", "Chờ duyệt"]
    with app.app_context():
        h = History(db.session(), office)
        found = report(db.session(), h.committee, Asked(date(2026, 1, 1), date(2026, 3, 31)), now=at(MON))
        told = summary_json(found)
    more = ("held_up", "late_extensions", "urgings", "disputed")
    for sheet, row in ((book["Mẫu A"], told["total"]), (book["Phần việc phối hợp"], told["supporting"]["total"])):
        (total,) = [line for line in sheet.iter_rows(min_row=8, values_only=True) if line[1] == "Tổng cộng"]
        assert list(total[18:22]) == [row[name] for name in more]  # type: ignore[literal-required]
    assert [told["total"][name] for name in more] == [1, 1, 1, 1]  # type: ignore[literal-required]
    notes = [str(line[1]) for line in book["Mẫu A"].iter_rows(min_row=9, values_only=True)]
    assert "¹ Trong đó 1 nhiệm vụ đang có báo sai chờ kết luận." in notes
    assert told["holding"] == [
        {
            "assigner": "Lê Văn Đức", "waiting": 1, "waiting_median_days": 3, "waiting_longest_days": 3, "decided": 0,
            "decided_median_days": 0, "decided_longest_days": 0,
        },
        {
            "assigner": "Trần Thị Lan", "waiting": 0, "waiting_median_days": 0, "waiting_longest_days": 0, "decided": 3,
            "decided_median_days": 0, "decided_longest_days": 2,
        },
    ]  # fmt: skip


def test_how_long_assigners_keep_results_stands_in_the_report(shared: dict[str, int], client_of: Browser) -> None:
    client = client_of("vanphong")
    waits = table(page(client, SUMMARY), "Thời gian người giao giữ kết quả")
    assert waits["Lê Văn Đức"] == ["1", "3", "3", "0", "–", "–"]
    assert waits["Trần Thị Lan"] == ["0", "–", "–", "3", "0", "2"]


@pytest.mark.parametrize("name", ["chutich", "phochutich", "vanphong", "truongphong", "truongphong_nv"])
def test_the_board_and_the_menu_count_the_same_decisions(
    shared: dict[str, int], writing: Writing, client_of: Browser, name: str
) -> None:
    with writing() as h:
        child = h.split(h.task(shared["asked"]), FEB_27, MON)[0]
        h.hand_in(child, FEB_27, by="congchuc")  # for its unit head
        whole = h.give(FEB_27, MON, supporting=("nv",))
        h.hand_in(h.part_of(whole, "nv"), FEB_27)  # for the head of the lead unit
    client = client_of(name)
    html, listed = board(client), page(client, "/tasks?view=decide")
    (href,) = {href for href, _number, label in STAT.findall(html) if label == "chờ tôi quyết định"} or {None}
    card = html[html.index("<h2>Chờ tôi quyết định</h2>") :] if href else ""
    card = card[: card.index("</section>")] if card else ""
    in_card = set(re.findall(r'<b><a href="/tasks/(\d+)">', card))
    in_list = set(re.findall(r'class="task-title" href="/tasks/(\d+)"', listed))
    assert in_card == in_list
    assert len(in_list) == {"truongphong": 2, "truongphong_nv": 0}.get(name, 4)
    assert stats(html).get("chờ tôi quyết định", 0) == len(in_list)
    assert href in (None, "/tasks?view=decide")


def test_each_decision_is_offered_with_the_door_that_takes_it(shared: dict[str, int], client_of: Browser) -> None:
    html = board(client_of("chutich"))
    assert f'href="/tasks/{shared["asked"]}#extension-grant"' in html
    assert "Xin gia hạn đến 13/03/2026" in html
    assert f'href="/tasks/{shared["disputed"]}#dispute-answer"' in html
    assert "Báo sai: Sai ngày nộp kết quả" in html
    assert f'href="/tasks/{shared["declined"]}#lead"' in html
    assert f'action="/tasks/{shared["waiting"]}/approval"' in html
    assert html.index("Xin gia hạn đến") < html.index("Kết quả: 12/BC-TP")  # his own before his deputy's


def test_nobody_is_offered_to_decide_on_what_he_handed_in_himself(writing: Writing, client_of: Browser) -> None:
    with writing() as h:
        child = h.split(h.give(FEB_27, MON), FEB_27, MON)[0]
        h.hand_in(child, FEB_27, by="truongphong")
        child_id = child.id
    html = board(client_of("truongphong"))
    assert f'href="/tasks/{child_id}"' in html
    assert "/approval" not in html


def test_a_delegate_finds_the_decisions_of_the_seat(shared: dict[str, int], app: Flask, office: Office) -> None:
    with app.app_context():
        h = History(db.session(), office)
        alone = h.rights("thanhtra")
        reach = h.rights("chutich").reach(Role.LEADER)
        place = Place(office.people["chutich"], Standing.DELEGATE, {Role.LEADER: reach})
        for rights, expected in (
            (alone, set()),
            (replace(alone, places=(place,)), {"disputed", "asked", "waiting", "declined"}),
        ):
            sight = Sight(rights, MON)
            listed = db.session.scalars(narrowed(sight, View.DECIDE, Filters(), MON, MON)).unique().all()
            now = Now(at(MON), "Asia/Ho_Chi_Minh", Calendar())
            found = decisions.desk(db.session(), sight, len(listed), now)
            assert {one.task.id for one in found.decisions} == {task.id for task in listed}
            assert {task.id for task in listed} == {shared[name] for name in expected}


def test_what_was_urged_in_vain_stands_before_the_leader(writing: Writing, client_of: Browser) -> None:
    with writing() as h:
        task = h.give(FEB_27, FEB_27)
        for _once in range(3):
            h.urge(task, MON)
    client = client_of("chutich")
    assert stats(board(client))["đôn đốc nhiều lần chưa trả lời"] == 1
    assert rows(page(client, "/tasks?view=urged")) == 1
    assert "đôn đốc nhiều lần chưa trả lời" not in stats(board(client_of("truongphong")))
