"""What opens something to whoever shows a secret: only a hash of it is kept, and it ends with its person's account."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from taskapp.base.db import Id, Ref
from taskapp.people.models import Person


class OpenedBySecret:
    """Columns of a table whose rows are found by a secret, each made by one person."""

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    person_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]

    @declared_attr
    @classmethod
    def person(cls) -> Mapped[Person]:
        """Who made it, and whose rights it never exceeds."""
        return relationship(foreign_keys=f"{cls.__name__}.person_id")


class ForATime(OpenedBySecret):
    """One that expires and can be ended. `window_at`, `window_calls`: how much of the present minute is spent."""

    name: Mapped[str] = mapped_column(String(100))
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    window_at: Mapped[datetime | None]
    window_calls: Mapped[int] = mapped_column(default=0)

    @declared_attr
    @classmethod
    def ended_by(cls) -> Mapped[Person | None]:
        """Who ended it."""
        return relationship(foreign_keys=f"{cls.__name__}.ended_by_id")

    def is_live(self, now: datetime) -> bool:
        """Whether it still opens anything; whether its person does is another matter."""
        return self.ended_at is None and self.expires_at > now
