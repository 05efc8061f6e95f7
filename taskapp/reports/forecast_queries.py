"""The history that a forecast learns from, read out of the events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import Select, or_
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.people.models import Committee
from taskapp.reports.lives import Numbering, Turn, stretches
from taskapp.reports.stretches import Stretch
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.queries import one_of
from taskapp.tasks.states import OPEN, Kind, LimitKind, Move, State
from taskapp.workdays import calendars

LOOKS_BACK = timedelta(days=730)  # what is older says little about how the office works now
MOST_ENDED = 5000  # the newest: more make the night longer, not the estimate better
AT_A_TIME = 5000  # rows held in memory
_COLUMNS = (
    TaskEvent.task_id,
    TaskEvent.kind,
    TaskEvent.effective_on,
    TaskEvent.recorded_at,
    TaskEvent.to_state,
    TaskEvent.lead_unit_id,
    TaskEvent.assignee_id,
    TaskEvent.source,
    TaskEvent.starred,
    TaskEvent.limit_kind,
    TaskEvent.issued_on,
    TaskEvent.due_on,
    TaskEvent.extensions,
    TaskEvent.submitted_on,
)


def history(session: Session, committee: Committee, today: date) -> tuple[list[Stretch], Numbering]:
    """The stretches of work of all open official tasks and of those that ended lately, and how days are numbered.

    Three queries, however many tasks.
    """
    numbering = Numbering(calendars.load(session, committee.id))
    return stretches(_turns(session, committee, today), numbering, today), numbering


def versions(session: Session, committee_id: int) -> dict[int, int]:
    """The version of the limit of each open official task."""
    query = scoped(Task, committee_id, Task.id, Task.due_version).where(one_of(OPEN))
    rows = session.connection().execute(query.where(Task.kind == Kind.OFFICIAL))
    return {row.id: row.due_version for row in rows}


def _turns(session: Session, committee: Committee, today: date) -> Iterator[Turn]:
    is_read = or_(Task.state.in_(OPEN), Task.id.in_(_ended(committee.id, today)))
    query = (
        scoped(TaskEvent, committee.id, *_COLUMNS)
        .join(Task, Task.id == TaskEvent.task_id)
        .where(Task.kind == Kind.OFFICIAL, Task.limit_kind == LimitKind.DATED, is_read)
        .order_by(TaskEvent.task_id, TaskEvent.version)
    )
    for row in session.connection().execute(query.execution_options(yield_per=AT_A_TIME)):
        on = clock.local_day(row.recorded_at, committee.timezone) if row.kind == Move.RECORD_PAST else row.effective_on
        yield Turn(
            row.task_id,
            row.kind,
            on,
            row.to_state,
            row.lead_unit_id,
            row.assignee_id,
            row.source.value,
            row.starred,
            row.limit_kind,
            row.issued_on,
            row.due_on,
            row.extensions,
            row.submitted_on,
        )


def _ended(committee_id: int, today: date) -> Select[int]:
    query = scoped(Task, committee_id, Task.id).where(
        Task.kind == Kind.OFFICIAL, Task.state == State.DONE, Task.finished_on >= today - LOOKS_BACK
    )
    return query.order_by(Task.id.desc()).limit(MOST_ENDED)
