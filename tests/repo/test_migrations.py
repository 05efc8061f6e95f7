"""Migrations: numbered with words, one chain, equal to the models, and reversible."""

from __future__ import annotations

import re

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import IntegrityError

from taskapp.base import migrate
from taskapp.base.db import Base, db
from taskapp.people import accounts
from taskapp.people.models import AccountChange, Person
from tests.conftest import MONDAY
from tests.office import Office
from tests.repo.source import ROOT, tree

FILES = sorted((ROOT / "migrations" / "versions").glob("*.py"))


def test_migrations_are_numbered_without_gaps_and_named_with_words():
    names = [path.stem for path in FILES]
    assert names
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    assert [name for name in names if not re.fullmatch(r"\d{4}(_[a-z]+)+", name)] == []


def test_migrations_form_one_chain_in_the_order_of_their_numbers():
    before: str | None = None
    for path in FILES:
        values = {t.id: n.value for n in tree(path).body if hasattr(n, "targets") for t in n.targets}
        assert values["revision"].value == path.stem
        assert values["down_revision"].value == before, path.name
        before = path.stem


def test_the_migrated_database_equals_the_models(app: Flask, database_url: str):
    engine = create_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": _is_modelled})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def _is_modelled(name: str | None, _kind: str, _parents: object) -> bool:
    """Models know nothing of the search index: tests/tasks/test_search_index.py compares it with the rows."""
    return re.match(r"(ix_)?(task|directive)_searched", name or "") is None


def test_an_empty_database_can_go_to_the_newest_form_and_back(app: Flask, database_url: str):
    engine = create_engine(database_url)
    with engine.begin() as connection:
        command.downgrade(migrate.config(connection), "base")
    with engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    migrate.upgrade(engine)
    assert migrate.is_current(engine)
    engine.dispose()


def test_the_log_of_accounts_survives_new_kinds_and_their_going(app: Flask, office: Office, database_url: str):
    with app.app_context():
        person = db.session.get_one(Person, office.people["congchuc"])
        for kind in (AccountChange.CREATED, AccountChange.ABSENCE_REGISTERED):
            accounts.record(db.session(), person, kind, by=None, now=MONDAY)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    engine = create_engine(database_url)
    with engine.begin() as connection:
        command.downgrade(migrate.config(connection), "0006_shared_work")
        assert connection.execute(text("SELECT kind FROM account_event")).scalars().all() == ["created"]
    migrate.upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE account_event SET kind = 'delegated'"))
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text("UPDATE account_event SET kind = 'unheard_of'"))
    engine.dispose()
