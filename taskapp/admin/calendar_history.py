"""Who changed the working calendar of a year, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.people.models import Committee, Person
from taskapp.workdays.calendars import history
from taskapp.workdays.models import CalendarDay

SHOWN = 50


class Change(NamedTuple):
    """A row of the calendar, who recorded it, and when on the committee's wall clock."""

    row: CalendarDay
    by: str
    recorded: datetime


def calendar_history(session: Session, committee: Committee, first: date, last: date) -> Sequence[Change]:
    """The newest changes to the days from `first` to `last` that a person made, in two queries."""
    query = history(committee.id, first, last).where(CalendarDay.by_id.is_not(None)).limit(SHOWN)
    rows = session.scalars(query).all()
    people = scoped(Person, committee.id, Person.id, Person.full_name).where(Person.id.in_({row.by_id for row in rows}))
    names: dict[int, str] = dict(session.execute(people).all())
    return [
        Change(row, names.get(row.by_id or 0, ""), clock.local(row.recorded_at, committee.timezone)) for row in rows
    ]
