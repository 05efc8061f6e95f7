"""The access log, reviews of rights, and forms that were sent after their sign-in had ended."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskapp.base.db import Base, Id, Ref
from taskapp.people.models import Person


class AccessKind(StrEnum):
    """What the access log knows of; the second half is also written in the history of the account."""

    SIGNED_IN = "signed_in"
    REFUSED = "refused"
    SIGNED_OUT = "signed_out"
    EXPORTED = "exported"
    SEEN = "seen"  # somebody else's page about this person
    RULES_CHANGED = "rules_changed"
    REVIEWED = "reviewed"
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    FACTORS_RESET = "factors_reset"
    CODES_MADE = "codes_made"
    UNLOCKED = "unlocked"
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    LINK_MADE = "link_made"
    CHANGED = "password_set"
    DISABLED = "disabled"
    ENABLED = "enabled"
    SIGN_INS_ENDED = "sign_ins_ended"
    ANONYMISED = "anonymised"


class Why(StrEnum):
    """Why a sign-in was refused, or what let it in besides the password; the log tells, the page does not."""

    NONE = ""
    UNKNOWN = "unknown"
    CLOSED = "closed"
    UNSET = "unset"  # no password yet
    WRONG = "wrong"  # the password
    WRONG_CODE = "wrong_code"
    TOO_MANY = "too_many"
    APP = "app"
    KEY = "key"
    RECOVERY = "recovery"


class AccessEvent(Base):
    """One line of the access log, kept for twelve months. `person_id` None: the typed name belongs to nobody."""

    __tablename__ = "access_event"
    __table_args__ = (
        Index("ix_access_event_committee_id_id", "committee_id", "id"),
        Index("ix_access_event_recorded_at", "recorded_at"),  # housekeeping: what is older than a year, of all
        Index("ix_access_event_committee_id_account", "committee_id", "account", "recorded_at"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    person_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    account: Mapped[str] = mapped_column(String(100))
    kind: Mapped[AccessKind]
    why: Mapped[Why] = mapped_column(default=Why.NONE)
    note: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str] = mapped_column(String(45), default="")
    browser: Mapped[str] = mapped_column(String(200), default="")
    recorded_at: Mapped[datetime]

    person: Mapped[Person | None] = relationship(foreign_keys=person_id)
    by: Mapped[Person | None] = relationship(foreign_keys=by_id)


class RightsReview(Base):
    """Somebody has looked at a person's rights on this day and found them right; `roles`: what they were, in words."""

    __tablename__ = "rights_review"
    __table_args__ = (
        Index("ix_rights_review_committee_id_person_id_reviewed_at", "committee_id", "person_id", "reviewed_at"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    person_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    by_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    roles: Mapped[str] = mapped_column(Text, default="")
    reviewed_at: Mapped[datetime]


class HeldForm(Base):
    """What somebody sent after the sign-in had ended, until they have signed in again; never a password."""

    __tablename__ = "held_form"
    __table_args__ = (Index("ix_held_form_committee_id_held_at", "committee_id", "held_at"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    person_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    path: Mapped[str] = mapped_column(String(2000))
    fields: Mapped[list[list[str]]] = mapped_column(JSON)
    had_files: Mapped[bool] = mapped_column(default=False)
    held_at: Mapped[datetime]
