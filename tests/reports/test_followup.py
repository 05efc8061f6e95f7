"""The office's page: what stands still, why it is late, who carries how much; each number opens exactly its tasks."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from taskapp.base.db import db
from taskapp.reports import board
from taskapp.reports.causes import Cause, Told, cause_of
from taskapp.reports.followup import read_followup
from taskapp.reports.measures import measure
from taskapp.reports.slices import Dimension
from taskapp.tasks import changes
from tests.office import Office
from tests.reports.conftest import FEB_2, FEB_9, FEB_10, FEB_27, FRI, MON, Counting, Writing
from tests.reports.history import History, at
from tests.reports.test_pages import links, page, rows

Browser = Callable[[str], FlaskClient]
ADDRESS = "/dashboard/office"
LATE = date(2026, 2, 16)


@pytest.fixture
def late(writing: Writing) -> dict[str, int]:
    """Overdue tasks, one of each cause, as seen on Monday 2 March 2026, 09:00."""
    with writing() as h:
        made = {name: h.give(FEB_2, LATE, words=name) for name in ("confirmed", "claimed", "other", "denied", "untold")}
        made["held_up"] = h.give(FEB_2, LATE, supporting=("nv",), support_due=FEB_10, words="held_up")
        for name in ("confirmed", "claimed", "other", "denied", "held_up"):
            h.accept(made[name], FEB_9)
            explain(h, made[name], claims=name != "other")
        for name in ("confirmed", "denied"):
            by, now = h.actor("chutich"), at(FEB_27, 10)
            changes.judge_cause(
                h.session, made[name], is_confirmed=name == "confirmed", reason="Đã xem", by=by, now=now
            )
        return {name: task.id for name, task in made.items()}


def explain(h: History, task: object, *, claims: bool) -> None:
    by, now = h.actor("truongphong"), at(FEB_27)
    changes.explain(
        h.session,
        task,
        text="Mưa lũ",
        claims_objective=claims,
        by=by,
        now=now,
        terms=h.terms(),  # type: ignore[arg-type]
    )


def cell(client: FlaskClient, name: str, more: str = "") -> set[int]:
    html = page(client, f"/reports/tasks?from=2026-01-01&to=2026-03-31&cell={name}{more}")
    return {int(number) for number in re.findall(r'class="task-title" href="/tasks/(\d+)"', html)}


def test_each_overdue_task_has_one_cause(late: dict[str, int], client_of: Browser) -> None:
    client = client_of("vanphong")
    found = {cause: cell(client, cause.value) for cause in Cause}
    assert found == {
        Cause.HELD_UP: {late["held_up"]},
        Cause.CONFIRMED: {late["confirmed"]},
        Cause.CLAIMED: {late["claimed"]},
        Cause.OTHER: {late["other"], late["denied"]},
        Cause.UNTOLD: {late["untold"]},
    }
    assert cell(client, "open_overdue") == set(late.values())


def test_the_cause_is_the_one_known_then(late: dict[str, int], client_of: Browser) -> None:
    client, then = client_of("vanphong"), "&as_of=2026-02-27T09:30:00"
    assert cell(client, "cause_claimed", then) == {late["confirmed"], late["claimed"], late["denied"]}
    assert cell(client, "cause_untold", "&as_of=26/02/2026") == set(late.values()) - {late["held_up"]}


def test_an_explanation_of_an_earlier_limit_explains_nothing_now(
    usual: dict[str, int], app: Flask, office: Office
) -> None:
    with app.app_context():
        h = History(db.session(), office)
        _quarter, question = board.question_now(db.session(), h.committee, h.rights("vanphong"), at(MON))
        measured = measure(db.session(), question)
    (task,) = (one for one in measured.judged if one.image.task_id == usual["overdue"])
    told = Told(FEB_10, claims_objective=True, is_confirmed=None, text="")
    assert cause_of(task, told, measured.by) is Cause.UNTOLD
    assert cause_of(task, told._replace(on=MON), measured.by) is Cause.CLAIMED


def test_silence_is_broken_by_work_and_not_by_urging(writing: Writing, client_of: Browser) -> None:
    with writing() as h:
        silent, urged, told, fresh = (h.give(FEB_2, date(2026, 4, 30)) for _n in range(4))
        for task in (silent, urged, told):
            h.accept(task, FEB_9)
        h.urge(urged, FEB_27)
        changes.progress(h.session, told, percent=50, note="Đã có dự thảo", by=h.actor("truongphong"), now=at(FEB_27))
        h.accept(fresh, FEB_27)
        ids = {silent.id, urged.id}
    client = client_of("vanphong")
    assert cell(client, "silent") == ids
    html = page(client, ADDRESS)
    assert "Im lặng từ 10 ngày làm việc" in html
    assert "lâu nhất 15 ngày làm việc" in html


def test_the_load_of_each_officer_stands_by_given_name(writing: Writing, client_of: Browser) -> None:
    with writing() as h:
        for username, due in (
            ("congchuc", FEB_27),
            ("congchuc", FRI),
            ("congchuc2", date(2026, 3, 10)),
            ("congchuc", MON),
        ):
            task = h.give(FEB_2, due)
            h.accept(task, FEB_9)
            h.name_officer(task, FEB_9, username)
        h.hand_in(task, FEB_9, by="congchuc")  # to do no longer, but open
        h.give(FEB_2, date(2026, 6, 30))
    html = page(client_of("vanphong"), ADDRESS)
    table = html[html.index('class="table loads fit"') :]
    found = [
        (name, *(re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(r'<td class="num">(.*?)</td>', row, re.S)))
        for row in re.findall(r"<tr>(.*?)</tr>", table, re.S)[1:]
        for name in [re.search(r'scope="row">([^<]+)', row)[1]]  # type: ignore[index]
    ]
    assert found == [
        ("Huỳnh Quốc Bảo", "1", "0", "0"),
        ("Nguyễn Thị Ánh Tuyết", "3", "1", "1"),
        ("Chưa phân công", "1", "0", "0"),
    ]


@pytest.mark.parametrize("name", ["vanphong", "truongphong", "thanhtra"])
def test_every_number_opens_exactly_as_many_tasks(
    usual: dict[str, int], late: dict[str, int], client_of: Browser, name: str
) -> None:
    client = client_of(name)
    found = links(page(client, ADDRESS))
    assert len(found) >= 8
    for href, number in found:
        assert rows(page(client, href)) == number, href


def test_its_numbers_are_those_of_the_report(
    usual: dict[str, int], late: dict[str, int], app: Flask, office: Office
) -> None:
    with app.app_context():
        h = History(db.session(), office)
        found = read_followup(db.session(), h.committee, h.rights("vanphong"), now=at(MON))
        measured = measure(db.session(), found.question)
    assert found.overdue == measured.total.open_overdue == 7
    by_person = {row.slice: (row.tally.open, row.tally.open_overdue) for row in measured.rows(Dimension.PERSON)}
    assert {load.row: (load.open, load.overdue) for load in found.loads} == by_person
    assert sum(holder.waiting.count for holder in found.holders) == measured.total.waiting


def test_a_unit_head_sees_the_own_unit_and_an_officer_is_refused(late: dict[str, int], client_of: Browser) -> None:
    assert "Phòng Nội vụ" not in page(client_of("truongphong"), ADDRESS)
    page(client_of("congchuc"), ADDRESS, 403)
    assert client_of("vanphong").get("/dashboard").get_data(as_text=True).count(f'href="{ADDRESS}"') == 1  # the tab


def test_the_office_is_told_of_years_without_days_off(
    late: dict[str, int], client_of: Browser, frozen_clock: Callable[[object], None]
) -> None:
    words = "Năm 2027 chưa có lịch nghỉ lễ"
    assert words not in client_of("vanphong").get("/dashboard/office").get_data(as_text=True)
    frozen_clock(at(date(2026, 10, 1)))
    assert words in client_of("vanphong").get("/dashboard/office").get_data(as_text=True)


def test_an_office_without_tasks_has_the_page(client_of: Browser) -> None:
    html = page(client_of("vanphong"), ADDRESS)
    for words in (
        "Mọi nhiệm vụ đã giao đều được tiếp nhận.",
        "Không có việc nào quá hạn.",
        "Không có nhiệm vụ nào đang mở.",
    ):
        assert words in html


def test_it_costs_as_many_queries_however_many_tasks(
    writing: Writing, client_of: Browser, count_queries: Counting
) -> None:
    client = client_of("vanphong")
    costs = []
    for more in (6, 30):
        with writing() as h:
            for n in range(more):
                task = h.give(FEB_2, LATE, unit=("tp", "nv")[n % 2], supporting=("tnd",))
                if n % 3:
                    h.accept(task, FEB_9)
        client.get(ADDRESS)
        with count_queries() as seen:
            page(client, ADDRESS)
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 28
