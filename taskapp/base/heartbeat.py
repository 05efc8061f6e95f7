"""Heartbeats of the scheduler's jobs: how a dead scheduler is seen by every page and by monitoring."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, String, Text, UniqueConstraint, and_, case, delete, func, insert, or_, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from taskapp.base.db import Base, Id, unscoped

DEAD_AFTER = timedelta(seconds=90)  # three of the longest ordinary intervals; the promise of the manual
AHEAD = timedelta(minutes=1)  # a row from further ahead was left by a clock that was wrong, and proves nothing


class Trouble(Exception):
    """A job's own work cannot be done and reminders go on; the text says, in Vietnamese, why and what to do."""


class Heartbeat(Base):
    """The last tick of a job in one process: how a dead scheduler is seen. No committee: one scheduler serves all."""

    __tablename__ = "heartbeat"
    __table_args__ = (UniqueConstraint("job", "owner"),)

    id: Mapped[Id]
    job: Mapped[str] = mapped_column(String(32))
    owner: Mapped[str] = mapped_column(String(36))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    count: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")
    trouble: Mapped[str] = mapped_column(Text, default="", server_default="")


def begin(session: Session, job: str, owner: str, now: datetime) -> None:
    """Note that a tick of `job` began in the process `owner` (a uuid). Does not commit."""
    if not _change(session, job, owner, started_at=now):
        session.execute(insert(Heartbeat).values(job=job, owner=owner, started_at=now, count=0, error=""))


def end(
    session: Session, job: str, owner: str, now: datetime, *, count: int = 0, error: str = "", trouble: str = ""
) -> None:
    """Note how the tick ended: `count` things done, or the error that stopped it, or what it is in trouble about.

    Does not commit.
    """
    _change(session, job, owner, ended_at=now, count=count, error=error, trouble=trouble)


def prune(session: Session, before: datetime, now: datetime) -> int:
    """Forget processes that began nothing since `before`, or after `now`; how many rows went. Does not commit."""
    stale = or_(Heartbeat.started_at < before, Heartbeat.started_at > now + AHEAD)
    gone = session.execute(delete(Heartbeat).where(stale))
    return cast("CursorResult[Any]", gone).rowcount


def last_tick(session: Session, now: datetime) -> datetime | None:
    """When the job that is worst off last ended well, in whatever process; None when one never did.

    What is said to have ended well after `now` does not count: the clock went back, and who wrote it may be dead.
    """
    well = case((and_(Heartbeat.error == "", Heartbeat.ended_at <= now + AHEAD), Heartbeat.ended_at))
    moments: list[datetime | None] = list(session.scalars(unscoped(func.max(well)).group_by(Heartbeat.job)))
    known = [moment for moment in moments if moment is not None]
    return min(known) if known and len(known) == len(moments) else None


def troubles(session: Session, now: datetime) -> dict[str, list[str]]:
    """What living processes are in trouble about, by the name of the job, each said once."""
    alive = Heartbeat.started_at.between(now - DEAD_AFTER, now + AHEAD)
    said = unscoped(Heartbeat.job, Heartbeat.trouble).where(alive, Heartbeat.trouble != "").distinct()
    found: dict[str, list[str]] = {}
    for job, text in session.execute(said.order_by(Heartbeat.job, Heartbeat.trouble)):
        found.setdefault(job, []).append(text)
    return found


def latest(session: Session) -> list[Heartbeat]:
    """The most recent row of each job, by name of the job."""
    rows = session.scalars(unscoped(Heartbeat).order_by(Heartbeat.job, Heartbeat.started_at))
    return list({row.job: row for row in rows}.values())


def _change(session: Session, job: str, owner: str, **values: object) -> bool:
    mine = update(Heartbeat).where(Heartbeat.job == job, Heartbeat.owner == owner).values(**values)
    changed = session.execute(mine, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", changed).rowcount == 1
