"""OpenLink: an address that shows figures to whoever has it, without signing in."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskapp.base.db import Base, Ref
from taskapp.people.models import Unit
from taskapp.people.secret_models import ForATime
from taskapp.reports.periods import Span


class LinkKind(StrEnum):
    WALL = "wall"  # the screen of a meeting room
    FIGURE = "figure"  # one unit's share, for the public


class OpenLink(ForATime, Base):
    """Of the unit and all below it, else of the whole committee; its `name` says where it is used.

    A wall shows what its maker may see at that moment, the words of tasks only with `names_tasks`. A figure is of the
    present `span`; `origins` are the sites that may frame it, and `figure` what was shown since `figure_at`.
    """

    __tablename__ = "open_link"
    __table_args__ = (Index("ix_open_link_committee_id_kind_id", "committee_id", "kind", "id"),)

    kind: Mapped[LinkKind]
    unit_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("unit.id"))
    names_tasks: Mapped[bool] = mapped_column(default=False)
    span: Mapped[Span] = mapped_column(default=Span.QUARTER)
    origins: Mapped[str] = mapped_column(Text, default="")
    figure: Mapped[str] = mapped_column(Text, default="")
    figure_at: Mapped[datetime | None]

    unit: Mapped[Unit | None] = relationship()
