"""Heartbeats of the scheduler's jobs: how a dead scheduler is seen by every page and by monitoring."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from taskapp.base.db import Base, Id


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
