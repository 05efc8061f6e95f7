"""The only place that reads a clock. Instants are aware UTC; local days follow the committee's fixed zone."""

from __future__ import annotations

import time as _time
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.orm import Session

_frozen: datetime | None = None


def freeze(moment: datetime | None) -> None:
    """Hold the clock at an aware instant (tests and the demo's history only); None lets it run again."""
    global _frozen  # noqa: PLW0603 - one clock for all threads of the process is what freezing means
    if moment is not None and moment.tzinfo is None:
        raise ValueError("the clock takes aware instants only")
    _frozen = moment.astimezone(UTC) if moment else None


def now() -> datetime:
    """The present instant, aware UTC, by this machine's clock."""
    return _frozen or datetime.now(UTC)


def database_now(session: Session) -> datetime:
    """The present instant, aware UTC, by the database's clock: the one that all nodes share.

    SQLite lives in this process, so its clock is ours; PostgreSQL is asked (one round trip).
    """
    if _frozen or session.get_bind().dialect.name == "sqlite":
        return now()
    moment: datetime = session.scalar(text("SELECT clock_timestamp()"))
    return moment.astimezone(UTC)


def monotonic() -> float:
    """Seconds of a clock that never goes back; only differences mean something."""
    return _time.monotonic()


def local(moment: datetime, zone: str) -> datetime:
    """The same instant on the wall clock of `zone` (an IANA name)."""
    return moment.astimezone(ZoneInfo(zone))


def local_day(moment: datetime, zone: str) -> date:
    """The calendar day on which `moment` falls in `zone`."""
    return local(moment, zone).date()


def start_of(day: date, zone: str) -> datetime:
    """The instant, aware UTC, at which the calendar day begins in `zone`."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)
