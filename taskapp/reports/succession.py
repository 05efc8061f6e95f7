"""Which unit answers for a task that successors have taken over since the period asked about, for the database."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Subquery, and_, func
from sqlalchemy.orm import aliased

from taskapp.base.db import scoped, unscoped
from taskapp.reports.question import Question
from taskapp.tasks.models import TaskEvent
from taskapp.tasks.states import Change, Move

_was, _gone = aliased(TaskEvent), aliased(TaskEvent)  # made once, as in tasks/queries


def led_until(question: Question) -> Subquery:
    """Tasks that a successor took over after the period's last day, as far as known: which unit had led them by then.

    A task that was given to another unit afterwards counts there, as always.
    """
    first = (
        scoped(TaskEvent, question.committee_id, TaskEvent.task_id, func.min(TaskEvent.version).label("version"))
        .where(inherited_after(question.last), TaskEvent.recorded_at <= question.as_of, stays_with_it(question))
        .group_by(TaskEvent.task_id)
        .subquery()
    )
    before = and_(_was.task_id == first.c.task_id, _was.version == first.c.version - 1)
    columns = (_was.task_id, _was.lead_unit_id, _was.lead_unit_name)
    return scoped(_was, question.committee_id, *columns).join(first, before).subquery("led")


def stays_with_it(question: Question) -> ColumnElement[bool]:
    """Of an event: the task was not given to another unit after it, as far as known."""
    given_away = unscoped(_gone.id).where(
        _gone.task_id == TaskEvent.task_id,
        _gone.version > TaskEvent.version,
        _gone.kind == Move.REASSIGN,
        _gone.recorded_at <= question.as_of,
    )
    return ~given_away.exists()


def inherited_after(last: date) -> ColumnElement[bool]:
    """The events by which successors took tasks over after a period's last day."""
    return and_(TaskEvent.kind == Change.UNIT_CHANGED, TaskEvent.effective_on > last)
