"""Accounts of the outer directory, who they are here, and which of its groups are which roles here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskapp.base.db import Base, Id, Ref
from taskapp.people.models import Person, Unit
from taskapp.people.rights import Role

DIRECTORY = "ldap:"  # begins the issuer of accounts of the directory; its tree follows, for servers change their names


class OuterAccount(Base):
    """One account of the provider or the directory that has come here. Without `person_id` it lets nobody in."""

    __tablename__ = "outer_account"
    __table_args__ = (
        UniqueConstraint("issuer", "subject"),
        Index("ix_outer_account_committee_id_person_id", "committee_id", "person_id"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    issuer: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(255))
    username: Mapped[str] = mapped_column(String(100), default="")
    full_name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    person_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    linked_at: Mapped[datetime | None]
    linked_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    refused_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship(foreign_keys=person_id)

    @property
    def is_of_directory(self) -> bool:
        """Whether its password is the directory's (LDAP), and not a page of a provider's."""
        return self.issuer.startswith(DIRECTORY)

    @property
    def label(self) -> str:
        """How it is named on pages: the name there, the account there, or the subject when there is neither."""
        return " · ".join(filter(None, (self.full_name, self.username, self.email))) or self.subject


class GroupRole(Base):
    """Who is in the group there has the role here; who is not in it has it not. Of linked persons only."""

    __tablename__ = "group_role"
    __table_args__ = (UniqueConstraint("committee_id", "group_name", "role", "unit_id"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    group_name: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role]
    unit_id: Mapped[int] = mapped_column(Ref, ForeignKey("unit.id"), index=True)

    unit: Mapped[Unit] = relationship()
