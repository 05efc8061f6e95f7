"""What an administrator may touch: persons and units below the unit in which he is administrator."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, func
from sqlalchemy.orm import Session, contains_eager, selectinload

from taskapp.base.db import scoped
from taskapp.base.errors import Forbidden, Missing
from taskapp.base.i18n import _
from taskapp.people import queries, unit_queries
from taskapp.people.models import AccountEvent, Person, Unit
from taskapp.people.rights import Rights, Role
from taskapp.people.sso import outer_queries
from taskapp.people.tables import UnitRow, in_tree, tree
from taskapp.people.unit_queries import UnitThen

EVENTS_SHOWN = 50


def get_person(session: Session, rights: Rights, person_id: int) -> Person:
    """A person whom the administrator may change. Raises Missing outside his units.

    Raises Forbidden for a person who holds a role above them: a link to that account would be a way up.
    """
    person = queries.get_person(session, rights.committee_id, person_id)
    reach = rights.reach(Role.ADMIN)
    if person.unit_id not in reach:
        raise Missing(_("Không có người dùng này trong phạm vi quản trị của anh/chị."))
    if any(held.unit_id not in reach for held in person.roles):
        raise Forbidden(_("Người này có vai trò ở cấp trên. Hãy nhờ người quản trị cấp trên thực hiện."))
    return person


def get_unit(session: Session, rights: Rights, unit_id: int) -> Unit:
    """A unit that the administrator may change or put persons into. Raises Missing outside his units."""
    if unit_id not in rights.reach(Role.ADMIN):
        raise Missing(_("Không có đơn vị này trong phạm vi quản trị của anh/chị."))
    return queries.get_unit(session, rights.committee_id, unit_id)


def list_people(rights: Rights, words: str, unit_id: int | None, state: str) -> Select[Person]:
    """Persons whom the administrator may see, by unit; `state`: all "", "disabled", or "no-password"."""
    query = queries.search_people(rights.committee_id, words).join(Person.unit).options(contains_eager(Person.unit))
    query = query.where(Person.unit_id.in_(rights.reach(Role.ADMIN)))
    if unit_id is not None:
        query = query.where(Person.unit_id == unit_id)
    if state == "disabled":
        query = query.where(Person.disabled_at.is_not(None))
    elif state == "no-password":
        query = query.where(Person.password_hash.is_(None), Person.disabled_at.is_(None))
        query = query.where(Person.id.not_in(outer_queries.by_directory(rights.committee_id)))
    return query


def unit_rows(session: Session, rights: Rights, *, counted: bool = False) -> list[UnitRow]:
    """The administrator's units as a tree, with their enabled persons when `counted`; one or two queries."""
    counts: dict[int, int] = {}
    if counted:
        enabled = scoped(Person, rights.committee_id, Person.unit_id, func.count()).where(Person.disabled_at.is_(None))
        counts = dict(session.execute(enabled.group_by(Person.unit_id)).all())
    return tree(session.scalars(queries.units(rights.committee_id)), counts, rights.reach(Role.ADMIN))


def tree_on(session: Session, rights: Rights, day: date) -> list[tuple[UnitThen, int]]:
    """The administrator's units as they were on a local day, each with its depth; one query."""
    found = unit_queries.organisation_on(session, rights.committee_id, day)
    return in_tree([unit for unit in found if unit.id in rights.reach(Role.ADMIN)])


def events_of(person: Person) -> Select[AccountEvent]:
    """What happened to the account lately, newest first."""
    query = scoped(AccountEvent, person.committee_id).where(AccountEvent.person_id == person.id)
    query = query.options(selectinload(AccountEvent.by)).order_by(
        AccountEvent.recorded_at.desc(), AccountEvent.id.desc()
    )
    return query.limit(EVENTS_SHOWN)
