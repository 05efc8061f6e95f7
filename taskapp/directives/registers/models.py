"""ImportBatch: one file of tasks taken in; undoing it withdraws its tasks."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskapp.base.db import Base, Id, Ref
from taskapp.people.models import Person


class BatchState(StrEnum):
    PREVIEW = "preview"
    COMMITTED = "committed"
    UNDONE = "undone"


class ImportBatch(Base):
    """An uploaded register: kept while it is previewed; afterwards only its counts and its tasks."""

    __tablename__ = "import_batch"
    __table_args__ = (Index("ix_import_batch_committee_id_made_at", "committee_id", "made_at"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    made_at: Mapped[datetime]
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[BatchState] = mapped_column(default=BatchState.PREVIEW)
    new_count: Mapped[int] = mapped_column(default=0)
    known_count: Mapped[int] = mapped_column(default=0)
    changed_count: Mapped[int] = mapped_column(default=0)
    committed_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]

    by: Mapped[Person | None] = relationship()
