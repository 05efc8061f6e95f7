"""What a register or a correction says of a task: written down as it is said, and shown as such by the record."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from taskapp.tasks.lifecycle import check, end_parts, new_limit, place, settle
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor, Words, record
from taskapp.tasks.states import Change, LimitKind, Move, State


def record_past(
    session: Session, task: Task, *, issued_on: date, done_on: date | None, by: Actor, now: datetime, note: str = ""
) -> None:
    """Write down a task that exists elsewhere: assigned on its day, and done on its day if the register says so.

    `task` is a draft not yet in the record. No mail is owed for what lies before `now`, no explanation is asked.
    """
    task.recorded_at = task.due_since = now
    task.issued_on = issued_on
    place(task, State.ASSIGNED)
    record(session, task, Move.RECORD_PAST, by=by, now=now, before=None, words=Words(note=note, effective_on=issued_on))
    if done_on is None:
        return
    task.submitted_on = task.finished_on = done_on
    task.submitted_at = now
    place(task, State.DONE)
    record(
        session,
        task,
        Move.RECORD_PAST,
        by=by,
        now=now,
        before=State.ASSIGNED,
        words=Words(note=note, effective_on=done_on),
    )


def correct(
    session: Session, task: Task, *, due_on: date | None, done_on: date | None, reason: str, by: Actor, now: datetime
) -> None:
    """Take over dates that a register states differently, as a correction that the record shows."""
    check(task, Change.CORRECT, by)
    before = task.state
    if due_on != task.due_on:
        task.limit_kind = LimitKind.DATED if due_on else LimitKind.NONE
        task.due_on, task.due_time = due_on, None
        task.missed_due_on = task.missed_due_time = None  # the right limit is the one that judges
        if not task.extensions:  # the original limit of an extended task never changes
            task.original_due_on, task.original_due_time = due_on, None
        new_limit(task, now)
    if done_on is not None and (task.state is not State.DONE or done_on != task.submitted_on):
        if task.state is State.SUBMITTED:
            settle(task, "approved", reason, by=by, now=now)
        task.submitted_on = task.finished_on = done_on
        task.submitted_at, task.submitted_time = now, None
        place(task, State.DONE)
    record(session, task, Change.CORRECT, by=by, now=now, before=before, words=Words(reason=reason))
    if task.state is State.DONE and before is not State.DONE:
        end_parts(session, task, by=by, now=now)
