"""Passwords that an administrator had and may not take again at once (TCVN 14423:2026, x.6.2.2 b). None commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.people import passwords
from taskapp.people.models import PastPassword, Person
from taskapp.people.sign_in_policy import HISTORY


def check(session: Session, person: Person, password: str) -> None:
    """Raise BadInput when the password is the present one or one of the last ten."""
    hashes = {person.password_hash, *(past.password_hash for past in _of(session, person))} - {None}
    if any(passwords.verify(known, password) for known in hashes):
        raise BadInput(
            _(
                "Mật khẩu này anh/chị đã dùng, không được đặt lại trong %(n)s lần đổi. Hãy chọn mật khẩu khác.",
                n=HISTORY,
            ),
            field="password",
        )


def keep(session: Session, person: Person, *, now: datetime) -> None:
    """Note the password just set, and forget what is older than the last ten."""
    session.add(
        PastPassword(
            committee_id=person.committee_id, person_id=person.id, password_hash=person.password_hash, set_at=now
        )
    )
    session.flush()
    kept = [past.id for past in _of(session, person)]
    older = delete(PastPassword).where(
        PastPassword.committee_id == person.committee_id,
        PastPassword.person_id == person.id,
        PastPassword.id.not_in(kept),
    )
    session.execute(older)


def _of(session: Session, person: Person) -> Sequence[PastPassword]:
    query = scoped(PastPassword, person.committee_id).where(PastPassword.person_id == person.id)
    found: Sequence[PastPassword] = session.scalars(
        query.order_by(PastPassword.set_at.desc(), PastPassword.id.desc()).limit(HISTORY)
    ).all()
    return found
