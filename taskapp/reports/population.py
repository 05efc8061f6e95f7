"""Which tasks a question about the present counts, as conditions for the database: what ontime.in_population() says."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, case, func, or_, union_all

from taskapp.base.clauses import is_none_of
from taskapp.reports.columns import asked_of
from taskapp.reports.ontime import Basis
from taskapp.reports.question import Question
from taskapp.tasks.models import Task
from taskapp.tasks.states import Kind, LimitKind


def population(question: Question, kind: Kind | None = None) -> list[ColumnElement[bool]]:
    """The tasks that the period counts; of the question's kind (or none given) those asked about."""
    counted = _counted(question, kind)
    # said twice, so that the open and the finished ones are each found in the index
    whenever = or_(and_(*counted, Task.finished_on.is_(None)), and_(*counted, Task.finished_on >= question.first))
    return [whenever, *_among(question, kind)]


def each_apart(question: Question, tasks: Select[Any], *where: ColumnElement[bool]) -> CompoundSelect[Any]:
    """The population among some tasks, open and finished ones asked for apart: so both databases find them by index."""
    mine = tasks.where(*_counted(question), *_among(question), *where)
    return union_all(mine.where(Task.finished_on.is_(None)), mine.where(Task.finished_on >= question.first))


def running(question: Question) -> list[ColumnElement[bool]]:
    """Those of them that are not finished."""
    return [*_counted(question), Task.finished_on.is_(None), *_among(question)]


def over(question: Question, first: date | None = None, last: date | None = None) -> list[ColumnElement[bool]]:
    """Those of them that had ended by the moment judged; `first`, `last`: only those that ended on these days."""
    ended = Task.finished_on.between(first or question.first, last or question.at.on)
    return [*_counted(question), ended, *_among(question)]


def ended_later(question: Question) -> list[ColumnElement[bool]]:
    """Those of them that ended after the moment judged."""
    return [*_counted(question), Task.finished_on > question.at.on, *_among(question)]


def limit_columns(basis: Basis, entity: Any = Task) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Day and hour of the limit that judges, as ontime.limit_of() has it."""
    is_dated = entity.limit_kind == LimitKind.DATED
    if basis is Basis.ORIGINAL:
        return case((is_dated, entity.original_due_on)), case((is_dated, entity.original_due_time))
    was_missed = and_(is_dated, entity.missed_due_on.is_not(None))
    on = case((is_dated, func.coalesce(entity.missed_due_on, entity.due_on)))
    return on, case((was_missed, entity.missed_due_time), (is_dated, entity.due_time))


def _counted(question: Question, kind: Kind | None = None) -> list[ColumnElement[bool]]:
    return [
        Task.committee_id == question.committee_id,
        Task.kind == (kind or question.kind),
        Task.excluded.is_(None),
    ]


def _among(question: Question, kind: Kind | None = None) -> list[ColumnElement[bool]]:
    asked = asked_of(Task, question) if kind in (None, question.kind) else []
    return [Task.issued_on <= question.last, *asked, *_as_it_was(question, kind or question.kind)]


def _as_it_was(question: Question, kind: Kind) -> list[ColumnElement[bool]]:
    """Nothing has been recorded since about what the task belongs to, where only such tasks are asked about."""
    if question.as_it_was is None:
        return []
    return [is_none_of(Task.parent_id if kind is Kind.PART else Task.id, question.as_it_was.ids.c.id)]
