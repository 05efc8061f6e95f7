"""What is known about the units to which a task may go: their tasks of late, their open work, who is away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_
from sqlalchemy.orm import Session

from taskapp.base.db import scoped, unscoped
from taskapp.people.models import Person, RoleHeld
from taskapp.people.rights import Role
from taskapp.people.standing_models import Absence
from taskapp.reports.realism import Past
from taskapp.tasks.models import Task
from taskapp.tasks.queries import one_of
from taskapp.tasks.states import OPEN, Kind, LimitKind, State
from taskapp.workdays.arithmetic import Calendar, workdays_between

LOOKS_BACK = timedelta(days=730)
MOST = 300  # of each unit, the newest
TO_DO = (State.ASSIGNED, State.IN_PROGRESS)
DOING = (Role.OFFICER, Role.UNIT_HEAD)


class Work(NamedTuple):
    """Open work: how many tasks, and how many of them are due in the week of the limit."""

    open: int = 0
    that_week: int = 0


class Away(NamedTuple):
    """Local days, both inclusive."""

    first_on: date
    last_on: date


def past(session: Session, committee_id: int, units: Sequence[int], today: date, calendar: Calendar) -> Iterator[Past]:
    """The newest official tasks with a limit that each of the units has led. One query."""
    newest = func.row_number().over(partition_by=Task.lead_unit_id, order_by=Task.id.desc()).label("place")
    columns = (Task.lead_unit_id, Task.source, Task.issued_on, Task.original_due_on, Task.state, Task.submitted_on)
    seen = scoped(Task, committee_id, *columns, newest).where(
        Task.lead_unit_id.in_(units),
        Task.kind == Kind.OFFICIAL,
        Task.limit_kind == LimitKind.DATED,
        Task.state.in_((*TO_DO, State.SUBMITTED, State.DONE)),
        Task.issued_on.between(today - LOOKS_BACK, today),
        Task.original_due_on.is_not(None),
    )
    found = seen.subquery()
    for row in session.execute(unscoped(found).where(found.c.place <= MOST)):
        ended = row.submitted_on if row.state not in TO_DO else None
        length = workdays_between(row.issued_on, row.original_due_on, calendar)
        days = workdays_between(row.issued_on, ended or today, calendar)
        yield Past(row.lead_unit_id, row.source.value, max(1, length), max(0, days), ended is not None)


def unit_work(session: Session, committee_id: int, units: Sequence[int], week: Away) -> dict[int, Work]:
    """The open official tasks of each unit. One query."""
    query = _work(committee_id, Task.lead_unit_id, week).where(Task.lead_unit_id.in_(units), Task.kind == Kind.OFFICIAL)
    return {row[0]: Work(row[1], row[2]) for row in session.execute(query.group_by(Task.lead_unit_id))}


def officer_work(session: Session, committee_id: int, persons: Sequence[int], week: Away) -> dict[int, Work]:
    """What each person has to do: tasks, parts and pieces. One query."""
    query = _work(committee_id, Task.assignee_id, week).where(Task.assignee_id.in_(persons))
    return {row[0]: Work(row[1], row[2]) for row in session.execute(query.group_by(Task.assignee_id))}


def doers(session: Session, committee_id: int, units: Sequence[int]) -> list[Person]:
    """Who works in the units and may be given tasks: their officers and heads. One query."""
    held = scoped(RoleHeld, committee_id, RoleHeld.person_id).where(RoleHeld.role.in_(DOING))
    query = scoped(Person, committee_id).where(
        Person.unit_id.in_(units), Person.disabled_at.is_(None), Person.id.in_(held)
    )
    return list(session.scalars(query.order_by(Person.sort_key, Person.id)))


def absences(session: Session, committee_id: int, persons: Sequence[int], first: date, last: date) -> dict[int, Away]:
    """Who of them is away on a day from first to last, and when first. One query."""
    still = or_(Absence.ended_on.is_(None), Absence.ended_on > first)
    query = scoped(Absence, committee_id, Absence.person_id, Absence.first_on, Absence.last_on).where(
        Absence.person_id.in_(persons), Absence.first_on <= last, Absence.last_on >= first, still
    )
    rows = session.execute(query.order_by(Absence.first_on.desc()))
    return {person_id: Away(begins, ends) for person_id, begins, ends in rows}


def _work(committee_id: int, whose: Any, week: Away) -> Select[Any]:
    that_week = func.count().filter(Task.due_on.between(*week))
    return scoped(Task, committee_id, whose, func.count(), that_week).where(one_of(OPEN), Task.state.in_(TO_DO))
