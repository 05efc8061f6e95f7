"""Many rows at once: rows as they are on SQLite, COPY on PostgreSQL; what only helps is put up again afterwards.

Every constraint holds for every row: keys and NOT NULL at once, CHECK on SQLite and foreign keys on PostgreSQL when all
rows are there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, cast

from sqlalchemy import DDL, Boolean, Connection, Table, and_, column, func, inspect, literal_column, not_, true
from sqlalchemy import table as bare
from sqlalchemy.orm import Session

from taskapp.base.db import Base, unscoped

# Of SQLite while much is written. A statement that writes one row would make the lists of its CHECKs anew each time.
MEANWHILE = ("cache_size = -524288", "ignore_check_constraints = ON")
AFTERWARDS = ("cache_size = -2000", "ignore_check_constraints = OFF")
SEARCHED = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? AND sql LIKE '% AFTER INSERT %'"
_FOR_EACH = re.compile(r".* BEGIN (INSERT INTO (\w+) .*) VALUES \((.*)\); END")
_FOR_ALL = (  # in large pieces, which need not be put together afterwards
    r"INSERT INTO \2 (\2, rank) VALUES ('hashsize', 67108864)",
    r"\1 SELECT \3 FROM <table> AS new WHERE new.id > <newest>",
    r"INSERT INTO \2 (\2, rank) VALUES ('hashsize', 1048576)",
)
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


def insert(session: Session, model: type[Base], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert the rows, values written as the database takes them: days and instants ISO, flags 0 and 1."""
    if not rows:
        return
    connection, names = session.connection(), ", ".join(columns)
    table, driver = table_of(model), cast("Any", connection.connection.driver_connection)
    if connection.dialect.name == "sqlite":
        plain = bare(table.name, *map(column, columns)).insert()  # without what the model would fill in
        driver.executemany(str(plain.compile(dialect=connection.dialect)), rows)
        return
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
    """On SQLite: room for pages, CHECKs looked through at the end, no index that only helps."""
    indexes = sorted(
        (index for table in tables for index in table.indexes if not index.unique), key=lambda index: str(index.name)
    )
    _set(connection, MEANWHILE)
    try:
        for index in indexes:
            index.drop(connection)
        with ExitStack() as afterwards:
            for table in tables:
                afterwards.enter_context(_searched_afterwards(connection, table))
            yield
        for table in tables:
            _check(connection, table)
        for index in indexes:
            index.create(connection)
    finally:
        _set(connection, AFTERWARDS)


def _set(connection: Connection, pragmas: Iterable[str]) -> None:
    for pragma in pragmas:
        connection.exec_driver_sql("PRAGMA " + pragma)


@contextmanager
def _searched_afterwards(connection: Connection, table: Table) -> Iterator[None]:
    """The trigger that tells the index of words of a new row is away; then it is told of all new rows at once."""
    triggers = connection.exec_driver_sql(SEARCHED, (table.name,)).all()
    newest = connection.scalar(unscoped(func.coalesce(func.max(table.c["id"]), 0)))
    for name, _meaning in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _name, meaning in triggers:
        for statement in _FOR_ALL:
            said = statement.replace("<table>", table.name).replace("<newest>", str(newest))
            connection.exec_driver_sql(_FOR_EACH.sub(said, meaning))
        connection.exec_driver_sql(meaning)


def _check(connection: Connection, table: Table) -> None:
    """Raises ValueError when a row breaks a CHECK of the table."""
    said = [check["sqltext"] for check in inspect(connection).get_check_constraints(table.name)]
    holds = and_(true(), *(literal_column(f"({each})", Boolean) for each in said))
    if connection.scalar(unscoped(func.count()).select_from(table).where(not_(holds))):
        raise ValueError(f"rows of {table.name} break a CHECK")


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
