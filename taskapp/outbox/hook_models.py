"""Webhook: where another program is told what happens to tasks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from taskapp.base.db import Base, Id, Ref


class Webhook(Base):
    """One program that is told. `person_id`: who made it, and whose rights it never exceeds; `unit_id`: of it alone.

    `events`: the words of what it is told of. What signs is made of `salt` and the installation's secret. While it is
    paused nothing is lost: `seen_event_id` and `overdue_until` say how far it has been told. `pause_reason` is empty
    when a person has paused it.
    """

    __tablename__ = "webhook"
    __table_args__ = (Index("ix_webhook_committee_id_id", "committee_id", "id"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    person_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    unit_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(String(500))
    events: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(43))
    made_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    pause_reason: Mapped[str] = mapped_column(String(300), default="")
    ended_at: Mapped[datetime | None]
    seen_event_id: Mapped[int] = mapped_column(BigInteger)
    overdue_until: Mapped[datetime]

    @property
    def wants(self) -> frozenset[str]:
        """The words of the events that it is told of."""
        return frozenset(self.events.split())

    @property
    def box(self) -> str:
        """What messages to it carry as their address: what stands after @ is what waits when it is away or paused."""
        return f"hook@{self.id}"
