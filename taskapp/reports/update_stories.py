"""The stories of tasks as far as the share of progress reports needs them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.people.rights import Rights
from taskapp.reports.knowing import CHUNK
from taskapp.reports.question import Question
from taskapp.reports.updates import Seen
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.queries import may_see


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
