"""Figures by type of work, worked out by hand: both limits, days taken, rows that open, as of any moment, the workbook.

Marriage is received on Monday 2 March 2026: promised by the 9th, by law due on the 23rd; TH-01 has no limits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook

from taskapp.base.db import db
from taskapp.people.models import Committee
from taskapp.reports.asking import Asked
from taskapp.reports.ontime import Judged, Verdict, Yardstick, classify
from taskapp.reports.promises import Kept, Promise, TypeTally, add_up, is_kept, workdays_taken
from taskapp.reports.types import ByType, by_type
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.worktypes import queries
from taskapp.tasks.worktypes.receipt import Receipt, receive
from taskapp.workdays.arithmetic import Calendar
from tests.office import Office
from tests.reports.conftest import MON, Writing
from tests.reports.history import History, at
from tests.reports.sheets import page
from tests.reports.test_ontime import TET, done, image
from tests.tasks.browsing import ClientOf
from tests.tasks.worktypes.making import ready

NEXT_MON, TUE_17, LAST, TUE_24 = (date(2026, 3, day) for day in (9, 17, 23, 24))
PERIOD = "from=2026-03-01&to=2026-03-31"
LIMITS = {"work_type_id": 1, "received_on": MON, "commitment_due_on": NEXT_MON, "statutory_due_on": LAST}


def judged(one: object, calendar: Calendar = TET, on: date = TUE_24) -> tuple[Judged, Yardstick]:
    by = Yardstick(Moment(on), calendar)
    return Judged(one, classify(one, by.at, calendar)), by  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("handed_in", "commitment", "law", "days"),
    [
        (MON, True, True, 0),
        (NEXT_MON, True, True, 5),
        (date(2026, 3, 10), False, True, 6),
        (LAST, False, True, 15),
        (TUE_24, False, False, 16),
    ],
)
def test_the_day_of_the_result_decides_about_both_limits(handed_in: date, commitment: bool, law: bool, days: int):
    task, by = judged(done(handed_in, **LIMITS))
    assert is_kept(task, Promise.COMMITMENT, by) is commitment
    assert is_kept(task, Promise.LAW, by) is law
    assert workdays_taken(task, by) == days


def test_neither_an_extension_nor_days_with_the_approver_move_a_limit():
    moved = done(date(2026, 3, 11), **LIMITS, due_on=LAST, extensions=1, waited_workdays=9)
    task, by = judged(moved)
    assert task.verdict == Verdict(task.verdict.count, is_early=True)  # by its own due date it is on time
    assert is_kept(task, Promise.COMMITMENT, by) is False


def test_an_open_task_is_past_its_limit_from_the_day_after():
    for on, past in ((NEXT_MON, 0), (date(2026, 3, 10), 1)):
        task, by = judged(image(**LIMITS), on=on)
        assert add_up([task], by) == TypeTally(open=1, commitment=Kept(past=past))


def test_what_has_no_limit_is_in_no_denominator_and_what_has_no_type_nowhere():
    (plain, by), (loose, _by) = judged(done(MON, work_type_id=2, received_on=MON)), judged(done(MON))
    assert add_up([plain, loose], by) == TypeTally(done=1, days=(0,))


@pytest.mark.parametrize(
    ("days", "middle", "most"),
    [((), None, None), ((3,), 3, 3), ((1, 2), 1.5, 2), (tuple(range(1, 11)), 5.5, 9), ((0, 0, 7), 0, 7)],
)
def test_the_middle_and_nine_of_ten(days: tuple[int, ...], middle: float | None, most: int | None):
    tally = TypeTally(days=days)
    assert (tally.median, tally.p90) == (middle, most)


@pytest.fixture
def history(app: Flask, office: Office, writing: Writing) -> int:
    """Three marriages: within the promise, within the law only, open past the promise; one report without limits."""
    work_type_id = ready(app, office)
    with writing() as h:
        fast, slow = (h.give(MON, LAST, receipt=receipt(h, "HT-03")) for _n in range(2))
        h.give(MON, LAST, receipt=receipt(h, "HT-03"))
        weekly = h.give(MON, None, unit="nv", receipt=receipt(h, "TH-01"))
        h.give(MON, LAST)
        h.finish(fast, date(2026, 3, 6), approved=date(2026, 3, 11))
        h.finish(weekly, date(2026, 3, 6))
        h.finish(slow, TUE_17)
    return work_type_id


def receipt(h: History, code: str) -> Receipt:
    versions = queries.usable(h.session, h.office.committee_id, MON)
    (version,) = (version for version in versions if version.code == code)
    return receive(version, Moment(MON), Calendar())


@pytest.fixture
def ask(app: Flask, office: Office) -> Callable[..., ByType]:
    def asking(now: datetime, as_of: str = "") -> ByType:
        asked = Asked(date(2026, 3, 1), date(2026, 3, 31), as_of)
        with app.app_context():
            committee = db.session.get_one(Committee, office.committee_id)
            return by_type(db.session(), committee, asked, rights=None, now=now)

    return asking


MARRIAGE = TypeTally(2, 1, commitment=Kept(1, 2, 1), law=Kept(2, 2, 0), days=(4, 11))


def test_each_type_has_its_numbers_and_the_total_adds_them_up(history: int, ask: Callable[..., ByType]):
    found = ask(at(date(2026, 3, 18)))
    assert [(row.name, row.tally) for row in found.rows] == [
        ("Đăng ký kết hôn có yếu tố nước ngoài", MARRIAGE),
        ("Báo cáo tuần", TypeTally(done=1, days=(4,))),
    ]
    assert found.total == replace(MARRIAGE, done=3, days=(4, 4, 11))


def test_the_same_question_about_a_moment_gone_by_has_the_same_answer(history: int, ask: Callable[..., ByType]):
    then = ask(at(date(2026, 3, 18)), "2026-03-10T12:00")
    (row, weekly) = then.rows
    # then the first one lay with the approver, and the other two were past the promise
    assert row.tally == TypeTally(done=0, open=3, commitment=Kept(past=2))
    assert weekly.tally.done == 1
    assert ask(at(TUE_24), "2026-03-10T12:00").total == then.total
    assert ask(at(date(2026, 4, 30)), "2026-03-18T09:00").total == ask(at(date(2026, 3, 18))).total


def test_each_number_on_the_page_opens_its_tasks(
    history: int, client_of: ClientOf, frozen_clock: Callable[[datetime], None]
):
    frozen_clock(at(date(2026, 3, 18)))
    client = client_of("vanphong")
    text = page(client, f"/reports/work-types?{PERIOD}")
    assert "1/2 loại việc đã rút ngắn so với luật" in text
    assert "Theo luật 15 ngày làm việc · Cam kết 5 ngày làm việc (rút ngắn 66,7 %)" in text
    numbers = {
        "typed_done": 2,
        "commitment_done": 2,
        "commitment_kept": 1,
        "commitment_past": 1,
        "law_done": 2,
        "law_kept": 2,
        "law_past": 0,
        "typed_open": 1,
    }
    for cell, number in numbers.items():
        listed = page(client, f"/reports/tasks?{PERIOD}&cell={cell}&row=work_type:{history}")
        assert f": {number}</h1>" in listed
        assert "Đăng ký kết hôn có yếu tố nước ngoài" in listed
    assert page(client_of("truongphong_nv"), f"/reports/work-types?{PERIOD}").count("<tr>") < text.count("<tr>")


def test_what_figures_are_limited_to_has_its_name_on_every_page(
    history: int, office: Office, client_of: ClientOf, frozen_clock: Callable[[datetime], None]
):
    frozen_clock(at(date(2026, 3, 18)))
    rows = {
        f"work_type:{history}": "Đăng ký kết hôn có yếu tố nước ngoài",
        f"unit:{office.units['tp']}": "Phòng Tư pháp",
        f"assigner:{office.people['chutich']}": "Trần Thị Lan",
        "person:0": "Chưa phân công",
        "person:777": "Người xử lý số 777",
        f"unit:{office.units['tnd']}": f"Đơn vị số {office.units['tnd']}",  # of which there is no task
    }
    for row, name in rows.items():
        for address in ("work-types?", "summary?", "summary?by=source&", "overdue?"):
            text = page(client_of("vanphong"), f"/reports/{address}{PERIOD}&within={row}")
            assert f'<p class="chips">Chỉ tính: {name} <a class="chip"' in text
        assert f"{name} · kỳ" in page(client_of("vanphong"), f"/reports/tasks?{PERIOD}&cell=assigned&row={row}")
    book = client_of("vanphong").get(f"/reports/work-types.xlsx?{PERIOD}&within=work_type:{history}")
    said = [row[0] for row in load_workbook(BytesIO(book.data)).active.iter_rows(values_only=True)]
    assert any("chỉ tính: Đăng ký kết hôn có yếu tố nước ngoài" in str(text) for text in said)


def test_who_reads_one_unit_is_not_told_the_names_of_others(
    history: int, office: Office, client_of: ClientOf, frozen_clock: Callable[[datetime], None]
):
    frozen_clock(at(date(2026, 3, 18)))
    unit = office.units["tp"]
    text = page(client_of("truongphong_nv"), f"/reports/work-types?{PERIOD}&within=unit:{unit}")
    assert f"Chỉ tính: Đơn vị số {unit}" in text


def test_the_workbook_says_the_same(history: int, client_of: ClientOf, frozen_clock: Callable[[datetime], None]):
    frozen_clock(at(date(2026, 3, 18)))
    answer = client_of("thanhtra").get(f"/reports/work-types.xlsx?{PERIOD}")
    rows = [row for row in load_workbook(BytesIO(answer.data)).active.iter_rows(values_only=True) if row[0] == 1]
    assert rows[0][1:3] == ("Đăng ký kết hôn có yếu tố nước ngoài", "HT-03")
    assert rows[0][4:] == (2, 1, 2, 0.5, 2, 2, 1, 7.5, 11, 1, 1, 0)


def test_a_wrong_period_is_refused_and_an_empty_one_said(client_of: ClientOf):
    client = client_of("vanphong")
    page(client, "/reports/work-types?from=2026-03-31&to=2026-03-01", 400)
    assert client.get("/reports/work-types.xlsx?from=2026-03-31&to=2026-03-01").status_code == 400
    assert "Không có việc nào giao theo loại việc" in page(client, f"/reports/work-types?{PERIOD}")
    assert client_of("quantri").get("/reports/work-types").status_code == 403
