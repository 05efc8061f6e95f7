"""Many rows at once: INSERT with many sets of values on SQLite, COPY on PostgreSQL; indexes put up again afterwards.

Every constraint holds for every row: keys, CHECK, NOT NULL at once, foreign keys on PostgreSQL when all rows are there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import DDL, Connection, Table, column, func, inspect
from sqlalchemy import table as bare
from sqlalchemy.orm import Session

from taskapp.base.db import Base, unscoped

AT_ONCE = 200  # rows of one statement of SQLite: each makes the lists of its CHECKs anew and ends a piece of FTS5
ROOM = -512 * 1024  # of SQLite's cache while much is written, in KiB
USUAL = -2000
# Of tables of PostgreSQL: indexes that guard nothing, also those that only migrations know; foreign keys.
HELPING = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY (%s::regclass[]) AND NOT indisunique ORDER BY 1
"""
FOREIGN = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = ANY (%s::regclass[]) AND contype = 'f' ORDER BY 1, 2
"""


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
        head, one = str(asked).split(" VALUES ")
        for start in range(0, len(rows), AT_ONCE):
            some = [places(row) for row in rows[start : start + AT_ONCE]]
            values = tuple(chain.from_iterable(some))
            connection.exec_driver_sql(f"{head} VALUES {', '.join([one] * len(some))}", values)
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
    connection, tables = session.connection(), [table_of(model) for model in models]
    is_sqlite = connection.dialect.name == "sqlite"
    with (_with_room if is_sqlite else _without_guards)(connection, tables):
        yield
    for table in tables:
        if not is_sqlite:  # ids were given by us: its own numbers go on behind them
            _go_on(session, table)
        connection.execute(_analyze(table))


@contextmanager
def _with_room(connection: Connection, tables: Sequence[Table]) -> Iterator[None]:
    """On SQLite: room for pages, and no index that only helps."""
    indexes = sorted(
        (index for table in tables for index in table.indexes if not index.unique), key=lambda index: str(index.name)
    )
    connection.exec_driver_sql(f"PRAGMA cache_size = {ROOM}")
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)
    connection.exec_driver_sql(f"PRAGMA cache_size = {USUAL}")


@contextmanager
def _without_guards(connection: Connection, tables: Sequence[Table]) -> Iterator[None]:
    """On PostgreSQL: no index that only helps, and foreign keys that are checked for all rows at the end."""
    connection.exec_driver_sql("SET LOCAL timezone = 'UTC'")
    connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '512MB'")
    names = [table.name for table in tables]
    indexes = connection.exec_driver_sql(HELPING, (names,)).all()
    keys = connection.exec_driver_sql(FOREIGN, (names,)).all()
    for table, name, _meaning in keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _meaning in indexes:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    yield
    for _name, meaning in indexes:
        connection.exec_driver_sql(meaning)
    for table, name, meaning in keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {meaning}")


def _analyze(table: Table) -> DDL:
    made: Callable[..., DDL] = DDL  # SQLAlchemy gives its parameters no types
    return made("ANALYZE %(table)s", context={"table": table.name})


def _go_on(session: Session, table: Table) -> None:
    newest = unscoped(func.coalesce(func.max(table.c["id"]), 1)).scalar_subquery()
    session.execute(unscoped(func.setval(func.pg_get_serial_sequence(table.name, "id"), newest)))
