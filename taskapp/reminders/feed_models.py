"""CalendarFeed: an address from which a person's calendar program fetches limits by itself."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from taskapp.base.db import Base
from taskapp.people.secret_models import OpenedBySecret


class FeedKind(StrEnum):
    MINE = "mine"  # what the person does himself
    UNIT = "unit"  # what his unit has to do
    GIVEN = "given"  # what he has given to others


class CalendarFeed(OpenedBySecret, Base):
    """At most one of each kind for a person; only the hash of the secret in its address is kept."""

    __tablename__ = "calendar_feed"
    __table_args__ = (UniqueConstraint("committee_id", "person_id", "kind"),)

    kind: Mapped[FeedKind]
