"""What is written about a task besides its moves: extensions, disputes, talk, followers, hand-overs, house rules."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskapp.base.db import Base, Id, Ref
from taskapp.people.models import Person
from taskapp.tasks.models import StoredFile, Task, TaskEvent, persons


class ExtensionReason(StrEnum):
    """Why more time is asked for; the words beside it tell the case."""

    COORDINATION = "coordination"
    OPINIONS = "opinions"
    VOLUME = "volume"
    SCOPE = "scope"
    STAFF = "staff"
    OBJECTIVE = "objective"
    OTHER = "other"


class Answer(StrEnum):
    """What was decided on a request."""

    GRANTED = "granted"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


class Extension(Base):
    """A request for a later limit (xin gia hạn) of one version of the limit, and the answer to it."""

    __tablename__ = "extension"
    __table_args__ = (
        CheckConstraint("answer IS NULL OR answered_at IS NOT NULL", name="answered_has_time"),
        Index(
            "uq_extension_unanswered",
            "task_id",
            unique=True,
            sqlite_where=text("answer IS NULL"),
            postgresql_where=text("answer IS NULL"),
        ),
        # the numbers of the menu, on every page: which tasks have a request that waits
        Index(
            "ix_extension_waiting",
            "committee_id",
            "task_id",
            sqlite_where=text("answer IS NULL"),
            postgresql_where=text("answer IS NULL"),
        ),
        Index("ix_extension_committee_id_task_id", "committee_id", "task_id"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    task_id: Mapped[int] = mapped_column(Ref, ForeignKey("task.id"))
    due_version: Mapped[int]
    old_due_on: Mapped[date]
    old_due_time: Mapped[time | None]
    asked_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    reason_code: Mapped[ExtensionReason] = mapped_column(default=ExtensionReason.OTHER)
    reason: Mapped[str] = mapped_column(Text)
    asked_due_on: Mapped[date]
    asked_due_time: Mapped[time | None]
    is_late: Mapped[bool] = mapped_column(default=False)  # asked for after the limit
    answer: Mapped[Answer | None]
    answered_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    answer_reason: Mapped[str] = mapped_column(Text, default="")
    granted_due_on: Mapped[date | None]
    granted_due_time: Mapped[time | None]
    on_behalf_of_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))

    task: Mapped[Task] = relationship()
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])
    files: Mapped[list[StoredFile]] = relationship(order_by="StoredFile.id")

    @property
    def whose(self) -> frozenset[int]:
        """Who asked, and in whose place: neither decides about it, both may take it back."""
        return persons(self.asked_by_id, self.on_behalf_of_id)


class DisputeAbout(StrEnum):
    """What a unit says is stated wrongly (báo sai)."""

    LATENESS = "lateness"
    SUBMITTED_DAY = "submitted_day"
    LIMIT = "limit"
    COMPETENCE = "competence"
    OTHER = "other"


class Dispute(Base):
    """A unit's word that a figure wrongs it, with evidence, and the decision; figures carry a footnote until then."""

    __tablename__ = "dispute"
    __table_args__ = (
        CheckConstraint("is_upheld IS NULL OR answered_at IS NOT NULL", name="answered_has_time"),
        Index(
            "uq_dispute_unanswered",
            "task_id",
            unique=True,
            sqlite_where=text("is_upheld IS NULL"),
            postgresql_where=text("is_upheld IS NULL"),
        ),
        Index("ix_dispute_committee_id_task_id", "committee_id", "task_id"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    task_id: Mapped[int] = mapped_column(Ref, ForeignKey("task.id"))
    about: Mapped[DisputeAbout]
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    raised_at: Mapped[datetime]
    is_upheld: Mapped[bool | None]
    answered_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    on_behalf_of_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))

    task: Mapped[Task] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])
    files: Mapped[list[StoredFile]] = relationship(order_by="StoredFile.id")

    @property
    def whose(self) -> frozenset[int]:
        """Who raised it, and in whose place: neither decides about it."""
        return persons(self.by_id, self.on_behalf_of_id)

    @property
    def is_taken_back(self) -> bool:
        """Whether those whose it was no longer say so: what they answer themselves is no decision."""
        return self.is_upheld is False and self.answered_by_id in self.whose


class Comment(Base):
    """Something said about a task; `is_directing`: a leader's opinion (ý kiến chỉ đạo), mailed at once."""

    __tablename__ = "comment"
    __table_args__ = (
        Index("ix_comment_committee_id_task_id", "committee_id", "task_id"),
        Index("ix_comment_committee_id_said_at", "committee_id", "said_at"),  # job "plan"
        UniqueConstraint("task_id", "by_id", "once"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    task_id: Mapped[int] = mapped_column(Ref, ForeignKey("task.id"))
    by_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    on_behalf_of_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    said_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)
    is_directing: Mapped[bool] = mapped_column(default=False)
    once: Mapped[str | None] = mapped_column(String(64))  # of the form that was sent: twice, it is said once

    task: Mapped[Task] = relationship()
    by: Mapped[Person] = relationship(foreign_keys=[by_id])
    on_behalf_of: Mapped[Person | None] = relationship(foreign_keys=[on_behalf_of_id])
    mentions: Mapped[list[Mention]] = relationship(back_populates="comment", cascade="all, delete-orphan")
    files: Mapped[list[StoredFile]] = relationship(order_by="StoredFile.id")


class Mention(Base):
    """A person named with @ in a comment: told at once."""

    __tablename__ = "mention"
    __table_args__ = (UniqueConstraint("comment_id", "person_id"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    comment_id: Mapped[int] = mapped_column(Ref, ForeignKey("comment.id"))
    person_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))

    comment: Mapped[Comment] = relationship(back_populates="mentions")
    person: Mapped[Person] = relationship()


class Follower(Base):
    """A person who has been given the task to know (để biết): may read it, and hears what happens to it."""

    __tablename__ = "follower"
    __table_args__ = (
        UniqueConstraint("task_id", "person_id"),
        Index("ix_follower_committee_id_person_id", "committee_id", "person_id"),
        Index("ix_follower_committee_id_added_at", "committee_id", "added_at"),  # job "plan"
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    task_id: Mapped[int] = mapped_column(Ref, ForeignKey("task.id"))
    person_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    added_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    added_at: Mapped[datetime]

    task: Mapped[Task] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    added_by: Mapped[Person | None] = relationship(foreign_keys=[added_by_id])


class HandOverReason(StrEnum):
    """Why a person's work is handed over; the words beside it tell more."""

    TRANSFER = "transfer"
    RETIREMENT = "retirement"
    LEAVE = "leave"
    OTHER = "other"


class Handed(StrEnum):
    """What of a task is handed over: the work (người xử lý), or the decisions about it (người giao)."""

    WORK = "assignee"
    DECISION = "assigner"


class HandOver(Base):
    """Open work of one person handed over in one go (bàn giao), with the list both sides sign: as they were that day.

    `number` counts the lists of a committee in the local year.
    """

    __tablename__ = "hand_over"
    __table_args__ = (
        UniqueConstraint("committee_id", "year", "number"),
        Index("ix_hand_over_committee_id_from_id", "committee_id", "from_id"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    year: Mapped[int]
    number: Mapped[int]
    from_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    from_position: Mapped[str] = mapped_column(String(120), default="")
    from_unit: Mapped[str] = mapped_column(String(200), default="")
    by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    made_at: Mapped[datetime]
    reason_code: Mapped[HandOverReason] = mapped_column(default=HandOverReason.OTHER)
    reason: Mapped[str] = mapped_column(Text)

    from_person: Mapped[Person] = relationship(foreign_keys=[from_id])
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    items: Mapped[list[HandOverItem]] = relationship(back_populates="hand_over", order_by="HandOverItem.id")


class HandOverItem(Base):
    """One task of a hand-over: what of it went to whom, and when he confirmed. Its event tells how the task stood."""

    __tablename__ = "hand_over_item"
    __table_args__ = (
        UniqueConstraint("hand_over_id", "task_id", "role"),
        Index("ix_hand_over_item_committee_id_to_id", "committee_id", "to_id"),
        Index("ix_hand_over_item_committee_id_task_id", "committee_id", "task_id"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    hand_over_id: Mapped[int] = mapped_column(Ref, ForeignKey("hand_over.id"))
    task_id: Mapped[int] = mapped_column(Ref, ForeignKey("task.id"))
    event_id: Mapped[int] = mapped_column(Ref, ForeignKey("task_event.id"))
    role: Mapped[Handed]
    progress_percent: Mapped[int] = mapped_column(default=0)
    to_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    to_position: Mapped[str] = mapped_column(String(120), default="")
    to_unit: Mapped[str] = mapped_column(String(200), default="")
    confirmed_at: Mapped[datetime | None]

    hand_over: Mapped[HandOver] = relationship(back_populates="items")
    task: Mapped[Task] = relationship()
    event: Mapped[TaskEvent] = relationship()
    to: Mapped[Person] = relationship(foreign_keys=[to_id])


class RuleSetting(Base):
    """A committee's choice for one of its own rules; the newest row of a name counts, older ones tell the past."""

    __tablename__ = "rule_setting"
    __table_args__ = (Index("ix_rule_setting_committee_id_name_recorded_at", "committee_id", "name", "recorded_at"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    name: Mapped[str] = mapped_column(String(40))
    value: Mapped[int]
    recorded_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(300), default="")

    by: Mapped[Person | None] = relationship()
