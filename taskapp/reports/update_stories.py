"""The stories of tasks as far as the share of progress reports needs them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, extract, or_
from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.people.rights import Rights
from taskapp.reports.knowing import CHUNK
from taskapp.reports.population import each_apart
from taskapp.reports.question import Question
from taskapp.reports.updates import Seen
from taskapp.tasks.checkpoints import LONG_MONTHS
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.queries import may_see
from taskapp.tasks.states import Change


def may_owe(question: Question) -> CompoundSelect[Any]:
    """Ids of the tasks, as they look now, of which a report may have been expected.

    Work without a limit or of more than three months, now or under a limit it has had: the first one, or one that was
    brought forward or corrected. An extension's limit lies before the one it has now, else it was brought forward.
    """
    moved = scoped(TaskEvent, question.committee_id, TaskEvent.task_id).where(
        TaskEvent.kind.in_((Change.MOVE_LIMIT.value, Change.CORRECT.value))
    )
    limits = Task.due_on, Task.original_due_on
    is_long = (_months(limit) - _months(Task.issued_on) >= LONG_MONTHS for limit in limits)  # so is all that is longer
    chosen = or_(*is_long, *(limit.is_(None) for limit in limits), Task.id.in_(moved))
    return each_apart(question, scoped(Task, question.committee_id, Task.id), chosen)


def _months(day: Any) -> ColumnElement[int]:
    return extract("year", day) * 12 + extract("month", day)


def stories(session: Session, question: Question, ids: Sequence[int]) -> dict[int, list[Seen]]:
    """By task its events as they were known, oldest first; one query for every CHUNK of tasks."""
    columns = (
        TaskEvent.task_id,
        TaskEvent.effective_on,
        TaskEvent.kind,
        TaskEvent.to_state,
        TaskEvent.issued_on,
        TaskEvent.due_on,
        TaskEvent.lead_unit_id,
        TaskEvent.lead_unit_name,
    )
    known = scoped(TaskEvent, question.committee_id, *columns).where(TaskEvent.recorded_at <= question.as_of)
    found: dict[int, list[Seen]] = {}
    for place in range(0, len(ids), CHUNK):
        some = known.where(TaskEvent.task_id.in_(ids[place : place + CHUNK]))
        for task_id, *seen in session.execute(some.order_by(TaskEvent.task_id, TaskEvent.version)):
            found.setdefault(task_id, []).append(Seen(*seen))
    return found


def titles(session: Session, rights: Rights, ids: Sequence[int]) -> dict[int, str]:
    """What the tasks are about, by id; only those that the person may open."""
    found: dict[int, str] = {}
    for place in range(0, len(ids), CHUNK):
        some = scoped(Task, rights.committee_id, Task.id, Task.content)
        some = some.where(Task.id.in_(ids[place : place + CHUNK]), may_see(rights))
        found.update((row.id, row.content) for row in session.execute(some))
    return found
