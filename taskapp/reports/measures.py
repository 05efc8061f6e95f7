"""Figures read from the record: what was known at a recorded instant, judged at a local moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import Select, and_, func, or_
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import scoped, unscoped
from taskapp.people.models import Unit
from taskapp.reports.ontime import Basis, Image, Judged, Tally, judge, judged_at, tally
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.models import TaskEvent
from taskapp.tasks.states import Kind
from taskapp.workdays import calendars
from taskapp.workdays.arithmetic import Calendar

_COLUMNS = tuple(getattr(TaskEvent, f.name) for f in fields(Image))


@dataclass(frozen=True)
class Question:
    """Which days are judged (`first` to `last`, local), what was known (`as_of`, aware), and which lead units count.

    `unit_ids`: those the person may read (None: all); `below`: only that unit and all below it.
    """

    committee_id: int
    zone: str
    first: date
    last: date
    as_of: datetime
    unit_ids: frozenset[int] | None = None
    below: int | None = None
    basis: Basis = Basis.CURRENT

    @property
    def known(self) -> tuple[int, datetime]:
        """Whose record, as of which instant."""
        return self.committee_id, self.as_of

    @property
    def as_of_local(self) -> datetime:
        """The recorded instant on the wall clock of the committee."""
        return clock.local(self.as_of, self.zone)

    @property
    def at(self) -> Moment:
        """The local moment at which the tasks are judged."""
        return judged_at(self.last, self.as_of_local)


@dataclass(frozen=True)
class UnitFigures:
    """One row of a report: a lead unit under the name it had, and its counts."""

    unit_id: int
    name: str
    tally: Tally


@dataclass(frozen=True)
class Measured:
    """The population of a question, each task judged: every number and every list of a page comes from here."""

    question: Question
    calendar: Calendar
    judged: tuple[Judged, ...]

    @cached_property
    def total(self) -> Tally:
        return tally(self.judged)

    @cached_property
    def units(self) -> list[UnitFigures]:
        """One row for each lead unit that has a task, under the name of its newest one."""
        tasks: dict[int, list[Judged]] = defaultdict(list)
        for task in self.judged:
            tasks[task.image.lead_unit_id].append(task)
        return [UnitFigures(unit_id, _name_at_the_time(found), tally(found)) for unit_id, found in tasks.items()]


def measure(session: Session, question: Question) -> Measured:
    """Answer a question, in two queries whatever its size."""
    return judged_by(question, images(session, question), calendars.load(session, *question.known))


def judged_by(question: Question, found: Iterable[Image], calendar: Calendar) -> Measured:
    """Answer a question from images read already; they must reach back to its first day."""
    judged = judge(found, question.first, question.last, question.at, calendar, basis=question.basis)
    return Measured(question, calendar, tuple(judged))


def images(session: Session, question: Question) -> list[Image]:
    """Each task that the period may count, as its latest event recorded by `as_of` shows it; by id; one query."""
    latest = (
        scoped(TaskEvent, question.committee_id, TaskEvent.task_id, func.max(TaskEvent.version).label("version"))
        .where(TaskEvent.recorded_at <= question.as_of, TaskEvent.task_kind == Kind.OFFICIAL)
        .group_by(TaskEvent.task_id)
        .subquery()
    )
    query = (
        scoped(TaskEvent, question.committee_id, *_COLUMNS)
        .join(latest, and_(TaskEvent.task_id == latest.c.task_id, TaskEvent.version == latest.c.version))
        .where(
            TaskEvent.excluded.is_(None),
            TaskEvent.issued_on <= question.last,
            or_(TaskEvent.finished_on.is_(None), TaskEvent.finished_on >= question.first),
        )
        .order_by(TaskEvent.task_id)
    )
    if question.unit_ids is not None:
        query = query.where(TaskEvent.lead_unit_id.in_(question.unit_ids))
    if question.below is not None:
        query = query.where(TaskEvent.lead_unit_id.in_(_below(question.committee_id, question.below)))
    return [Image(*row) for row in session.execute(query)]


def _below(committee_id: int, unit_id: int) -> Select[tuple[int]]:
    found = scoped(Unit, committee_id, Unit.id).where(Unit.id == unit_id).cte("below", recursive=True)
    found = found.union(scoped(Unit, committee_id, Unit.id).join(found, Unit.parent_id == found.c.id))
    return unscoped(found.c.id)


def _name_at_the_time(found: list[Judged]) -> str:
    newest = max(found, key=lambda task: (task.image.issued_on or date.min, task.image.task_id))
    return newest.image.lead_unit_name
