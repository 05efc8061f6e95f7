"""How an office's registers are read: what a person corrected in a file that was taken in, kept for later files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.directives.registers import columns
from taskapp.directives.registers.columns import Layout, Memory
from taskapp.directives.registers.headings import Meaning
from taskapp.directives.registers.models import BatchState, ImportBatch
from taskapp.directives.registers.register import Register

_LEARNED = "learned"
_LOOKED_AT = 1000  # batches


@dataclass(frozen=True)
class Remembered:
    """One set of headings with what each means (None: not used), and the file in which a person said so."""

    mark: str
    meanings: Sequence[tuple[str, Meaning | None]]
    file_name: str
    committed_at: datetime


def learn(batch: ImportBatch, register: Register) -> None:
    """Note with the batch how its headings are read, for the sheets that a person corrected."""
    learned = [_entry(part.layout) for part in register.read_parts if part.is_corrected]
    if learned:
        batch.mapping = {**batch.mapping, _LEARNED: learned}


def remembered(session: Session, committee_id: int) -> list[Remembered]:
    """What the committee's imports have taught, the newest of the same headings only, newest first."""
    found: dict[str, Remembered] = {}
    for batch in _batches(session, committee_id):
        for entry in batch.mapping.get(_LEARNED, ()):
            if entry["mark"] not in found and batch.committed_at:
                told = [(heading, _meaning(meaning)) for heading, _key, meaning in entry["headings"]]
                found[entry["mark"]] = Remembered(entry["mark"], told, batch.file_name, batch.committed_at)
    return list(found.values())


def memory_of(session: Session, committee_id: int) -> Memory:
    """The same for reading: by the mark of the headings, what the key of each means."""
    found: dict[str, Mapping[str, Meaning | None]] = {}
    for batch in _batches(session, committee_id):
        for entry in batch.mapping.get(_LEARNED, ()):
            told = {key: _meaning(meaning) for _heading, key, meaning in entry["headings"]}
            found.setdefault(entry["mark"], told)
    return found


def forget(session: Session, committee_id: int, mark: str) -> None:
    """Let go of how these headings are read: later files are read as understood. Raises Refused when not known."""
    known = [b for b in _batches(session, committee_id) if any(e["mark"] == mark for e in b.mapping.get(_LEARNED, ()))]
    if not known:
        raise Refused(_("Cách đọc này không còn được nhớ. Hãy tải lại trang."))
    for batch in known:
        rest = [entry for entry in batch.mapping[_LEARNED] if entry["mark"] != mark]
        batch.mapping = {**batch.mapping, _LEARNED: rest}


def _batches(session: Session, committee_id: int) -> Sequence[ImportBatch]:
    query = scoped(ImportBatch, committee_id).where(ImportBatch.state == BatchState.COMMITTED)
    return list(session.scalars(query.order_by(ImportBatch.id.desc()).limit(_LOOKED_AT)))


def _entry(layout: Layout) -> dict[str, Any]:
    meanings = {column: meaning.value for meaning, column in layout.columns.items()}
    named = zip(layout.headings, columns.keys(layout.headings), strict=True)
    headings = [[heading, key, meanings.get(column, "")] for column, (heading, key) in enumerate(named) if key]
    return {"mark": columns.mark(layout.headings), "headings": headings}


def _meaning(text: str) -> Meaning | None:
    return Meaning(text) if text else None
