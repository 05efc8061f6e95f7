"""What a person may reach: roles held in units, each reaching that unit and all below it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


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


@dataclass(frozen=True)
class Rights:
    """One person's rights: for each role the ids of all units it reaches."""

    person_id: int
    committee_id: int
    unit_id: int
    reaches: Mapping[Role, frozenset[int]] = field(default_factory=dict)

    def has(self, *roles: Role) -> bool:
        """Whether the person holds one of the roles anywhere."""
        return any(role in self.reaches for role in roles)

    def over(self, unit_id: int, *roles: Role) -> bool:
        """Whether one of the roles reaches the unit."""
        return any(unit_id in self.reaches.get(role, frozenset()) for role in roles)

    def reach(self, *roles: Role) -> frozenset[int]:
        """Ids of all units that one of the roles reaches."""
        return frozenset().union(*(self.reaches.get(role, frozenset()) for role in roles))

    @property
    def readable(self) -> frozenset[int]:
        """Ids of the units whose tasks the person may read."""
        return self.reach(*READERS)
