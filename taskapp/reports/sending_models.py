"""ReportSchedule: which report goes to whom and when, by itself; a stopped one stays for the delivery log."""

from __future__ import annotations

from datetime import datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskapp.base.db import Base, Id, Ref
from taskapp.people.models import Person
from taskapp.reports.listing import Listing
from taskapp.reports.occurrences import Cadence, Days, Timing
from taskapp.reports.periods import Cutoff

_RUNNING = text("ended_at IS NULL")


class Filed(StrEnum):
    """A report that can be sent: Mẫu A, or one of the lists."""

    SUMMARY = "summary"
    OVERDUE = "overdue"
    DUE_SOON = "due-soon"
    UNDATED = "undated"

    @property
    def listing(self) -> Listing | None:
        """The list it is; None for Mẫu A."""
        return None if self is Filed.SUMMARY else Listing(self.value)


class ReportSchedule(Base):
    """A report sent by itself. `since`: nothing that was due before is owed; `version` counts its changes."""

    __tablename__ = "report_schedule"
    __table_args__ = (
        CheckConstraint("day BETWEEN 1 AND 31", name="day_of_month"),
        CheckConstraint("cadence <> 'weekly' OR day <= 7", name="day_of_week"),
        CheckConstraint("workdays_before BETWEEN 0 AND 10", name="workdays"),
        # job "plan"
        Index("ix_report_schedule_running", "committee_id", sqlite_where=_RUNNING, postgresql_where=_RUNNING),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    report: Mapped[Filed]
    days: Mapped[Days]
    cutoff: Mapped[Cutoff]
    cadence: Mapped[Cadence]
    day: Mapped[int]
    workdays_before: Mapped[int]
    at: Mapped[time]
    since: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]

    by: Mapped[Person | None] = relationship()
    receivers: Mapped[list[ReportReceiver]] = relationship(
        back_populates="schedule", order_by="ReportReceiver.id", cascade="all, delete-orphan"
    )

    @property
    def timing(self) -> Timing:
        """When it is sent."""
        return Timing(self.cadence, self.day, self.workdays_before, self.at)


class ReportReceiver(Base):
    """A person to whom a report is sent."""

    __tablename__ = "report_receiver"
    __table_args__ = (UniqueConstraint("schedule_id", "person_id"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    schedule_id: Mapped[int] = mapped_column(Ref, ForeignKey("report_schedule.id"))
    person_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))

    schedule: Mapped[ReportSchedule] = relationship(back_populates="receivers")
    person: Mapped[Person] = relationship()
