"""Offices in a place of their own, for what is measured over them: the demo, and large ones."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random

from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import make_url

from taskapp.app import create_app
from taskapp.base import clock, migrate
from taskapp.base.db import db, start_reading
from taskapp.demo.office import load
from taskapp.sample import filling
from taskapp.sample.filling import Wanted
from taskapp.sample.office import Size, office
from tests.databases import create_database, drop_database

SIZE, OPEN, YEARS = Size(100, 20), 4000, 5


@contextmanager
def demo_office(now: datetime) -> Iterator[Flask]:
    """An application over a new database, SQLite or that of TEST_DATABASE_URL, with the demo as of an instant.

    The environment names it, so that another process may open it too; what comes after writes.
    """
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"TASKAPP_ENV": "demo", "TASKAPP_DATA_DIR": folder, "TASKAPP_BASE_URL": "http://127.0.0.1:1"}
        if url := os.environ.get("TEST_DATABASE_URL"):
            os.environ["TASKAPP_DATABASE_URL"] = url
        app = create_app()
        with app.app_context():
            start_reading(False)
            migrate.upgrade(db.engine)
            load(db.session(), now=now)
            db.session.commit()
        yield app


@contextmanager
def large_office(tasks: int) -> Iterator[Flask]:
    """An application over a new database with so many tasks of some years, in a place of its own; tables counted."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"TASKAPP_ENV": "demo", "TASKAPP_DATA_DIR": folder, "TASKAPP_BASE_URL": "http://localhost"}
        server = os.environ.get("TEST_DATABASE_URL")
        if server:
            url = create_database(server)
            os.environ["TASKAPP_DATABASE_URL"] = make_url(url).render_as_string(hide_password=False)
        app, began = create_app(), time.perf_counter()
        with app.app_context():
            start_reading(False)
            migrate.upgrade(db.engine)
            session, now = db.session(), clock.now()
            opened_on = (now - timedelta(days=YEARS * 366)).date()
            place = office(session, SIZE, Random(1), zone="Asia/Ho_Chi_Minh", opened_on=opened_on, now=now)
            made = filling.fill(session, place, Wanted(tasks, OPEN, YEARS, 1), now=now)
            session.commit()
            _settle(app)
            print(f"{made} in {time.perf_counter() - began:.0f} s", flush=True)
        yield app
        with app.app_context():
            db.engine.dispose()
        if server:
            drop_database(url)


def _settle(app: Flask) -> None:
    """What happens by itself soon after so much was written: tables are counted, and PostgreSQL cleans up."""
    with app.app_context():
        command = "ANALYZE" if db.engine.dialect.name == "sqlite" else "VACUUM ANALYZE"
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(command))
        db.engine.dispose()  # connections of SQLite see what was counted when they are opened
