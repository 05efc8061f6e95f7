"""Mẫu A: what each unit was assigned and how it stands, with a total row that adds up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy.orm import Session

from taskapp.base.errors import Missing
from taskapp.base.i18n import _
from taskapp.people.models import Committee, Unit
from taskapp.people.queries import find_unit_by_name
from taskapp.people.rights import Rights
from taskapp.reports import asking
from taskapp.reports.asking import Asked
from taskapp.reports.measures import Measured, UnitFigures, measure
from taskapp.reports.ontime import Formula, Tally
from taskapp.reports.words import FORMULA_TEXTS


class Row(TypedDict):
    """One unit, or the total, as programs read it; `assigned` is the sum of the six counts after it."""

    unit: str
    assigned: int
    done_on_time: int
    done_late: int
    done_no_limit: int
    open_in_term: int
    open_overdue: int
    open_no_limit: int
    numerator: int
    denominator: int
    on_time_share: float | None


class Days(TypedDict("Ends", {"from": str, "to": str})):
    """First and last day of the period, ISO."""


class Report(TypedDict):
    """The summary as programs read it; instants and days are ISO, the share is 0 to 1 with 4 places."""

    period: Days
    as_of: str
    formula: str
    units: list[Row]
    total: Row


@dataclass(frozen=True)
class Summary:
    """The answer to one question, rows in the office's own order of units."""

    committee: Committee
    measured: Measured
    units: list[UnitFigures]
    is_provisional: bool

    @property
    def total(self) -> Tally:
        return self.measured.total

    @property
    def as_of(self) -> datetime:
        """When this was known, on the wall clock of the committee."""
        return self.measured.question.as_of_local


def summarise(
    session: Session, committee: Committee, asked: Asked, units: Sequence[Unit], *, rights: Rights | None, now: datetime
) -> Summary:
    """The summary of a period within what the person may read (`rights` None: everything); rows in order of `units`.

    Raises BadInput, Missing.
    """
    question = asking.question(asked, committee, rights, now)
    measured = measure(session, question)
    place = {unit.id: order for order, unit in enumerate(units)}
    rows = sorted(measured.units, key=lambda row: (place.get(row.unit_id, len(place)), row.name, row.unit_id))
    return Summary(committee, measured, rows, asking.is_provisional(question.as_of, now))


def report(
    session: Session, committee: Committee, *, first: date, last: date, as_of: str = "", unit: str = "", now: datetime
) -> Summary:
    """The summary of all units, or of the one called `unit` and all below it: for the command line.

    `as_of`: an ISO instant or a day (its end), "" for `now`. Raises BadInput, Missing.
    """
    chosen = find_unit_by_name(session, committee.id, unit) if unit else None
    if unit and chosen is None:
        raise Missing(_("Không tìm thấy đơn vị “%(name)s”.", name=unit))
    asked = Asked(first, last, as_of, chosen.id if chosen else None)
    units = asking.readable_units(session, committee.id, None)
    return summarise(session, committee, asked, units, rights=None, now=now)


def summary_json(summary: Summary) -> Report:
    """The summary in the shape that programs rely on."""
    question = summary.measured.question
    return {
        "period": {"from": question.first.isoformat(), "to": question.last.isoformat()},
        "as_of": summary.as_of.isoformat(),
        "formula": str(FORMULA_TEXTS[Formula.HEADLINE]),
        "units": [_row(unit.name, unit.tally) for unit in summary.units],
        "total": _row(_("Tổng cộng"), summary.total),
    }


def _row(name: str, tally: Tally) -> Row:
    return {
        "unit": name,
        "assigned": tally.assigned,
        "done_on_time": tally.done_on_time,
        "done_late": tally.done_late,
        "done_no_limit": tally.done_no_limit,
        "open_in_term": tally.open_in_term,
        "open_overdue": tally.open_overdue,
        "open_no_limit": tally.open_no_limit,
        "numerator": tally.numerator,
        "denominator": tally.denominator,
        "on_time_share": tally.on_time_share,
    }
