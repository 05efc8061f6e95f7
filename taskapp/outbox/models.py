"""Message: one mail to one person, or one word on a channel of his, from owed to settled; each try leaves a row."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskapp.base.db import Base, Id, Ref
from taskapp.outbox.channels import Channel


class MessageState(StrEnum):
    WAITING = "waiting"  # owed, or to be tried again at next_try_at
    SENDING = "sending"  # claimed by one process until lease_until
    DELIVERED = "delivered"  # the mail server said 250
    REFUSED = "refused"  # refused for good: error says why
    IN_DOUBT = "in_doubt"  # perhaps delivered; held for a person to decide
    CANCELLED = "cancelled"  # no longer holds: error says why


URGENT, ORDINARY = 0, 5  # ranks: what just happened goes before the morning's digests

WAITING = text("state = 'waiting'")  # literal on purpose: a bound value could not use the partial indexes
SENDING = text("state = 'sending'")
BACK = text("returned_at IS NOT NULL")
OPEN_HOLD = text("ended_at IS NULL")
CURRENT = text("ended_at IS NULL AND channel <> 'push'")
BROWSER = text("ended_at IS NULL AND channel = 'push'")
LONGEST_ADDRESS = 1100  # an address, and the two keys of a browser


class Message(Base):
    """One mail to one person, or one word on another channel. `key` is unique per committee: nothing is owed twice.

    `to_address`: the mail address; on another channel the id of its ChannelAddress.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("committee_id", "key"),
        CheckConstraint("state <> 'delivered' OR finished_at IS NOT NULL", name="finished"),
        # jobs "deliver" and "channels": what is due, and leases that ran out
        Index("ix_message_due", "channel", "rank", "next_try_at", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_message_lease", "lease_until", sqlite_where=SENDING, postgresql_where=SENDING),
        # the delivery log, newest first, whole or by state; the mailbox of one person
        Index("ix_message_committee_id_id", "committee_id", "id"),
        Index("ix_message_committee_id_state_id", "committee_id", "state", "id"),
        Index("ix_message_committee_id_created_at", "committee_id", "created_at"),
        Index("ix_message_person_id_id", "person_id", "id"),
        Index("ix_message_returned", "committee_id", "returned_at", sqlite_where=BACK, postgresql_where=BACK),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    key: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(32))
    channel: Mapped[Channel] = mapped_column(default=Channel.MAIL)
    rank: Mapped[int] = mapped_column(default=ORDINARY)  # what goes first when several are due
    person_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    to_address: Mapped[str] = mapped_column(String(254))
    to_name: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    valid_until: Mapped[datetime | None]
    state: Mapped[MessageState] = mapped_column(default=MessageState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str | None] = mapped_column(String(36))
    fence: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    message_id: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(300), default="")
    content: Mapped[bytes | None] = mapped_column(LargeBinary)  # RFC 5322 bytes; retries send the same ones
    possible_copies: Mapped[int] = mapped_column(default=0)  # tries whose outcome is unknown
    finished_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(Text, default="")
    returned_at: Mapped[datetime | None]  # the mail server took it over, and a later one sent it back
    return_reason: Mapped[str] = mapped_column(String(400), default="")

    abouts: Mapped[list[MessageAbout]] = relationship(back_populates="message", cascade="all, delete-orphan")
    tries: Mapped[list[DeliveryTry]] = relationship(back_populates="message", order_by="DeliveryTry.id")


class MessageAbout(Base):
    """An opaque key ("task:17") of something a message is about, so that a page can show the mails sent about it."""

    __tablename__ = "message_about"
    __table_args__ = (
        UniqueConstraint("message_id", "about"),
        Index("ix_message_about_committee_id_about", "committee_id", "about"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    message_id: Mapped[int] = mapped_column(Ref, ForeignKey("message.id"))
    about: Mapped[str] = mapped_column(String(64))

    message: Mapped[Message] = relationship(back_populates="abouts")


class DeliveryTry(Base):
    """One try to hand a message over: the delivery log. `outcome` None means begun and not (yet) settled."""

    __tablename__ = "delivery_try"
    __table_args__ = (
        UniqueConstraint("message_id", "fence"),
        Index("ix_delivery_try_committee_id_started_at", "committee_id", "started_at"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    message_id: Mapped[int] = mapped_column(Ref, ForeignKey("message.id"))
    fence: Mapped[int]
    owner: Mapped[str] = mapped_column(String(36))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(32))
    code: Mapped[int | None]
    reply: Mapped[str] = mapped_column(String(500), default="")

    message: Mapped[Message] = relationship(back_populates="tries")


class MailPause(Base):
    """How it stands with one mail server, or one domain behind it: nothing is tried before `until`.

    It asked for patience, is away, or our own configuration is wrong. No committee: all of them send through the one
    server of the installation.
    """

    __tablename__ = "mail_pause"

    id: Mapped[Id]
    server: Mapped[str] = mapped_column(String(253), unique=True)
    until: Mapped[datetime]
    failures: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(500), default="")
    needs_administrator: Mapped[bool] = mapped_column(default=False)
    filled_until: Mapped[datetime | None]  # how far what was sent reaches, at the rate that the server allows


class HoldEnd(StrEnum):
    RELEASED = "released"
    CANCELLED = "cancelled"


class MailHold(Base):
    """All mails of the committee are held until a person decides.

    Far more of them than usual were made at once: `kind` and `made` say of which kind how many at `held_at`, `usual`
    the most of a day of the week before. Or the database was restored: `backup_at` is the moment that it went back to,
    `made` how many messages were owed then.
    """

    __tablename__ = "mail_hold"
    __table_args__ = (
        # asked with each claim; one open hold of a committee at a time
        Index("uq_mail_hold_open", "committee_id", unique=True, sqlite_where=OPEN_HOLD, postgresql_where=OPEN_HOLD),
        Index("ix_mail_hold_committee_id_id", "committee_id", "id"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    kind: Mapped[str] = mapped_column(String(32))
    made: Mapped[int]
    usual: Mapped[int]
    held_at: Mapped[datetime]
    backup_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    decision: Mapped[HoldEnd | None]
    ended_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    ended_by: Mapped[str] = mapped_column(String(120), default="")  # the name, as the log keeps it
    reason: Mapped[str] = mapped_column(Text, default="")
    cancelled: Mapped[int] = mapped_column(default=0)


class ChannelAddress(Base):
    """Where a person is reached besides mail. `address` holds secrets: it is sent to, and never shown or logged again.

    Until `confirmed_at` nothing goes there but the code with which the person shows that he reads it. A browser needs
    none: it was let in by a click of whoever sits before it. `label` is what the person calls it.
    """

    __tablename__ = "channel_address"
    __table_args__ = (
        # one of a kind at a time, but as many browsers as there are, each of one person
        Index(
            "uq_channel_address_current",
            "committee_id",
            "person_id",
            "channel",
            unique=True,
            sqlite_where=CURRENT,
            postgresql_where=CURRENT,
        ),
        Index(
            "uq_channel_address_browser",
            "committee_id",
            "address",
            unique=True,
            sqlite_where=BROWSER,
            postgresql_where=BROWSER,
        ),
        Index("ix_channel_address_committee_id_person_id", "committee_id", "person_id"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    person_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    channel: Mapped[Channel]
    address: Mapped[str] = mapped_column(String(LONGEST_ADDRESS))
    host: Mapped[str] = mapped_column(String(260))
    label: Mapped[str] = mapped_column(String(80), default="")
    added_at: Mapped[datetime]
    wrong_codes: Mapped[int] = mapped_column(default=0)
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(200), default="")  # why it ended
