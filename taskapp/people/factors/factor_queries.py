"""Selects over second factors."""

from __future__ import annotations

from sqlalchemy import Select, func
from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.people.factors.factor_models import FactorKind, RecoveryCode, SecondFactor
from taskapp.people.models import Person


def factors_of(person: Person) -> Select[SecondFactor]:
    """The person's factors that open something, oldest first."""
    query = scoped(SecondFactor, person.committee_id).where(
        SecondFactor.person_id == person.id, SecondFactor.confirmed_at.is_not(None)
    )
    return query.order_by(SecondFactor.id)


def of_kind(person: Person, kind: FactorKind) -> Select[SecondFactor]:
    """Those of one kind."""
    return factors_of(person).where(SecondFactor.kind == kind)


def with_credential(person: Person, credential_id: str) -> Select[SecondFactor]:
    """The key of this name, whoever in the person's committee holds it."""
    return scoped(SecondFactor, person.committee_id).where(SecondFactor.credential_id == credential_id)


def begun_app(person: Person) -> Select[SecondFactor]:
    """The app whose first code is still awaited."""
    return scoped(SecondFactor, person.committee_id).where(
        SecondFactor.person_id == person.id, SecondFactor.confirmed_at.is_(None)
    )


def has_factor(session: Session, person: Person) -> bool:
    """Whether the password alone does not let this person in."""
    return session.scalars(factors_of(person).with_only_columns(SecondFactor.id).limit(1)).first() is not None


def codes_left(session: Session, person: Person) -> int:
    """How many recovery codes are still unused."""
    unused = scoped(RecoveryCode, person.committee_id, func.count()).where(
        RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None)
    )
    return session.scalar(unused) or 0
