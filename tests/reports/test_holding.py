"""The approver's clock: how long results lay with each assigner; the officer's verdict never depends on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from taskapp.base.db import db
from taskapp.reports.figures import Figures
from taskapp.reports.holding import Held, Holder, Lasting, Spread, by_assigner, spread
from taskapp.reports.measures import measure
from taskapp.reports.question import Question
from taskapp.reports.slices import Dimension
from taskapp.reports.tally import Tally
from taskapp.workdays.arithmetic import Calendar
from tests.office import Office
from tests.reports.conftest import Writing
from tests.reports.history import History, at
from tests.reports.worked import FRI, MON, MON2, THU, TUE, WED

NO_HOLIDAYS = Calendar()


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([], Spread()),
        ([Held(1, 7, MON, MON)], Spread(1, 0, 0, 1)),  # decided on the day it came in
        ([Held(1, 7, FRI, MON2)], Spread(1, 1, 1, 1)),  # over a weekend
        ([Held(1, 7, MON, WED), Held(2, 7, MON, TUE), Held(3, 7, MON, MON2)], Spread(3, 2, 5, 3)),  # 2, 1, 5
        ([Held(1, 7, MON, WED), Held(2, 7, MON, TUE)], Spread(2, 1.5, 2, 1)),
    ],
)
def test_days_held_are_working_days(held: list[Held], expected: Spread) -> None:
    assert spread(held, Lasting(NO_HOLIDAYS)) == expected


def test_a_holiday_is_not_charged_to_the_assigner() -> None:
    assert spread([Held(1, 7, MON, WED)], Lasting(Calendar(off={TUE: "Nghỉ lễ"}))).longest == 1


def test_each_assigner_has_a_row_and_the_longest_waiting_comes_first() -> None:
    waiting = [Held(1, 7, MON, TUE), Held(2, 8, MON, FRI), Held(3, None, MON, MON)]
    rows = by_assigner(
        waiting, [Held(4, 9, MON, MON2), Held(5, 7, MON, WED)], {7: "An", 8: "Bình", 9: "Cúc"}, Lasting(NO_HOLIDAYS)
    )
    assert rows == [
        Holder(8, "Bình", Spread(1, 4, 4, 2), Spread()),
        Holder(7, "An", Spread(1, 1, 1, 1), Spread(1, 2, 2, 5)),
        Holder(None, "", Spread(1, 0, 0, 3), Spread()),
        Holder(9, "Cúc", Spread(), Spread(1, 5, 5, 4)),
    ]


@pytest.fixture
def ask(app: Flask, office: Office) -> Callable[..., Figures]:
    def asking(on: date, first: date = date(2026, 1, 1), last: date = date(2026, 3, 31)) -> Figures:
        question = Question(office.committee_id, "Asia/Ho_Chi_Minh", first, last, at(on, 18))
        with app.app_context():
            return measure(db.session(), question).figures(Dimension.UNIT)

    return asking


def test_the_clock_is_read_from_the_record(writing: Writing, ask: Callable[..., Figures]) -> None:
    with writing() as h:
        sent_back, waiting = h.give(MON, FRI), h.give(MON, FRI, assigner="phochutich")
        h.hand_in(sent_back, TUE)
        h.send_back(sent_back, THU)  # lay Wednesday and Thursday
        h.hand_in(sent_back, FRI, hour=10)
        h.approve(sent_back, FRI)  # decided on the day
        h.hand_in(waiting, WED)
        recalled = h.give(MON, FRI)
        h.hand_in(recalled, MON)
        h.withdraw(recalled, FRI)  # neither approved nor sent back
        lying, decided = waiting.id, sent_back.id
    assert [(row.name, row.waiting, row.decided) for row in ask(FRI).holders] == [
        ("Lê Văn Đức", Spread(1, 2, 2, lying), Spread()),
        ("Trần Thị Lan", Spread(), Spread(2, 1, 2, decided)),
    ]
    assert ask(WED).settled == Spread()  # as known on Wednesday nothing had been decided
    assert ask(WED).lying.count == 3
    assert ask(FRI, first=FRI).settled.count == 1  # the approval alone lies in that period


def test_the_assigner_sends_back_and_the_clock_starts_anew(writing: Writing, ask: Callable[..., Figures]) -> None:
    with writing() as h:
        task = h.give(MON, FRI)
        h.hand_in(task, MON)
        h.send_back(task, WED)
        h.hand_in(task, THU)
        task_id = task.id
    assert ask(FRI).lying == Spread(1, 1, 1, task_id)


@pytest.mark.parametrize("decided", [WED, MON2, date(2026, 3, 31)])
def test_the_verdict_on_the_officer_never_depends_on_the_approver(
    writing: Writing, ask: Callable[..., Figures], decided: date
) -> None:
    def history(h: History) -> None:
        h.finish(h.give(MON, WED), WED, approved=decided)
        h.finish(h.give(MON, TUE), WED, approved=decided)

    with writing() as h:
        history(h)
    found = ask(date(2026, 3, 31))
    assert found.total == Tally(done_on_time=1, done_late=1)
    assert found.settled.longest == {WED: 0, MON2: 3, date(2026, 3, 31): 19}[decided]
