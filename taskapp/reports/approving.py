"""The approver's clock of the present: which results lie with whom, which were decided in the period."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, func, union_all
from sqlalchemy.orm import Session, aliased

from taskapp.base.db import scoped
from taskapp.people.models import Person
from taskapp.reports import remembered
from taskapp.reports.columns import asked_of
from taskapp.reports.holding import Held, Holder, Lasting, by_assigner
from taskapp.reports.ontime import Yardstick
from taskapp.reports.population import running
from taskapp.reports.question import Question
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.states import Kind, Move, State

_before = aliased(TaskEvent)


def holders(session: Session, question: Question, by: Yardstick) -> list[Holder]:
    """How long results lie, and lay in the period, with each assigner; three queries."""
    lying, settled = waiting(session, question), decided(session, question)
    return by_assigner(lying, settled, names(session, question, (*lying, *settled)), Lasting(by.calendar))


def waiting(session: Session, question: Question) -> tuple[Held, ...]:
    """The results that wait for a decision at the moment judged; one query."""
    at = question.at.on
    query = scoped(Task, question.committee_id, Task.id, Task.assigner_id, Task.submitted_on).where(
        *running(question), Task.state == State.SUBMITTED, Task.submitted_on <= at
    )
    return tuple(Held(task_id, assigner_id, since, at) for task_id, assigner_id, since in session.execute(query))


def decided(session: Session, question: Question, *, is_past: bool = False) -> tuple[Held, ...]:
    """The results of official tasks decided in the period, those that lay for the same days together; three queries.

    `is_past`: as far as they were recorded by the moment of the question; one query.
    """
    if question.kind is not Kind.OFFICIAL:
        return ()

    def read(first: date, last: date) -> Sequence[Row[Any]]:
        known = [TaskEvent.recorded_at <= question.as_of] if is_past else []
        days = and_(TaskEvent.effective_on.between(first, last), *known)
        approved = _decided(question, Move.APPROVE, TaskEvent.submitted_on)  # approving leaves the day of the result
        sent_back = _decided(question, Move.SEND_BACK, _before.submitted_on).join(
            _before, and_(_before.task_id == TaskEvent.task_id, _before.version == TaskEvent.version - 1)
        )
        return session.execute(union_all(approved.where(days), sent_back.where(days))).all()

    settled: Sequence[Row[Any]] = ()
    last = None if is_past else remembered.until(question)
    if last:
        settled = remembered.told(session, question, last, "decided", lambda: read(question.first, last))
    live = read(last + timedelta(days=1) if last else question.first, question.last)
    return tuple(Held._make(row) for row in (*settled, *live))


def _decided(question: Question, move: Move, since: Any) -> Select[Any]:
    columns = TaskEvent.assigner_id, since, TaskEvent.effective_on
    return (
        scoped(TaskEvent, question.committee_id, func.max(TaskEvent.task_id), *columns, func.count())
        .where(
            TaskEvent.kind == move.value,
            TaskEvent.task_kind == Kind.OFFICIAL,
            since.is_not(None),
            *asked_of(TaskEvent, question),
        )
        .group_by(*columns)
    )


def names(
    session: Session, question: Question, held: Iterable[Held], more: Collection[int] = frozenset()
) -> dict[int, str]:
    """By id: the names of those with whom results lie or lay, and of more persons; one query."""
    ids = {one.assigner_id for one in held if one.assigner_id is not None} | set(more)
    query = scoped(Person, question.committee_id, Person.id, Person.full_name).where(Person.id.in_(ids))
    return {row.id: row.full_name for row in session.execute(query)}
