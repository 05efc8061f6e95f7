"""Deadlines: the submission day decides, the minute is inclusive, the approver's delay is not the officer's."""

from __future__ import annotations

from datetime import date, time

import pytest

from taskapp.tasks.deadlines import (
    Moment,
    TimeClass,
    days_past,
    done_class,
    is_later,
    is_past,
    open_class,
    own_days_late,
    waited_workdays,
)
from taskapp.workdays.arithmetic import Calendar

TET = Calendar({date(2026, 2, day): "Tết" for day in range(16, 21)}, {})
PLAIN = Calendar({}, {})
FRIDAY = date(2026, 3, 6)


@pytest.mark.parametrize(
    ("limit", "judged", "past"),
    [
        (Moment(FRIDAY), Moment(FRIDAY, time(23, 59)), False),  # a day without an hour ends at 24:00
        (Moment(FRIDAY), Moment(date(2026, 3, 7), time(0, 0)), True),
        (Moment(FRIDAY, time(14)), Moment(FRIDAY, time(14, 0, 59)), False),  # the minute is inclusive
        (Moment(FRIDAY, time(14)), Moment(FRIDAY, time(14, 1)), True),
        (Moment(FRIDAY, time(14)), Moment(FRIDAY), False),  # an unknown hour is not held against the doer
        (Moment(FRIDAY, time(14)), Moment(date(2026, 3, 5), time(18)), False),
    ],
)
def test_a_limit_is_past_only_after_its_day_or_minute(limit: Moment, judged: Moment, past: bool) -> None:
    assert is_past(limit, judged) is past


@pytest.mark.parametrize(
    ("limit", "other", "later"),
    [
        (Moment(FRIDAY), Moment(date(2026, 3, 5)), True),
        (Moment(FRIDAY), Moment(FRIDAY), False),
        (Moment(FRIDAY), Moment(FRIDAY, time(14)), True),  # the end of the day lies after any of its hours
        (Moment(FRIDAY, time(14)), Moment(FRIDAY), False),
        (Moment(FRIDAY, time(14)), Moment(FRIDAY, time(14)), False),
        (Moment(FRIDAY, time(14, 1)), Moment(FRIDAY, time(14)), True),
        (Moment(FRIDAY, time(0)), Moment(date(2026, 3, 5)), True),
    ],
)
def test_of_two_limits_one_without_an_hour_ends_with_its_day(limit: Moment, other: Moment, later: bool) -> None:
    assert is_later(limit, other) is later


@pytest.mark.parametrize(
    ("due", "judged", "calendar", "days"),
    [
        (FRIDAY, FRIDAY, PLAIN, 0),
        (FRIDAY, date(2026, 3, 7), PLAIN, 1),  # a Saturday after: late, though no working day has passed
        (FRIDAY, date(2026, 3, 9), PLAIN, 1),
        (FRIDAY, date(2026, 3, 10), PLAIN, 2),
        (date(2026, 2, 13), date(2026, 2, 23), TET, 1),  # over the whole of Tết
    ],
)
def test_days_past_are_working_days_and_never_zero_when_late(
    due: date, judged: date, calendar: Calendar, days: int
) -> None:
    assert days_past(Moment(due), Moment(judged), calendar) == days


def test_days_a_timely_result_lay_with_the_approver_are_taken_off() -> None:
    judged = Moment(date(2026, 3, 10))  # two working days past
    assert own_days_late(Moment(FRIDAY), judged, 1, PLAIN) == 1
    assert own_days_late(Moment(FRIDAY), judged, 2, PLAIN) == 0
    assert own_days_late(Moment(FRIDAY), judged, 9, PLAIN) == 0
    assert own_days_late(Moment(FRIDAY), judged, 9, PLAIN, strict=True) == 2


def test_only_a_result_handed_in_by_the_limit_earns_waiting_days() -> None:
    timely, late = Moment(date(2026, 3, 4)), Moment(date(2026, 3, 9))
    assert waited_workdays(Moment(FRIDAY), timely, date(2026, 3, 6), 0, PLAIN) == 2
    assert waited_workdays(Moment(FRIDAY), late, date(2026, 3, 12), 0, PLAIN) == 0
    assert waited_workdays(None, timely, date(2026, 3, 6), 0, PLAIN) == 0
    assert waited_workdays(Moment(FRIDAY), timely, timely.on, 0, PLAIN) == 0


@pytest.mark.parametrize(
    ("judged", "waited", "expected"),
    [
        (date(2026, 2, 26), 0, TimeClass.IN_TERM),  # six working days left
        (date(2026, 2, 27), 0, TimeClass.DUE_SOON),
        (FRIDAY, 0, TimeClass.DUE_SOON),
        (date(2026, 3, 9), 0, TimeClass.OVERDUE),
        (date(2026, 3, 9), 1, TimeClass.DUE_SOON),  # the day belongs to the approver
    ],
)
def test_open_tasks_by_the_day_they_are_judged(judged: date, waited: int, expected: TimeClass) -> None:
    assert open_class(Moment(FRIDAY), Moment(judged), waited, PLAIN) is expected


@pytest.mark.parametrize(
    ("submitted", "waited", "expected"),
    [
        (date(2026, 3, 5), 0, TimeClass.EARLY),
        (FRIDAY, 0, TimeClass.ON_TIME),
        (date(2026, 3, 9), 0, TimeClass.LATE),
        (date(2026, 3, 9), 1, TimeClass.ON_TIME),
    ],
)
def test_finished_tasks_by_the_day_of_submission(submitted: date, waited: int, expected: TimeClass) -> None:
    assert done_class(Moment(FRIDAY), Moment(submitted), waited, PLAIN) is expected


def test_a_task_without_a_limit_is_never_late() -> None:
    assert open_class(None, Moment(date(2099, 1, 1)), 0, PLAIN) is TimeClass.NO_LIMIT
    assert done_class(None, Moment(date(2099, 1, 1)), 0, PLAIN) is TimeClass.NO_LIMIT
