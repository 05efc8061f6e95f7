"""EventSeal: a sealed stretch of the record; AuditCheck: one verification, asked for or nightly, and what it found."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskapp.base.db import Base, Id, Ref
from taskapp.people.models import Person

_WAITING = text("ended_at IS NULL")


class EventSeal(Base):
    """A stretch of a committee's record that may not change any more; rows are only ever added (canon.py says of what).

    Stretches join without a gap: `first_id` is the id after the last one of the seal before, whoever's row has it.
    """

    __tablename__ = "event_seal"
    __table_args__ = (
        UniqueConstraint("committee_id", "number"),  # of two that seal at once, one
        UniqueConstraint("committee_id", "first_id"),
        CheckConstraint("last_id >= first_id AND count > 0", name="holds_something"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    number: Mapped[int]
    first_id: Mapped[int] = mapped_column(Ref)
    last_id: Mapped[int] = mapped_column(Ref)
    count: Mapped[int]
    form: Mapped[int]
    key_id: Mapped[str] = mapped_column(String(16))
    sealed_at: Mapped[datetime]
    prev: Mapped[str] = mapped_column(String(64))
    entries: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    hmac: Mapped[str] = mapped_column(String(64))


class AuditCheck(Base):
    """One verification of a committee's record. `night`: the local day for which it is the nightly one.

    `wrong`: how many things were; `first_wrong`: the first of them (Problem.as_dict). `failure`: why it did not end.
    """

    __tablename__ = "audit_check"
    __table_args__ = (
        UniqueConstraint("committee_id", "night"),
        Index("ix_audit_check_waiting", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),  # job "audit"
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    night: Mapped[date | None]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    rows: Mapped[int] = mapped_column(default=0)
    seals: Mapped[int] = mapped_column(default=0)
    unsealed: Mapped[int] = mapped_column(default=0)
    wrong: Mapped[int] = mapped_column(default=0)
    first_wrong: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    failure: Mapped[str] = mapped_column(String(32), default="")

    asked_by: Mapped[Person | None] = relationship()
