"""Months of the working calendar laid out for a page: weeks and cells. Pure."""

from __future__ import annotations

import calendar as months_of
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from taskapp.workdays.arithmetic import DAY, Calendar, is_workday, workdays_between
from taskapp.workdays.outlook import Run, runs


@dataclass(frozen=True)
class Cell:
    """One day: `kind` is off (by a decision), worked (làm bù), weekend or ordinary; `note` says why it differs."""

    day: date
    kind: str
    note: str
    is_today: bool


@dataclass(frozen=True)
class Month:
    """One month: weeks of seven cells from Monday (None outside the month), working days, the days that differ."""

    number: int
    year: int
    weeks: tuple[tuple[Cell | None, ...], ...]
    workdays: int
    notes: tuple[Run, ...]


def year_months(year: int, calendar: Calendar, today: date) -> Sequence[Month]:
    """The twelve months of a year."""
    return [month(year, number, calendar, today) for number in range(1, 13)]


def workdays_of(year: int, calendar: Calendar) -> int:
    """Working days of a year."""
    return workdays_between(date(year, 1, 1) - DAY, date(year, 12, 31), calendar)


def month(year: int, number: int, calendar: Calendar, today: date) -> Month:
    """One month of a year."""
    weeks = tuple(
        tuple(_cell(day, calendar, today) if day.month == number else None for day in week)
        for week in months_of.Calendar().monthdatescalendar(year, number)
    )
    days = [cell for week in weeks for cell in week if cell]
    workdays = sum(is_workday(cell.day, calendar) for cell in days)
    return Month(number, year, weeks, workdays, runs((cell.day, cell.note) for cell in days if cell.note))


def _cell(day: date, calendar: Calendar, today: date) -> Cell:
    if is_workday(day, calendar):
        note = calendar.worked.get(day, "") if day.weekday() in calendar.weekend else ""
        return Cell(day, "worked" if note else "ordinary", note, day == today)
    note = calendar.off.get(day, "")
    return Cell(day, "off" if note else "weekend", note, day == today)
