"""An upgrade that is killed before any of its statements has done nothing, and is done by doing it again."""

from __future__ import annotations

import signal
from pathlib import Path
from random import Random

import pytest
from flask import Flask

from taskapp.base import migrate
from taskapp.base.db import db
from tests.admin.backups.vault import Vault, digest_of
from tests.conftest import copied
from tests.faults.keeper import counting, opened
from tests.faults.nursery import Nursery
from tests.faults.scale import SCALE, SEED
from tests.office import Office

OLDER = "0026_unit_history"  # after it come tables, triggers, new columns, and tables that SQLite makes anew
KILLS = 2 * SCALE
PATIENCE = 120.0


@pytest.fixture
def older(app: Flask, office: Office, database_url: str, tmp_path: Path) -> str:
    """Address of a database of an older form with an office at work."""
    Vault(app, office, tmp_path).work(tasks=5)
    with app.app_context():
        db.engine.dispose()  # PostgreSQL copies no database that somebody uses
    engine = opened(database_url)
    migrate.downgrade(engine, OLDER)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return database_url


def test_an_upgrade_killed_before_any_statement_is_done_by_doing_it_again(
    older: str, nursery: Nursery, tmp_path: Path
) -> None:
    before, after, statements = undisturbed(older, tmp_path / "undisturbed")
    assert before != after
    chosen = range(1, len(statements) + 1)
    for nth in sorted(Random(SEED).sample(chosen, min(KILLS, len(chosen)))):
        folder = tmp_path / f"killed-{nth}"
        folder.mkdir()
        with copied(older, folder) as url:
            with nursery.born("upgrade", url, str(nth)) as one:
                assert one.wait(PATIENCE) == -signal.SIGKILL, f"statement {nth}"
            engine = opened(url)
            assert digest_of(engine) == before, f"killed before {statements[nth - 1]}"
            with engine.connect() as connection:
                assert migrate.revision_of(connection) == OLDER
            migrate.upgrade(engine)
            assert migrate.is_current(engine)
            assert digest_of(engine) == after
            engine.dispose()


def undisturbed(older: str, folder: Path) -> tuple[str, str, list[str]]:
    """What the rows are before and after an upgrade, and the statements of it."""
    folder.mkdir()
    with copied(older, folder) as url:
        engine = opened(url)
        before = digest_of(engine)
        engine.dispose()
        engine = opened(url)
        statements = counting(engine, lambda _number: None)
        migrate.upgrade(engine)
        passed = list(statements)
        after = digest_of(engine)
        engine.dispose()
    return before, after, passed
