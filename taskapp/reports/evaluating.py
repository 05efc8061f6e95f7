"""Evaluations answered: Mẫu E with one row for each person, and the sheet of one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from taskapp.base.errors import BadInput, Missing
from taskapp.base.i18n import _
from taskapp.people import queries as people
from taskapp.people.models import Committee, Person, Unit
from taskapp.people.rights import Role
from taskapp.reports import asking, evaluation_counting, present, reach, scoring, scoring_tables
from taskapp.reports.asking import Asked
from taskapp.reports.cells import place
from taskapp.reports.evaluation import Deductions, Evaluation, Product, delays, together
from taskapp.reports.evaluation_models import EvaluationContest
from taskapp.reports.evaluation_reading import (
    Fact,
    contests_of,
    ids_at,
    ids_of,
    open_contests,
    people_at,
    read_products,
)
from taskapp.reports.ontime import Basis, Yardstick, judge
from taskapp.reports.question import Question
from taskapp.reports.scoring import Scored
from taskapp.reports.scoring_tables import Tables
from taskapp.reports.slices import Dimension

EVALUATED = frozenset({Role.OFFICER, Role.UNIT_HEAD})  # these have a row even in a period without work
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Ground:
    """What all sheets of an answer rest on: the question, how tasks were judged, the scoring tables of the day."""

    committee: Committee
    question: Question
    by: Yardstick
    tables: Tables
    is_provisional: bool
    conditions: str = ""  # always none: Mẫu E is by person and by the limit in force

    @property
    def as_of(self) -> datetime:
        """When this was known, on the wall clock of the committee."""
        return self.question.as_of_local

    @property
    def deductions(self) -> Deductions:
        return scoring.deductions(self.tables.get(Scored.DEDUCTIONS))

    @property
    def most_points(self) -> int | None:
        """What the task results can bring, None when no table holds on the day."""
        table = self.tables.get(Scored.COMBINATION)
        return table.row["points"] if table else None

    def points(self, evaluation: Evaluation) -> Decimal | None:
        """The points of the task results by the table of the day."""
        return scoring.result_points(self.tables.get(Scored.COMBINATION), evaluation)


@dataclass(frozen=True)
class PersonRow:
    """One person of Mẫu E; `contests`: objections to this period that nobody has answered."""

    person: Person
    evaluation: Evaluation
    points: Decimal | None
    contests: int = 0


@dataclass(frozen=True)
class People:
    """Mẫu E: persons by given name, their total, and every objection that waits for an answer, of whatever period."""

    ground: Ground
    rows: list[PersonRow]
    total: Evaluation
    contests: list[EvaluationContest]


@dataclass(frozen=True)
class Sheet:
    """One person's own sheet, and what he objected to about this period, newest first."""

    ground: Ground
    person: Person
    evaluation: Evaluation
    points: Decimal | None
    contests: list[EvaluationContest]

    @property
    def ranks(self) -> list[scoring.Rank]:
        """What each rank still needs from the common criteria; nothing without points or a table."""
        table = self.ground.tables.get(Scored.RANKS)
        return scoring.ranks(table, self.points) if table and self.points is not None else []

    @property
    def unanswered(self) -> EvaluationContest | None:
        return next((one for one in self.contests if one.is_upheld is None), None)


def read_people(
    session: Session, committee: Committee, asked: Asked, reach: Collection[int] | None, *, now: datetime
) -> People:
    """Mẫu E of a period: the persons at home in the units of `reach` (None: all), or below the unit asked for.

    A sheet is the same whoever reads it: reach chooses persons, never tasks. Raises BadInput, Missing.
    """
    units: list[Unit] = list(session.scalars(people.units(committee.id)))
    chosen = _chosen(units, asked.unit_id, reach)
    whose = ids_at(committee.id, chosen) if len(chosen) < len(units) else None
    ground, products = _products(session, committee, asked, whose, now)
    contests = list(session.scalars(open_contests(committee.id, chosen)))
    rows = [
        _row(person, products.get(person.id, ()), ground, contests)
        for person in session.scalars(people_at(committee.id, chosen))
        if person.id in products or _is_evaluated(person)
    ]
    total = together((row.evaluation for row in rows), ground.deductions)
    return People(ground, rows, total, contests)


def read_sheet(session: Session, committee: Committee, asked: Asked, person: Person, *, now: datetime) -> Sheet:
    """One person's sheet of a period. Raises BadInput."""
    question = _question(session, committee, asked, now)
    ground = _ground(session, committee, question, present.yardstick(session, question), now)
    facts = read_products(session, question, ids_of(committee.id, person.id))
    evaluation = Evaluation(tuple(_by_person(facts, ground).get(person.id, ())), ground.deductions)
    contests = [
        one
        for one in session.scalars(contests_of(committee.id, person.id))
        if (one.first, one.last) == (asked.first, asked.last)
    ]
    return Sheet(ground, person, evaluation, ground.points(evaluation), contests)


def report(session: Session, committee: Committee, asked: Asked, *, unit: str = "", now: datetime) -> People:
    """Mẫu E of everybody, or of the unit called `unit` and all below it: for the command line.

    Raises BadInput, also for what Mẫu E cannot be asked (rows of another kind, the first limit), and Missing.
    """
    if (asked.by, asked.basis) != (Dimension.UNIT, Basis.CURRENT):
        raise BadInput(_("Mẫu E luôn theo từng cá nhân và theo hạn hiện hành. Hãy bỏ lựa chọn này."))
    chosen = people.find_unit_by_name(session, committee.id, unit) if unit else None
    if unit and chosen is None:
        raise Missing(_("Không tìm thấy đơn vị “%(name)s”.", name=unit))
    return read_people(session, committee, replace(asked, unit_id=chosen.id if chosen else None), None, now=now)


def _products(
    session: Session, committee: Committee, asked: Asked, whose: Select[Any] | None, now: datetime
) -> tuple[Ground, dict[int, list[Product]]]:
    """Everybody's products: those that look as they looked then alike together, the others from the record."""
    question = _question(session, committee, asked, now)
    half, by = reach.halves(session, question), present.yardstick(session, question)
    ground = _ground(session, committee, question, by, now)
    read = read_products(session, half.read, whose) if half.read else ()
    alike: list[tuple[int, Product]] = []
    if half.as_now:
        alike, apart = evaluation_counting.products(session, half.as_now, by, whose)
        read += read_products(session, half.as_now, whose, apart)
    found = _by_person(read, ground)
    for person_id, product in alike:
        found.setdefault(person_id, []).append(product)
    return ground, found


def _question(session: Session, committee: Committee, asked: Asked, now: datetime) -> Question:
    """The period and the moment asked about, whoever asks."""
    return asking.question(session, Asked(asked.first, asked.last, asked.as_of), committee, None, now)


def _ground(session: Session, committee: Committee, question: Question, by: Yardstick, now: datetime) -> Ground:
    tables = scoring_tables.held(session, committee.id, question.at.on, question.as_of)
    return Ground(committee, question, by, tables, asking.is_provisional(question.as_of, now))


def _by_person(products: Sequence[Fact], ground: Ground) -> dict[int, list[Product]]:
    """Each person's products of the period, most urgent first."""
    known = {fact.image.task_id: fact for fact in products}
    judged = judge((fact.image for fact in products), ground.question.first, ground.question.last, ground.by)
    found: dict[int, list[Product]] = defaultdict(list)
    for task in sorted(judged, key=place):
        if task.image.assignee_id is not None:
            fact = known[task.image.task_id]
            product = Product(task, _weight(fact), fact.failures, delays(task, ground.by))
            found[task.image.assignee_id].append(product)
    return found


def _weight(fact: Fact) -> Decimal:
    return Decimal(fact.hundredths) / HUNDRED


def _row(
    person: Person, products: Sequence[Product], ground: Ground, contests: Iterable[EvaluationContest]
) -> PersonRow:
    evaluation = Evaluation(tuple(products), ground.deductions)
    period = ground.question.first, ground.question.last
    waiting = sum(1 for one in contests if one.person_id == person.id and (one.first, one.last) == period)
    return PersonRow(person, evaluation, ground.points(evaluation), waiting)


def _is_evaluated(person: Person) -> bool:
    return person.is_enabled and any(held.role in EVALUATED for held in person.roles)


def _chosen(units: Sequence[Unit], unit_id: int | None, reach: Collection[int] | None) -> set[int]:
    """The units whose persons are asked about: those in reach, of them the unit and all below it. Raises Missing."""
    within = {unit.id for unit in units if reach is None or unit.id in reach}
    if unit_id is None:
        return within
    if unit_id not in within:
        raise Missing(_("Không có đơn vị này, hoặc đơn vị nằm ngoài phạm vi của anh/chị."))
    below = {unit_id}
    while grown := {unit.id for unit in units if unit.parent_id in below} - below:
        below |= grown
    return within & below
