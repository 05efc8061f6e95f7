"""What the people package forgets: wrong tries, sign-ins, links, the access log, what was held, each in its time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from taskapp.people import links, sessions, throttle
from taskapp.people.access import held, recording
from taskapp.people.factors import keeping

FORGETTING = (throttle.prune, sessions.prune, links.prune, recording.prune, held.prune, keeping.prune)


def prune(session: Session, *, now: datetime) -> int:
    """Delete rows that nobody asks for any more, of all committees; their number. Does not commit."""
    return sum(forget(session, now=now) for forget in FORGETTING)
