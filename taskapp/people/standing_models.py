"""Absences with their deputies, and decisions delegated in writing. Rows are ended or revoked, never deleted."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskapp.base.db import Base, Id, Ref
from taskapp.people.models import Person
from taskapp.people.standing import Term


class Absence(Base):
    """Local days, both inclusive, on which a person is away, and who fills the place (None: nobody yet).

    From the day `ended_on` on it no longer holds; on or before the first day it means that it was cancelled.
    """

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("last_on >= first_on", name="days"),
        CheckConstraint("deputy_id <> person_id", name="deputy_is_another"),
        CheckConstraint("(ended_on IS NULL) = (ended_at IS NULL)", name="ended_has_time"),
        Index("ix_absence_committee_id_last_on", "committee_id", "last_on"),  # who is away on a day: lists, reminders
        Index("ix_absence_committee_id_deputy_id_last_on", "committee_id", "deputy_id", "last_on"),  # each request
        Index("ix_absence_committee_id_person_id_last_on", "committee_id", "person_id", "last_on"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    person_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    deputy_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    first_on: Mapped[date]
    last_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200), default="")
    by_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    ended_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=person_id)
    deputy: Mapped[Person | None] = relationship(foreign_keys=deputy_id)
    by: Mapped[Person] = relationship(foreign_keys=by_id)

    @property
    def term(self) -> Term:
        return Term(self.first_on, self.last_on, self.ended_on)

    @property
    def has_deputy(self) -> bool:
        return self.deputy is not None and self.deputy.is_enabled


class Delegation(Base):
    """A leader's decisions, delegated by a written document for local days, both inclusive.

    From the day `revoked_on` on it no longer holds.
    """

    __tablename__ = "delegation"
    __table_args__ = (
        CheckConstraint("last_on >= first_on", name="days"),
        CheckConstraint("delegate_id <> person_id", name="delegate_is_another"),
        CheckConstraint("paper_number <> ''", name="paper"),
        CheckConstraint("(revoked_on IS NULL) = (revoked_at IS NULL)", name="revoked_has_time"),
        Index("ix_delegation_committee_id_last_on", "committee_id", "last_on"),
        Index(
            "ix_delegation_committee_id_delegate_id_last_on", "committee_id", "delegate_id", "last_on"
        ),  # each request
        Index("ix_delegation_committee_id_person_id_last_on", "committee_id", "person_id", "last_on"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    person_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    delegate_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    first_on: Mapped[date]
    last_on: Mapped[date]
    paper_number: Mapped[str] = mapped_column(String(60))
    paper_on: Mapped[date]
    scope: Mapped[str] = mapped_column(String(500), default="")
    by_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    revoked_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=person_id)
    delegate: Mapped[Person] = relationship(foreign_keys=delegate_id)
    by: Mapped[Person] = relationship(foreign_keys=by_id)

    @property
    def term(self) -> Term:
        return Term(self.first_on, self.last_on, self.revoked_on)
