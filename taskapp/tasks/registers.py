"""What a register or a correction says of a task: written down as it is said, and shown as such by the record."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from taskapp.tasks.lifecycle import check, end_below, new_limit, place
from taskapp.tasks.limits import broken_by, move_to
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor, Words, record
from taskapp.tasks.results import due_of, settle
from taskapp.tasks.states import Change, LimitKind, Move, State

_ENDINGS = frozenset({Move.APPROVE.value, Move.LAPSE.value, Move.WITHDRAW.value})


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
    """Take over dates that a register states differently, as a correction that the record shows.

    What hangs on the task is never due after it, and ends with it.
    """
    check(task, Change.CORRECT, by)
    before = task.state
    if due_on != task.due_on:
        task.limit_kind = LimitKind.DATED if due_on else LimitKind.NONE
        task.due_on, task.due_time = due_on, None
        task.missed_due_on = task.missed_due_time = None  # the right limit is the one that judges
        if not task.extensions:  # the original limit of an extended task never changes
            task.original_due_on, task.original_due_time = due_on, None
        new_limit(task, now)
        _carry(session, task, reason, by=by, now=now)
    if done_on is not None and (task.state is not State.DONE or done_on != task.submitted_on):
        if task.state is State.SUBMITTED:
            settle(task, "approved", reason, by=by, now=now)
        task.submitted_on = task.finished_on = done_on
        task.submitted_at, task.submitted_time = now, None
        place(task, State.DONE)
    record(session, task, Change.CORRECT, by=by, now=now, before=before, words=Words(reason=reason))
    if task.state is State.DONE and before is not State.DONE:
        end_below(session, task, by=by, now=now)


def _carry(session: Session, task: Task, reason: str, *, by: Actor, now: datetime) -> None:
    limit = due_of(task)
    if limit is None:
        return
    for each in broken_by(task, limit):
        move_to(session, each, limit, reason, by=by, now=now)


def revive_below(session: Session, task: Task, batch_id: int, *, reason: str, by: Actor, now: datetime) -> None:
    """Let go on again what ended below a task because a correction of this import batch said that it was done."""
    for each in task.below:
        last, before = (each.events[-1], each.events[-2]) if len(each.events) > 1 else (None, None)
        if last is None or before is None or last.batch_id != batch_id or last.kind not in _ENDINGS:
            continue
        each.excluded, each.finished_on = before.excluded, before.finished_on
        ended = place(each, before.to_state)
        if each.state is State.SUBMITTED and each.submissions:
            result = each.submissions[-1]
            result.decision = result.decided_by_id = result.decided_at = None
            result.decision_reason = ""
        record(session, each, Change.CORRECT, by=by, now=now, before=ended, words=Words(reason=reason))
        revive_below(session, each, batch_id, reason=reason, by=by, now=now)
