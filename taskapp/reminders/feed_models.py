"""CalendarFeed: an address from which a person's calendar program fetches limits by itself."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskapp.base.db import Base, Id, Ref
from taskapp.people.models import Person


class FeedKind(StrEnum):
    MINE = "mine"  # what the person does himself
    UNIT = "unit"  # what his unit has to do
    GIVEN = "given"  # what he has given to others


class CalendarFeed(Base):
    """At most one of each kind for a person; only the hash of the secret in its address is kept."""

    __tablename__ = "calendar_feed"
    __table_args__ = (UniqueConstraint("committee_id", "person_id", "kind"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    person_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    kind: Mapped[FeedKind]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
