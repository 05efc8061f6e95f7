"""When reports go out by themselves and what they are about: tables of days."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import islice

import pytest

from taskapp.reports.occurrences import Cadence, Days, Timing, days_of, due_day, next_days, sending_days
from taskapp.reports.periods import Cutoff
from taskapp.workdays.arithmetic import Calendar
from tests.reports.history import VIETNAM

TET = Calendar({date(2026, 2, day): "Tết" for day in range(16, 21)}, {})
THREE = time(15, 0)


def timing(cadence: Cadence, day: int, before: int = 0) -> Timing:
    return Timing(cadence, day, before, THREE)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), VIETNAM)


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [
        (timing(Cadence.MONTHLY, 25), date(2026, 3, 1), ["25/03", "24/04", "25/05"]),  # 25 April is a Saturday
        (timing(Cadence.MONTHLY, 25, 1), date(2026, 3, 1), ["24/03", "24/04", "22/05"]),  # the day before the session
        (timing(Cadence.MONTHLY, 31), date(2026, 2, 1), ["27/02", "31/03", "30/04"]),  # the last day, a Saturday
        (timing(Cadence.MONTHLY, 1, 1), date(2026, 3, 1), ["31/03", "30/04", "29/05"]),
        (timing(Cadence.MONTHLY, 20), date(2026, 2, 1), ["13/02", "20/03", "20/04"]),  # before Tết
        (timing(Cadence.QUARTERLY, 20, 2), date(2026, 1, 5), ["18/03", "18/06", "17/09"]),
        (timing(Cadence.WEEKLY, 1), date(2026, 3, 3), ["09/03", "16/03", "23/03"]),
        (timing(Cadence.WEEKLY, 5, 1), date(2026, 2, 12), ["12/02", "13/02", "26/02"]),  # the Friday of Tết: once
        (timing(Cadence.WEEKLY, 7), date(2026, 3, 2), ["06/03", "13/03", "20/03"]),
    ],
)
def test_days_of_sending_are_working_days(rule: Timing, start: date, expected: list[str]) -> None:
    assert [f"{day:%d/%m}" for day in islice(sending_days(rule, start, TET), 3)] == expected


@pytest.mark.parametrize(
    ("since", "now", "expected"),
    [
        (moment(date(2026, 3, 2), 9), moment(date(2026, 3, 24), 14, 59), None),
        (moment(date(2026, 3, 2), 9), moment(date(2026, 3, 24), 15), date(2026, 3, 24)),
        (moment(date(2026, 3, 2), 9), moment(date(2026, 3, 27), 9), date(2026, 3, 24)),  # the system was down
        (moment(date(2026, 3, 2), 9), moment(date(2026, 4, 1), 9), None),  # too long ago
        (moment(date(2026, 3, 24), 15, 1), moment(date(2026, 3, 24), 16), None),  # chosen after its hour
        (moment(date(2026, 3, 24), 14), moment(date(2026, 3, 24), 16), date(2026, 3, 24)),
    ],
)
def test_what_is_due_is_the_last_sending_since_it_was_chosen(
    since: datetime, now: datetime, expected: date | None
) -> None:
    assert due_day(timing(Cadence.MONTHLY, 25, 1), since, now, TET) == expected


def test_the_next_sendings_begin_after_this_hour() -> None:
    rule = timing(Cadence.MONTHLY, 25, 1)
    assert next_days(rule, moment(date(2026, 3, 24), 15), TET, 2) == [date(2026, 4, 24), date(2026, 5, 22)]
    assert next_days(rule, moment(date(2026, 3, 24), 14), TET, 1) == [date(2026, 3, 24)]


@pytest.mark.parametrize(
    ("days", "cutoff", "on", "expected"),
    [
        (Days.THIS_WEEK, Cutoff.CALENDAR, date(2026, 3, 6), (date(2026, 3, 2), date(2026, 3, 8))),
        (Days.THIS_WEEK, Cutoff.DECREE_09, date(2026, 3, 2), (date(2026, 3, 2), date(2026, 3, 8))),
        (Days.LAST_WEEK, Cutoff.CALENDAR, date(2026, 1, 1), (date(2025, 12, 22), date(2025, 12, 28))),
        (Days.LAST_WEEK, Cutoff.CALENDAR, date(2026, 3, 8), (date(2026, 2, 23), date(2026, 3, 1))),
        (Days.THIS_MONTH, Cutoff.CALENDAR, date(2026, 3, 24), (date(2026, 3, 1), date(2026, 3, 31))),
        (Days.THIS_MONTH, Cutoff.DECREE_09, date(2026, 3, 13), (date(2026, 2, 15), date(2026, 3, 14))),
        (Days.LAST_MONTH, Cutoff.DECREE_09, date(2026, 3, 24), (date(2026, 2, 15), date(2026, 3, 14))),
        (Days.LAST_QUARTER, Cutoff.CALENDAR, date(2026, 1, 5), (date(2025, 10, 1), date(2025, 12, 31))),
        (Days.THIS_QUARTER, Cutoff.DECREE_09, date(2026, 3, 13), (date(2025, 12, 15), date(2026, 3, 14))),
        (Days.THIS_YEAR, Cutoff.CALENDAR, date(2026, 3, 24), (date(2026, 1, 1), date(2026, 12, 31))),
    ],
)
def test_the_period_is_seen_from_the_day_of_sending(
    days: Days, cutoff: Cutoff, on: date, expected: tuple[date, date]
) -> None:
    assert days_of(days, cutoff, on) == expected
