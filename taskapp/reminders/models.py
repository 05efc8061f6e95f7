"""Reminder: one thing owed to one person; the unique key is why nobody is reminded twice."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskapp.base.db import Base, Id, Ref
from taskapp.outbox.channels import Channel
from taskapp.outbox.models import Message
from taskapp.people.models import Person
from taskapp.tasks.models import Task


class ReminderState(StrEnum):
    CARRIED = "carried"  # its message speaks of it
    SUPERSEDED = "superseded"  # a more urgent step of the same task took its place
    DROPPED = "dropped"  # no longer held when the message was checked: `reason` says why


class Reminder(Base):
    """One thing owed: task, version of its limit, step, person, channel; points to the Message that carries it.

    `address`: which of the person's addresses on a channel besides mail.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint(
            "committee_id", "task_id", "due_version", "step", "person_id", "channel", "address", name="uq_reminder_once"
        ),
        Index("ix_reminder_message_id", "message_id"),
        Index("ix_reminder_committee_id_person_id", "committee_id", "person_id"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    task_id: Mapped[int] = mapped_column(Ref, ForeignKey("task.id"))
    due_version: Mapped[int]
    step: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    channel: Mapped[Channel]
    address: Mapped[str] = mapped_column(String(20), default="")
    owed_since: Mapped[datetime]
    planned_at: Mapped[datetime]
    state: Mapped[ReminderState] = mapped_column(default=ReminderState.CARRIED)
    reason: Mapped[str] = mapped_column(String(200), default="")
    message_id: Mapped[int] = mapped_column(Ref, ForeignKey("message.id"))
    policy_version: Mapped[int] = mapped_column(default=1)  # of the policy under which it was owed

    message: Mapped[Message] = relationship()
    person: Mapped[Person] = relationship()
    task: Mapped[Task] = relationship()


class ReminderPolicy(Base):
    """A policy that was chosen; rows are never changed. Version 1 is the shipped one and has no row."""

    __tablename__ = "reminder_policy"
    __table_args__ = (UniqueConstraint("committee_id", "version"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    version: Mapped[int]
    first_on: Mapped[date]  # the local day from which it holds
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    recorded_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(300))

    by: Mapped[Person | None] = relationship()


class ReminderRefusal(Base):
    """A person did without a kind of optional step, from `since` until `until` (None: still)."""

    __tablename__ = "reminder_refusal"
    __table_args__ = (Index("ix_reminder_refusal_committee_id_person_id", "committee_id", "person_id"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    person_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(40))
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class PlanMark(Base):
    """Up to when everything that a committee's tasks owed stands in the ledger."""

    __tablename__ = "plan_mark"

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"), unique=True)
    planned_until: Mapped[datetime]
