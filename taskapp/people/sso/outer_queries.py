"""Selects over outer accounts of persons: by which doors besides the own password somebody comes in."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select
from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.people.models import Person
from taskapp.people.sso.models import DIRECTORY, OuterAccount


@dataclass(frozen=True)
class Ways:
    """By which doors a person comes in: a password kept here, the directory's, the provider's page."""

    has_password: bool
    has_directory: bool
    has_provider: bool


def ways_of(session: Session, person: Person) -> Ways:
    """The doors that are this person's; one query."""
    accounts = session.scalars(accounts_of(person)).all()
    return Ways(
        has_password=person.password_hash is not None,
        has_directory=any(account.is_of_directory for account in accounts),
        has_provider=any(not account.is_of_directory for account in accounts),
    )


def accounts_of(person: Person) -> Select[OuterAccount]:
    """The outer accounts that are this person's, the newest link first."""
    query = scoped(OuterAccount, person.committee_id).where(OuterAccount.person_id == person.id)
    return query.order_by(OuterAccount.linked_at.desc(), OuterAccount.id.desc())


def by_directory(committee_id: int) -> Select[int]:
    """The ids of the persons whose account the directory's password opens."""
    is_theirs = OuterAccount.person_id.is_not(None) & OuterAccount.issuer.startswith(DIRECTORY, autoescape=True)
    return scoped(OuterAccount, committee_id, OuterAccount.person_id).where(is_theirs)


def of_directory(session: Session, person: Person) -> OuterAccount | None:
    """The account of the directory whose password opens this account too; None: there is none."""
    query = accounts_of(person).where(OuterAccount.issuer.startswith(DIRECTORY, autoescape=True))
    return session.scalars(query.limit(1)).first()
