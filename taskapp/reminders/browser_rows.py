"""The browsers that notify a person, as a page shows them: never their addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from taskapp.outbox import browsers, channel_addresses, push


@dataclass(frozen=True)
class BrowserRow:
    """One that is notified. `mark`: by which its own script knows it; moments are local."""

    id: int
    label: str
    mark: str
    added: datetime
    reached: datetime | None
    trouble: str
    is_tried_again: bool


@dataclass(frozen=True)
class LostRow:
    """One that was notified, until when (local), and why no longer."""

    label: str
    ended: datetime
    reason: str


def rows(
    session: Session, committee_id: int, person_id: int, local: Callable[[datetime], datetime]
) -> list[BrowserRow]:
    """Those that are notified, the oldest first."""
    found = []
    for one in browsers.current(session, committee_id, person_id):
        reached = browsers.last_reached(session, one)
        trouble = channel_addresses.trouble(session, one)
        since = local(reached) if reached else None
        found.append(BrowserRow(one.id, one.label, push.mark_of(one.address), local(one.added_at), since, *trouble))
    return found


def lost(
    session: Session, committee_id: int, person_id: int, now: datetime, local: Callable[[datetime], datetime]
) -> list[LostRow]:
    """Those that have ended lately, the last first."""
    ended = browsers.ended(session, committee_id, person_id, now)
    return [LostRow(one.label, local(one.ended_at), one.reason) for one in ended if one.ended_at]
