"""What a person may reach: roles held in units, each reaching that unit and all below it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property


class Role(StrEnum):
    """What a person is in a unit; a right reaches that unit and all below it."""

    LEADER = "leader"
    MONITOR = "monitor"
    CLERK = "clerk"
    UNIT_HEAD = "unit_head"
    OFFICER = "officer"
    INSPECTOR = "inspector"
    ADMIN = "admin"


# Roles whose work is the whole committee unless something narrower is chosen for a person.
WHOLE_COMMITTEE = frozenset({Role.LEADER, Role.MONITOR, Role.CLERK, Role.INSPECTOR, Role.ADMIN})
READERS = frozenset(Role) - {Role.ADMIN}  # administering the system gives no right to read tasks


class Standing(StrEnum):
    """Why somebody fills another's place for a while."""

    DEPUTY = "deputy"  # the other is away: his work, never his decisions as a leader
    DELEGATE = "delegate"  # the other has delegated his decisions in writing


# What of the other's roles goes with the place. Administering is never passed on.
PASSED_ON = {
    Standing.DEPUTY: frozenset(Role) - {Role.LEADER, Role.ADMIN},
    Standing.DELEGATE: frozenset({Role.LEADER}),
}


class Everywhere(frozenset[int]):
    """Ids of units of a committee that has no others: a condition need not name them, see unit_queries.among()."""


@dataclass(frozen=True)
class Place:
    """Another's place, filled for now: whose, why, and what his roles reach as far as they are passed on."""

    person_id: int
    standing: Standing
    reaches: Mapping[Role, frozenset[int]] = field(default_factory=dict)

    def __hash__(self) -> int:  # a mapping has none of its own
        return hash((self.person_id, self.standing, frozenset(self.reaches.items())))


@dataclass(frozen=True)
class Rights:
    """One person's rights: for each role the ids of all units it reaches, and the places filled for others now."""

    person_id: int
    committee_id: int
    unit_id: int
    reaches: Mapping[Role, frozenset[int]] = field(default_factory=dict)
    places: tuple[Place, ...] = ()

    def __hash__(self) -> int:  # as of Place
        return hash((self.person_id, self.committee_id, frozenset(self.reaches.items()), self.places))

    def has(self, *roles: Role) -> bool:
        """Whether the person holds one of the roles anywhere, or fills the place of somebody who does."""
        return any(not reaches.keys().isdisjoint(roles) for reaches in self._all)

    def over(self, unit_id: int, *roles: Role) -> bool:
        """Whether one of the roles reaches the unit."""
        for reaches in self._all:  # asked a thousand times for a page: no generators
            for role in roles:
                if role in reaches and unit_id in reaches[role]:
                    return True
        return False

    def reach(self, *roles: Role) -> frozenset[int]:
        """Ids of all units that one of the roles reaches."""
        found = [reaches[role] for role in roles for reaches in self._all if role in reaches]
        return next((units for units in found if isinstance(units, Everywhere)), frozenset().union(*found))

    @cached_property
    def readable(self) -> frozenset[int]:
        """Ids of the units whose tasks the person may read."""
        return self.reach(*READERS)

    @property
    def limits(self) -> frozenset[int] | None:
        """The same; None: those of all units."""
        return None if isinstance(self.readable, Everywhere) else self.readable

    @cached_property
    def hands(self) -> frozenset[int]:
        """Persons whose work is this person's to do now: himself and those he is the deputy of."""
        return self._persons(Standing.DEPUTY)

    @cached_property
    def seats(self) -> frozenset[int]:
        """Persons whose decisions are this person's to take now: himself and those who delegated theirs to him."""
        return self._persons(Standing.DELEGATE)

    @cached_property
    def alone(self) -> Rights:
        """The person's own rights, without the places of others."""
        return replace(self, places=())

    def through(self, place: Place) -> Rights:
        """The person with this one place and none of his own roles: what filling it lets him do."""
        return replace(self, reaches={}, places=(place,))

    def within(self, unit_ids: frozenset[int]) -> Rights:
        """The same rights, but none that reaches beyond these units."""
        places = tuple(replace(place, reaches=_cut(place.reaches, unit_ids)) for place in self.places)
        return replace(self, reaches=_cut(self.reaches, unit_ids), places=places)

    def _persons(self, standing: Standing) -> frozenset[int]:
        return frozenset({self.person_id, *(place.person_id for place in self.places if place.standing is standing)})

    @cached_property
    def _all(self) -> tuple[Mapping[Role, frozenset[int]], ...]:
        return self.reaches, *(place.reaches for place in self.places)


def _cut(reaches: Mapping[Role, frozenset[int]], unit_ids: frozenset[int]) -> dict[Role, frozenset[int]]:
    return {role: units & unit_ids for role, units in reaches.items()}
