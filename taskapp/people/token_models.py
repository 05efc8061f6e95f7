"""ApiToken: what a program shows instead of a password, in the name of the person who made it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskapp.base.db import Base, Id, Ref
from taskapp.people.models import Person
from taskapp.people.scopes import Scope, parsed


class ApiToken(Base):
    """One token; only its hash is kept. `window_at` and `window_calls`: how much of the present minute is spent."""

    __tablename__ = "api_token"
    __table_args__ = (Index("ix_api_token_committee_id_person_id", "committee_id", "person_id"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    person_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(100))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    last_used_at: Mapped[datetime | None]
    last_address: Mapped[str] = mapped_column(String(45), default="")
    window_at: Mapped[datetime | None]
    window_calls: Mapped[int] = mapped_column(default=0)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    ended_by: Mapped[Person | None] = relationship(foreign_keys=[ended_by_id])

    @property
    def allows(self) -> frozenset[Scope]:
        """What the token may be used for."""
        return parsed(self.scopes)

    def is_live(self, now: datetime) -> bool:
        """Whether the token still opens anything; whether its person does is another matter."""
        return self.ended_at is None and self.expires_at > now
