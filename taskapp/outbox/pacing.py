"""Not more than the mail server allows: one bucket of tokens per server, shared by all processes through its row.

The generic cell rate algorithm keeps a single instant: how far ahead of now what has been sent reaches.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from taskapp.base.db import unscoped
from taskapp.base.settings import MailRate
from taskapp.outbox.models import MailPause


@dataclass(frozen=True)
class Turn:
    """Whether one more message may go now; `filled_until` is what the server's row holds afterwards."""

    is_free: bool
    filled_until: datetime


def next_turn(filled_until: datetime | None, now: datetime, rate: MailRate) -> Turn:
    """One message more at `now`, or not: at most `rate.count` in a burst, `rate.count` per `rate.per` in the long run.

    Pure.
    """
    each = rate.per / rate.count
    begins = max(filled_until or now, now)
    if begins + each - now > rate.per + timedelta(microseconds=rate.count):  # what dividing has rounded
        return Turn(False, begins)
    return Turn(True, begins + each)


def take(session: Session, server: str, now: datetime, rate: MailRate) -> bool:
    """Take a token for one message; False when there is none or another process was quicker. Does not commit."""
    row = session.execute(unscoped(MailPause.filled_until).where(MailPause.server == server)).one_or_none()
    turn = next_turn(row.filled_until if row else None, now, rate)
    if not turn.is_free:
        return False
    if row is None:
        return _begin(session, server, now, turn.filled_until)
    unchanged = MailPause.filled_until.is_not_distinct_from(row.filled_until)
    taken = update(MailPause).where(MailPause.server == server, unchanged).values(filled_until=turn.filled_until)
    done = session.execute(taken, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", done).rowcount == 1


def _begin(session: Session, server: str, now: datetime, filled_until: datetime) -> bool:
    values = {"until": now, "failures": 0, "reason": "", "needs_administrator": False, "filled_until": filled_until}
    try:
        with session.begin_nested():
            session.execute(insert(MailPause).values(server=server, **values))
    except IntegrityError:  # another process sent the first one in the same moment
        return False
    return True
