"""Working days counted over a calendar that is handed in. Pure: no clock, no database."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from taskapp.base.formats import weekday

DAY = timedelta(days=1)
SATURDAY_AND_SUNDAY = frozenset({5, 6})


@dataclass(frozen=True)
class Calendar:
    """Days off and days of the weekend that are worked, each with its reason, over a weekly rule (Monday is 0)."""

    off: Mapping[date, str] = field(default_factory=dict)
    worked: Mapping[date, str] = field(default_factory=dict)
    weekend: frozenset[int] = SATURDAY_AND_SUNDAY

    def __post_init__(self) -> None:
        if not self.weekend < frozenset(range(7)):
            raise ValueError("at least one day of the week must be a working day")

    @cached_property
    def ruled(self) -> tuple[int, ...]:
        """How many of the first 0, 1 … 7 days of a week the weekly rule works."""
        return tuple(sum(1 for day in range(count) if day not in self.weekend) for count in range(8))

    @property
    def days(self) -> Hashable:
        """The days that are off or worked; equal where every count is."""
        return frozenset(self.off), frozenset(self.worked), self.weekend

    @cached_property
    def weekdays_off(self) -> list[date]:
        """Days off that the weekly rule would have worked, in order."""
        return sorted(day for day in self.off if day.weekday() not in self.weekend and day not in self.worked)

    @cached_property
    def weekends_worked(self) -> list[date]:
        """Worked days that the weekly rule would have off, in order."""
        return sorted(day for day in self.worked if day.weekday() in self.weekend)


def is_workday(day: date, calendar: Calendar) -> bool:
    """Whether `day` is worked. A worked Saturday is one, in every count (làm bù)."""
    if day in calendar.worked:
        return True
    return day not in calendar.off and day.weekday() not in calendar.weekend


def add_workdays(start: date, count: int, calendar: Calendar) -> date:
    """The `count`-th working day after `start` (before it when negative); `start` itself for 0.

    The first day is not counted and the result is always a working day (BLDS 2015, Art. 147 and 148): 1 working day
    from a Friday ends on Monday, and so does 1 working day from a Saturday. Raises OverflowError past year 9999.
    """
    step = DAY if count >= 0 else -DAY
    day, left = start, abs(count)
    while left:
        day += step
        left -= is_workday(day, calendar)
    return day


def workdays_between(start: date, end: date, calendar: Calendar) -> int:
    """Working days in (start, end]; negative when `end` lies before `start`: those in (end, start].

    Its cost does not grow with the span.
    """
    if end < start:
        return -workdays_between(end, start, calendar)
    ruled = _ruled_until(end, calendar.ruled) - _ruled_until(start, calendar.ruled)
    return ruled - _within(calendar.weekdays_off, start, end) + _within(calendar.weekends_worked, start, end)


def workday_on_or_before(day: date, calendar: Calendar) -> date:
    """`day` itself when it is worked, else the last working day before it: when a reminder for a day off goes out."""
    while not is_workday(day, calendar):
        day -= DAY
    return day


def workday_on_or_after(day: date, calendar: Calendar) -> date:
    """`day` itself when it is worked, else the next one: where a period ends (BLDS 2015, Art. 148)."""
    while not is_workday(day, calendar):
        day += DAY
    return day


def days_off_between(start: date, end: date, calendar: Calendar) -> list[tuple[date, str]]:
    """The days in (start, end] that are not worked, in order, each with its reason or else the name of its weekday."""
    days = (start + DAY * n for n in range(1, (end - start).days + 1))
    return [(day, calendar.off.get(day) or weekday(day)) for day in days if not is_workday(day, calendar)]


def months_after(day: date, months: int) -> date:
    """The corresponding day so many months later, or that month's last day (BLDS 2015 Art. 148)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of_month(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def _ruled_until(day: date, ruled: tuple[int, ...]) -> int:
    """Days from 1/1/0001 (a Monday) to `day` that the weekly rule works."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * ruled[7] + ruled[rest]


def _within(days: list[date], start: date, end: date) -> int:
    return bisect_right(days, end) - bisect_right(days, start)
