"""Fixtures: an application over a fresh database (SQLite, or that of TEST_DATABASE_URL) with a small office.

No application context is kept open around client calls: requests would share `g` and with it the signed-in person.
"""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from sqlalchemy.engine import make_url

from taskapp.app import create_app
from taskapp.base import clock, migrate
from taskapp.base.db import db, start_reading
from taskapp.base.settings import Settings
from tests.databases import Spare, create_database, drop_database
from tests.office import Office, build_office
from tests.remembering import remember

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the job does; several would fight for the cores of the tests
# how long an example takes says something about the machine, nothing about the product
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
remember()
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
DATA = Path(__file__).parent / "data"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=VIETNAM)  # an ordinary working Monday, 09:00


def make_settings(database_url: str, data_dir: Path, **changes: object) -> Settings:
    values: dict[str, object] = {
        "env": "test",
        "database_url": database_url,
        "secret_key": "for-tests-only-0123456789-abcdefghij",
        "audit_keys": ("audit-for-tests-0123456789-abcdefghi",),
        "smtp_url": None,
        "mail_from": "giaoviec@chauthanh.example",
        "base_url": "http://localhost",
        "timezone": "Asia/Ho_Chi_Minh",
        "locale": "vi",
        "data_dir": data_dir,
        "proxy_hops": 0,
        "allowed_hosts": (),
    }
    return Settings(**(values | changes))  # type: ignore[arg-type]


def pytest_collection_finish() -> None:
    """Look seldom for garbage among what stays for the whole run anyway: a fifth of the time otherwise goes there."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(30_000, 20, 20)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On another database leave out what asks none: it has run already, and would do the same again."""
    if not os.environ.get("TEST_DATABASE_URL"):
        return
    others = [item for item in items if "database_server" not in getattr(item, "fixturenames", ())]
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if "database_server" in getattr(item, "fixturenames", ())]


@pytest.fixture(scope="session")
def database_server() -> str | None:
    """Address of the PostgreSQL server; None: SQLite. Whatever makes a database asks for it."""
    return os.environ.get("TEST_DATABASE_URL")


@pytest.fixture(autouse=True)
def frozen_clock() -> Iterator[Callable[[datetime], None]]:
    """The clock stands at MONDAY; call the fixture with another aware instant to move it."""
    clock.freeze(MONDAY)
    yield clock.freeze
    clock.freeze(None)


@pytest.fixture(autouse=True)
def begins_as_a_writer() -> None:
    """Whatever the test before it asked for last: the test client's requests run in the context of the tests."""
    start_reading(False)


@pytest.fixture(scope="session")
def migrated(database_server: str | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a database of the newest form with nothing in it: copied wherever such a one is needed."""
    folder = tmp_path_factory.mktemp("migrated")
    url = create_database(database_server) if database_server else f"sqlite:///{folder / 'migrated.db'}"
    with application(url, folder) as app, app.app_context():
        migrate.upgrade(db.engine)
    yield url
    if database_server:
        drop_database(url)


@pytest.fixture(scope="session")
def template(migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a database that holds the test office: copied for each test."""
    folder = tmp_path_factory.mktemp("template")
    clock.freeze(MONDAY)
    with copied(migrated, folder) as url:
        with application(url, folder) as app, app.app_context():
            build_office(db.session)
            db.session.commit()
        yield url


@pytest.fixture(scope="session")
def spare(template: str) -> Iterator[Spare]:
    """On PostgreSQL the copy of the template that the tests of this process get, one after another."""
    found = Spare(template)
    yield found
    found.close()


@pytest.fixture
def database_url(template: str, spare: Spare, tmp_path: Path) -> Iterator[str]:
    """Address of a database for this test alone, like the template."""
    if template.startswith("sqlite"):
        with copied(template, tmp_path) as url:
            yield url
        return
    yield spare.take()
    spare.give_back()


@contextmanager
def copied(template: str, folder: Path) -> Iterator[str]:
    """Address of a copy of the template database, there as long as the block."""
    if template.startswith("sqlite"):
        target = folder / "test.db"
        shutil.copyfile(make_url(template).database or "", target)
        yield f"sqlite:///{target}"
        return
    url = create_database(template, like=make_url(template).database)
    yield url
    drop_database(url)


@contextmanager
def application(database_url: str, data_dir: Path) -> Iterator[Flask]:
    """An application; at the end it lets go of its database."""
    made = create_app(make_settings(database_url, data_dir))
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application over this test's database."""
    with application(database_url, tmp_path / "data") as made:
        yield made


@pytest.fixture
def office(app: Flask) -> Office:
    """Ids of the test office: `office.units["tp"]`, `office.people["congchuc"]`, `office.committee_id`."""
    with app.app_context():
        return Office.load(db.session)


@pytest.fixture
def client_of(app: Flask) -> Callable[[str], FlaskClient]:
    """A signed-in browser for each user name; password `demo`, over HTTP like anybody."""

    def sign_in(username: str) -> FlaskClient:
        client = app.test_client()
        answer = client.post(
            "/sign-in", data={"username": username, "password": "demo", "csrf_token": token_of(client, "/sign-in")}
        )
        assert answer.status_code == 302, answer.get_data(as_text=True)
        return client

    return sign_in


def token_of(client: FlaskClient, path: str) -> str:
    """The CSRF token that a page's form (or its meta element) carries."""
    page = client.get(path).get_data(as_text=True)
    for mark in ('name="csrf_token" value="', 'name="csrf-token" content="'):
        if mark in page:
            return page.split(mark, 1)[1].split('"', 1)[0]
    raise AssertionError(f"no CSRF token on {path}")
