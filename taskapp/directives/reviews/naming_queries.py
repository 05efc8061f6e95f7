"""The units of a committee for looking up names in documents: their names, what was learned, who works where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select
from sqlalchemy.orm import Session, joinedload

from taskapp.base.db import scoped
from taskapp.base.text import fold
from taskapp.directives.reviews.naming import Names, NamesThen, UnitKnown
from taskapp.directives.reviews.review_models import UnitAlias
from taskapp.people import unit_queries
from taskapp.people.models import Person, Unit, UnitKind
from taskapp.people.queries import units_on
from taskapp.people.rights import Rights
from taskapp.people.unit_queries import UnitThen


def units_to_assign(session: Session, rights: Rights, today: date) -> dict[int, Unit]:
    """The units that the person may give tasks to, by id, in the office's order."""
    valid = session.scalars(units_on(rights.committee_id, today))
    reach = rights.readable
    return {unit.id: unit for unit in valid if unit.id in reach and unit.kind is not UnitKind.COMMITTEE}


def names_for(session: Session, rights: Rights, *, written_on: date | None, today: date) -> NamesThen:
    """The units as of a document's day with the names learned; a fixed number of queries."""
    now = _names(session, rights, today)
    then = _names(session, rights, written_on) if written_on and written_on != today else now
    return NamesThen(then, now, unit_queries.only_heirs(session, rights.committee_id, today))


def units_known(valid: Sequence[Unit] | Sequence[UnitThen]) -> list[UnitKnown]:
    """What names are looked up in: all units of a day but the committee itself, in their order."""
    tops = {unit.id for unit in valid if unit.kind is UnitKind.COMMITTEE}
    return [
        UnitKnown(
            id=unit.id,
            name=unit.name,
            short_name=unit.short_name,
            code=unit.code,
            is_place=unit.kind is UnitKind.COMMUNE,
            is_top=unit.parent_id is None or unit.parent_id in tops,
        )
        for unit in valid
        if unit.kind is not UnitKind.COMMITTEE
    ]


def aliases(committee_id: int) -> Select[UnitAlias]:
    """The names learned, with their units and who taught them, newest first."""
    return (
        scoped(UnitAlias, committee_id)
        .options(joinedload(UnitAlias.unit), joinedload(UnitAlias.by))
        .order_by(UnitAlias.learned_at.desc(), UnitAlias.id.desc())
    )


def _names(session: Session, rights: Rights, day: date) -> Names:
    valid = unit_queries.organisation_on(session, rights.committee_id, day)
    known = [unit for unit in units_known(valid) if unit.id in rights.readable]
    learned = session.execute(scoped(UnitAlias, rights.committee_id, UnitAlias.key, UnitAlias.unit_id)).all()
    return Names(known, dict(learned), _homes(session, rights.committee_id))


def _homes(session: Session, committee_id: int) -> dict[str, int | None]:
    homes: dict[str, int | None] = {}
    columns = scoped(Person, committee_id, Person.full_name, Person.unit_id).where(Person.disabled_at.is_(None))
    for name, unit_id in session.execute(columns):
        key = fold(name)
        homes[key] = None if key in homes and homes[key] != unit_id else unit_id
    return homes
