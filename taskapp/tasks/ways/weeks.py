"""The weeks in which tasks fall due, seen from a day. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from taskapp.workdays.arithmetic import DAY, Calendar, workdays_between

WEEKS = 6  # each under a heading of its own; what falls due after them stands together
OVERDUE, HANDED_IN, FIRST_WEEK, LATER, UNDATED = 0, 1, 2, 2 + WEEKS, 3 + WEEKS


@dataclass(frozen=True)
class Week:
    """One heading: `place` orders them; `first` to `last` are its days, None where it is open; working days left."""

    place: int
    first: date | None = None
    last: date | None = None
    workdays: int | None = None


def weeks_from(today: date, calendar: Calendar) -> list[Week]:
    """What lies behind, this week from today on, the next ones from Monday to Sunday, later, and what has no limit."""
    found = [Week(OVERDUE, None, today - DAY), Week(HANDED_IN, None, today - DAY)]
    first = today
    for number in range(WEEKS):
        last = first + timedelta(days=6 - first.weekday())
        found.append(Week(FIRST_WEEK + number, first, last, workdays_between(first - DAY, last, calendar)))
        first = last + DAY
    return [*found, Week(LATER, first, None), Week(UNDATED)]
