"""ApiToken: what a program shows instead of a password, in the name of the person who made it."""

from __future__ import annotations

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from taskapp.base.db import Base
from taskapp.people.scopes import Scope, parsed
from taskapp.people.secret_models import ForATime


class ApiToken(ForATime, Base):
    """One token, for a program of that name."""

    __tablename__ = "api_token"
    __table_args__ = (Index("ix_api_token_committee_id_person_id", "committee_id", "person_id"),)

    scopes: Mapped[str] = mapped_column(String(200))
    last_address: Mapped[str] = mapped_column(String(45), default="")

    @property
    def allows(self) -> frozenset[Scope]:
        """What the token may be used for."""
        return parsed(self.scopes)
