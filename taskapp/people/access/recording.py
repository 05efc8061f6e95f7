"""Lines of the access log, written at the edge and by the verbs on accounts.

Where a request comes from belongs to each line and to no rule, so it is said once for each request, as is whether the
request only reads, and not handed through every verb.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.people.access.access_models import AccessEvent, AccessKind, Why
from taskapp.people.models import Person

KEPT = timedelta(days=366)
SAID_ONCE_IN = timedelta(minutes=10)  # whoever goes on trying while he has to wait does not fill the log


@dataclass(frozen=True)
class Source:
    """Where a request came from; empty for the command line and the jobs."""

    address: str = ""
    browser: str = ""


NOWHERE = Source()
_source: ContextVar[Source] = ContextVar("source", default=NOWHERE)


def come_from(source: Source) -> None:
    """Say where what is written from here on in this context comes from."""
    _source.set(source)


def note(
    session: Session,
    person: Person,
    kind: AccessKind,
    *,
    by: Person | None,
    now: datetime,
    why: Why = Why.NONE,
    text: str = "",
) -> None:
    """Write down what concerns a person. Does not commit."""
    session.add(
        AccessEvent(
            committee_id=person.committee_id,
            person_id=person.id,
            by_id=by.id if by else None,
            account=f"{person.username}@{person.committee.code}",
            kind=kind,
            why=why,
            note=text[:300],
            recorded_at=now,
            **_columns(),
        )
    )


def refuse(
    session: Session,
    committee_id: int | None,
    person_id: int | None,
    account: str,
    why: Why,
    *,
    now: datetime,
) -> None:
    """Write down a sign-in that was refused; nothing when the typed code names no committee. Does not commit."""
    if committee_id is None or (why is Why.TOO_MANY and _has_just_been_said(session, committee_id, account, now)):
        return
    session.add(
        AccessEvent(
            committee_id=committee_id,
            person_id=person_id,
            account=account[:100],
            kind=AccessKind.REFUSED,
            why=why,
            recorded_at=now,
            **_columns(),
        )
    )


def prune(session: Session, *, now: datetime) -> int:
    """Delete lines older than twelve months; their number. Does not commit."""
    gone = delete(AccessEvent).where(AccessEvent.recorded_at <= now - KEPT).returning(AccessEvent.id)
    return len(session.execute(gone).all())


def _has_just_been_said(session: Session, committee_id: int, account: str, now: datetime) -> bool:
    query = scoped(AccessEvent, committee_id, AccessEvent.id).where(
        AccessEvent.account == account[:100],
        AccessEvent.recorded_at > now - SAID_ONCE_IN,
        AccessEvent.why == Why.TOO_MANY,
    )
    return session.scalars(query.limit(1)).first() is not None


def _columns() -> dict[str, str]:
    source = _source.get()
    return {"address": source.address[:45], "browser": source.browser[:200]}
