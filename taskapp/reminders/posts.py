"""Who answers for what on a day: heads, office and leaders of each unit, who is here, who fills whose place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.people import standing_queries
from taskapp.people.models import Committee, Person, RoleHeld, Unit
from taskapp.people.rights import Role
from taskapp.people.standing_models import Delegation
from taskapp.people.unit_models import UnitSuccession
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
    paths: ByUnit = field(default_factory=dict)  # each unit and those above it
    stand_ins: Mapping[int, tuple[StandIn, ...]] = field(default_factory=dict)

    def known(self, person_id: int | None) -> int | None:
        """The person, or None when there is none or the account is closed."""
        return person_id if person_id in self.enabled else None


def load(session: Session, committee: Committee, now: datetime) -> Posts:
    """The posts as they are filled at `now`; a handful of queries, whatever the number of units."""
    holders = scoped(RoleHeld, committee.id, RoleHeld.role, RoleHeld.unit_id, RoleHeld.person_id)
    holders = holders.join(Person, Person.id == RoleHeld.person_id).where(Person.disabled_at.is_(None))
    held: dict[Role, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for role, unit_id, person_id in session.execute(
        holders.where(RoleHeld.role.in_(ANSWERABLE)).order_by(RoleHeld.person_id)
    ):
        held[role][unit_id].append(person_id)
    parents = _parents(session, committee.id)
    enabled = frozenset(session.scalars(scoped(Person, committee.id, Person.id).where(Person.disabled_at.is_(None))))
    heads, monitors, leaders = (_nearest(parents, held[role]) for role in ANSWERABLE)
    today = clock.local_day(now, committee.timezone)
    attended = frozenset(session.scalars(standing_queries.attended_persons(committee.id, today)))
    paths = {unit_id: tuple(_upwards(unit_id, parents)) for unit_id in parents}
    return Posts(heads, monitors, leaders, enabled, attended, paths, _stand_ins(session, committee, today, enabled))


def _stand_ins(
    session: Session, committee: Committee, today: date, enabled: frozenset[int]
) -> Mapping[int, tuple[StandIn, ...]]:
    """Deputies of who is away, and delegates, whether or not the leader is there."""
    found: dict[int, list[StandIn]] = defaultdict(list)
    for person_id, deputies in standing_queries.deputies_on(session, committee.id, today).items():
        found[person_id] += (StandIn(one.deputy_id, one.since) for one in deputies)
    for one in session.scalars(standing_queries.delegations_on(committee.id, today).order_by(Delegation.id)):
        if one.delegate_id in enabled:
            since = max(one.recorded_at, clock.start_of(one.first_on, committee.timezone))
            found[one.person_id].append(StandIn(one.delegate_id, since, decides=True))
    return {person_id: tuple(stand_ins) for person_id, stand_ins in found.items()}


def _parents(session: Session, committee_id: int) -> dict[int, int | None]:
    """By each unit the one above it; for one that has ended its successor goes on."""
    heir = func.min(UnitSuccession.successor_id)
    tree = scoped(Unit, committee_id, Unit.id, func.coalesce(heir, Unit.parent_id)).group_by(Unit.id, Unit.parent_id)
    tree = tree.outerjoin(UnitSuccession, UnitSuccession.predecessor_id == Unit.id)
    return {row[0]: row[1] for row in session.execute(tree)}


def _nearest(parents: Mapping[int, int | None], held: Mapping[int, list[int]]) -> ByUnit:
    """For each unit its own, else those of the nearest unit above that has some."""
    filled = {unit_id: next((at for at in _upwards(unit_id, parents) if at in held), None) for unit_id in parents}
    return {unit_id: tuple(held[at]) for unit_id, at in filled.items() if at is not None}


def _upwards(unit_id: int, parents: Mapping[int, int | None]) -> Iterator[int]:
    """The unit and those above it, each once: whatever the tree is like, the reminders of all must go out."""
    passed: set[int] = set()
    at: int | None = unit_id
    while at is not None and at not in passed:
        yield at
        passed.add(at)
        at = parents.get(at)
