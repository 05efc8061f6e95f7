"""What became of units: by which decision, how each looked afterwards, who succeeded whom. Rows are only ever added."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskapp.base.db import Base, Id, Ref
from taskapp.people.models import Person, Unit


class Rearranging(StrEnum):
    """What a decision does to units."""

    MERGE = "merge"  # several become one
    SPLIT = "split"  # one becomes several
    CLOSE = "close"  # one ends, others that exist go on with its work
    RENAME = "rename"
    MOVE = "move"  # another unit above it


class UnitChange(StrEnum):
    """What happened to one unit."""

    BEGUN = "begun"  # as it was before anything was recorded about it
    FOUNDED = "founded"
    RENAMED = "renamed"
    SHORTENED = "shortened"
    MOVED = "moved"
    CLOSED = "closed"


class Reorganisation(Base):
    """One decision carried out (sắp xếp tổ chức): from which local day, and how much went along with it."""

    __tablename__ = "reorganisation"
    __table_args__ = (Index("ix_reorganisation_committee_id_recorded_at", "committee_id", "recorded_at"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    kind: Mapped[Rearranging]
    effective_on: Mapped[date]
    decision_number: Mapped[str] = mapped_column(String(60))
    decision_on: Mapped[date | None]
    by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    people_moved: Mapped[int] = mapped_column(default=0)
    tasks_moved: Mapped[int] = mapped_column(default=0)

    by: Mapped[Person | None] = relationship()


class UnitEvent(Base):
    """After-image of one change of a unit: as of a day it looked as its event of highest version effective by then.

    The first one holds for all days before, however late it was recorded. A unit to which nothing has happened has
    none, and its row says how it always was. `effective_on` None: since ever.
    """

    __tablename__ = "unit_event"
    __table_args__ = (
        UniqueConstraint("unit_id", "version"),
        Index("ix_unit_event_committee_id_unit_id", "committee_id", "unit_id"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    unit_id: Mapped[int] = mapped_column(Ref, ForeignKey("unit.id"))
    version: Mapped[int]
    kind: Mapped[UnitChange]
    effective_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    reorganisation_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("reorganisation.id"))
    parent_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(60))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    parent: Mapped[Unit | None] = relationship(foreign_keys=[parent_id])
    reorganisation: Mapped[Reorganisation | None] = relationship()


class UnitSuccession(Base):
    """From a local day on, the one unit goes on with what was the other's."""

    __tablename__ = "unit_succession"
    __table_args__ = (
        UniqueConstraint("predecessor_id", "successor_id"),
        Index("ix_unit_succession_committee_id_successor_id", "committee_id", "successor_id"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    predecessor_id: Mapped[int] = mapped_column(Ref, ForeignKey("unit.id"))
    successor_id: Mapped[int] = mapped_column(Ref, ForeignKey("unit.id"))
    effective_on: Mapped[date]

    predecessor: Mapped[Unit] = relationship(foreign_keys=[predecessor_id])
    successor: Mapped[Unit] = relationship(foreign_keys=[successor_id])
