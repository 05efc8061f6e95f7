"""What a closed unit leaves to its successors: its place, the units below it, its persons and roles. None commits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session, selectinload

from taskapp.base.db import scoped
from taskapp.base.i18n import _
from taskapp.people import accounts, unit_changes, unit_queries
from taskapp.people.models import AccountChange, Person, RoleHeld, Unit
from taskapp.people.unit_models import Reorganisation, UnitSuccession


def succeed(session: Session, made: Reorganisation, olds: Iterable[Unit], heirs: Iterable[Unit]) -> None:
    """Let each of the closed units have all the others as successors; these are found under the old names too.

    Raises Refused unless they are units on the day of the decision.
    """
    heirs = list(heirs)
    for heir in heirs:
        unit_changes.refuse_unless_valid(heir, made)
    for old in olds:
        for heir in heirs:
            session.add(
                UnitSuccession(
                    committee_id=made.committee_id,
                    predecessor_id=old.id,
                    successor_id=heir.id,
                    effective_on=made.effective_on,
                )
            )
    session.flush()
    for heir in heirs:
        heir.search_key = unit_queries.search_key(session, heir)


def take_children(session: Session, made: Reorganisation, old: Unit, heir: Unit) -> list[Unit]:
    """Let the open units directly below a closed one stand below its successor; those that do."""
    below = scoped(Unit, made.committee_id).where(Unit.parent_id == old.id, Unit.valid_to.is_(None))
    children = list(session.scalars(below.order_by(Unit.sort_order, Unit.id)))
    for child in children:
        unit_changes.move(session, child, made, parent=heir)
    return children


def take_people(
    session: Session, made: Reorganisation, old: Unit, heir: Unit, chosen: Mapping[int, Unit], *, by: Person | None
) -> set[int]:
    """Move who is at home in a closed unit, and every role held in it, to its successor; the ids of the persons.

    `chosen`: another successor, by the person's id.
    """
    roles = scoped(RoleHeld, made.committee_id, RoleHeld.person_id).where(RoleHeld.unit_id == old.id)
    at_home = scoped(Person, made.committee_id).where((Person.unit_id == old.id) | Person.id.in_(roles))
    moved = list(session.scalars(at_home.options(selectinload(Person.roles)).order_by(Person.id)))
    for person in moved:
        to = chosen.get(person.id, heir)
        if person.unit_id == old.id:
            person.unit_id, person.unit = to.id, to
        _take_roles(person, old, to)
        note = _("%(old)s → %(new)s theo %(number)s", old=old.label, new=to.label, number=made.decision_number)
        accounts.record(session, person, AccountChange.EDITED, by=by, now=made.recorded_at, note=note)
    session.flush()
    return {person.id for person in moved}


def _take_roles(person: Person, old: Unit, heir: Unit) -> None:
    has_there = {held.role for held in person.roles if held.unit_id == heir.id}
    for held in [held for held in person.roles if held.unit_id == old.id]:
        if held.role in has_there:
            person.roles.remove(held)
        else:
            held.unit_id = heir.id
            has_there.add(held.role)
