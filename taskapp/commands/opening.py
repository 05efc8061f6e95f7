"""What commands share: the application opened and closed, its only committee, JSON on the terminal."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import update_wrapper
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from taskapp.app import create_app
from taskapp.base import migrate
from taskapp.base.db import db, start_reading, unscoped
from taskapp.base.errors import Refused
from taskapp.base.settings import Settings
from taskapp.people.models import Committee


@contextmanager
def opened() -> Iterator[Flask]:
    """The application in its context; its connections are closed at the end."""
    app = create_app()
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def with_app(command: Callable[..., Any]) -> Callable[..., Any]:
    """Run the command inside the application, on a database of the newest form; commits at the end."""

    def run(*args: Any, **kwargs: Any) -> Any:
        with opened() as app:
            start_reading(False)
            migrate.upgrade(db.engine)
            done = command(app, *args, **kwargs)
            db.session.commit()
            return done

    return update_wrapper(run, command)


def log_to_stderr() -> None:
    """Say on the terminal what the processes do."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)


def settings_of(app: Flask) -> Settings:
    """The settings that the application was made with."""
    settings: Settings = app.extensions["taskapp"]
    return settings


def session() -> Session:
    """The session of the application's context."""
    return db.session()


def committee() -> Committee:
    """The only committee of the database. Raises Refused when there is none, or more than one."""
    found = session().scalars(unscoped(Committee).order_by(Committee.id)).all()
    if not found:
        raise Refused("Chưa có cơ quan nào. Hãy chạy: taskapp init --name 'UBND …' (hoặc taskapp demo để dùng thử).")
    if len(found) > 1:
        raise Refused("Có nhiều cơ quan trong cơ sở dữ liệu; lệnh này hiện chỉ chạy khi có một cơ quan.")
    only: Committee = found[0]
    return only
