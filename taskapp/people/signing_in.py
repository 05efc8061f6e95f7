"""Signing in, step by step: who is meant, count the try, check the password outside any transaction, let in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.people import passwords, throttle
from taskapp.people.access.access_models import Why
from taskapp.people.models import Committee, Person
from taskapp.people.queries import committee_for_sign_in, person_for_sign_in

FACTOR = " 2"  # after the account's name: no user name has a blank


class TooManyTries(Refused):
    """Wrong passwords or codes were given too often; `wait_s` seconds must pass first."""

    status = 429

    def __init__(self, wait: timedelta) -> None:
        self.wait_s = int(wait.total_seconds()) + 1
        minutes = -(-self.wait_s // 60)
        soon = _("Nhập sai quá nhiều lần. Hãy thử lại sau %(n)s giây.", n=self.wait_s)
        later = _("Nhập sai quá nhiều lần. Hãy thử lại sau %(n)s phút.", n=minutes)
        super().__init__(soon if self.wait_s <= 60 else later)


@dataclass(frozen=True)
class Meant:
    """Whom a typed name means: the account as it is counted and logged, its committee and person if there are such."""

    account: str
    committee: Committee | None
    person: Person | None


@dataclass(frozen=True)
class Attempt:
    """One counted try: whom it means (None: nobody) and the hash to compare with; `why` it fails if the hash differs.

    `committee_id` None: the typed code names no committee.
    """

    account: str
    row_id: int
    person_id: int | None
    password_hash: str | None
    why: Why
    committee_id: int | None


def meant(session: Session, typed: str, *, host: str) -> Meant:
    """Whom "name" or "name@code" means on this host."""
    name, _at, code = typed.strip().lower().partition("@")
    committee = committee_for_sign_in(session, code, host)
    person = person_for_sign_in(session, committee, name)
    return Meant(f"{name}@{committee.code if committee else code}", committee, person)


def begin(session: Session, whom: Meant, *, address: str, now: datetime) -> Attempt:
    """Count a try to sign in. Raises TooManyTries. The caller commits at once."""
    return _begin(session, whom.committee, whom.account, whom.person, address=address, now=now)


def begin_for(session: Session, person: Person, *, address: str, now: datetime) -> Attempt:
    """Count a try of who is signed in to show the current password. Raises TooManyTries. The caller commits at once."""
    return _begin(session, person.committee, account_of(person), person, address=address, now=now)


def begin_factor(session: Session, person: Person, *, address: str, now: datetime) -> Attempt:
    """Count a try to show the second factor, like a try of a password. Raises TooManyTries; the caller commits at once.

    Counted apart, so that a right password does not forgive wrong codes.
    """
    return _begin(session, person.committee, account_of(person) + FACTOR, person, address=address, now=now)


def account_of(person: Person) -> str:
    """The account as tries are counted and logged: name and the committee's code."""
    return f"{person.username}@{person.committee.code}"


def forgive(session: Session, attempt: Attempt) -> None:
    """The try was right: the account starts anew. Does not commit."""
    throttle.forgive(session, attempt.account, attempt.row_id)


def forget_tries(session: Session, person: Person) -> None:
    """Let the person try again at once, password and second factor. Does not commit."""
    for account in (account_of(person), account_of(person) + FACTOR):
        throttle.forget(session, account)


def wait_of(session: Session, person: Person, *, now: datetime) -> timedelta:
    """How long the person has to wait before the next try; nothing when there were few wrong ones."""
    accounts = (account_of(person), account_of(person) + FACTOR)
    return max(throttle.wait_of(session, account, now=now) for account in accounts)


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
        return Attempt(account, row.id, None, None, Why.CLOSED if person else Why.UNKNOWN, committee_id)
    why = Why.WRONG if person.password_hash else Why.UNSET
    return Attempt(account, row.id, person.id, person.password_hash, why, committee_id)
