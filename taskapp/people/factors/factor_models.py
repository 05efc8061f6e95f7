"""Second factors of persons and their recovery codes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from taskapp.base.db import Base, Id, Ref


class FactorKind(StrEnum):
    APP = "app"  # TOTP, RFC 6238
    KEY = "key"  # WebAuthn


class SecondFactor(Base):
    """An app that shows codes (`secret`: its seed, sealed; `last_step`: the newest code that was taken), or a key.

    Of an app that was not yet tried `confirmed_at` is None: it opens nothing. `counter` is the key's own count of uses.
    """

    __tablename__ = "second_factor"
    __table_args__ = (
        Index("ix_second_factor_committee_id_person_id", "committee_id", "person_id"),
        UniqueConstraint("committee_id", "credential_id"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    person_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    kind: Mapped[FactorKind]
    label: Mapped[str] = mapped_column(String(60), default="")
    secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    credential_id: Mapped[str | None] = mapped_column(String(1400))
    public_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    counter: Mapped[int] = mapped_column(BigInteger, default=0)
    added_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """One of ten codes for the day on which app or key are lost: only its hash is kept, and it is taken once."""

    __tablename__ = "recovery_code"
    __table_args__ = (Index("ix_recovery_code_committee_id_person_id", "committee_id", "person_id"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    person_id: Mapped[int] = mapped_column(Ref, ForeignKey("person.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
