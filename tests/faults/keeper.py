"""Upgrades and backups to be killed: what the nursery gives birth to. The places to die at are wrapped here."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event

from taskapp.admin.backups import container, taking
from taskapp.app import create_app
from taskapp.base import migrate
from taskapp.base.db import db, prepare_engine
from tests.conftest import make_settings

DEATHS: dict[str, tuple[Any, str, int]] = {  # where, which function, at which call of it
    "at its beginning": (container.Writer, "add", 1),
    "in the rows": (container.Writer, "add", 9),
    "in the files": (taking, "_write_file", 2),
    "before its end": (container.Writer, "finish", 1),
    "before it is read back": (taking, "walk", 1),
    "before it has its name": (taking, "_named", 1),
}


def upgrade(url: str, nth: str) -> None:
    """Bring the database to its newest form; die just before the nth statement."""
    engine = opened(url)
    passed = counting(engine, lambda number: _die() if number == int(nth) else None)
    migrate.upgrade(engine)
    engine.dispose()
    assert passed


def backup(url: str, data_dir: str, target: str, death: str) -> None:
    """Back up, and die at that place."""
    where, name, nth = DEATHS[death]
    usual: Callable[..., Any] = getattr(where, name)
    calls = 0

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth:
            _die()
        return usual(*args, **kwargs)

    setattr(where, name, wrapped)
    settings = make_settings(url, Path(data_dir))
    with create_app(settings).app_context():
        taking.take(db.engine, settings, Path(target), program="0.1.0")


def opened(url: str) -> Engine:
    """The database as the product opens it."""
    engine = create_engine(url)
    prepare_engine(engine)
    return engine


def counting(engine: Engine, tell: Callable[[int], object]) -> list[str]:
    """The statements as they are about to be executed; `tell` hears how many they are by now."""
    passed: list[str] = []

    def before(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        passed.append(statement)
        tell(len(passed))

    event.listen(engine, "before_cursor_execute", before)
    return passed


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
