"""The first administrator of a new installation. Does not commit."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from taskapp.base.db import scoped, unscoped
from taskapp.people import accounts
from taskapp.people.models import Committee, Person, RoleHeld, UnitKind
from taskapp.people.organisation import create_committee, create_unit
from taskapp.people.rights import Role


def first_administrator(
    session: Session,
    *,
    committee_name: str,
    timezone: str,
    now: datetime,
    code: str = "ubnd",
    place: str = "",
    username: str = "quantri",
    full_name: str = "Quản trị hệ thống",
    email: str = "",
) -> tuple[Person, str] | None:
    """Make the first committee, its top unit and an administrator; the person and the token of the link to /password/.

    When there is a committee already: a new link for its administrator who has not yet set a password (the first link
    was lost), None when somebody can sign in as administrator.
    """
    committee = session.scalars(unscoped(Committee).order_by(Committee.id).limit(1)).first()
    if committee is not None:
        return _again(session, committee, now=now)
    committee = create_committee(session, code=code, name=committee_name, timezone=timezone, place=place, now=now)
    root = create_unit(session, committee.id, name=committee_name, kind=UnitKind.COMMITTEE, code=code, sort_order=0)
    person = accounts.create_person(
        session, committee.id, username=username, full_name=full_name, unit=root, email=email, by=None, now=now
    )
    accounts.give_role(session, person, Role.ADMIN, root, by=None, now=now)
    return person, accounts.make_link(session, person, by=None, now=now)


def _again(session: Session, committee: Committee, *, now: datetime) -> tuple[Person, str] | None:
    administrators = scoped(Person, committee.id).where(
        Person.disabled_at.is_(None),
        Person.id.in_(scoped(RoleHeld, committee.id, RoleHeld.person_id).where(RoleHeld.role == Role.ADMIN)),
    )
    found = session.scalars(administrators.order_by(Person.id)).all()
    if not found or any(person.password_hash for person in found):
        return None
    return found[0], accounts.make_link(session, found[0], by=None, now=now)
