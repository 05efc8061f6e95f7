"""What evaluations read: the products of persons as the record knew them, with send-backs and weights; contests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ScalarSelect, Select, SelectBase, and_, func, or_
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from taskapp.base.db import scoped
from taskapp.people import queries as people
from taskapp.people.models import Person
from taskapp.reports.evaluation_models import EvaluationContest, TaskWeight
from taskapp.reports.ontime import Image
from taskapp.reports.question import Question
from taskapp.reports.reach import newest_of, with_parts, within_reach
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.states import Kind, Move

_sent_back = aliased(TaskEvent)


@dataclass(frozen=True)
class Fact:
    """One task of an officer as it looked then; `failures`: send-backs while he did it; `hundredths`: its weight."""

    image: Image
    failures: int
    hundredths: int


def read_products(
    session: Session, question: Question, whose: Select[Any] | None = None, among: Iterable[int] | None = None
) -> tuple[Fact, ...]:
    """What the period may count of everybody's tasks, or of the officers that `whose` selects the ids of; one query.

    `among`: only of these tasks.

    Official tasks, parts of supporting units and pieces (việc con) alike: each is a job that a person was given.
    """
    rows = session.execute(_statement(question, whose, among)).all()
    return tuple(Fact(Image._make(row[: len(Image._fields)]), row.failures or 0, row.hundredths or 100) for row in rows)


def _statement(question: Question, whose: Select[Any] | None, among: Iterable[int] | None) -> Select[Any]:
    latest = newest_of(question, _meant(question, whose, among)).subquery()
    is_running = or_(TaskEvent.finished_on.is_(None), TaskEvent.finished_on >= question.first)
    columns = (getattr(TaskEvent, name) for name in Image._fields)
    return (
        scoped(
            TaskEvent,
            question.committee_id,
            *columns,
            _failures(question).label("failures"),
            _hundredths(question).label("hundredths"),
        )
        .join(latest, and_(TaskEvent.task_id == latest.c.task_id, TaskEvent.version == latest.c.version))
        .where(
            TaskEvent.excluded.is_(None),
            TaskEvent.issued_on <= question.last,
            is_running,
            TaskEvent.assignee_id.is_not(None) if whose is None else TaskEvent.assignee_id.in_(whose),
        )
        .order_by(TaskEvent.task_id)
    )


def _meant(question: Question, whose: Select[Any] | None, among: Iterable[int] | None) -> SelectBase:
    """Only tasks that were theirs at some time, by an index of their own; of everybody, what the period counts.

    Where only what has changed is asked about, only that of it.
    """
    tasks = scoped(Task, question.committee_id, Task.id)
    if among is not None:
        return tasks.where(Task.id.in_(list(among)))
    meant = with_parts(question) if question.changed else within_reach(question, *Kind)
    if whose is None:
        return meant
    theirs = scoped(TaskEvent, question.committee_id, TaskEvent.task_id).where(TaskEvent.assignee_id.in_(whose))
    once_theirs = tasks.where(Task.id.in_(theirs))
    return once_theirs.where(Task.id.in_(meant)) if question.changed else once_theirs


def _failures(question: Question) -> ScalarSelect[int]:
    """How often the result was sent back to this officer until the end of the period."""
    return (
        scoped(_sent_back, question.committee_id, func.count(_sent_back.id))
        .where(
            _sent_back.task_id == TaskEvent.task_id,
            _sent_back.kind == Move.SEND_BACK.value,
            _sent_back.assignee_id == TaskEvent.assignee_id,
            _sent_back.effective_on <= question.last,
            _sent_back.recorded_at <= question.as_of,
        )
        .correlate(TaskEvent)
        .scalar_subquery()
    )


def _hundredths(question: Question) -> ScalarSelect[int]:
    return (
        scoped(TaskWeight, question.committee_id, TaskWeight.hundredths)
        .where(TaskWeight.task_id == TaskEvent.task_id, TaskWeight.recorded_at <= question.as_of)
        .order_by(TaskWeight.id.desc())
        .limit(1)
        .correlate(TaskEvent)
        .scalar_subquery()
    )


def ids_of(committee_id: int, person_id: int) -> Select[Any]:
    """One person, as read_products() takes persons."""
    return scoped(Person, committee_id, Person.id).where(Person.id == person_id)


def ids_at(committee_id: int, unit_ids: Iterable[int]) -> Select[Any]:
    """The persons at home in the units, as read_products() takes persons."""
    return scoped(Person, committee_id, Person.id).where(Person.unit_id.in_(list(unit_ids)))


def people_at(committee_id: int, unit_ids: Iterable[int]) -> Select[Person]:
    """Persons whose home is one of the units, disabled ones too, by given name; roles loaded."""
    query = people.people(committee_id).where(Person.unit_id.in_(list(unit_ids)))
    return query.options(selectinload(Person.roles))


def contests_of(committee_id: int, person_id: int) -> Select[EvaluationContest]:
    """What the person objected to, newest first, with who answered."""
    query = scoped(EvaluationContest, committee_id).where(EvaluationContest.person_id == person_id)
    return query.options(*_WITH).order_by(EvaluationContest.id.desc())


def open_contests(committee_id: int, unit_ids: Iterable[int]) -> Select[EvaluationContest]:
    """What persons of these units objected to and nobody has answered, oldest first."""
    return (
        scoped(EvaluationContest, committee_id)
        .join(Person, Person.id == EvaluationContest.person_id)
        .where(EvaluationContest.is_upheld.is_(None), Person.unit_id.in_(list(unit_ids)))
        .options(*_WITH)
        .order_by(EvaluationContest.id)
    )


def one_contest(committee_id: int, contest_id: int) -> Select[EvaluationContest]:
    """One objection with its person."""
    return scoped(EvaluationContest, committee_id).where(EvaluationContest.id == contest_id).options(*_WITH)


def weights_of(committee_id: int, task_ids: Iterable[int]) -> Select[TaskWeight]:
    """Every weight that these tasks were given, newest first, with who gave it."""
    query = scoped(TaskWeight, committee_id).where(TaskWeight.task_id.in_(list(task_ids)))
    return query.options(joinedload(TaskWeight.by)).order_by(TaskWeight.id.desc())


_WITH = (
    joinedload(EvaluationContest.person).joinedload(Person.unit),
    joinedload(EvaluationContest.answered_by),
    joinedload(EvaluationContest.task),
)
