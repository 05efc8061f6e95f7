"""The working calendar of a committee as data: rows come with their decision, are replaced, never overwritten."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from taskapp.base.db import Base, Id, Ref
from taskapp.workdays.kinds import DayKind


class CalendarDay(Base):
    """One day that differs from the weekday rule, by a decision. The newest row of a day counts."""

    __tablename__ = "calendar_day"
    __table_args__ = (
        Index(
            "uq_calendar_day_current",
            "committee_id",
            "day",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    day: Mapped[date]
    kind: Mapped[DayKind]
    note: Mapped[str] = mapped_column(String(200), default="")
    decision: Mapped[str] = mapped_column(String(200), default="")
    recorded_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
