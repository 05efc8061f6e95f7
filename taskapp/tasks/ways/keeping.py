"""Filters of lists kept under a name: saved, renamed, shared with the own unit, removed. Functions do not commit.

What is kept is an address: whoever opens it sees what his own rights let him see.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, and_, func, or_
from sqlalchemy.orm import Session, contains_eager

from taskapp.base.db import scoped
from taskapp.base.errors import Missing, Refused
from taskapp.base.i18n import _
from taskapp.people.models import Person
from taskapp.tasks.ways.models import SavedFilter

MOST = 50  # of one person


def seen_by(person: Person) -> Select[SavedFilter]:
    """The person's own, and those that people of the same unit share, by name."""
    shared = and_(SavedFilter.is_shared, Person.unit_id == person.unit_id)
    query = (
        scoped(SavedFilter, person.committee_id).join(SavedFilter.person).options(contains_eager(SavedFilter.person))
    )
    query = query.where(or_(SavedFilter.person_id == person.id, shared))
    return query.order_by(SavedFilter.name, SavedFilter.id)


def save(session: Session, person: Person, name: str, address: str, *, is_shared: bool, now: datetime) -> SavedFilter:
    """Keep an address under a name, with a name that the person has already instead of the address of before.

    Raises Refused when the person keeps too many.
    """
    session.refresh(person, with_for_update=True)  # what is sent twice at once comes one after the other
    known = session.scalars(_own(person).where(SavedFilter.name == name)).one_or_none()
    if known is None:
        _check_number(session, person)
        known = SavedFilter(committee_id=person.committee_id, person_id=person.id, name=name)
        session.add(known)
    known.address, known.saved_at = address, now
    known.is_shared = is_shared
    session.flush()
    return known


def change(session: Session, person: Person, filter_id: int, name: str, *, is_shared: bool) -> None:
    """Give one of the person's own filters another name, and share it or not. Raises Missing or Refused."""
    found = own(session, person, filter_id)
    others = _own(person).where(SavedFilter.name == name, SavedFilter.id != filter_id)
    if session.scalars(others).first() is not None:
        raise Refused(_("Anh/chị đã có bộ lọc tên này. Hãy đặt tên khác."), field="name")
    found.name, found.is_shared = name, is_shared
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


def _own(person: Person) -> Select[SavedFilter]:
    return scoped(SavedFilter, person.committee_id).where(SavedFilter.person_id == person.id)


def _check_number(session: Session, person: Person) -> None:
    count = session.scalar(
        scoped(SavedFilter, person.committee_id, func.count()).where(SavedFilter.person_id == person.id)
    )
    if (count or 0) >= MOST:
        raise Refused(_("Anh/chị đã lưu %(most)s bộ lọc. Hãy xóa bớt rồi lưu lại.", most=MOST))
