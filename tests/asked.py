"""What a database is asked while something is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

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
