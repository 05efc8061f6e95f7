"""What a row is called that figures are limited to or opened at: as the record, or the type of work, named it then."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Select
from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.people.models import Person
from taskapp.reports import words
from taskapp.reports.columns import asked_of
from taskapp.reports.question import Question
from taskapp.reports.slices import Dimension, Slice
from taskapp.tasks.models import TaskEvent
from taskapp.tasks.worktypes.queries import names as type_names


def conditions(session: Session, question: Question) -> str:
    """What the question is limited to and judged by, when it is not the usual; else empty. At most one query."""
    name = name_of(session, question, question.within) if question.within else ""
    return words.conditions(name, question.basis)


def name_of(session: Session, question: Question, row: Slice) -> str:
    """What the row was called as far as was known then, to those who ask; at most one query."""
    return words.row_name(row, _known(session, question, row))


def _known(session: Session, question: Question, row: Slice) -> str:
    if row.by is Dimension.WORK_TYPE:
        return type_names(session, question.committee_id, question.at.on, question.as_of).get(row.key, "")
    events = _events(question, row.by)
    if events is None:
        return ""
    events = events.where(*asked_of(TaskEvent, replace(question, within=row)), TaskEvent.recorded_at <= question.as_of)
    newest = events.order_by(TaskEvent.recorded_at.desc(), TaskEvent.id.desc()).limit(1)
    return str(session.scalar(newest) or "")


def _events(question: Question, by: Dimension) -> Select[str] | None:
    """The names in the record that rows of a kind have; None for those that need none."""
    named = scoped(TaskEvent, question.committee_id, Person.full_name)
    return {
        Dimension.UNIT: scoped(TaskEvent, question.committee_id, TaskEvent.lead_unit_name),
        Dimension.PERSON: named.join(Person, Person.id == TaskEvent.assignee_id),
        Dimension.ASSIGNER: named.join(Person, Person.id == TaskEvent.assigner_id),
    }.get(by)
