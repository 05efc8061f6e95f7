"""Many rows at once: INSERT with many sets of values on SQLite, COPY on PostgreSQL; indexes put up again afterwards.

Every constraint stays in force for every row: keys, foreign keys, CHECK, NOT NULL.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Index, Table, func, inspect, select, text
from sqlalchemy.orm import Session

from taskapp.base.db import Base

ROOM = -512 * 1024  # of SQLite's cache while much is written, in KiB
USUAL = -2000


def table_of(model: type[Base]) -> Table:
    """The table of a model."""
    table: Table = inspect(model).local_table  # type: ignore[assignment]
    return table


def insert(session: Session, model: type[Base], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert the rows, values written as the database takes them: days and instants ISO, flags 0 and 1."""
    if not rows:
        return
    table, names = table_of(model).name, ", ".join(columns)
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", [tuple(row) for row in rows])  # noqa: S608 - names of our own
        return
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def next_id(session: Session, model: type[Base]) -> int:
    """The id that the next row may take."""
    key = table_of(model).c["id"]
    return (session.scalar(select(func.max(key))) or 0) + 1


@contextmanager
def much(session: Session, models: Iterable[type[Base]]) -> Iterator[None]:
    """Inside, the tables have only those indexes that guard something; afterwards all, and the planner's statistics.

    All in the transaction of the session: what fails leaves everything as it was.
    """
    connection, models = session.connection(), list(models)
    is_sqlite = connection.dialect.name == "sqlite"
    connection.exec_driver_sql(f"PRAGMA cache_size = {ROOM}" if is_sqlite else "SET LOCAL timezone = 'UTC'")
    indexes = [index for model in models for index in _helping(table_of(model))]
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)
    for model in models:
        if not is_sqlite:  # ids were given by us: its own numbers go on behind them
            _go_on(session, table_of(model).name)
        session.execute(text(f"ANALYZE {table_of(model).name}"))
    if is_sqlite:
        connection.exec_driver_sql(f"PRAGMA cache_size = {USUAL}")


def _helping(table: Table) -> list[Index]:
    return sorted((index for index in table.indexes if not index.unique), key=lambda index: str(index.name))


def _go_on(session: Session, table: str) -> None:
    session.execute(
        text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT coalesce(max(id), 1) FROM {table}))")  # noqa: S608 - a name of our own
    )
