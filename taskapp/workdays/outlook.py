"""What lies between a day and a due date: working days, days off by name, years whose calendar is not known. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from taskapp.workdays.arithmetic import (
    DAY,
    Calendar,
    add_workdays,
    days_off_between,
    is_workday,
    workday_on_or_after,
    workday_on_or_before,
    workdays_between,
)

NEXT_FROM = 10  # the month from which limits of the next year are given


@dataclass(frozen=True)
class Run:
    """Days in a row, `first` to `last`, that share a reason; "" means the weekly days off."""

    first: date
    last: date
    why: str


@dataclass(frozen=True)
class Outlook:
    """How a due date looks from a day: `workdays` in (start, due], negative when it has passed."""

    start: date
    due: date
    workdays: int
    off: tuple[Run, ...]
    worked: tuple[Run, ...]
    why_off: str | None  # the due date is a day off, and why ("" for the weekly rule); None: it is worked
    remind_on: date
    unknown_years: tuple[int, ...]

    @property
    def holidays(self) -> tuple[Run, ...]:
        """The named days off, without the weekly ones."""
        return tuple(run for run in self.off if run.why)

    @property
    def weekends(self) -> tuple[Run, ...]:
        """The weekly days off."""
        return tuple(run for run in self.off if not run.why)


def after_workdays(start: date, count: int, calendar: Calendar) -> Outlook:
    """The due date `count` working days after `start`: the first day is not counted (BLDS 2015, Art. 147)."""
    return until(start, add_workdays(start, count, calendar), calendar)


def after_days(start: date, count: int, calendar: Calendar) -> Outlook:
    """The due date `count` days after `start`, days off counted; ending on a day off it goes to the next working day.

    BLDS 2015, Art. 147 (the first day is not counted) and Art. 148 (the end rolls forward).
    """
    return until(start, workday_on_or_after(start + DAY * count, calendar), calendar)


def until(start: date, due: date, calendar: Calendar) -> Outlook:
    """How `due` looks from `start`."""
    days_off = [(day, calendar.off.get(day, "")) for day, _ in days_off_between(start, due, calendar)]
    worked = [(day, calendar.worked[day]) for day in calendar.weekends_worked if start < day <= due]
    return Outlook(
        start=start,
        due=due,
        workdays=workdays_between(start, due, calendar),
        off=runs(days_off),
        worked=runs(worked),
        why_off=None if is_workday(due, calendar) else calendar.off.get(due, ""),
        remind_on=workday_on_or_before(due, calendar),
        unknown_years=unknown_years(start, due, calendar),
    )


def unknown_years(start: date, due: date, calendar: Calendar) -> tuple[int, ...]:
    """Years from `start` to `due` for which the calendar holds no day off: their schedule has not been entered yet."""
    known = {day.year for day in calendar.off}
    return tuple(year for year in range(start.year, due.year + 1) if year not in known)


def years_to_record(today: date, calendar: Calendar) -> tuple[int, ...]:
    """Years whose days off are needed now and not entered: this one, from October on the next (limits reach it)."""
    return unknown_years(today, date(today.year + (today.month >= NEXT_FROM), 12, 31), calendar)


def runs(days: Iterable[tuple[date, str]]) -> tuple[Run, ...]:
    """Days in order, gathered into unbroken runs with the same reason."""
    found: list[Run] = []
    for day, why in days:
        if found and day - found[-1].last == DAY and found[-1].why == why:
            found[-1] = Run(found[-1].first, day, why)
        else:
            found.append(Run(day, day, why))
    return tuple(found)
