"""The estimates as lists and pages show them: only fresh ones, about the limit in force, while it can still be kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_
from sqlalchemy.orm import InstrumentedAttribute, Session

from taskapp.base.db import scoped
from taskapp.tasks.models import Task
from taskapp.tasks.risk import FRESH_DAYS
from taskapp.tasks.risk_models import RiskRun, TaskRisk
from taskapp.tasks.states import State

AT_WORK = (State.ASSIGNED, State.IN_PROGRESS)


def holds(day: date) -> ColumnElement[bool]:
    """The estimate belongs to the task as it stands on the local day."""
    return and_(
        TaskRisk.task_id == Task.id,
        TaskRisk.due_version == Task.due_version,
        TaskRisk.as_of >= day - timedelta(days=FRESH_DAYS),
        Task.due_on >= day,
        Task.state.in_(AT_WORK),
    )


def listed(committee_id: int, column: InstrumentedAttribute[Any], day: date) -> ScalarSelect[Any]:
    """A column of the estimate beside each task of a list."""
    return scoped(TaskRisk, committee_id, column).where(holds(day)).correlate(Task).scalar_subquery()


def of_task(session: Session, task: Task, day: date) -> TaskRisk | None:
    """The estimate for one task, if it has one that still holds."""
    query = scoped(TaskRisk, task.committee_id).join(Task, Task.id == TaskRisk.task_id)
    found: TaskRisk | None = session.scalars(query.where(TaskRisk.task_id == task.id, holds(day))).one_or_none()
    return found


def last_night(session: Session, committee_id: int) -> RiskRun | None:
    """The newest night whose estimate is complete."""
    query = scoped(RiskRun, committee_id).where(RiskRun.ended_at.is_not(None)).order_by(RiskRun.day.desc()).limit(1)
    found: RiskRun | None = session.scalars(query).one_or_none()
    return found
