"""Bring the database to the newest form with Alembic, or say how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from taskapp.base.settings import ROOT

LOCK = 7_201_945  # an arbitrary number that only our migrations use


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run the missing migrations in one transaction; only one process does so at a time."""
    _move(engine, command.upgrade, revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Go back to an older form of the database in one transaction: what only newer forms hold is lost."""
    _move(engine, command.downgrade, revision)


def _move(engine: Engine, move: Callable[[Config, str], None], revision: str) -> None:
    with rebuilding(engine) as connection:
        before = revision_of(connection)
        move(config(connection), revision)
        if connection.dialect.name == "sqlite" and before not in (None, revision_of(connection)):
            connection.exec_driver_sql("ANALYZE")  # of a new index nothing is known yet


@contextmanager
def rebuilding(engine: Engine) -> Iterator[Connection]:
    """One transaction in which tables may change; commits at the end. Only one process has such a one at a time.

    SQLite changes a table by making it anew, so while it does its foreign keys are checked once, at the end.
    """
    with engine.connect() as connection, _loose_foreign_keys(connection), connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        yield connection
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if broken:
                raise RuntimeError(f"the migration would leave a row that refers to nothing: {tuple(broken)}")


@contextmanager
def _loose_foreign_keys(connection: Connection) -> Iterator[None]:
    """Outside any transaction, as SQLite asks: the switch does nothing inside one."""
    if connection.dialect.name != "sqlite":
        yield
        return
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration over an open connection."""
    made = Config()
    made.set_main_option("script_location", str(ROOT / "migrations"))
    made.attributes["connection"] = connection
    return made


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest form."""
    with engine.connect() as connection:
        return revision_of(connection) == newest()


def newest() -> str | None:
    """The newest form that this version of the program knows."""
    return ScriptDirectory.from_config(config()).get_current_head()


def is_known(revision: str) -> bool:
    """Whether this version of the program knows that form of the database."""
    return revision in {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}


def revision_of(connection: Connection) -> str | None:
    """Which form the database has; None before the first."""
    return MigrationContext.configure(connection).get_current_revision()
