"""Mẫu E in the shape that programs rely on: keys are only ever added."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict

from taskapp.base import formats
from taskapp.base.i18n import _
from taskapp.people.models import Person
from taskapp.reports.evaluating import Ground, People
from taskapp.reports.evaluation import Evaluation, Group, Share
from taskapp.reports.evaluation_lines import formula
from taskapp.reports.programs import Days
from taskapp.reports.scoring import Scored


class PortionValues(TypedDict):
    """A share with what it is made of: sums of weights, the share 0 to 1 with 4 places."""

    numerator: float
    denominator: float
    share: float | None


class PersonValues(TypedDict):
    """One person, or the total. `assigned` = finished + waiting + in_term + overdue + standing, all counts of tasks.

    `failures` and `delays` count times.
    """

    person: str
    username: str
    unit: str
    assigned: int
    carried_over: int
    counted: int
    finished: int
    waiting: int
    in_term: int
    overdue: int
    standing: int
    failures: int
    delays: int
    excused: int
    quantity: PortionValues
    quality: PortionValues
    progress: PortionValues
    points: float | None
    contests: int


class TableValues(TypedDict):
    """A scoring table that was used; `source` "": no official text stands behind it."""

    name: str
    source: str
    valid_from: str
    valid_to: str | None
    rows: list[dict[str, int]]


class PeopleValues(TypedDict):
    """Mẫu E as programs read it; instants and days are ISO."""

    period: Days
    as_of: str
    formulas: dict[str, str]
    tables: dict[str, TableValues]
    people: list[PersonValues]
    total: PersonValues


def people_json(told: People) -> PeopleValues:
    """Mẫu E as plain values."""
    question = told.ground.question
    return {
        "period": {"from": question.first.isoformat(), "to": question.last.isoformat()},
        "as_of": told.ground.as_of.isoformat(),
        "formulas": {share.value: formula(share, told.ground.deductions) for share in Share},
        "tables": _tables(told.ground),
        "people": [
            _person(row.person.full_name, row.person, row.evaluation, row.points, row.contests) for row in told.rows
        ],
        "total": _person(_("Tổng cộng"), None, told.total, None, sum(row.contests for row in told.rows)),
    }


def _tables(ground: Ground) -> dict[str, TableValues]:
    used = (Scored.DEDUCTIONS, Scored.COMBINATION, Scored.RANKS)
    return {
        scored.value: {
            "name": table.name,
            "source": table.source,
            "valid_from": table.valid_from.isoformat(),
            "valid_to": table.valid_to.isoformat() if table.valid_to else None,
            "rows": [dict(row) for row in table.rows],
        }
        for scored, table in ground.tables.items()
        if scored in used
    }


def _person(
    name: str, person: Person | None, evaluation: Evaluation, points: Decimal | None, contests: int
) -> PersonValues:
    return {
        "person": name,
        "username": person.username if person else "",
        "unit": person.unit.name if person else "",
        "assigned": evaluation.count(Group.ASSIGNED),
        "carried_over": evaluation.count(Group.CARRIED_OVER),
        "counted": evaluation.count(Group.COUNTED),
        "finished": evaluation.count(Group.FINISHED),
        "waiting": evaluation.count(Group.WAITING),
        "in_term": evaluation.count(Group.IN_TERM),
        "overdue": evaluation.count(Group.OVERDUE),
        "standing": evaluation.count(Group.STANDING),
        "failures": evaluation.failures,
        "delays": evaluation.delays,
        "excused": evaluation.count(Group.EXCUSED),
        "quantity": _portion(evaluation, Share.QUANTITY),
        "quality": _portion(evaluation, Share.QUALITY),
        "progress": _portion(evaluation, Share.PROGRESS),
        "points": None if points is None else float(formats.rounded(points, 2)),
        "contests": contests,
    }


def _portion(evaluation: Evaluation, share: Share) -> PortionValues:
    portion = evaluation.portions[share]
    return {
        "numerator": float(portion.numerator),
        "denominator": float(portion.denominator),
        "share": None if portion.share is None else float(formats.rounded(portion.share, 4)),
    }
