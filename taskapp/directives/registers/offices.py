"""The units of an office by what registers call them, and what those that have ended have become."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from taskapp.directives.registers import wording
from taskapp.directives.reviews import naming_queries
from taskapp.directives.reviews.naming import How, Names
from taskapp.people import unit_queries
from taskapp.people.models import Unit
from taskapp.people.queries import unit_names, units
from taskapp.people.unit_names import unit_key
from taskapp.people.validity import Span


@dataclass(frozen=True)
class Meant:
    """A name in a register that stands for units it does not say: for a group, or for the heir of one that ended."""

    name: str
    units: tuple[str, ...]
    ended_on: date | None = None


class RegisterOffice:
    """The committee's units as of a local day; unknown names get a stand-in that is never stored. Three queries."""

    def __init__(self, session: Session, committee_id: int, today: date) -> None:
        self._today = today
        self._names = unit_names(session, committee_id)
        self._units = {unit.id: unit for unit in session.scalars(units(committee_id))}
        self._heirs = unit_queries.only_heirs(session, committee_id, today)
        self._strangers: dict[str, Unit] = {}
        self._groups: dict[tuple[str, date], tuple[Unit, ...]] = {}

    def find(self, name: str) -> Unit:
        """The unit of that name, one that has ended too; a stand-in with a negative id where there is none."""
        unit_id = self._names.find(name) if name else None
        if unit_id is not None:
            return self._units[unit_id]
        stand_in = Unit(id=-len(self._strangers) - 1, name=name)
        return self._strangers.setdefault(unit_key(name), stand_in)

    def group(self, name: str, done: date | None) -> tuple[Unit, ...]:
        """The units that a name stands for together ("UBND các xã, thị trấn"), in their order; none for a single one.

        Those of the day on which the work was `done`, else of today.
        """
        if not wording.is_group(name) or self.find(name).id > 0:
            return ()
        asked = name, done or self._today
        if asked not in self._groups:
            self._groups[asked] = self._members(*asked)
        return self._groups[asked]

    def _members(self, name: str, day: date) -> tuple[Unit, ...]:
        valid = [unit for unit in self._units.values() if Span(unit.valid_from, unit.valid_to).holds(day)]
        found = Names(naming_queries.units_known(valid)).find(name)
        return tuple(self._units[unit_id] for unit_id in found.units) if found.how is How.GROUP else ()

    def has_ended(self, unit: Unit) -> bool:
        """Whether nothing can be given to the unit any more."""
        return unit.valid_to is not None and unit.valid_to < self._today

    def going_on(self, unit: Unit) -> Unit | None:
        """The unit itself, or the one that goes on with its work; None where it has ended without just one heir."""
        if not self.has_ended(unit):
            return unit
        heir = self._units.get(self._heirs.get(unit.id, 0))
        return None if heir is None or self.has_ended(heir) else heir
