"""The record: one after-image per change, written in the transaction of the change. Rows are only ever added."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.people.rights import Rights
from taskapp.tasks.models import Task, TaskEvent, persons
from taskapp.tasks.states import ANSWERS, Change, Kind, Move, State, Via


@dataclass(frozen=True)
class Actor:
    """Who does something, through which door and in which zone. `rights` None is the system itself (import, jobs)."""

    rights: Rights | None
    zone: str
    via: Via = Via.WEB
    on_behalf_of_id: int | None = None
    batch_id: int | None = None

    @property
    def person_id(self) -> int | None:
        return self.rights.person_id if self.rights else None

    @property
    def persons(self) -> frozenset[int]:
        """Who acts, and in whose place: neither may decide about what one of them has handed in or asked for."""
        return persons(self.person_id, self.on_behalf_of_id)

    def for_person(self, person_id: int | None) -> Actor:
        """The same actor, acting on behalf of somebody else (None or himself: nobody)."""
        return replace(self, on_behalf_of_id=person_id if person_id != self.person_id else None)

    def among(self, whose: frozenset[int]) -> Actor | None:
        """The actor as one of these: himself, or in the place of whom he is the hands of; None when as neither."""
        if self.rights is None or self.person_id in whose:
            return self
        absent = min(whose & self.rights.hands, default=None)
        return None if absent is None else self.for_person(absent)


@dataclass(frozen=True)
class Words:
    """What goes with a change: its reason, a note, and when it happened if that was before it was recorded."""

    reason: str = ""
    note: str = ""
    effective_at: datetime | None = None
    effective_on: date | None = None


NO_WORDS = Words()

IMAGE = (
    "lead_unit_id",
    "lead_unit_name",
    "assignee_id",
    "assigner_id",
    "source",
    "field",
    "starred",
    "limit_kind",
    "issued_on",
    "original_due_on",
    "original_due_time",
    "due_on",
    "due_time",
    "missed_due_on",
    "missed_due_time",
    "extensions",
    "submitted_on",
    "submitted_time",
    "finished_on",
    "waited_workdays",
    "objective_cause",
    "disputed",
    "excluded",
    "work_type_id",
    "received_on",
    "statutory_due_on",
    "statutory_due_time",
    "commitment_due_on",
    "commitment_due_time",
)


def record(
    session: Session,
    task: Task,
    kind: Move | Change,
    *,
    by: Actor,
    now: datetime,
    before: State | None,
    words: Words = NO_WORDS,
) -> TaskEvent:
    """Add the event that says how `task` looks after the change; its version becomes the task's.

    `now` is the database's time; `before` the state before the change (None for the first event). Does not commit.
    """
    effective_at = words.effective_at or now
    if kind in ANSWERS:
        task.unanswered_urgings = 0
    task.version = (task.version or 0) + 1
    event = TaskEvent(
        committee_id=task.committee_id,
        task=task,
        version=task.version,
        recorded_at=now,
        effective_at=effective_at,
        effective_on=words.effective_on or clock.local_day(effective_at, by.zone),
        kind=kind.value,
        task_kind=task.kind,
        parent=task.parent if task.kind is not Kind.OFFICIAL else None,
        from_state=before,
        to_state=task.state,
        by_id=by.person_id,
        on_behalf_of_id=by.on_behalf_of_id,
        via=by.via,
        reason=words.reason,
        note=words.note,
        batch_id=by.batch_id,
        **{name: getattr(task, name) for name in IMAGE},
    )
    session.add(event)
    return event


def went_elsewhere(session: Session, task: Task | None, since: datetime) -> bool:
    """Whether the task was given to another unit at or after the instant."""
    if task is None:
        return False
    moved = scoped(TaskEvent, task.committee_id, TaskEvent.id).where(
        TaskEvent.task_id == task.id, TaskEvent.kind == Move.REASSIGN, TaskEvent.recorded_at >= since
    )
    return session.scalar(moved.limit(1)) is not None
