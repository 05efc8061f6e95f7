"""ApiAnswer: what a request with an Idempotency-Key was answered, so that the same one again is not done again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from taskapp.base.db import Base, Id, Ref


class ApiAnswer(Base):
    """One answer, written in the transaction of what it tells; `request_hash` says what was asked."""

    __tablename__ = "api_answer"
    __table_args__ = (
        UniqueConstraint("committee_id", "token_id", "key"),
        Index("ix_api_answer_made_at", "made_at"),  # job "housekeep"
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    token_id: Mapped[int] = mapped_column(Ref, ForeignKey("api_token.id"))
    key: Mapped[str] = mapped_column(String(200))
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    headers: Mapped[dict[str, str]] = mapped_column(JSON)
    body: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
