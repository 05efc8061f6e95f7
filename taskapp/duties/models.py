"""Duty: what comes back by a rule. DutyOccurrence: what became of one of its days. DutyNote: who changed what, when."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskapp.base.db import Base, Id, Ref
from taskapp.duties.plan import Plan, Shift
from taskapp.duties.recurrence import read
from taskapp.people.models import Person, Unit
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.models import Task
from taskapp.tasks.states import Source

_RUNNING = text("phase = 'running'")


class DutyPhase(StrEnum):
    """Whether occurrences are handed out."""

    DRAFT = "draft"
    RUNNING = "running"
    ENDED = "ended"


class Outcome(StrEnum):
    """What became of an occurrence."""

    GIVEN = "given"
    SKIPPED = "skipped"
    MISSED = "missed"  # its limit passed while nothing was handed out: the system was down


class Note(StrEnum):
    """What happened to a duty."""

    WRITTEN = "written"
    BEGUN = "begun"
    CHANGED = "changed"
    GIVEN = "given"
    SKIPPED = "skipped"
    MISSED = "missed"
    GIVEN_AFTER_ALL = "given_after_all"
    ENDED = "ended"
    RESUMED = "resumed"


class Duty(Base):
    """Việc định kỳ: each occurrence becomes an ordinary task. `version` counts its notes."""

    __tablename__ = "duty"
    __table_args__ = (
        CheckConstraint("workdays_ahead BETWEEN 0 AND 60", name="workdays_ahead"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        UniqueConstraint("committee_id", "once_key"),
        # job "duties"
        Index("ix_duty_running", "committee_id", sqlite_where=_RUNNING, postgresql_where=_RUNNING),
        Index("ix_duty_directive_id", "directive_id"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    version: Mapped[int] = mapped_column(default=0)
    phase: Mapped[DutyPhase] = mapped_column(default=DutyPhase.DRAFT)
    content: Mapped[str] = mapped_column(Text)
    product: Mapped[str] = mapped_column(String(300), default="")
    lead_unit_id: Mapped[int] = mapped_column(Ref, ForeignKey("unit.id"))
    officer_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    assigner_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    source: Mapped[Source] = mapped_column(default=Source.OWN)
    directive_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("directive.id"))
    deadline_text: Mapped[str] = mapped_column(String(300), default="")
    rule: Mapped[str] = mapped_column(String(200))
    shift: Mapped[Shift] = mapped_column(default=Shift.BEFORE)
    due_time: Mapped[time | None]
    workdays_ahead: Mapped[int] = mapped_column(default=10)
    is_of_previous: Mapped[bool] = mapped_column(default=False)
    starts_on: Mapped[date]
    counts_from: Mapped[date]
    ends_on: Mapped[date | None]
    looked_on: Mapped[date | None]  # the last local day on which the job has done all that was owed
    once_key: Mapped[str | None] = mapped_column(String(64))

    lead_unit: Mapped[Unit] = relationship(foreign_keys=[lead_unit_id])
    officer: Mapped[Person | None] = relationship(foreign_keys=[officer_id])
    assigner: Mapped[Person | None] = relationship(foreign_keys=[assigner_id])
    directive: Mapped[Directive | None] = relationship()
    supports: Mapped[list[DutySupport]] = relationship(
        back_populates="duty", order_by="DutySupport.id", cascade="all, delete-orphan"
    )
    occurrences: Mapped[list[DutyOccurrence]] = relationship(back_populates="duty", order_by="DutyOccurrence.on_day")
    notes: Mapped[list[DutyNote]] = relationship(back_populates="duty", order_by="DutyNote.version")

    @property
    def plan(self) -> Plan:
        """When it falls due."""
        return Plan(read(self.rule), self.shift, self.workdays_ahead, self.starts_on, self.counts_from, self.ends_on)

    @property
    def supporting(self) -> list[Unit]:
        return [each.unit for each in self.supports]


class DutySupport(Base):
    """A unit that supports each occurrence (phối hợp)."""

    __tablename__ = "duty_support"
    __table_args__ = (UniqueConstraint("duty_id", "unit_id"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    duty_id: Mapped[int] = mapped_column(Ref, ForeignKey("duty.id"))
    unit_id: Mapped[int] = mapped_column(Ref, ForeignKey("unit.id"))

    duty: Mapped[Duty] = relationship(back_populates="supports")
    unit: Mapped[Unit] = relationship()


class DutyOccurrence(Base):
    """One day that the rule named: there is one of it, whoever hands it out how often."""

    __tablename__ = "duty_occurrence"
    __table_args__ = (
        UniqueConstraint("duty_id", "on_day"),
        UniqueConstraint("task_id"),
        CheckConstraint("(outcome = 'given') = (task_id IS NOT NULL)", name="given_has_task"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    duty_id: Mapped[int] = mapped_column(Ref, ForeignKey("duty.id"))
    on_day: Mapped[date]
    due_on: Mapped[date]
    label: Mapped[str] = mapped_column(String(60))
    outcome: Mapped[Outcome]
    task_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("task.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime]

    duty: Mapped[Duty] = relationship(back_populates="occurrences")
    task: Mapped[Task | None] = relationship()


class DutyNote(Base):
    """One line of a duty's history; rows are only ever added. `by_id` None: the job did it."""

    __tablename__ = "duty_note"
    __table_args__ = (UniqueConstraint("duty_id", "version"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    duty_id: Mapped[int] = mapped_column(Ref, ForeignKey("duty.id"))
    version: Mapped[int]
    recorded_at: Mapped[datetime]
    kind: Mapped[Note]
    by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")

    duty: Mapped[Duty] = relationship(back_populates="notes")
    by: Mapped[Person | None] = relationship()
