"""Who answers for what on a day: heads, office and leaders of each unit, who is here, who fills whose place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.people.models import Committee, Person, RoleHeld, Unit
from taskapp.people.rights import Role
from taskapp.reminders.facts import StandIn

ANSWERABLE = (Role.UNIT_HEAD, Role.MONITOR, Role.LEADER)
ByUnit = Mapping[int, tuple[int, ...]]


@dataclass(frozen=True)
class Posts:
    """Enabled persons by what they answer for; a unit without one of its own has those of the nearest unit above."""

    heads: ByUnit
    monitors: ByUnit
    leaders: ByUnit
    enabled: frozenset[int]
    attended: frozenset[int]  # whose work somebody sees to who is here
    stand_ins: Mapping[int, tuple[StandIn, ...]] = field(default_factory=dict)

    def known(self, person_id: int | None) -> int | None:
        """The person, or None when there is none or the account is closed."""
        return person_id if person_id in self.enabled else None


def load(session: Session, committee: Committee, _now: datetime) -> Posts:
    """The posts as they are filled at `now`; a handful of queries, whatever the number of units."""
    holders = scoped(RoleHeld, committee.id, RoleHeld.role, RoleHeld.unit_id, RoleHeld.person_id)
    holders = holders.join(Person, Person.id == RoleHeld.person_id).where(Person.disabled_at.is_(None))
    held: dict[Role, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for role, unit_id, person_id in session.execute(
        holders.where(RoleHeld.role.in_(ANSWERABLE)).order_by(RoleHeld.person_id)
    ):
        held[role][unit_id].append(person_id)
    tree = session.execute(scoped(Unit, committee.id, Unit.id, Unit.parent_id))
    parents: dict[int, int | None] = {row.id: row.parent_id for row in tree}
    enabled = frozenset(session.scalars(scoped(Person, committee.id, Person.id).where(Person.disabled_at.is_(None))))
    heads, monitors, leaders = (_nearest(parents, held[role]) for role in ANSWERABLE)
    return Posts(heads, monitors, leaders, enabled, attended=enabled)


def _nearest(parents: Mapping[int, int | None], held: Mapping[int, list[int]]) -> ByUnit:
    """For each unit its own, else those of the nearest unit above that has some."""
    return {unit_id: tuple(held[at]) for unit_id in parents if (at := _filled(unit_id, parents, held)) is not None}


def _filled(unit_id: int, parents: Mapping[int, int | None], held: Mapping[int, list[int]]) -> int | None:
    at: int | None = unit_id
    while at is not None and at not in held:
        at = parents.get(at)
    return at
