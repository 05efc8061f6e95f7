"""What a row of a list shows besides its task, read along with the tasks of a page. Functions return a Select."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, func
from sqlalchemy.orm import joinedload, selectinload, with_expression

from taskapp.base.db import scoped
from taskapp.people import standing_queries
from taskapp.people.standing_models import Absence
from taskapp.tasks import risk_queries
from taskapp.tasks.models import Submission, Task
from taskapp.tasks.paper_models import Extension
from taskapp.tasks.risk_models import TaskRisk
from taskapp.tasks.selections import Sight, View


def shown(sight: Sight, view: View, today: date, key: ColumnElement[int]) -> Select[Task]:
    """The tasks of these keys with what a row shows, so that a page costs as many queries however long it is."""
    return with_rows(scoped(Task, sight.rights.committee_id).where(Task.id == key), sight, view, today)


def with_rows(query: Select[Any], sight: Sight, view: View, today: date) -> Select[Any]:
    """The query with what the row of each of its tasks shows."""
    committee_id = sight.rights.committee_id
    waiting = scoped(Extension, committee_id, Extension.asked_due_on).where(
        Extension.task_id == Task.id, Extension.answer.is_(None)
    )
    decided = scoped(Submission, committee_id, Submission.decision).where(Submission.task_id == Task.id)
    last_decided = decided.order_by(Submission.number.desc()).limit(1)
    if view is View.UNATTENDED:
        query = query.options(with_expression(Task.away_until, _away_until(sight)))
    return query.options(
        with_expression(Task.last_decision, last_decided.scalar_subquery()),
        with_expression(Task.asked_due_on, waiting.scalar_subquery()),
        with_expression(Task.risk, risk_queries.listed(committee_id, TaskRisk.level, today)),
        with_expression(Task.risk_reasons, risk_queries.listed(committee_id, TaskRisk.reasons, today)),
        joinedload(Task.directive),
        joinedload(Task.assignee),
        joinedload(Task.assigner),
        joinedload(Task.parent),
        selectinload(Task.below),
    )


def _away_until(sight: Sight) -> ScalarSelect[date]:
    """The last day of the absence of a task's officer, if he is away."""
    away = standing_queries.away_on(sight.rights.committee_id, sight.day)
    last = away.with_only_columns(func.max(Absence.last_on)).where(Absence.person_id == Task.assignee_id)
    return last.correlate(Task).scalar_subquery()
