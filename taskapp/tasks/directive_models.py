"""Directive: a document that assigns, as it stands in the register, and how soon its tasks were given out."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskapp.base.db import Base, Id, Ref
from taskapp.base.text import fold
from taskapp.people.models import Person

UNNUMBERED = "Không số"  # what a register says of a document without a number; its number_key is empty
SEARCHED = ("number", "subject", "issuer", "signer", "kind")


class Urgency(StrEnum):
    """Độ khẩn of a document (NĐ 30/2020/NĐ-CP)."""

    ORDINARY = "ordinary"
    URGENT = "urgent"
    VERY_URGENT = "very_urgent"
    EXPRESS = "express"


def directive_key(*texts: str) -> str:
    """What a search in the register of documents looks through: number, subject, issuer … without diacritics."""
    return fold(" ".join(texts))


def _searched(context: Any) -> str:
    values = context.get_current_parameters()
    return directive_key(*(values.get(name) or "" for name in SEARCHED))


MEASURED = "entry_due_on IS NOT NULL"


class Directive(Base):
    """A document that assigns: number and notation, date, issuer, kind, subject, signer."""

    __tablename__ = "directive"
    __table_args__ = (
        Index("ix_directive_committee_id_number_key_issued_on", "committee_id", "number_key", "issued_on"),
        # the register: what it may be narrowed by, and how soon its documents were entered
        Index("ix_directive_committee_id_kind", "committee_id", "kind"),
        Index("ix_directive_committee_id_issuer", "committee_id", "issuer"),
        Index(
            "ix_directive_entry",
            "committee_id",
            "entry_due_on",
            "entered_on",
            sqlite_where=text(MEASURED),
            postgresql_where=text(MEASURED),
        ),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    number: Mapped[str] = mapped_column(String(60))
    number_key: Mapped[str] = mapped_column(String(60))
    issued_on: Mapped[date | None]
    issuer: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[str] = mapped_column(String(60), default="")
    subject: Mapped[str] = mapped_column(Text, default="")
    signer: Mapped[str] = mapped_column(String(120), default="")
    urgency: Mapped[Urgency] = mapped_column(default=Urgency.ORDINARY)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    is_incoming: Mapped[bool] = mapped_column(default=False, server_default=false())  # văn bản đến
    received_on: Mapped[date | None]  # None: nobody said, so its entry is not measured
    entry_due_on: Mapped[date | None]  # by when its tasks were to be given out
    entered_on: Mapped[date | None]  # when the first of them was
    search_key: Mapped[str] = mapped_column(Text, default=_searched, server_default="")

    created_by: Mapped[Person | None] = relationship()

    @property
    def titled(self) -> str:
        """Kind and subject in one phrase; a kind with which the subject begins is not said twice."""
        if fold(self.subject).startswith(fold(self.kind)):
            return self.subject
        return f"{self.kind} {self.subject}".strip()
