"""A clock that jumped must not send a year of mail, nor the same day twice: instants are judged before they are used.

Going back more than 5 seconds stops planning and sending until the clock has caught up. Going ahead more than 10
minutes needs a second reading, half a minute later, that agrees: so does a system that was down, which waits no longer.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session

from taskapp.base.db import Base, Id, unscoped

log = logging.getLogger("taskapp.clock")

BACK = timedelta(seconds=5)
AHEAD = timedelta(minutes=10)
CONFIRMED_AFTER = timedelta(seconds=25)


class ClockMark(Base):
    """The latest instant that was acted on, and one far ahead of it that awaits a second reading: one row."""

    __tablename__ = "clock_mark"

    id: Mapped[Id]
    seen_at: Mapped[datetime]
    jumped_to: Mapped[datetime | None]


@dataclass(frozen=True)
class Reading:
    """What to do with an instant: act on it or not, and what the row holds afterwards."""

    is_steady: bool
    seen_at: datetime
    jumped_to: datetime | None = None


def judge(seen_at: datetime, jumped_to: datetime | None, now: datetime) -> Reading:
    """Whether `now` can be acted on, after `seen_at` was. Pure."""
    if now < seen_at - BACK:
        return Reading(False, seen_at)
    if now <= seen_at + AHEAD:
        return Reading(True, max(now, seen_at))
    if jumped_to is None or now < jumped_to or now - jumped_to > AHEAD:
        return Reading(False, seen_at, now)
    return Reading(True, now) if now - jumped_to >= CONFIRMED_AFTER else Reading(False, seen_at, jumped_to)


def may_act(session: Session, now: datetime) -> bool:
    """Whether jobs may act on `now`, the database's clock. Remembers it for all processes; does not commit."""
    row = session.execute(unscoped(ClockMark.id, ClockMark.seen_at, ClockMark.jumped_to)).first()
    if row is None:
        try:
            with session.begin_nested():
                session.execute(insert(ClockMark).values(id=1, seen_at=now))
        except IntegrityError:  # another process made the mark in the same moment
            return False
        return True
    reading = judge(row.seen_at, row.jumped_to, now)
    if not reading.is_steady:
        log.warning("the clock says %s after %s: nothing is planned or sent until it is sure", now, row.seen_at)
    mark = update(ClockMark).where(ClockMark.id == row.id, ClockMark.seen_at == row.seen_at)
    session.execute(mark.values(seen_at=reading.seen_at, jumped_to=reading.jumped_to))
    return reading.is_steady
