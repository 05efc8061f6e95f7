"""Whom the forms of absences and delegations offer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from taskapp.people import queries, standing_queries
from taskapp.people.models import Person
from taskapp.people.organisation import top_unit_id
from taskapp.people.rights import Rights, Role
from taskapp.people.standing import keeps_delegations, may_keep_absence

MOST = 500  # persons in one select that nobody narrowed


@dataclass(frozen=True)
class Circle:
    """The enabled persons that selects offer, by given name; not `is_whole`: only those of some units."""

    persons: Sequence[Person]
    is_whole: bool


def circle(session: Session, rights: Rights, unit_ids: Iterable[int]) -> Circle:
    """Everybody; in a committee of more than MOST those of one's own unit and of these units."""
    everybody = queries.people(rights.committee_id).where(Person.disabled_at.is_(None))
    found = session.scalars(everybody.limit(MOST + 1)).all()
    if len(found) <= MOST:
        return Circle(found, is_whole=True)
    near = queries.people_of(rights.committee_id, {*unit_ids, rights.unit_id})
    return Circle(session.scalars(near).all(), is_whole=False)


def absent_persons(offered: Circle, me: Person, rights: Rights) -> list[Person]:
    """Whose absence the person may register: his own first, then others."""
    others = (one for one in offered.persons if one.id != me.id and may_keep_absence(rights, one.id, one.unit_id))
    return [me, *others]


def delegating_leaders(session: Session, me: Person, rights: Rights) -> list[Person]:
    """Whose delegations the person may write down: all leaders' for the office, else his own; nobody's: empty."""
    if keeps_all(session, rights):
        return list(session.scalars(standing_queries.leaders(rights.committee_id)))
    return [me] if rights.alone.has(Role.LEADER) else []


def keeps_all(session: Session, rights: Rights) -> bool:
    """Whether the person keeps the delegations of all leaders, for the committee's office."""
    return rights.has(Role.MONITOR) and keeps_delegations(rights, session.scalar(top_unit_id(rights.committee_id)) or 0)
