"""The tasks likeliest to be late by the newest estimate; none where the history says too little."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.reports import grouping
from taskapp.reports.ontime import Judged, Yardstick
from taskapp.reports.population import population
from taskapp.reports.question import Question
from taskapp.tasks import risk_queries
from taskapp.tasks.models import Task
from taskapp.tasks.risk import RiskLevel
from taskapp.tasks.risk_models import TaskRisk
from taskapp.tasks.risk_words import risk_text


class Risky(NamedTuple):
    """A task and, in words, how likely it is to be late and why."""

    task: Judged
    words: str


def riskiest(session: Session, question: Question, by: Yardstick, most: int, but: Collection[int]) -> list[Risky]:
    """Tasks whose limit can still be kept but likelier will not, most at risk first, without some; two queries."""
    query = (
        scoped(TaskRisk, question.committee_id, TaskRisk.task_id, TaskRisk.level, TaskRisk.reasons)
        .join(Task, risk_queries.holds(question.at.on))
        .where(TaskRisk.level == RiskLevel.HIGH, Task.id.not_in(but), *population(question))
        .order_by(TaskRisk.kept_permille, TaskRisk.task_id)
        .limit(most)
    )
    words = {row.task_id: risk_text(row.level, row.reasons) for row in session.execute(query)}
    found = grouping.judged(session, question, by, Task.id.in_(words)) if words else []
    tasks = {task.image.task_id: task for task in found}
    return [Risky(tasks[task_id], text) for task_id, text in words.items() if task_id in tasks]
