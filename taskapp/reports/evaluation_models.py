"""What stands behind evaluations besides the record: scoring tables, conversion weights, what persons object to."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskapp.base.db import Base, Id, Ref
from taskapp.people.models import Person
from taskapp.reports.scoring import Scored
from taskapp.tasks.models import Task

_OPEN = text("is_upheld IS NULL")


class ScoringTable(Base):
    """One version of a scoring table; rows are only ever added. On a day the newest row that is valid then counts."""

    __tablename__ = "scoring_table"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="validity"),
        Index("ix_scoring_table_committee_id_kind_recorded_at", "committee_id", "kind", "recorded_at"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    kind: Mapped[Scored]
    name: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(300), default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    steps: Mapped[list[dict[str, int]]] = mapped_column(JSON)
    recorded_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(300), default="")

    by: Mapped[Person | None] = relationship()


class TaskWeight(Base):
    """How many products a task counts for (quy đổi), in hundredths; the newest row of a task counts, none means 1."""

    __tablename__ = "task_weight"
    __table_args__ = (
        CheckConstraint("hundredths > 0", name="positive"),
        Index("ix_task_weight_committee_id_task_id", "committee_id", "task_id"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    task_id: Mapped[int] = mapped_column(Ref, ForeignKey("task.id"))
    hundredths: Mapped[int]
    recorded_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(300), default="")

    task: Mapped[Task] = relationship()
    by: Mapped[Person | None] = relationship()

    @property
    def weight(self) -> Decimal:
        return Decimal(self.hundredths) / 100


class ContestAbout(StrEnum):
    """What of the own sheet a person says is not right."""

    QUANTITY = "quantity"
    QUALITY = "quality"
    PROGRESS = "progress"
    WEIGHT = "weight"
    OTHER = "other"


class EvaluationContest(Base):
    """A person's word that the own sheet of a period should be looked at again, and the decision. Both are kept.

    `as_of`: the instant of the figures that the person had seen.
    """

    __tablename__ = "evaluation_contest"
    __table_args__ = (
        CheckConstraint("last >= first", name="period"),
        CheckConstraint("is_upheld IS NULL OR answered_at IS NOT NULL", name="answered_has_time"),
        Index(
            "uq_evaluation_contest_unanswered",
            "person_id",
            "first",
            "last",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_evaluation_contest_committee_id_person_id", "committee_id", "person_id"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    person_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    first: Mapped[date]
    last: Mapped[date]
    as_of: Mapped[datetime]
    about: Mapped[ContestAbout]
    task_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("task.id"))
    text: Mapped[str] = mapped_column(Text)
    raised_at: Mapped[datetime]
    is_upheld: Mapped[bool | None]
    answered_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])
    task: Mapped[Task | None] = relationship()
