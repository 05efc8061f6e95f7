"""Rows and seals as they stand in the database, without objects and without trust: whatever somebody has put there.

What is streamed has to be closed when it is not read to its end.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import fields
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Date, Integer, Time, cast, func, text, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NULLTYPE, String

from taskapp.base.db import Base, UTCDateTime, scoped
from taskapp.tasks.audit.canon import FORMS, NEWEST, Seal
from taskapp.tasks.audit.seal_models import EventSeal
from taskapp.tasks.models import TaskEvent

AT_ONCE = 1000
COLUMNS = FORMS[NEWEST]  # a newer form only adds to the older ones
_SEAL = tuple(f.name for f in fields(Seal))


def rows(
    session: Session,
    committee_id: int,
    *,
    after: int | None = None,
    until: int | None = None,
    limit: int | None = None,
) -> Generator[Sequence[Any], None, None]:
    """The committee's rows by id, of `COLUMNS`, as the canonical form wants them; streamed, bounded in memory."""
    query = scoped(TaskEvent, committee_id, *_plain(session, TaskEvent, COLUMNS)).order_by(TaskEvent.id)
    if after is not None:
        query = query.where(TaskEvent.id > after)
    if until is not None:
        query = query.where(TaskEvent.id <= until)
    return _stream(session, query.limit(limit), AT_ONCE)


def seals(session: Session, committee_id: int, *, after: int = 0) -> Generator[Seal, None, None]:
    """The committee's seals by number, from the one after `after`; streamed."""
    query = scoped(EventSeal, committee_id, *_plain(session, EventSeal, _SEAL)).order_by(EventSeal.number)
    if after:
        query = query.where(EventSeal.number > after)
    with closing(_stream(session, query, 20)) as found:
        for row in found:
            yield _seal(row)


def last_seal(session: Session, committee_id: int) -> Seal | None:
    """The newest seal."""
    query = scoped(EventSeal, committee_id, *_plain(session, EventSeal, _SEAL)).order_by(EventSeal.number.desc())
    _speak_iso(session)
    row = session.execute(query.limit(1)).first()
    return None if row is None else _seal(row)


def _seal(row: Sequence[Any]) -> Seal:
    values = dict(zip(_SEAL, row, strict=True))
    if not isinstance(values["entries"], bytes):  # no column of ours
        values["entries"] = repr(values["entries"]).encode()
    return Seal(**values)


def _stream(session: Session, query: Any, at_once: int) -> Generator[Sequence[Any], None, None]:
    _speak_iso(session)
    found = session.connection().execute(query, execution_options={"yield_per": at_once})
    try:
        for some in found.partitions():
            yield from some
    finally:
        found.close()


def _speak_iso(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT set_config('DateStyle', 'ISO, YMD', true)"))


def _plain(session: Session, entity: type[Base], names: Sequence[str]) -> list[ColumnElement[Any]]:
    spell = _on_postgresql if session.get_bind().dialect.name == "postgresql" else _as_it_is
    return [spell(getattr(entity, name)) for name in names]


def _as_it_is(column: Any) -> ColumnElement[Any]:
    """SQLite keeps instants, days and hours as the texts that the canonical form wants, yes and no as 1 and 0."""
    return type_coerce(column, NULLTYPE)


def _on_postgresql(column: Any) -> ColumnElement[Any]:
    kind = column.type
    if isinstance(kind, UTCDateTime):
        return func.to_char(func.timezone("UTC", column), "YYYY-MM-DD HH24:MI:SS.US", type_=String)
    if isinstance(kind, Time):
        return func.to_char(column, "HH24:MI:SS.US", type_=String)
    if isinstance(kind, Date):
        return cast(column, String)
    if isinstance(kind, Boolean):
        return cast(column, Integer)
    return type_coerce(column, NULLTYPE)
