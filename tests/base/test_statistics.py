"""SQLite counts its tables again when the record has grown; PostgreSQL does it by itself."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from taskapp.base import migrate, statistics
from taskapp.base.db import db, engine_options
from taskapp.tasks.models import TaskEvent
from tests.office import Office
from tests.tasks.making import Desk


def counted(session: Session) -> dict[str, int]:
    rows = session.execute(text("SELECT tbl, stat FROM sqlite_stat1"))
    found: dict[str, int] = {}
    for table, stat in rows:
        found[table] = max(found.get(table, 0), int(stat.split()[0]))
    return found


def renewed(session: Session) -> list[str]:
    found = list(statistics.renew(session, TaskEvent.id))
    session.commit()
    return found


def test_the_tables_are_counted_when_the_record_has_grown_by_half(
    app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        session = db.session()
        desk = Desk(session, office)
        desk.in_progress()
        session.commit()
        assert renewed(session) == []  # few rows are found in any way
        monkeypatch.setattr(statistics, "FEW", 1)
        if db.engine.dialect.name == "postgresql":
            assert renewed(session) == []
            return
        assert "task_event" in renewed(session)
        known = counted(session)
        assert known["task"] == 1
        assert known["task_event"] > 1
        assert "person" in known
        assert renewed(session) == []
        for _more in range(2):
            desk.in_progress()
        session.commit()
        assert "task_event" in renewed(session)
        assert counted(session)["task"] == 3


def test_what_a_newer_form_of_the_database_adds_is_counted_with_it(app: Flask, office: Office) -> None:
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            return
        Desk(db.session(), office).in_progress()
        db.session.commit()
        migrate.downgrade(db.engine, "0043_by_person")
        migrate.upgrade(db.engine)
        assert counted(db.session())["task"] == 1


def test_connections_of_sqlite_are_opened_anew_so_that_they_see_it() -> None:
    assert 0 < engine_options("sqlite:///x.db")["pool_recycle"] <= 24 * 3600
