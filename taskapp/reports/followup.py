"""The office's page: what nobody has taken up, where nothing moves, why it is late, who carries how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.base.text import name_key
from taskapp.people.models import Committee, Person, Unit
from taskapp.people.rights import Rights
from taskapp.reports import approving, beside, grouping, present
from taskapp.reports.board import TO_DO, question_now
from taskapp.reports.causes import Cause, Told, cause_of
from taskapp.reports.cells import Cell
from taskapp.reports.holding import Holder
from taskapp.reports.ontime import Count, Judged, Yardstick
from taskapp.reports.periods import Period
from taskapp.reports.population import limit_columns, population
from taskapp.reports.question import Question
from taskapp.reports.slices import Dimension, Slice
from taskapp.reports.supporting import held_up
from taskapp.tasks.deadlines import SOON
from taskapp.tasks.models import Task
from taskapp.tasks.queries import one_of, undone
from taskapp.tasks.states import OPEN, LimitKind, State
from taskapp.workdays.arithmetic import add_workdays, workdays_between

FIRST = 5  # tasks that the page names of those that do not move
CARRIERS = 40  # officers that it shows, those who carry most


class Still(NamedTuple):
    """A task that does not move, and for how many working days."""

    task: Judged
    days: int


@dataclass(frozen=True)
class Stuck:
    """Tasks that do not move: how many, the most working days of any, and the first to be named."""

    count: int
    longest: int
    first: list[Still]


@dataclass(frozen=True)
class Load:
    """What one officer has to do (`row` 0: what nobody has been named for)."""

    row: Slice
    name: str
    unit_name: str
    open: int
    overdue: int
    due_soon: int


@dataclass(frozen=True)
class Followup:
    """Everything the page shows, judged now; `loads`: of those who carry most, by given name, among `officers`."""

    quarter: Period
    question: Question
    by: Yardstick
    not_accepted: Stuck
    silent: Stuck
    causes: list[tuple[Cell, int]]
    holders: list[Holder]
    loads: list[Load]
    officers: int

    @property
    def overdue(self) -> int:
        return sum(count for _cell, count in self.causes)

    @property
    def most(self) -> int:
        """Tasks that the officer with the most has to do."""
        return max((load.open for load in self.loads), default=0)


@dataclass(frozen=True)
class Late:
    """An overdue task with its cause and the explanation that tells it."""

    task: Judged
    cause: Cause
    told: Told | None


def read_followup(session: Session, committee: Committee, rights: Rights, *, now: datetime) -> Followup:
    """The page's figures as of the newest event; 20 queries."""
    quarter, question = question_now(session, committee, rights, now)
    by = present.yardstick(session, question)
    causes = Counter(one.cause for one in overdue(session, question, by))
    loads = _loads(session, question, by)
    return Followup(
        quarter=quarter,
        question=question,
        by=by,
        not_accepted=_not_accepted(session, question, by),
        silent=_silent(session, question, by),
        causes=[(Cell(cause.value), causes[cause]) for cause in Cause],
        holders=approving.holders(session, question, by),
        loads=_heaviest(loads),
        officers=len(loads),
    )


def overdue(session: Session, question: Question, by: Yardstick) -> list[Late]:
    """The tasks overdue now, each with its cause; five queries."""
    limit_on, _limit_at = limit_columns(question.basis)
    found = grouping.judged(session, question, by, undone(), limit_on <= question.at.on)
    late = [task for task in found if task.verdict.count is Count.OPEN_OVERDUE]
    ids = [task.image.task_id for task in late]
    held = {one.image.task_id: one.held_up_by for one in held_up(session, question, by, Task.id.in_(ids))}
    told = beside.told(session, question, ids)
    whole = [replace(task, held_up_by=held.get(task.image.task_id, ())) for task in late]
    return [Late(task, cause_of(task, known, by), known) for task in whole for known in [told.get(task.image.task_id)]]


def _not_accepted(session: Session, question: Question, by: Yardstick) -> Stuck:
    tasks = grouping.judged(session, question, by, undone(), one_of([State.ASSIGNED]))
    days = {
        task.image.task_id: max(0, workdays_between(task.image.effective_on, by.at.on, by.calendar)) for task in tasks
    }
    return _stuck(session, question, by, days)


def _silent(session: Session, question: Question, by: Yardstick) -> Stuck:
    ids = scoped(Task, question.committee_id, Task.id)
    going_on = ids.where(*population(question), undone(), one_of([State.IN_PROGRESS]))
    return _stuck(session, question, by, beside.silent(session, question, by.calendar, going_on))


def _stuck(session: Session, question: Question, by: Yardstick, days: Mapping[int, int]) -> Stuck:
    """Tasks with a limit come first, then what has stood still longest; two queries."""
    dated = scoped(Task, question.committee_id, Task.id).where(Task.limit_kind == LimitKind.DATED, undone())
    has_limit = frozenset(session.scalars(dated.where(Task.id.in_(days))))
    first = sorted(days, key=lambda task_id: (task_id not in has_limit, -days[task_id], task_id))[:FIRST]
    named = {task.image.task_id: task for task in grouping.judged(session, question, by, Task.id.in_(first))}
    return Stuck(len(days), max(days.values(), default=0), [Still(named[one], days[one]) for one in first])


def _heaviest(loads: list[Load]) -> list[Load]:
    """Those who carry most, in the order that they are in."""
    kept = {load.row for load in sorted(loads, key=lambda load: -load.open)[:CARRIERS]}
    return [load for load in loads if load.row in kept]


def _loads(session: Session, question: Question, by: Yardstick) -> list[Load]:
    """As the cells OPEN, OPEN_OVERDUE and DUE_SOON open them."""
    every, late, soon = Counter[int](), Counter[int](), Counter[int]()
    for group in grouping.groups(session, question, by, Task.assignee_id, undone(), one_of(OPEN)):
        every[group.key or 0] += group.count
        late[group.key or 0] += group.tally.open_overdue
    until = add_workdays(by.at.on, SOON + 1, by.calendar)
    for group in grouping.groups(session, question, by, Task.assignee_id, *TO_DO, Task.due_on < until):
        soon[group.key or 0] += group.count - group.tally.open_overdue
    return [
        Load(Slice(Dimension.PERSON, str(one.id)), one.full_name, one.name, every[one.id], late[one.id], soon[one.id])
        for one in (*_people(session, question, every), _NOBODY)
        if every[one.id]
    ]


class _Named(NamedTuple):
    id: int
    full_name: str
    name: str


_NOBODY = _Named(0, "", "")


def _people(session: Session, question: Question, ids: Counter[int]) -> Sequence[_Named]:
    query = scoped(Person, question.committee_id, Person.id, Person.full_name, Unit.name)
    query = query.join(Unit, Unit.id == Person.unit_id).where(Person.id.in_(ids.keys()))
    return sorted((_Named(*row) for row in session.execute(query)), key=lambda one: name_key(one.full_name))
