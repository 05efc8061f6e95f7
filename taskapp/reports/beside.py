"""What some cells need that no event's image holds: explanations of delays, the last sign of life of a task."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import SelectBase, func
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.people.rights import Rights
from taskapp.reports.causes import Cause, Told
from taskapp.reports.cells import Ask, Cell
from taskapp.reports.measures import Measured
from taskapp.reports.ontime import Count
from taskapp.reports.question import Question
from taskapp.tasks.models import Explanation, TaskEvent
from taskapp.tasks.states import ANSWERS, TAKEN_BACK, Change, Move, State
from taskapp.workdays.arithmetic import DAY, Calendar, workdays_between

SILENT_AFTER = 10  # working days without a word from those who do the work
# The doers have done or said something, or have got something new to do: urging alone breaks no silence.
SIGNS = (
    ANSWERS
    | TAKEN_BACK
    | {
        Move.ISSUE,
        Move.RECORD_PAST,
        Move.REASSIGN,
        Move.REFUSE_DECLINE,
        Move.SEND_BACK,
        Move.REOPEN,
        Change.NAME_OFFICER,
        Change.HAND_OVER,
        Change.EXTEND,
        Change.MOVE_LIMIT,
        Change.SPLIT,
        Change.ADD_PART,
    }
)
CAUSES = frozenset(Cell(cause.value) for cause in Cause)


def told(session: Session, question: Question, tasks: Collection[int]) -> dict[int, Told]:
    """The newest explanation of each of the tasks, as it was known then; one query."""
    query = scoped(Explanation, question.committee_id).where(
        Explanation.task_id.in_(tasks), Explanation.given_at <= question.as_of
    )
    return {
        one.task_id: _told(one, question)
        for one in session.scalars(query.order_by(Explanation.task_id, Explanation.due_version))
    }


def silent(
    session: Session, question: Question, calendar: Calendar, tasks: Collection[int] | SelectBase
) -> dict[int, int]:
    """Those of the tasks that nobody has worked on for 10 working days, each with how many it has been; one query."""
    today, last = question.at.on, func.max(TaskEvent.effective_on)
    query = (
        scoped(TaskEvent, question.committee_id, TaskEvent.task_id, last.label("last"))
        .where(
            TaskEvent.kind.in_([kind.value for kind in SIGNS]),
            TaskEvent.recorded_at <= question.as_of,
            TaskEvent.task_id.in_(tasks),
        )
        .group_by(TaskEvent.task_id)
        .having(last <= today - DAY * SILENT_AFTER)
    )
    days = {row.task_id: workdays_between(row.last, today, calendar) for row in session.execute(query)}
    return {task_id: since for task_id, since in days.items() if since >= SILENT_AFTER}


def ask(session: Session, measured: Measured, cell: Cell, rights: Rights, day: date | None) -> Ask:
    """What a cell needs to tell its tasks; at most one query."""
    question, by = measured.question, measured.by
    if cell in CAUSES:
        late = [task.image.task_id for task in measured.judged if task.verdict.count is Count.OPEN_OVERDUE]
        return Ask(by, rights, day, told=told(session, question, late))
    if cell is Cell.SILENT:
        going_on = [task.image.task_id for task in measured.judged if task.image.to_state is State.IN_PROGRESS]
        return Ask(by, rights, day, silent=frozenset(silent(session, question, by.calendar, going_on)))
    return Ask(by, rights, day)


def _told(one: Explanation, question: Question) -> Told:
    was_judged = one.judged_at is not None and one.judged_at <= question.as_of
    on = clock.local_day(one.given_at, question.zone)
    return Told(on, one.claims_objective, one.is_confirmed if was_judged else None, one.text)
