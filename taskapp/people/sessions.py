"""Sign-ins as rows: opened, found by the hash of their token, ended at once when they must.

How long each lasts stands in its row, so that all nodes and all questions agree about it.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, String, bindparam, delete, or_, update
from sqlalchemy.orm import Session, contains_eager, joinedload

from taskapp.base.db import scoped, unscoped
from taskapp.people import sign_in_policy
from taskapp.people.models import Person, SignInSession
from taskapp.people.rights import Role
from taskapp.people.sign_in_policy import SignInPolicy

FACTOR_WITHIN = timedelta(minutes=10)  # after the password was right
TOUCH_EVERY = timedelta(minutes=1)
KEPT = timedelta(days=90)


def new_token() -> str:
    """256 random bits for a cookie or a link; only digest() of it is stored."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is stored of a token: SHA-256, 64 hexadecimal digits. The token is random, so no salt is needed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def policy_of(person: Person) -> SignInPolicy:
    """What the person's committee demands of sign-ins."""
    return sign_in_policy.of(person.committee.sign_in_rules)


def is_admin(person: Person) -> bool:
    """Whether the person administers anything: such sign-ins are shorter and need a second factor."""
    return any(held.role is Role.ADMIN for held in person.roles)


def open_session(
    session: Session, person: Person, *, now: datetime, address: str, browser: str, awaits_factor: bool = False
) -> str:
    """Open a sign-in of `person` and give its token, which is stored nowhere. Does not commit.

    With `awaits_factor` it opens nothing yet: the second factor has to follow within ten minutes.
    """
    token, policy = new_token(), policy_of(person)
    row = SignInSession(
        committee_id=person.committee_id,
        person_id=person.id,
        token_hash=digest(token),
        started_at=now,
        last_seen_at=now,
        idle_until=now + (FACTOR_WITHIN if awaits_factor else policy.idle(is_admin=is_admin(person))),
        expires_at=now + (FACTOR_WITHIN if awaits_factor else policy.absolute),
        awaits_factor=awaits_factor,
        address=address[:45],
        browser=browser[:200],
    )
    session.add(row)
    return token


def find(session: Session, token: str, *, now: datetime) -> SignInSession | None:
    """The live sign-in of the token with person, unit and committee, in one query; None when ended, idle or too old."""
    return session.scalars(_found(), {"token_hash": digest(token), "now": now}).first()


@cache
def _found() -> Select[SignInSession]:
    """The live sign-in with a hash, for values by name: asked before every page, so made once."""
    now: Any = bindparam("now", type_=SignInSession.idle_until.type)
    query = _live(unscoped(SignInSession), now).where(SignInSession.token_hash == bindparam("token_hash", type_=String))
    return query.where(SignInSession.awaits_factor.is_(False))


def find_waiting(session: Session, token: str, *, now: datetime) -> SignInSession | None:
    """Like find(), for a sign-in that waits for its second factor."""
    query = _live(unscoped(SignInSession), now).where(SignInSession.token_hash == digest(token))
    return session.scalars(query.where(SignInSession.awaits_factor.is_(True))).first()


def whose(session: Session, token: str, *, now: datetime) -> Person | None:
    """Whose sign-in this token opened within a day, though it may be over; None when the account is closed."""
    query = unscoped(Person).join(SignInSession, SignInSession.person_id == Person.id)
    query = query.where(SignInSession.token_hash == digest(token), SignInSession.started_at > now - timedelta(days=1))
    return session.scalars(query.where(Person.disabled_at.is_(None))).first()


def is_ended(session: Session, token: str) -> bool:
    """Whether somebody ended the sign-in of this token, or closed its account: it did not only run out."""
    query = unscoped(SignInSession.id).join(Person, Person.id == SignInSession.person_id)
    query = query.where(SignInSession.token_hash == digest(token))
    gone = or_(SignInSession.ended_at.is_not(None), Person.disabled_at.is_not(None))
    return session.scalar(query.where(gone)) is not None


def _live(query: Select[SignInSession], now: datetime) -> Select[SignInSession]:
    return (
        query.join(SignInSession.person)
        .options(contains_eager(SignInSession.person).options(joinedload(Person.committee), joinedload(Person.unit)))
        .where(
            SignInSession.ended_at.is_(None),
            SignInSession.idle_until > now,
            SignInSession.expires_at > now,
            Person.disabled_at.is_(None),
        )
    )


def of_person(committee_id: int, person_id: int, *, now: datetime) -> Select[SignInSession]:
    """The live sign-ins of one person, last used first."""
    query = _live(scoped(SignInSession, committee_id), now).where(
        SignInSession.person_id == person_id, SignInSession.awaits_factor.is_(False)
    )
    return query.order_by(SignInSession.last_seen_at.desc(), SignInSession.id.desc())


def end(session: Session, committee_id: int, session_id: int, *, person_id: int, now: datetime) -> bool:
    """End one sign-in of the person; False when it is not theirs or over already. Does not commit."""
    found = session.execute(
        update(SignInSession)
        .where(
            SignInSession.committee_id == committee_id,
            SignInSession.id == session_id,
            SignInSession.person_id == person_id,
            SignInSession.ended_at.is_(None),
        )
        .values(ended_at=now)
        .returning(SignInSession.id)
    )
    return found.first() is not None


def end_all(session: Session, person: Person, *, now: datetime, but: int | None = None) -> int:
    """End every sign-in of the person, apart from the one with id `but`; their number. Does not commit."""
    query = update(SignInSession).where(
        SignInSession.committee_id == person.committee_id,
        SignInSession.person_id == person.id,
        SignInSession.ended_at.is_(None),
    )
    if but is not None:
        query = query.where(SignInSession.id != but)
    return len(session.execute(query.values(ended_at=now).returning(SignInSession.id)).all())


def keep_challenge(session: Session, sign_in: SignInSession, challenge: str) -> None:
    """Note what the next answer of a security key must sign. Does not commit."""
    sign_in.challenge = challenge
    session.flush()


def take_challenge(session: Session, sign_in: SignInSession) -> str | None:
    """What a security key was to sign; only the first of two answers gets it. Does not commit."""
    challenge = sign_in.challenge
    if challenge is None:
        return None
    taken = update(SignInSession).where(
        SignInSession.committee_id == sign_in.committee_id,
        SignInSession.id == sign_in.id,
        SignInSession.challenge == challenge,
    )
    is_mine = session.execute(taken.values(challenge=None).returning(SignInSession.id)).first() is not None
    return challenge if is_mine else None


def prune(session: Session, *, now: datetime) -> int:
    """Delete sign-ins that began 90 days ago or earlier, of all committees; their number. Does not commit."""
    gone = delete(SignInSession).where(SignInSession.started_at <= now - KEPT).returning(SignInSession.id)
    return len(session.execute(gone).all())
