"""A type of work and its versions: what a type says from a day on. Versions are only ever added."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskapp.base.db import Base, Id, Ref, words_of
from taskapp.people.models import Person, Unit
from taskapp.tasks.states import Source
from taskapp.tasks.worktypes.terms import Terms, TermUnit


class WorkType(Base):
    """A kind of task that comes again and again, known by its code (mã loại việc)."""

    __tablename__ = "work_type"
    __table_args__ = (UniqueConstraint("committee_id", "code"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    code: Mapped[str] = mapped_column(String(40))

    versions: Mapped[list[WorkTypeVersion]] = relationship(
        back_populates="work_type", order_by="WorkTypeVersion.valid_from, WorkTypeVersion.id"
    )


class WorkTypeVersion(Base):
    """What a type says from `valid_from` on: on a day that with the latest `valid_from` holds, of these the newest.

    `decision`: number and day of the document that says so; `is_ended`: from that day on the type is no longer used.
    """

    __tablename__ = "work_type_version"
    __table_args__ = (
        CheckConstraint("committed IS NULL OR committed > 0", name="commitment_is_time"),
        CheckConstraint("statutory IS NULL OR statutory > 0", name="limit_is_time"),
        CheckConstraint(
            "committed IS NULL OR statutory IS NULL OR committed <= statutory", name="commitment_within_law"
        ),
        Index("ix_work_type_version_valid", "committee_id", "work_type_id", "valid_from"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    work_type_id: Mapped[int] = mapped_column(Ref, ForeignKey("work_type.id"))
    valid_from: Mapped[date]
    is_ended: Mapped[bool] = mapped_column(default=False)

    name: Mapped[str] = mapped_column(String(300))
    field: Mapped[str] = mapped_column(String(60), default="")
    content: Mapped[str] = mapped_column(Text, default="")
    product: Mapped[str] = mapped_column(String(300), default="")
    source: Mapped[Source] = mapped_column(default=Source.OWN)
    lead_unit_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("unit.id"))
    supporting_ids: Mapped[list[int]] = mapped_column(JSON, default=list)

    unit: Mapped[TermUnit] = mapped_column(words_of(TermUnit, "unit"), default=TermUnit.WORKDAYS)
    statutory: Mapped[int | None]
    legal_basis: Mapped[str] = mapped_column(String(300), default="")
    committed: Mapped[int | None]

    decision: Mapped[str] = mapped_column(String(200), default="")
    recorded_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))

    work_type: Mapped[WorkType] = relationship(back_populates="versions")
    lead_unit: Mapped[Unit | None] = relationship()
    by: Mapped[Person | None] = relationship()

    @property
    def terms(self) -> Terms:
        return Terms(self.unit, self.statutory, self.committed)

    @property
    def code(self) -> str:
        return self.work_type.code

    @property
    def label(self) -> str:
        """As it stands in a list to choose from."""
        return f"{self.work_type.code} · {self.name}"
