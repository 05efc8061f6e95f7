"""WorkSource: another system; SourceBatch: one delivery of it; SourceItem: one version of one file or document."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskapp.base.db import Base, Id, Ref
from taskapp.people.models import Person, Unit

IDLE = "added = 0 AND changed = 0 AND corrected = 0"  # told nothing new


class Door(StrEnum):
    """By which way a delivery came."""

    API = "api"
    FILE = "file"  # laid into the folder
    EDXML = "edxml"  # laid into the folder, as an envelope
    COMMAND = "command"
    WEB = "web"  # a clerk took the limit that an envelope proposed


class WorkSource(Base):
    """Another system whose files have a limit. `name` stands in addresses; `noun`: what it counts, in a word or two."""

    __tablename__ = "work_source"
    __table_args__ = (UniqueConstraint("committee_id", "name"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    unit_id: Mapped[int] = mapped_column(Ref, ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(120))
    noun: Mapped[str] = mapped_column(String(40))
    keeps_titles: Mapped[bool] = mapped_column(default=False)  # they may hold citizens' names
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]  # nothing more is taken; what was taken still counts

    unit: Mapped[Unit] = relationship()


class SourceBatch(Base):
    """One delivery: when, by which way, by whom, what became of it. `by` None: a file."""

    __tablename__ = "source_batch"
    __table_args__ = (
        Index("ix_source_batch_committee_id_source_id_id", "committee_id", "source_id", "id"),
        Index("ix_source_batch_idle", "taken_at", sqlite_where=text(IDLE), postgresql_where=text(IDLE)),  # "housekeep"
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    source_id: Mapped[int] = mapped_column(Ref, ForeignKey("work_source.id"))
    taken_at: Mapped[datetime]
    door: Mapped[Door]
    by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("person.id"))
    file_name: Mapped[str] = mapped_column(String(200), default="")
    added: Mapped[int]
    changed: Mapped[int]
    corrected: Mapped[int]
    unchanged: Mapped[int]
    refused: Mapped[int]

    by: Mapped[Person | None] = relationship()


# Figures are counted from this index alone: first what finds the rows of a period, then what a figure reads.
COUNTED_BY = (
    "committee_id",
    "done_on",
    "received_on",
    "source_id",
    "unit_id",
    "due_on",
    "due_time",
    "done_time",
    "is_cancelled",
    "recorded_at",
    "replaced_at",
    "corrected_at",
)


class SourceItem(Base):
    """What a source said of one of its files from `recorded_at` until `replaced_at` (None: to this day).

    A row never changes but for its end; days and hours are local. `corrected_at`: when something that had been said
    was last said otherwise. `proposed_on`: a limit that an envelope proposes; it counts for nothing.
    """

    __tablename__ = "source_item"
    __table_args__ = (
        UniqueConstraint("committee_id", "source_id", "own_id", "version"),
        Index("ix_source_item_counted", *COUNTED_BY),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    source_id: Mapped[int] = mapped_column(Ref, ForeignKey("work_source.id"))
    batch_id: Mapped[int] = mapped_column(Ref, ForeignKey("source_batch.id"))
    own_id: Mapped[str] = mapped_column(String(100))
    version: Mapped[int]
    recorded_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    corrected_at: Mapped[datetime | None]
    kind: Mapped[str] = mapped_column(String(200), default="")
    title: Mapped[str] = mapped_column(String(500), default="")
    officer: Mapped[str] = mapped_column(String(100), default="")
    unit_id: Mapped[int] = mapped_column(Ref, ForeignKey("unit.id"))
    received_on: Mapped[date]
    due_on: Mapped[date | None]
    due_time: Mapped[time | None]
    done_on: Mapped[date | None]
    done_time: Mapped[time | None]
    proposed_on: Mapped[date | None]
    is_cancelled: Mapped[bool] = mapped_column(default=False)

    source: Mapped[WorkSource] = relationship()
    batch: Mapped[SourceBatch] = relationship()
    unit: Mapped[Unit] = relationship()
