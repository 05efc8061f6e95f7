"""Selects over units and persons, and the rights of a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Date, Integer, Select, bindparam, func, or_, outerjoin
from sqlalchemy.orm import Session, joinedload, selectinload

from taskapp.base.db import scoped, unscoped
from taskapp.base.errors import Missing
from taskapp.base.i18n import _
from taskapp.base.text import fold, one_line
from taskapp.people import standing_queries, unit_queries
from taskapp.people.models import Committee, Person, RoleHeld, Unit
from taskapp.people.rights import PASSED_ON, READERS, Everywhere, Place, Rights, Role, Standing
from taskapp.people.unit_names import UnitNames

DEMO_PASSWORD = "demo"  # noqa: S105 - of invented persons, in demo mode only
DEMO_ACCOUNTS = (
    "chutich",
    "phochutich",
    "vanphong",
    "vanthu",
    "truongphong",
    "congchuc",
    "tuphapxa",
    "thanhtra",
    "quantri",
)


def rights_of(session: Session, person: Person, *, on: date) -> Rights:
    """The person's rights on a local day of the committee, in one query: the roles and the places filled for others.

    Each role with its unit, all units below it, and those whose work these took over.
    """
    return rights_by_id(session, person.committee_id, person.id, person.unit_id, on=on)


def rights_by_id(session: Session, committee_id: int, person_id: int, unit_id: int, *, on: date) -> Rights:
    """Like rights_of(), for who has the ids only."""
    filled: dict[tuple[int, str], dict[Role, set[int]]] = defaultdict(lambda: defaultdict(set))
    found = session.execute(_reached(), {"committee_id": committee_id, "person_id": person_id, "day": on}).all()
    for owner, standing, role, reached, _count in found:
        units_of = filled[owner, standing]
        if role is not None:
            units_of[Role(role)].add(reached)
    count = found[0].units if found else 0
    mine = _frozen(filled.pop((person_id, standing_queries.HIMSELF), {}), count)
    places = tuple(
        _place(owner, Standing(standing), filled[owner, standing], count) for owner, standing in sorted(filled)
    )
    return Rights(person_id=person_id, committee_id=committee_id, unit_id=unit_id, reaches=mine, places=places)


@cache
def _reached() -> Select[Any]:
    """(owner of the place, standing, role, unit, how many units there are), for values by name.

    Asked before every page, so made once.
    """
    committee_id: Any = bindparam("committee_id", type_=Integer)
    person_id: Any = bindparam("person_id", type_=Integer)
    day: Any = bindparam("day", type_=Date)
    stood = standing_queries.stood_for(committee_id, person_id, day).subquery("stood")
    its_roles = (RoleHeld.person_id == stood.c.person_id) & (RoleHeld.committee_id == committee_id)
    held = unscoped(stood.c.person_id, stood.c.standing, RoleHeld.role, RoleHeld.unit_id)
    reach = held.select_from(outerjoin(stood, RoleHeld, its_roles)).cte("reach", recursive=True)
    edges = unit_queries.edges(committee_id)
    below = unscoped(reach.c.person_id, reach.c.standing, reach.c.role, edges.c.below)
    reach = reach.union(below.join_from(reach, edges, edges.c.above == reach.c.unit_id))
    return unscoped(*reach.c, scoped(Unit, committee_id, func.count()).scalar_subquery().label("units"))


def _place(owner: int, standing: Standing, units_of: Mapping[Role, set[int]], count: int) -> Place:
    passed_on = {role: units for role, units in units_of.items() if role in PASSED_ON[standing]}
    return Place(owner, standing, _frozen(passed_on, count))


def _frozen(units_of: Mapping[Role, set[int]], count: int) -> dict[Role, frozenset[int]]:
    """`count`: of all units of the committee."""
    return {role: (Everywhere if len(units) == count else frozenset)(units) for role, units in units_of.items()}


def holders(session: Session, committee_id: int, unit_id: int, *roles: Role) -> list[Person]:
    """Enabled persons with one of the roles over the unit: held in it, above it or in a successor; sorted by name."""
    edges = unit_queries.edges(committee_id)
    above = scoped(Unit, committee_id, Unit.id).where(Unit.id == unit_id).cte("above", recursive=True)
    above = above.union(unscoped(edges.c.above).join_from(above, edges, edges.c.below == above.c.id))
    query = people(committee_id).where(
        Person.disabled_at.is_(None),
        Person.id.in_(
            scoped(RoleHeld, committee_id, RoleHeld.person_id).where(
                RoleHeld.role.in_(roles), RoleHeld.unit_id.in_(unscoped(above.c.id))
            )
        ),
    )
    return list(session.scalars(query))


def units(committee_id: int) -> Select[Unit]:
    """All units, those still open first, then in the office's own order and by name."""
    return scoped(Unit, committee_id).order_by(Unit.valid_to.is_not(None), Unit.sort_order, Unit.name, Unit.id)


def units_on(committee_id: int, day: date) -> Select[Unit]:
    """The units that are valid on a local day: those that can be given tasks."""
    begun = or_(Unit.valid_from.is_(None), Unit.valid_from <= day)
    return units(committee_id).where(begun, or_(Unit.valid_to.is_(None), Unit.valid_to >= day))


def units_below(session: Session, committee_id: int, unit_id: int, day: date) -> list[Unit]:
    """The units valid on a local day that stand somewhere below this one, in the office's order; one query."""
    valid, inside = list(session.scalars(units_on(committee_id, day))), {unit_id}
    while grown := {unit.id for unit in valid if unit.parent_id in inside} - inside:
        inside |= grown
    return [unit for unit in valid if unit.id in inside and unit.id != unit_id]


def get_unit(session: Session, committee_id: int, unit_id: int) -> Unit:
    """One unit of the committee. Raises Missing."""
    unit: Unit | None = session.scalars(scoped(Unit, committee_id).where(Unit.id == unit_id)).one_or_none()
    if unit is None:
        raise Missing(_("Không có đơn vị này trong cơ quan của anh/chị."))
    return unit


def unit_names(session: Session, committee_id: int) -> UnitNames:
    """All names of the committee's units, for finding many by what documents call them; two queries.

    A name that a unit had once finds it as long as no open unit is called so.
    """
    columns = (Unit.id, Unit.code, Unit.name, Unit.short_name, Unit.valid_to)
    known = UnitNames()
    for unit_id, name in session.execute(unit_queries.former_names(committee_id)):
        known.add(unit_id, (name,), is_open=False)
    for unit_id, code, name, short_name, valid_to in session.execute(scoped(Unit, committee_id, *columns)):
        known.add(unit_id, (name, short_name, code), is_open=valid_to is None)
    return known


def find_unit_by_name(session: Session, committee_id: int, name: str) -> Unit | None:
    """The unit that a document calls `name` (any case, no diacritics, abbreviated); None when none or several fit."""
    unit_id = unit_names(session, committee_id).find(name)
    return session.get(Unit, unit_id) if unit_id else None


def people(committee_id: int) -> Select[Person]:
    """All persons, disabled ones too, in Vietnamese order of their given names, units loaded."""
    return scoped(Person, committee_id).options(joinedload(Person.unit)).order_by(Person.sort_key, Person.id)


def people_of(committee_id: int, unit_ids: Iterable[int]) -> Select[Person]:
    """Enabled persons whose home is one of the units."""
    return people(committee_id).where(Person.unit_id.in_(list(unit_ids)), Person.disabled_at.is_(None))


def at_work(rights: Rights) -> Select[Person]:
    """Enabled persons whom somebody knows of: all for who has to do with tasks, an administrator those of his units."""
    query = people(rights.committee_id).where(Person.disabled_at.is_(None))
    return query if rights.has(*READERS) else query.where(Person.unit_id.in_(rights.reach(Role.ADMIN)))


def search_people(committee_id: int, words: str) -> Select[Person]:
    """Persons whose name or user name has all the words, with or without diacritics, in no order; roles loaded."""
    query = scoped(Person, committee_id).options(selectinload(Person.roles))
    for word in fold(one_line(words)).split()[:8]:
        query = query.where(Person.search_key.contains(word, autoescape=True))
    return query


def get_person(session: Session, committee_id: int, person_id: int) -> Person:
    """One person of the committee, disabled ones too. Raises Missing."""
    person = session.scalars(people(committee_id).where(Person.id == person_id)).one_or_none()
    if person is None:
        raise Missing(_("Không có người dùng này trong cơ quan của anh/chị."))
    return person


def committee_for_sign_in(session: Session, code: str, host: str) -> Committee | None:
    """The committee that a sign-in means: by its code when one was typed, else by host name, else the only one."""
    by_code = unscoped(Committee).where(func.lower(Committee.code) == code.lower())
    if code:
        return _one(session, by_code)
    by_host = _one(session, unscoped(Committee).where(Committee.host == host.lower()))
    if by_host is not None:
        return by_host
    first_two = session.scalars(unscoped(Committee).order_by(Committee.id).limit(2)).all()
    return first_two[0] if len(first_two) == 1 else None


def _one(session: Session, query: Select[Committee]) -> Committee | None:
    return session.scalars(query).one_or_none()


def person_for_sign_in(session: Session, committee: Committee | None, username: str) -> Person | None:
    """The person of that user name, disabled ones too; None when there is none."""
    if committee is None:
        return None
    return session.scalars(scoped(Person, committee.id).where(Person.username == username)).one_or_none()


def is_code_needed(session: Session, host: str) -> bool:
    """Whether people must type name@code: there are several committees and the host name picks none."""
    return (
        committee_for_sign_in(session, "", host) is None
        and session.scalars(unscoped(Committee.id).limit(1)).first() is not None
    )


def demo_people(session: Session) -> list[Person]:
    """The persons of the demo office whose accounts are offered on its sign-in page, in the order of their duties."""
    query = unscoped(Person).join(Person.committee).where(Committee.is_demo, Person.username.in_(DEMO_ACCOUNTS))
    found = session.scalars(query.where(Person.disabled_at.is_(None))).all()
    return sorted(found, key=lambda person: DEMO_ACCOUNTS.index(person.username))
