"""Mẫu A: what each unit was assigned and how it stands, what supporting units gave, how long results lay; totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from taskapp.base.errors import Missing
from taskapp.base.i18n import _
from taskapp.people.models import Committee, Unit
from taskapp.people.queries import find_unit_by_name
from taskapp.people.rights import Rights
from taskapp.reports import asking
from taskapp.reports.asking import Asked
from taskapp.reports.measures import Measured, UnitFigures, judged_by
from taskapp.reports.reading import read
from taskapp.reports.tally import Tally
from taskapp.tasks.states import Kind
from taskapp.workdays import calendars


@dataclass(frozen=True)
class Summary:
    """The answer to one question, rows in the office's own order of units; `parts`: of the supporting units."""

    committee: Committee
    measured: Measured
    units: list[UnitFigures]
    parts: Measured
    supporting: list[UnitFigures]
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
    record, calendar = read(session, question), calendars.load(session, *question.known)
    measured = judged_by(question, record, calendar)
    parts = judged_by(replace(question, kind=Kind.PART), record, calendar)
    place = {unit.id: order for order, unit in enumerate(units)}
    rows, supporting = _in_order(measured.units, place), _in_order(parts.units, place)
    return Summary(committee, measured, rows, parts, supporting, asking.is_provisional(question.as_of, now))


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


def _in_order(rows: list[UnitFigures], place: dict[int, int]) -> list[UnitFigures]:
    return sorted(rows, key=lambda row: (place.get(row.unit_id, len(place)), row.name, row.unit_id))
