"""Database: one declarative base, column types that refuse what must not be stored, transactions, scoped selects."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, DateTime, Engine, Enum, Integer, MetaData, Select, event, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, registry
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from taskapp.base import columns_at_once, postgres

columns_at_once.repair()

Row = TypeVar("Row", bound="Base")


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: takes aware values only, stores UTC, gives aware UTC on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive datetime cannot be stored: {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Id = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)]
Ref = BigInteger().with_variant(Integer, "sqlite")


def words_of(kind: type[enum.Enum], name: str | None = None) -> Enum:
    """Column type of an enumeration: its values as text, guarded by a CHECK; `name` where a table has two of a kind."""
    return Enum(
        kind,
        name=name or kind.__name__.lower(),
        native_enum=False,
        length=32,
        create_constraint=True,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    """Parent of every model."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    registry = registry(
        metadata=metadata,
        type_annotation_map={
            datetime: UTCDateTime,
            enum.Enum: Enum(
                enum.Enum,
                native_enum=False,
                length=32,
                create_constraint=True,
                values_callable=lambda e: [m.value for m in e],
            ),
        },
    )


# SQLite wakes waiting writers in no order: with many of them one may have to come again and again.
PATIENCE_SECONDS = 30
RECYCLE_SECONDS = 3600  # a connection of SQLite sees only when it is opened what was counted of the tables

db = SQLAlchemy(model_class=Base)

_reading: ContextVar[bool] = ContextVar("reading", default=False)


def start_reading(flag: bool) -> None:
    """Say whether transactions begun from here on in this context only read (SQLite: plain BEGIN)."""
    _reading.set(flag)


def is_reading() -> bool:
    """Whether transactions begun in this context only read."""
    return _reading.get()


@contextmanager
def reading() -> Iterator[None]:
    """Inside, transactions begin as readers even where the context writes: they keep no writer waiting."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """Inside, transactions begin as writers even where the context otherwise only reads."""
    token = _reading.set(False)
    try:
        yield
    finally:
        _reading.reset(token)


def back_to_reading(session: Session) -> None:
    """Undo what was begun, and only read from here on in this context: a page that says no keeps no writer waiting."""
    session.rollback()
    start_reading(True)


def engine_options(url: str) -> dict[str, Any]:
    """How to connect, and how long to wait for the database; what the address itself says about it stands."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": PATIENCE_SECONDS}, "pool_recycle": RECYCLE_SECONDS}
    connect_args = postgres.connect_args(make_url(url).query)
    return {"pool_pre_ping": True, "pool_size": 5, "max_overflow": 10, "connect_args": connect_args}


def prepare_engine(engine: Engine) -> None:
    """Set up SQLite: WAL, FULL, foreign keys, busy timeout, BEGIN IMMEDIATE for writers; PostgreSQL: postgres.py."""
    if engine.dialect.name != "sqlite":
        postgres.prepare(engine)
        event.listen(engine, "begin", _begin_on_server)
        return
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)


def _set_pragmas(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # sqlite3's own switch: we say BEGIN ourselves
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"busy_timeout = {PATIENCE_SECONDS * 1000}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A deferred transaction that reads first and writes later fails at once with SQLITE_BUSY_SNAPSHOT.
    connection.exec_driver_sql("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")


def _begin_on_server(connection: Connection) -> None:
    postgres.begin(connection, is_reading=_reading.get())


def scoped(entity: type[Row], committee_id: int, *columns: Any) -> Select[Any]:
    """Rows of `entity` (or only `columns`) that belong to one committee: where every select starts."""
    chosen = select(*columns).select_from(entity) if columns else select(entity)
    return chosen.where(entity.committee_id == committee_id)  # type: ignore[attr-defined]  # all tables but committee


def insert_into(session: Session, entity: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that can say ON CONFLICT, as the session's database spells it."""
    return sqlite.insert(entity) if session.get_bind().dialect.name == "sqlite" else postgresql.insert(entity)


def unscoped(*entities: Any) -> Select[Any]:
    """Rows of all committees: for sign-in and for the jobs, which serve every committee; never for a person's page."""
    return select(*entities)
