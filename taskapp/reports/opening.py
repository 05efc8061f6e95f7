"""The tasks behind a number, opened: of the present the index tells which they can be, and only those are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, SelectBase, and_, or_
from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.people.rights import Rights
from taskapp.reports import beside, grouping, present, reach
from taskapp.reports.cells import Ask, Cell, holds, place
from taskapp.reports.columns import column_of, is_in
from taskapp.reports.measures import Measured, measure, measure_some
from taskapp.reports.ontime import Judged, Yardstick
from taskapp.reports.population import each_apart, limit_columns
from taskapp.reports.question import Question
from taskapp.reports.slices import Slice
from taskapp.reports.supporting import held_up
from taskapp.tasks.deadlines import SOON
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.queries import one_of, undone
from taskapp.tasks.states import Change, State
from taskapp.workdays.arithmetic import DAY, add_workdays

WEEK = 7
DONE_CELLS = frozenset({Cell.DONE, Cell.DONE_ON_TIME, Cell.EARLY, Cell.DONE_LATE, Cell.DONE_NO_LIMIT})
OPEN_CELLS = frozenset({Cell.OPEN, Cell.OPEN_IN_TERM, Cell.OPEN_OVERDUE, Cell.OPEN_NO_LIMIT, Cell.WAITING})
MIXED = frozenset({Cell.ASSIGNED, Cell.CARRIED_OVER, Cell.IN_PERIOD, Cell.DENOMINATOR, Cell.DONE_OR_OVERDUE})
BY_VERDICT = DONE_CELLS | OPEN_CELLS | MIXED  # the verdict, and whether the task was carried over, tell all
HELD = frozenset({Cell.HELD_UP, Cell.HOLDS_UP, Cell.CAUSE_HELD_UP})
TYPED = frozenset(cell for cell in Cell if cell.value.startswith(("typed_", "commitment_", "law_")))


@dataclass(frozen=True)
class Wanted:
    """Which number: its cell, one row of a table, a day."""

    cell: Cell
    row: Slice | None = None
    day: date | None = None


@dataclass(frozen=True)
class Found:
    """The tasks behind a number, most urgent first (by limit and id), and how some of them are read."""

    by: Yardstick
    places: Sequence[tuple[date, int]]
    read: Callable[[Sequence[int]], list[Judged]]

    @property
    def ids(self) -> list[int]:
        return [task_id for _due_on, task_id in self.places]

    def __len__(self) -> int:
        return len(self.places)


def opened(session: Session, question: Question, wanted: Wanted, rights: Rights) -> Found:
    """The tasks behind a number. What the verdict alone tells is found without reading more than is shown."""
    if wanted.cell not in BY_VERDICT:
        measured = measure_some(session, question, lambda asked, by: candidates(session, asked, by, wanted))
        return _all_read(session, measured, wanted, rights)
    half, by = reach.halves(session, question), present.yardstick(session, question)
    found = [_looked_up(session, half.as_now, by, wanted, rights)] if half.as_now else []
    if half.read:
        found.append(_all_read(session, measure(session, half.read), wanted, rights))
    return found[0] if len(found) == 1 else _both(by, *found)


def _looked_up(session: Session, question: Question, by: Yardstick, wanted: Wanted, rights: Rights) -> Found:
    """Of tasks that look as they looked then."""
    ask, is_of = Ask(by, rights), holds(wanted.cell)
    narrowed = (*_in_row(wanted), *_narrowed(question, by, wanted))
    places = grouping.matching(
        session, question, by, lambda task: is_of(task, ask), *narrowed, named=(wanted.cell, wanted.row)
    )

    def read(some: Sequence[int]) -> list[Judged]:
        among = scoped(Task, question.committee_id, Task.id).where(Task.id.in_(some))
        return measure(session, question, among).tasks(wanted.cell, ask)

    return Found(by, places, read)


def _both(by: Yardstick, one: Found, other: Found) -> Found:
    """The tasks of two that have none in common."""
    ours = frozenset(one.ids)

    def read(some: Sequence[int]) -> list[Judged]:
        mine, others = [each for each in some if each in ours], [each for each in some if each not in ours]
        return sorted([*one.read(mine), *other.read(others)], key=place)

    return Found(by, sorted([*one.places, *other.places]), read)


def candidates(session: Session, question: Question, by: Yardstick, wanted: Wanted) -> SelectBase:
    """Ids of the tasks that can be in the cell, as they look now; at most three queries."""
    ids = scoped(Task, question.committee_id, Task.id)
    if wanted.cell in HELD:
        held = held_up(session, question, by)
        return ids.where(Task.id.in_([one.image.task_id for one in held]))
    among = each_apart(question, ids, *_in_row(wanted), *_narrowed(question, by, wanted))
    if wanted.cell is Cell.SILENT:
        return ids.where(Task.id.in_(beside.silent(session, question, by.calendar, among)))
    return among


def _all_read(session: Session, measured: Measured, wanted: Wanted, rights: Rights) -> Found:
    ask = beside.ask(session, measured, wanted.cell, rights, wanted.day)
    tasks = {task.image.task_id: task for task in measured.tasks(wanted.cell, ask, wanted.row)}
    return Found(measured.by, [place(task) for task in tasks.values()], lambda some: [tasks[each] for each in some])


def _in_row(wanted: Wanted) -> list[ColumnElement[bool]]:
    return [is_in(column_of(Task, wanted.row.by), wanted.row)] if wanted.row else []


def _narrowed(question: Question, by: Yardstick, wanted: Wanted) -> Sequence[ColumnElement[bool]]:
    """What every task of the cell has; the cell itself tells which of them it holds."""
    cell, day = wanted.cell, wanted.day
    limit_on, _limit_at = limit_columns(question.basis)
    is_open = or_(Task.state != State.DONE, Task.finished_on > question.at.on)
    is_late, is_typed = limit_on <= question.at.on, Task.work_type_id.is_not(None)
    found: dict[Cell, ColumnElement[bool]] = {
        **dict.fromkeys(DONE_CELLS, Task.state == State.DONE),
        **dict.fromkeys(OPEN_CELLS, is_open),
        **dict.fromkeys((Cell.OPEN_OVERDUE, *beside.CAUSES), and_(is_open, is_late)),
        Cell.OPEN_NO_LIMIT: and_(is_open, limit_on.is_(None)),
        **dict.fromkeys(TYPED, is_typed),
        Cell.EXTENDED: Task.extensions > 0,
        Cell.LATE_EXTENDED: Task.missed_due_on.is_not(None),
        Cell.NOT_ACCEPTED: Task.state == State.ASSIGNED,
        Cell.SILENT: and_(undone(), one_of([State.IN_PROGRESS])),
        Cell.FOR_OTHERS: or_(Task.state.in_((State.SUBMITTED, State.DECLINED)), Task.disputed),
        Cell.DISPUTED: Task.disputed.is_(True),
        Cell.URGED: Task.id.in_(_done_to(question, Change.URGE)),
        Cell.CORRECTED: Task.id.in_(_done_to(question, Change.CORRECT)),
        Cell.DUE_ON: and_(is_open, Task.due_on == day),
        Cell.DUE_SOON: and_(is_open, Task.due_on < add_workdays(by.at.on, SOON + 1, by.calendar)),
    }
    if day is not None and cell in (Cell.WEEK_DUE, Cell.WEEK_LATE):
        monday = day - DAY * day.weekday()
        return [limit_on.between(monday, monday + DAY * (WEEK - 1))]
    return [found[cell]] if cell in found else []


def _done_to(question: Question, change: Change) -> Select[Any]:
    done = scoped(TaskEvent, question.committee_id, TaskEvent.task_id)
    return done.where(TaskEvent.kind == change.value, TaskEvent.effective_on >= question.first)
