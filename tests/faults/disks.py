"""Disks that are full or can only be read, as the two databases and files meet them; nobody has to be root."""

from __future__ import annotations

import resource
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Any

from sqlalchemy import Engine, event, text

_NO_ROOM = """
    CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
    CREATE TRIGGER no_room BEFORE INSERT ON task_event EXECUTE FUNCTION no_room();
"""


@contextmanager
def full(engine: Engine) -> Iterator[None]:
    """Nothing can be added: SQLite may not grow any more, PostgreSQL says what it says on a full disk."""
    if engine.dialect.name == "sqlite":
        engine.dispose()
        with closing(sqlite3.connect(engine.url.database or "")) as connection:
            connection.execute("VACUUM")  # what a migration has left free would still take something
        with _for_each_connection(engine, "PRAGMA max_page_count = 1"):  # SQLite makes it what the file has
            yield
        return
    with _changed(engine, _NO_ROOM, "DROP TRIGGER no_room ON task_event; DROP FUNCTION no_room()"):
        yield


@contextmanager
def read_only(engine: Engine) -> Iterator[None]:
    """Nothing can be written."""
    if engine.dialect.name == "sqlite":
        with _for_each_connection(engine, "PRAGMA query_only = ON"):
            yield
        return
    with _for_each_connection(engine, "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"):
        yield


DISKS: dict[str, Callable[[Engine], AbstractContextManager[None]]] = {"full": full, "read-only": read_only}


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """No file of this process grows beyond `size`; the system says so as it says that the disk is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    usual = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, usual)


@contextmanager
def _for_each_connection(engine: Engine, statement: str) -> Iterator[None]:
    def connected(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute(statement)
        cursor.close()
        if engine.dialect.name != "sqlite":
            connection.commit()

    engine.dispose()
    event.listen(engine, "connect", connected)
    try:
        yield
    finally:
        event.remove(engine, "connect", connected)
        engine.dispose()


@contextmanager
def _changed(engine: Engine, before: str, after: str) -> Iterator[None]:
    with engine.begin() as connection:
        connection.execute(text(before))
    try:
        yield
    finally:
        with engine.begin() as connection:
            connection.execute(text(after))
