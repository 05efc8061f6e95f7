"""Checkpoints of long work: a third and two thirds of its time, on working days, met by a report in their window."""

from __future__ import annotations

from datetime import date

import pytest

from taskapp.tasks.checkpoints import Met, checkpoints, standing
from taskapp.workdays.arithmetic import is_workday
from taskapp.workdays.shipped import shipped_calendar

CALENDAR = shipped_calendar()


@pytest.mark.parametrize(
    ("issued", "due", "days"),
    [
        # 181 days from Thursday 1 January: 60 and 120 of them later are 2 March and 1 May, a holiday, as is 30 April
        (date(2026, 1, 1), date(2026, 7, 1), [date(2026, 3, 2), date(2026, 4, 29)]),
        # 120 days: Saturday 11 April and Thursday 21 May
        (date(2026, 3, 2), date(2026, 6, 30), [date(2026, 4, 10), date(2026, 5, 21)]),
        (
            date(2026, 3, 2),
            date(2026, 6, 3),
            [date(2026, 4, 2), date(2026, 4, 29)],
        ),  # a day more than three months; 3 May is a Sunday after two days off
        (date(2026, 3, 2), date(2026, 6, 2), []),  # three months, not more
        (date(2025, 11, 30), date(2026, 2, 28), []),  # three months of a month without a 30th
        (date(2026, 3, 2), None, []),
        (None, date(2026, 12, 31), []),
    ],
)
def test_long_work_has_two_checkpoints(issued: date | None, due: date | None, days: list[date]):
    found = checkpoints(issued, due, CALENDAR)
    assert [point.on for point in found] == days
    assert all(is_workday(point.on, CALENDAR) for point in found)


@pytest.mark.parametrize(
    ("reports", "today", "first", "second"),
    [
        ([], date(2026, 3, 20), Met.COMING, Met.COMING),
        ([], date(2026, 3, 27), Met.OPEN, Met.COMING),  # ten working days before 10 April
        ([], date(2026, 4, 10), Met.OPEN, Met.COMING),
        ([], date(2026, 4, 11), Met.MISSED, Met.COMING),
        ([date(2026, 3, 3)], date(2026, 4, 11), Met.MISSED, Met.COMING),  # too early to tell of the third
        ([date(2026, 3, 27)], date(2026, 4, 11), Met.IN_TIME, Met.COMING),
        ([date(2026, 4, 10)], date(2026, 4, 11), Met.IN_TIME, Met.COMING),
        ([date(2026, 4, 14)], date(2026, 4, 20), Met.LATE, Met.COMING),
        ([date(2026, 4, 14), date(2026, 5, 20)], date(2026, 6, 1), Met.LATE, Met.IN_TIME),
    ],
)
def test_a_report_in_the_window_meets_a_checkpoint(reports: list[date], today: date, first: Met, second: Met):
    points = checkpoints(date(2026, 3, 2), date(2026, 6, 30), CALENDAR)
    assert [each.met for each in standing(points, reports, today)] == [first, second]
