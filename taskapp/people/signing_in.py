"""Signing in, step by step: who is meant, count the try, check the password outside any transaction, let in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.people import passwords, throttle
from taskapp.people.models import Committee, Person
from taskapp.people.queries import committee_for_sign_in, person_for_sign_in


class TooManyTries(Refused):
    """Wrong passwords were given too often; `wait_s` seconds must pass first."""

    status = 429

    def __init__(self, wait: timedelta) -> None:
        self.wait_s = int(wait.total_seconds()) + 1
        minutes = -(-self.wait_s // 60)
        soon = _("Sai mật khẩu quá nhiều lần. Hãy thử lại sau %(n)s giây.", n=self.wait_s)
        later = _("Sai mật khẩu quá nhiều lần. Hãy thử lại sau %(n)s phút.", n=minutes)
        super().__init__(soon if self.wait_s <= 60 else later)


@dataclass(frozen=True)
class Attempt:
    """One counted try: whom it means (None: nobody) and the hash to compare with."""

    account: str
    row_id: int
    person_id: int | None
    password_hash: str | None


def begin(session: Session, typed: str, *, host: str, address: str, now: datetime) -> Attempt:
    """Count a try to sign in as `typed` ("name" or "name@code"). Raises TooManyTries. The caller commits at once."""
    name, _at, code = typed.strip().lower().partition("@")
    committee = committee_for_sign_in(session, code, host)
    person = person_for_sign_in(session, committee, name)
    return _begin(
        session, committee, f"{name}@{committee.code if committee else code}", person, address=address, now=now
    )


def begin_for(session: Session, person: Person, *, address: str, now: datetime) -> Attempt:
    """Count a try of who is signed in to show the current password. Raises TooManyTries. The caller commits at once."""
    account = f"{person.username}@{person.committee.code}"
    return _begin(session, person.committee, account, person, address=address, now=now)


def succeed(session: Session, attempt: Attempt, password: str) -> Person | None:
    """The password was right: forgive the tries and give the person; None when disabled meanwhile. Does not commit."""
    person = session.get(Person, attempt.person_id)
    if person is None or not person.is_enabled or person.password_hash is None:
        return None
    throttle.forgive(session, attempt.account, attempt.row_id)
    if passwords.is_outdated(person.password_hash):
        person.password_hash = passwords.hash_password(password)
    return person


def _begin(
    session: Session, committee: Committee | None, account: str, person: Person | None, *, address: str, now: datetime
) -> Attempt:
    committee_id = committee.id if committee else None
    row, wait = throttle.reserve(session, committee_id=committee_id, account=account, address=address, now=now)
    if row is None:
        raise TooManyTries(wait)
    if person is None or not person.is_enabled:
        return Attempt(account, row.id, None, None)
    return Attempt(account, row.id, person.id, person.password_hash)
