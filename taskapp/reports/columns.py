"""What rows of a table and questions are limited by, as columns of a task or of its events."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, extract, true

from taskapp.reports.question import Question
from taskapp.reports.slices import Dimension, Slice
from taskapp.tasks.models import TaskEvent
from taskapp.tasks.states import Source


def column_of(entity: Any, by: Dimension) -> Any:
    """The column of Task or TaskEvent that holds what a row stands for."""
    return {
        Dimension.UNIT: entity.lead_unit_id,
        Dimension.PERSON: entity.assignee_id,
        Dimension.ASSIGNER: entity.assigner_id,
        Dimension.SOURCE: entity.source,
        Dimension.FIELD: entity.field,
        Dimension.YEAR: extract("year", entity.issued_on),
        Dimension.STAR: entity.starred,
        Dimension.WORK_TYPE: entity.work_type_id,
    }[by]


def asked_of(entity: Any, question: Question) -> list[ColumnElement[bool]]:
    """Which tasks, or events, a question asks about: by lead unit, and within one row of a table."""
    asked = [is_asked(question, entity.lead_unit_id)]
    if question.within is not None:
        asked.append(is_in(column_of(entity, question.within.by), question.within))
    return asked


def is_in(column: ColumnElement[Any], row: Slice) -> ColumnElement[bool]:
    """Of the column that holds what rows of a kind stand for: the task is in this row."""
    if row.by is Dimension.FIELD:
        return column == row.key
    if row.by is Dimension.SOURCE:
        return column == Source(row.key)
    if row.by is Dimension.STAR:
        return column.is_(bool(int(row.key)))
    return column == int(row.key) if int(row.key) else column.is_(None)


def is_asked(question: Question, unit_id: Any = TaskEvent.lead_unit_id) -> ColumnElement[bool]:
    """Whether the lead unit is one that the question asks about."""
    return true() if question.leads is None else unit_id.in_(question.leads)
