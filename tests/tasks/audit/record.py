"""A record to seal: tasks that people did things to, and somebody with every right over the database who changes it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import db, start_reading
from taskapp.tasks.audit.canon import Ring
from taskapp.tasks.audit.findings import Found
from taskapp.tasks.audit.sealing import Means, seal, settled
from taskapp.tasks.audit.verifying import verify
from taskapp.tasks.changes import name_officer
from tests.office import Office
from tests.tasks.making import Desk

KEY = "a-key-for-tests-only-0123456789-abcdefghij"
KEPT = ("task_event", "event_seal")


class Record:
    """The record of the test office, its key and its anchor."""

    def __init__(self, app: Flask, office: Office, folder: Path, keys: Sequence[str] = (KEY,)) -> None:
        self.app, self.office, self.folder = app, office, folder
        self.means = Means(Ring(keys), folder)
        self.guards: list[tuple[str, str]] = []

    @property
    def committee_id(self) -> int:
        return self.office.committee_id

    @property
    def notes(self) -> Path:
        return self.folder / f"{self.committee_id}.log"

    def grow(self, tasks: int = 1) -> None:
        """So many tasks are given, accepted and an officer is named for each: three rows a task."""
        with self.app.app_context():
            start_reading(False)
            desk = Desk(db.session(), self.office)
            for number in range(tasks):
                task = desk.task(content=f"Việc thứ {number}: “báo cáo”, \\ và / và 'nháy'")
                officer = desk.person("congchuc")
                name_officer(db.session(), task, officer=officer, by=desk.by("truongphong"), now=clock.now())
            db.session.commit()

    def seal(self, means: Means | None = None) -> int:
        """What the job does; how many rows."""
        with self.app.app_context():
            start_reading(False)
            top = settled(db.session(), wait=lambda _time: None)
            db.session.rollback()
            return seal(db.session(), self.committee_id, means or self.means, top=top, now=clock.now())

    def meanwhile(self) -> None:
        """Another process records and seals, while somebody reads here."""

        def grow_and_seal() -> None:
            self.grow()
            self.seal()

        other = threading.Thread(target=grow_and_seal)
        other.start()
        other.join()

    def verify(
        self, means: Means | None = None, *, later: timedelta = timedelta(hours=1), is_copy: bool = False
    ) -> Found:
        """What somebody finds who checks an hour later, unless said otherwise."""
        with self.app.app_context():
            start_reading(True)
            return self.look(db.session(), clock.now() + later, means, is_copy=is_copy)

    def look(self, session: Session, now: datetime, means: Means | None = None, *, is_copy: bool = False) -> Found:
        return verify(session, self.committee_id, means or self.means, now=now, is_copy=is_copy)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self.app.app_context():
            return [tuple(row) for row in db.session.execute(text(query))]

    def execute(self, *statements: str) -> None:
        """What the owner of the database does to it, and keeps."""
        with self.owner() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
            self.keep(connection)

    @contextmanager
    def owner(self) -> Iterator[Connection]:
        """The database as its owner has it, nothing guarded; what is done there is undone unless it is kept."""
        with self.app.app_context():
            engine = create_engine(db.engine.url)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _unguarded)
            event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                self.guards = _triggers(connection)
                for name, _definition in self.guards:
                    connection.exec_driver_sql(f"DROP TRIGGER {name}")
            else:
                connection.execute(text("SET LOCAL session_replication_role = replica"))
                connection.execute(
                    text("ALTER TABLE event_seal DROP CONSTRAINT IF EXISTS ck_event_seal_holds_something")
                )
            yield connection
        engine.dispose()

    def keep(self, connection: Connection) -> None:
        """What its owner has done to the database stays done, and is guarded again."""
        for _name, definition in self.guards:
            connection.exec_driver_sql(definition)
        connection.commit()


def _unguarded(connection: DBAPIConnection, _entry: object) -> None:
    connection.isolation_level = None
    for pragma in ("foreign_keys = OFF", "ignore_check_constraints = ON"):
        connection.cursor().execute(f"PRAGMA {pragma}")


def _triggers(connection: Connection) -> list[tuple[str, str]]:
    found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return [(name, definition) for name, definition in found]
