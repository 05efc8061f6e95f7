"""When a report is sent by itself, and which days it is about. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import count, islice

from taskapp.reports.periods import Cutoff, Span, containing, previous, week_of
from taskapp.workdays.arithmetic import DAY, Calendar, add_workdays, workday_on_or_before

CAUGHT_UP = timedelta(days=7)  # what was missed while the system was down is sent so long after
QUARTER_ENDS = (3, 6, 9, 12)


class Cadence(StrEnum):
    """How often a report is sent."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class Days(StrEnum):
    """Which days it is about, seen from the day of its sending."""

    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_QUARTER = "this_quarter"
    LAST_QUARTER = "last_quarter"
    THIS_YEAR = "this_year"


SPANS = {
    Days.THIS_MONTH: Span.MONTH,
    Days.LAST_MONTH: Span.MONTH,
    Days.THIS_QUARTER: Span.QUARTER,
    Days.LAST_QUARTER: Span.QUARTER,
    Days.THIS_YEAR: Span.YEAR,
}


@dataclass(frozen=True)
class Timing:
    """When: `day` 1 to 31 of the month (its last when it has fewer; of a quarter's last month), or 1 to 7 of the week.

    `workdays_before`: so many working days before that day, the day of the session; 0: on the day itself, or the last
    working day before a day off. `at`: local wall clock.
    """

    cadence: Cadence
    day: int
    workdays_before: int
    at: time


def sending_days(timing: Timing, start: date, calendar: Calendar) -> Iterator[date]:
    """The days of sending on or after `start`, in order, each once, without an end."""
    seen: date | None = None
    for named in _named(timing, start):
        day = _sending_day(timing, named, calendar)
        if day >= start and day != seen:
            seen = day
            yield day


def next_days(timing: Timing, local: datetime, calendar: Calendar, number: int) -> list[date]:
    """The next days of sending after the local moment."""
    coming = sending_days(timing, local.date(), calendar)
    return list(islice((day for day in coming if (day, timing.at) > (local.date(), local.time())), number))


def due_day(timing: Timing, since: datetime, local: datetime, calendar: Calendar) -> date | None:
    """The last day of sending whose hour has come by `local`, after `since` and not too long ago; None when none has.

    Both are moments on the committee's wall clock.
    """
    earliest = max(since, local - CAUGHT_UP)
    found = None
    for day in sending_days(timing, earliest.date(), calendar):
        if (day, timing.at) > (local.date(), local.time()):
            return found
        if (day, timing.at) >= (earliest.date(), earliest.time()):
            found = day
    return found


def days_of(days: Days, cutoff: Cutoff, on: date) -> tuple[date, date]:
    """The first and the last day that a report sent on that day is about; a week ends on Sunday, however one cuts."""
    if days in (Days.THIS_WEEK, Days.LAST_WEEK):
        return week_of(on if days is Days.THIS_WEEK else on - 7 * DAY)
    period = containing(on, SPANS[days], cutoff)
    if days in (Days.LAST_MONTH, Days.LAST_QUARTER):
        period = previous(period, cutoff)
    return period.first, period.last


def _sending_day(timing: Timing, named: date, calendar: Calendar) -> date:
    if timing.workdays_before:
        return add_workdays(named, -timing.workdays_before, calendar)
    return workday_on_or_before(named, calendar)


def _named(timing: Timing, start: date) -> Iterator[date]:
    """The days that the rule names, from `start` on."""
    if timing.cadence is Cadence.WEEKLY:
        first = start + DAY * ((timing.day - 1 - start.weekday()) % 7)
        yield from (first + DAY * 7 * week for week in count())
    for month in count(start.year * 12 + start.month - 1):
        year, index = divmod(month, 12)
        named = date(year, index + 1, min(timing.day, monthrange(year, index + 1)[1]))
        if named >= start and (timing.cadence is Cadence.MONTHLY or index + 1 in QUARTER_ENDS):
            yield named
