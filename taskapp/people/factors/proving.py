"""Showing the second factor: a code of an app, a recovery code, the answer of a security key. None commits.

Each is taken once, on whichever node it arrives: the row is changed only as long as nobody else has changed it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from taskapp.people.access.access_models import Why
from taskapp.people.factors import codes, factor_queries, sealing
from taskapp.people.factors.factor_models import FactorKind, RecoveryCode, SecondFactor
from taskapp.people.models import Person


def use_code(session: Session, person: Person, typed: str, *, secret_key: str, now: datetime) -> Why | None:
    """What the typed code was, an app's or a recovery code, and use it up; None: neither, or used before."""
    given = codes.plain(typed)
    if codes.is_of_app(given):
        apps = session.scalars(factor_queries.of_kind(person, FactorKind.APP)).all()
        return Why.APP if any(_takes(session, app, given, secret_key, now) for app in apps) else None
    return Why.RECOVERY if len(given) == codes.LENGTH and _use_up(session, person, given, now) else None


def confirm(session: Session, app: SecondFactor, typed: str, *, secret_key: str, now: datetime) -> bool:
    """Whether the code is the one that a new app shows now; it is then used up."""
    given = codes.plain(typed)
    return codes.is_of_app(given) and _takes(session, app, given, secret_key, now)


def _takes(session: Session, app: SecondFactor, given: str, secret_key: str, now: datetime) -> bool:
    seed = sealing.unseal(app.secret or b"", app.person_id, secret_key)
    step = codes.step_of(seed, given, now) if seed else None
    if step is None:
        return False
    used = (
        update(SecondFactor)
        .where(SecondFactor.committee_id == app.committee_id, SecondFactor.id == app.id, SecondFactor.last_step < step)
        .values(last_step=step, last_used_at=now)
        .returning(SecondFactor.id)
    )
    return session.execute(used).first() is not None


def _use_up(session: Session, person: Person, given: str, now: datetime) -> bool:
    used = (
        update(RecoveryCode)
        .where(
            RecoveryCode.committee_id == person.committee_id,
            RecoveryCode.person_id == person.id,
            RecoveryCode.code_hash == codes.recovery_hash(given),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCode.id)
    )
    return session.execute(used).first() is not None
