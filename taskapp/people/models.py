"""Committee (the tenant), its units and persons, their roles, passwords, sign-ins."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskapp.base.db import Base, Id, Ref
from taskapp.people.rights import Role


class UnitKind(StrEnum):
    COMMITTEE = "committee"
    OFFICE = "office"
    COMMUNE = "commune"
    EXTERNAL = "external"


class Committee(Base):
    """One assigning body with all units below it: one tenant. `place` stands before the date of its documents."""

    __tablename__ = "committee"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(100), default="")
    host: Mapped[str | None] = mapped_column(String(253), unique=True)
    timezone: Mapped[str] = mapped_column(String(64))
    is_demo: Mapped[bool] = mapped_column(default=False)
    rules: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)  # its own rules of tasks as they hold now
    sign_in_rules: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)  # see sign_in_policy; {}: as shipped
    passed_steps: Mapped[list[str]] = mapped_column(JSON, default=list)  # of the welcome, that its administrator leaves
    created_at: Mapped[datetime]


class Unit(Base):
    """Node of the organisation tree, valid from and to a day (both inclusive; None: open)."""

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name="validity"),
        Index("ix_unit_committee_id_parent_id", "committee_id", "parent_id"),
        UniqueConstraint("committee_id", "code"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    parent_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("unit.id"))
    kind: Mapped[UnitKind]
    code: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(60), default="")
    search_key: Mapped[str] = mapped_column(String(300), index=True)
    sort_order: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    parent: Mapped[Unit | None] = relationship(remote_side="Unit.id")

    @property
    def label(self) -> str:
        return self.short_name or self.name


class Person(Base):
    """Account, position (chức danh) and home unit. A password is None until the person sets it by a one-time link."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("committee_id", "username"),
        Index("ix_person_committee_id_sort_key", "committee_id", "sort_key"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    unit_id: Mapped[int] = mapped_column(Ref, ForeignKey("unit.id"), index=True)
    username: Mapped[str] = mapped_column(String(64))
    full_name: Mapped[str] = mapped_column(String(120))
    sort_key: Mapped[str] = mapped_column(String(400))
    search_key: Mapped[str] = mapped_column(String(200))
    position: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_set_at: Mapped[datetime | None]
    needs_factor: Mapped[bool] = mapped_column(default=False)  # the password is too short to stand alone
    last_sign_in_at: Mapped[datetime | None]
    list_layout: Mapped[dict[str, object] | None] = mapped_column(JSON)  # how lists of tasks stand before the person
    single_keys: Mapped[bool] = mapped_column(default=True)  # whether one letter alone does something on a page
    report_key: Mapped[int] = mapped_column(default=1)  # in each mailed report link; another number revokes them
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    anonymised_at: Mapped[datetime | None]  # from then on the row names nobody; for good

    committee: Mapped[Committee] = relationship()
    unit: Mapped[Unit] = relationship()
    roles: Mapped[list[RoleHeld]] = relationship(back_populates="person", cascade="all, delete-orphan")

    @property
    def is_enabled(self) -> bool:
        return self.disabled_at is None


class RoleHeld(Base):
    """A role of a person in a unit; it reaches that unit and all below it."""

    __tablename__ = "role_held"
    __table_args__ = (UniqueConstraint("person_id", "unit_id", "role"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    person_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    unit_id: Mapped[int] = mapped_column(Ref, ForeignKey("unit.id"), index=True)
    role: Mapped[Role]

    person: Mapped[Person] = relationship(back_populates="roles")


class PastPassword(Base):
    """The hash of a password that the person had, so that it does not come back at once."""

    __tablename__ = "past_password"
    __table_args__ = (Index("ix_past_password_committee_id_person_id", "committee_id", "person_id"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    person_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    password_hash: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[datetime]


class SignInSession(Base):
    """One signed-in browser: revocable, because the cookie holds only a token whose hash stands here.

    With `awaits_factor` only the password was right so far; `factor_at`: when the second factor was shown;
    `proved_at`: when the person last showed again who they are; `challenge`: what a security key is to sign.
    """

    __tablename__ = "sign_in_session"
    __table_args__ = (
        Index(
            "ix_sign_in_session_open",
            "person_id",
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    person_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    started_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    idle_until: Mapped[datetime]
    expires_at: Mapped[datetime]
    awaits_factor: Mapped[bool] = mapped_column(default=False)
    factor_at: Mapped[datetime | None]
    proved_at: Mapped[datetime | None]
    challenge: Mapped[str | None] = mapped_column(String(100))
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(45), default="")
    browser: Mapped[str] = mapped_column(String(200), default="")

    person: Mapped[Person] = relationship()


class OneTimeLink(Base):
    """A link with which a person sets the password: used once, expiring; only its hash is kept."""

    __tablename__ = "one_time_link"

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    person_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class FailedSignIn(Base):
    """A wrong password, counted per account name and per address; names that do not exist count alike.

    `account` is the typed name and the committee's code; no committee when the code typed names none.
    """

    __tablename__ = "failed_sign_in"
    __table_args__ = (
        Index("ix_failed_sign_in_account", "account", "failed_at"),
        Index("ix_failed_sign_in_address", "address", "failed_at"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("committee.id"))
    account: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(String(45))
    failed_at: Mapped[datetime]


class AccountChange(StrEnum):
    """What happens to an account, and who fills the person's place."""

    CREATED = "created"
    EDITED = "edited"
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    LINK_MADE = "link_made"
    PASSWORD_SET = "password_set"  # noqa: S105 - the name of an event
    DISABLED = "disabled"
    ENABLED = "enabled"
    SIGN_INS_ENDED = "sign_ins_ended"
    ABSENCE_REGISTERED = "absence_registered"
    ABSENCE_ENDED = "absence_ended"
    DELEGATED = "delegated"
    DELEGATION_REVOKED = "delegation_revoked"
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    FACTORS_RESET = "factors_reset"
    CODES_MADE = "codes_made"
    UNLOCKED = "unlocked"
    OUTER_LINKED = "outer_linked"
    OUTER_UNLINKED = "outer_unlinked"
    ANONYMISED = "anonymised"


class AccountEvent(Base):
    """Append-only record of what happened to accounts; `by_id` None: the command line."""

    __tablename__ = "account_event"
    __table_args__ = (Index("ix_account_event_person_id_recorded_at", "person_id", "recorded_at"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    person_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    kind: Mapped[AccountChange]
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime]

    by: Mapped[Person | None] = relationship(foreign_keys=by_id)
