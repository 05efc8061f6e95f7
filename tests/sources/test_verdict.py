"""How an item counts: the table, and that a task with the same days counts the same."""

from __future__ import annotations

from datetime import date, time

import pytest

from taskapp.reports.ontime import Count, Verdict, classify
from taskapp.sources.items import Entry
from taskapp.sources.verdict import in_population, verdict
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.states import LimitKind, State
from taskapp.workdays.arithmetic import Calendar
from tests.reports.test_ontime import image

MON, TUE, WED = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)
AT = Moment(WED, time(9))


def entry(
    due: Moment | None = None, done: Moment | None = None, *, received: date = MON, cancelled: bool = False
) -> Entry:
    limit, end = due or (None, None), done or (None, None)
    return Entry("1", "", "", "", 1, received, *limit, *end, None, cancelled)


CASES = [
    (None, None, Count.OPEN_NO_LIMIT, False),
    (None, Moment(TUE), Count.DONE_NO_LIMIT, False),
    (Moment(TUE), None, Count.OPEN_OVERDUE, False),
    (Moment(WED), None, Count.OPEN_IN_TERM, False),
    (Moment(WED, time(8)), None, Count.OPEN_OVERDUE, False),
    (Moment(WED, time(9)), None, Count.OPEN_IN_TERM, False),  # the minute is inclusive
    (Moment(TUE), Moment(TUE), Count.DONE_ON_TIME, False),
    (Moment(TUE), Moment(TUE, time(23, 59)), Count.DONE_ON_TIME, False),
    (Moment(TUE, time(16)), Moment(TUE, time(16)), Count.DONE_ON_TIME, False),
    (Moment(TUE, time(16)), Moment(TUE, time(16, 1)), Count.DONE_LATE, False),
    (Moment(TUE, time(16)), Moment(TUE), Count.DONE_ON_TIME, False),  # at an unknown hour of the day
    (Moment(TUE), Moment(MON), Count.DONE_ON_TIME, True),
    (Moment(MON), Moment(TUE), Count.DONE_LATE, False),
    (Moment(date(2026, 3, 8)), Moment(date(2026, 3, 9)), Count.OPEN_IN_TERM, False),  # not done yet by the moment
]


@pytest.mark.parametrize(("due", "done", "count", "is_early"), CASES)
def test_an_item_counts_as_a_task_with_the_same_days(
    due: Moment | None, done: Moment | None, count: Count, is_early: bool
):
    assert verdict(entry(due, done), AT) == Verdict(count, is_early=is_early)
    task = image(
        to_state=State.DONE if done else State.IN_PROGRESS,
        limit_kind=LimitKind.DATED if due else LimitKind.NONE,
        due_on=due.on if due else None,
        due_time=due.at if due else None,
        submitted_on=done.on if done else None,
        submitted_time=done.at if done else None,
        finished_on=done.on if done else None,
    )
    assert classify(task, AT, Calendar()) == Verdict(count, is_early=is_early)


def test_what_was_cancelled_counts_nowhere():
    assert verdict(entry(Moment(MON), cancelled=True), AT).count is Count.EXCLUDED
    assert not in_population(entry(cancelled=True), MON, WED)


@pytest.mark.parametrize(
    ("received", "done", "is_in"),
    [(MON, None, True), (TUE, None, True), (WED, None, False), (MON, MON, False), (MON, TUE, True), (MON, WED, True)],
)
def test_a_period_counts_what_was_received_by_its_end_and_not_done_before_it(
    received: date, done: date | None, is_in: bool
):
    assert in_population(entry(done=Moment(done) if done else None, received=received), TUE, TUE) is is_in
