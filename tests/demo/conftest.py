"""The demo office as loaded on an ordinary Monday: loaded once, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from taskapp.app import create_app
from taskapp.base.db import db
from taskapp.demo import office
from taskapp.people.models import Committee, Person
from taskapp.people.queries import rights_of
from taskapp.people.rights import Rights
from tests.conftest import MONDAY, copied, make_settings
from tests.databases import Spare

NOW = MONDAY.astimezone(UTC)


@contextmanager
def opened(url: str, folder: Path) -> Iterator[Session]:
    """A session of an application over this database; what is not committed is gone afterwards."""
    with create_app(make_settings(url, folder)).app_context():
        try:
            yield db.session()
        finally:
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(scope="session")
def empty_database(migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """Addresses of migrated databases with nothing in them."""
    with ExitStack() as made:
        yield lambda: made.enter_context(copied(migrated, tmp_path_factory.mktemp("demo")))


@pytest.fixture(scope="session")
def demo_template(empty_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a database with the demo as of MONDAY."""
    url = empty_database()
    with opened(url, tmp_path_factory.mktemp("template")) as session:
        office.load(session, now=NOW)
        session.commit()
    return url


@pytest.fixture(scope="session")
def demo_spare(demo_template: str) -> Iterator[Spare]:
    """On PostgreSQL the copy of the demo that the tests get, one after another."""
    found = Spare(demo_template)
    yield found
    found.close()


@pytest.fixture
def session(demo_template: str, demo_spare: Spare, tmp_path: Path) -> Iterator[Session]:
    """A session over the test's own copy of the demo."""
    if demo_template.startswith("sqlite"):
        shutil.copyfile(make_url(demo_template).database or "", tmp_path / "copy.db")
        with opened(f"sqlite:///{tmp_path / 'copy.db'}", tmp_path / "data") as found:
            yield found
        return
    with opened(demo_spare.take(), tmp_path / "data") as found:
        yield found
    demo_spare.give_back()


def committee_of(session: Session) -> Committee:
    return session.scalars(select(Committee)).one()


def person_of(session: Session, username: str) -> Person:
    return session.scalars(select(Person).where(Person.username == username)).one()


def rights(session: Session, username: str) -> Rights:
    return rights_of(session, person_of(session, username), on=NOW.date())


def at(text: str) -> datetime:
    """An instant given as Vietnam's wall clock, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=MONDAY.tzinfo).astimezone(UTC)
