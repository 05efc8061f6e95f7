"""Filters of lists that were kept under a name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskapp.base.db import Base, Id, Ref
from taskapp.people.models import Person


class SavedFilter(Base):
    """A list as it was narrowed, by the parameters of its address; shared, its owner's unit finds it too."""

    __tablename__ = "saved_filter"
    __table_args__ = (UniqueConstraint("committee_id", "person_id", "name"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    person_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(Text)
    is_shared: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[datetime]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
