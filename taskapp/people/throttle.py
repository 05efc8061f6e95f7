"""Wrong passwords and codes slow down the next try, per account and address, counted in the database of all nodes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from taskapp.base.db import unscoped
from taskapp.people.models import FailedSignIn

WINDOW = timedelta(hours=24)
FREE_TRIES = 5
FREE_TRIES_OF_ADDRESS = 25  # one office stands behind one address
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(minutes=20)  # keeps one account below 100 tries a day
KEPT = timedelta(days=7)
_LOCK = 7_201_946  # an arbitrary number that only this lock uses


def delay_after(failures: int, free: int = FREE_TRIES) -> timedelta:
    """How long to wait after so many wrong tries within WINDOW: nothing, 30 s, then doubled up to 20 min."""
    if failures < free:
        return timedelta()
    doubled: int = 2 ** min(failures - free, 20)
    return min(FIRST_DELAY * doubled, LONGEST_DELAY)


def reserve(
    session: Session, *, committee_id: int | None, account: str, address: str, now: datetime
) -> tuple[FailedSignIn | None, timedelta]:
    """Count a try as wrong before it is checked, so that tries at once cannot slip by; or say how long to wait.

    The caller commits at once, then checks the password, and calls forgive() when it was right.
    """
    _one_at_a_time(session)
    account, address = account[:100], address[:45]
    wait = max(
        _wait(session, FailedSignIn.account, account, FREE_TRIES, now),
        _wait(session, FailedSignIn.address, address, FREE_TRIES_OF_ADDRESS, now),
    )
    if wait > timedelta():
        return None, wait
    row = FailedSignIn(committee_id=committee_id, account=account, address=address, failed_at=now)
    session.add(row)
    session.flush()
    return row, timedelta()


def forgive(session: Session, account: str, row_id: int) -> None:
    """The password was right: the account starts anew, and this try no longer counts. Does not commit.

    The address keeps its other failures: whoever guesses must not clear them by signing in to an account of his own.
    """
    session.execute(delete(FailedSignIn).where(FailedSignIn.id == row_id))
    forget(session, account)


def forget(session: Session, account: str) -> None:
    """The account starts anew. Does not commit."""
    session.execute(delete(FailedSignIn).where(FailedSignIn.account == account[:100]))


def wait_of(session: Session, account: str, *, now: datetime) -> timedelta:
    """How long the account has to wait before its next try; nothing or less: it need not."""
    return _wait(session, FailedSignIn.account, account[:100], FREE_TRIES, now)


def prune(session: Session, *, now: datetime) -> int:
    """Delete wrong tries of a week ago and earlier; their number. Does not commit."""
    gone = delete(FailedSignIn).where(FailedSignIn.failed_at <= now - KEPT).returning(FailedSignIn.id)
    return len(session.execute(gone).all())


def _one_at_a_time(session: Session) -> None:
    # SQLite has one writer anyway; on PostgreSQL two tries at once would both read the old count.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def _wait(session: Session, column: InstrumentedAttribute[str], value: str, free: int, now: datetime) -> timedelta:
    # The delay stops growing after a few failures, so a bounded number of rows says it all.
    query = unscoped(FailedSignIn.failed_at).where(column == value, FailedSignIn.failed_at > now - WINDOW)
    times: Sequence[datetime] = session.scalars(query.order_by(FailedSignIn.failed_at.desc()).limit(free + 10)).all()
    return times[0] + delay_after(len(times), free) - now if times else timedelta()
