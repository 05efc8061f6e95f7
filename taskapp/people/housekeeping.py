"""What the people package forgets: wrong tries after a week, old sign-ins and links after 90 days."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from taskapp.people import links, sessions, throttle


def prune(session: Session, *, now: datetime) -> int:
    """Delete rows that nobody asks for any more, of all committees; their number. Does not commit."""
    return throttle.prune(session, now=now) + sessions.prune(session, now=now) + links.prune(session, now=now)
