"""The demo office in a place of its own, for what is measured over it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from flask import Flask

from taskapp.app import create_app
from taskapp.base import migrate
from taskapp.base.db import db, start_reading
from taskapp.demo.office import load


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
