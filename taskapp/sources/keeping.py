"""Sources made, changed, closed and opened again. Functions do not commit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.people.models import Person, Unit
from taskapp.sources.models import SourceBatch, SourceItem, WorkSource

IDLE_KEPT = timedelta(days=90)
NAME = re.compile("[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True)
class Wish:
    """What an administrator says of a source."""

    title: str
    noun: str
    unit_id: int
    keeps_titles: bool


def add(session: Session, committee_id: int, name: str, wish: Wish, *, by: Person | None, now: datetime) -> WorkSource:
    """A new source. Raises BadInput for a name that no address can carry, or that is taken."""
    if not NAME.fullmatch(name):
        raise BadInput(_("Tên ngắn chỉ gồm chữ thường không dấu, số và dấu gạch nối, ví dụ ho-tich."), field="name")
    if session.scalars(scoped(WorkSource, committee_id, WorkSource.id).where(WorkSource.name == name)).first():
        raise taken()
    source = WorkSource(committee_id=committee_id, name=name, made_at=now, made_by_id=by.id if by else None)
    _write(source, wish)
    session.add(source)
    session.flush()
    return source


def taken() -> BadInput:
    """That another source has the name."""
    return BadInput(_("Đã có nguồn dùng tên ngắn này. Hãy chọn tên khác."), field="name")


def change(session: Session, source: WorkSource, wish: Wish) -> None:
    """Say it otherwise. Where names of files are kept no more, those that were kept go."""
    if source.keeps_titles and not wish.keeps_titles:
        mine = (SourceItem.committee_id == source.committee_id, SourceItem.source_id == source.id)
        session.execute(update(SourceItem).where(*mine, SourceItem.title != "").values(title=""))
    _write(source, wish)


def close(source: WorkSource, *, now: datetime) -> None:
    """Take nothing more from it; what was taken counts on."""
    source.closed_at = source.closed_at or now


def reopen(source: WorkSource) -> None:
    """Take from it again."""
    source.closed_at = None


def follow_units(session: Session, committee_id: int, heirs: Mapping[int, Unit]) -> int:
    """Let sources of units that have ended be their successors'; how many. Items stay where they were recorded."""
    found = session.scalars(scoped(WorkSource, committee_id).where(WorkSource.unit_id.in_(heirs))).all()
    for source in found:
        source.unit_id = heirs[source.unit_id].id
    return len(found)


def prune(session: Session, *, now: datetime) -> int:
    """Forget deliveries of long ago that told nothing new, of all committees; their number."""
    idle = (SourceBatch.added == 0, SourceBatch.changed == 0, SourceBatch.corrected == 0)
    gone = delete(SourceBatch).where(*idle, SourceBatch.taken_at < now - IDLE_KEPT).returning(SourceBatch.id)
    return len(session.execute(gone).all())


def _write(source: WorkSource, wish: Wish) -> None:
    source.title, source.noun = wish.title, wish.noun
    source.unit_id, source.keeps_titles = wish.unit_id, wish.keeps_titles
