"""What a database is asked while something is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

Asked = list[tuple[str, object]]


@contextmanager
def questions(engine: Engine | Connection) -> Iterator[Asked]:
    """The statements, with their values; without BEGIN, which SQLite alone is told."""
    seen: Asked = []

    def note(_connection: object, _cursor: object, statement: str, values: object, *_rest: object) -> None:
        if statement != "BEGIN":
            seen.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def statements(engine: Engine | Connection) -> Iterator[list[str]]:
    """The same without the values, known when the block has ended."""
    seen: list[str] = []
    with questions(engine) as asked:
        yield seen
    seen += [statement for statement, _values in asked]


def plans_of(engine: Engine, asked: Asked, table: str) -> list[tuple[str, str]]:
    """The statements about the table with how the database would find their rows."""
    about = [each for each in asked if each[0].startswith(("SELECT", "WITH")) and f" {table}" in each[0]]
    found = []
    with engine.connect() as connection:
        is_postgres = connection.dialect.name == "postgresql"
        if is_postgres:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        for statement, values in about:
            parameters: Any = values
            asking = f"EXPLAIN {'' if is_postgres else 'QUERY PLAN '}{statement}"
            found.append((statement, str(connection.exec_driver_sql(asking, parameters).all())))
    return found


def plans_that_scan(engine: Engine, asked: Asked, least: int, table: str = "task") -> list[str]:
    """The statements about the table, at least so many, that would look at each of its rows."""
    plans = plans_of(engine, asked, table)
    assert len(plans) >= least
    return [statement for statement, plan in plans if f"'SCAN {table}" in plan or f"Seq Scan on {table}" in plan]
