"""A clock that jumped must not send a year of mail, nor the same day twice: instants are judged before they are used.

Going back more than 5 seconds stops planning and sending until the clock has caught up, or has said the same for nine
minutes: then it was wrong before. Going ahead more than 10 minutes needs a second reading, half a minute later, that
agrees: so does a system that was down, which waits no longer. A process that was there, and for which less time has
passed, knows that the clock has jumped, and waits nine minutes too: somebody may set it right again.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session

from taskapp.base import clock
from taskapp.base.db import Base, Id, unscoped

log = logging.getLogger("taskapp.clock")

BACK = timedelta(seconds=5)
AHEAD = timedelta(minutes=10)
CONFIRMED_AFTER = timedelta(seconds=25)
BELIEVED_AFTER = timedelta(minutes=9)  # less than AHEAD, so that the readings in between agree with the first


class ClockMark(Base):
    """The latest instant that was acted on, and one far from it that awaits readings that agree: one row."""

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


@dataclass
class Watch:
    """What one process has seen of the clock: the instant that it last acted on, and when by its monotonic clock."""

    acted_at: datetime | None = None
    ticked: float = 0.0

    def sees_jump(self, now: datetime) -> bool:
        """Whether the clock has gone on by far more than the time that has passed for this process."""
        passed = timedelta(seconds=clock.monotonic() - self.ticked)
        return self.acted_at is not None and now - self.acted_at > passed + AHEAD

    def keep(self, now: datetime) -> None:
        """Remember an instant that was acted on."""
        self.acted_at, self.ticked = now, clock.monotonic()


def judge(seen_at: datetime, jumped_to: datetime | None, now: datetime, *, sees_jump: bool = False) -> Reading:
    """Whether `now` can be acted on, after `seen_at` was; `sees_jump`: not so much time has really passed. Pure."""
    is_back = now < seen_at - BACK
    if not is_back and now <= seen_at + AHEAD:
        return Reading(True, max(now, seen_at))
    if jumped_to is None or now < jumped_to or now - jumped_to > AHEAD:
        return Reading(False, seen_at, now)
    wait = BELIEVED_AFTER if is_back or sees_jump else CONFIRMED_AFTER
    return Reading(True, now) if now - jumped_to >= wait else Reading(False, seen_at, jumped_to)


def may_act(session: Session, now: datetime, watch: Watch) -> bool:
    """Whether jobs may act on `now`, the database's clock. Remembers it for all processes; does not commit.

    `watch` is this process's own.
    """
    row = session.execute(unscoped(ClockMark.id, ClockMark.seen_at, ClockMark.jumped_to)).first()
    if row is None:
        try:
            with session.begin_nested():
                session.execute(insert(ClockMark).values(id=1, seen_at=now))
        except IntegrityError:  # another process made the mark in the same moment
            return False
        watch.keep(now)
        return True
    reading = judge(row.seen_at, row.jumped_to, now, sees_jump=watch.sees_jump(now))
    if reading.is_steady:
        watch.keep(now)
    else:
        log.warning("the clock says %s after %s: nothing is planned or sent until it is sure", now, row.seen_at)
    mark = update(ClockMark).where(ClockMark.id == row.id, ClockMark.seen_at == row.seen_at)
    session.execute(mark.values(seen_at=reading.seen_at, jumped_to=reading.jumped_to))
    return reading.is_steady
