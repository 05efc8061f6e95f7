"""Sign-ins as rows: opened, found by the hash of their token, ended at once when they must."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, update
from sqlalchemy.orm import Session, contains_eager, joinedload

from taskapp.base.db import scoped, unscoped
from taskapp.people.models import Person, SignInSession

IDLE = timedelta(minutes=60)
ABSOLUTE = timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=1)
KEPT = timedelta(days=90)


def new_token() -> str:
    """256 random bits for a cookie or a link; only digest() of it is stored."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is stored of a token: SHA-256, 64 hexadecimal digits. The token is random, so no salt is needed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def open_session(session: Session, person: Person, *, now: datetime, address: str, browser: str) -> str:
    """Open a sign-in of `person` and give its token, which is stored nowhere. Does not commit."""
    token = new_token()
    row = SignInSession(
        committee_id=person.committee_id,
        person_id=person.id,
        token_hash=digest(token),
        started_at=now,
        last_seen_at=now,
        address=address[:45],
        browser=browser[:200],
    )
    session.add(row)
    return token


def find(session: Session, token: str, *, now: datetime) -> SignInSession | None:
    """The live sign-in of the token with person, unit and committee, in one query; None when ended, idle or too old."""
    return session.scalars(_live(unscoped(SignInSession), now).where(SignInSession.token_hash == digest(token))).first()


def _live(query: Select[SignInSession], now: datetime) -> Select[SignInSession]:
    return (
        query.join(SignInSession.person)
        .options(contains_eager(SignInSession.person).options(joinedload(Person.committee), joinedload(Person.unit)))
        .where(
            SignInSession.ended_at.is_(None),
            SignInSession.last_seen_at > now - IDLE,
            SignInSession.started_at > now - ABSOLUTE,
            Person.disabled_at.is_(None),
        )
    )


def of_person(committee_id: int, person_id: int, *, now: datetime) -> Select[SignInSession]:
    """The live sign-ins of one person, last used first."""
    query = _live(scoped(SignInSession, committee_id), now).where(SignInSession.person_id == person_id)
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


def prune(session: Session, *, now: datetime) -> int:
    """Delete sign-ins that began 90 days ago or earlier, of all committees; their number. Does not commit."""
    gone = delete(SignInSession).where(SignInSession.started_at <= now - KEPT).returning(SignInSession.id)
    return len(session.execute(gone).all())
