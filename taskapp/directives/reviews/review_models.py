"""DirectiveReview: a document that a person is making tasks of; UnitAlias: what documents call a unit, as learned."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskapp.base.db import Base, Id, Ref
from taskapp.people.models import Person, Unit
from taskapp.tasks.directive_models import Directive

_OPEN = text("ended_at IS NULL")


class DirectiveReview(Base):
    """A document under review, its person's own; one that has come by itself is nobody's until somebody takes it.

    Once ended only what differed from the reading stays.
    """

    __tablename__ = "directive_review"
    __table_args__ = (
        Index("ix_directive_review_committee_id_by_id", "committee_id", "by_id"),
        # job "housekeep": reviews that nobody has touched for long
        Index("ix_directive_review_open", "touched_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    made_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)  # changes with each merge, split or other rearrangement
    file_name: Mapped[str] = mapped_column(String(200), default="")
    from_whom: Mapped[str] = mapped_column(String(300), default="")  # of a mail, with its subject; as it claims
    mail_subject: Mapped[str] = mapped_column(String(300), default="")
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    lines: Mapped[list[Any]] = mapped_column(JSON, default=list)
    read: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # as the document was understood
    work: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # what the person has made of it
    differences: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    directive_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("directive.id"), index=True)
    ended_at: Mapped[datetime | None]

    by: Mapped[Person | None] = relationship()
    directive: Mapped[Directive | None] = relationship()


class UnitAlias(Base):
    """A name as documents write it, and the unit that a person chose for it; `key` is the name as it is compared."""

    __tablename__ = "unit_alias"
    __table_args__ = (UniqueConstraint("committee_id", "key"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    key: Mapped[str] = mapped_column(String(200))
    written: Mapped[str] = mapped_column(String(200))
    unit_id: Mapped[int] = mapped_column(Ref, ForeignKey("unit.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    learned_at: Mapped[datetime]

    unit: Mapped[Unit] = relationship()
    by: Mapped[Person | None] = relationship()
