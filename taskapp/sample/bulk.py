"""Many rows at once: INSERT with many sets of values on SQLite, COPY on PostgreSQL; indexes put up again afterwards.

Every constraint stays in force for every row: keys, foreign keys, CHECK, NOT NULL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import DDL, Index, Table, column, func, inspect
from sqlalchemy import table as bare
from sqlalchemy.orm import Session

from taskapp.base.db import Base, unscoped

ROOM = -512 * 1024  # of SQLite's cache while much is written, in KiB
USUAL = -2000


def table_of(model: type[Base]) -> Table:
    """The table of a model."""
    return cast("Table", inspect(model).local_table)


def insert(session: Session, model: type[Base], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert the rows, values written as the database takes them: days and instants ISO, flags 0 and 1."""
    if not rows:
        return
    table, names = table_of(model), ", ".join(columns)
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        plain = bare(table.name, *map(column, columns)).insert()  # without what the model would fill in
        asked = plain.compile(dialect=connection.dialect, column_keys=list(columns))
        places = itemgetter(*(columns.index(name) for name in asked.positiontup or ()))
        connection.exec_driver_sql(str(asked), [places(row) for row in rows])
        return
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def next_id(session: Session, model: type[Base]) -> int:
    """The id that the next row may take."""
    key = table_of(model).c["id"]
    return (session.scalar(unscoped(func.max(key))) or 0) + 1


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
            _go_on(session, table_of(model))
        connection.execute(_analyze(table_of(model)))
    if is_sqlite:
        connection.exec_driver_sql(f"PRAGMA cache_size = {USUAL}")


def _analyze(table: Table) -> DDL:
    made: Callable[..., DDL] = DDL  # SQLAlchemy gives its parameters no types
    return made("ANALYZE %(table)s", context={"table": table.name})


def _helping(table: Table) -> list[Index]:
    return sorted((index for index in table.indexes if not index.unique), key=lambda index: str(index.name))


def _go_on(session: Session, table: Table) -> None:
    newest = unscoped(func.coalesce(func.max(table.c["id"]), 1)).scalar_subquery()
    session.execute(unscoped(func.setval(func.pg_get_serial_sequence(table.name, "id"), newest)))
