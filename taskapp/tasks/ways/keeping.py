"""Filters of lists kept under a name: saved, renamed, shared with the own unit, removed. Functions do not commit.

What is kept is an address: whoever opens it sees what his own rights let him see.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, func, or_
from sqlalchemy.orm import Session, joinedload

from taskapp.base.db import scoped
from taskapp.base.errors import Missing, Refused
from taskapp.base.i18n import _
from taskapp.people.models import Person, Unit
from taskapp.tasks.ways.models import SavedFilter

MOST = 50  # of one person


def seen_by(person: Person) -> Select[SavedFilter]:
    """The person's own, and those that colleagues share with the unit, by name."""
    theirs = or_(SavedFilter.person_id == person.id, SavedFilter.unit_id == person.unit_id)
    query = scoped(SavedFilter, person.committee_id).where(theirs).options(joinedload(SavedFilter.person))
    return query.order_by(SavedFilter.name, SavedFilter.id)


def save(session: Session, person: Person, name: str, address: str, *, is_shared: bool, now: datetime) -> SavedFilter:
    """Keep an address under a name, with a name that the person has already instead of the address of before.

    Raises Refused when the person keeps too many.
    """
    known = session.scalars(_own(person).where(SavedFilter.name == name)).one_or_none()
    if known is None:
        _check_number(session, person)
        known = SavedFilter(committee_id=person.committee_id, person_id=person.id, name=name)
        session.add(known)
    known.address, known.saved_at = address, now
    known.unit_id = person.unit_id if is_shared else None
    session.flush()
    return known


def change(session: Session, person: Person, filter_id: int, name: str, *, is_shared: bool) -> None:
    """Give one of the person's own filters another name, and share it or not. Raises Missing or Refused."""
    found = own(session, person, filter_id)
    others = _own(person).where(SavedFilter.name == name, SavedFilter.id != filter_id)
    if session.scalars(others).first() is not None:
        raise Refused(_("Anh/chị đã có bộ lọc tên này. Hãy đặt tên khác."), field="name")
    found.name, found.unit_id = name, person.unit_id if is_shared else None
    session.flush()


def remove(session: Session, person: Person, filter_id: int) -> None:
    """Remove one of the person's own filters. Raises Missing."""
    session.delete(own(session, person, filter_id))


def own(session: Session, person: Person, filter_id: int) -> SavedFilter:
    """One of the person's own filters. Raises Missing, also for those of others."""
    found: SavedFilter | None = session.scalars(_own(person).where(SavedFilter.id == filter_id)).one_or_none()
    if found is None:
        raise Missing(_("Không có bộ lọc này trong các bộ lọc của anh/chị."))
    return found


def follow_units(session: Session, committee_id: int, heirs: Mapping[int, Unit]) -> int:
    """Share with the successors of units that have ended what was shared with these; how many filters."""
    shared = list(session.scalars(scoped(SavedFilter, committee_id).where(SavedFilter.unit_id.in_(heirs))))
    for each in shared:
        each.unit_id = heirs[each.unit_id].id if each.unit_id else None
    session.flush()
    return len(shared)


def _own(person: Person) -> Select[SavedFilter]:
    return scoped(SavedFilter, person.committee_id).where(SavedFilter.person_id == person.id)


def _check_number(session: Session, person: Person) -> None:
    count = session.scalar(
        scoped(SavedFilter, person.committee_id, func.count()).where(SavedFilter.person_id == person.id)
    )
    if (count or 0) >= MOST:
        raise Refused(_("Anh/chị đã lưu %(most)s bộ lọc. Hãy xóa bớt rồi lưu lại.", most=MOST))
