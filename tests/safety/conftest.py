"""An application as it runs in earnest behind TLS, and its clients."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from taskapp.app import create_app
from taskapp.base.db import db
from tests.conftest import make_settings, token_of

HERE = "https://localhost"
Enter = Callable[[str], FlaskClient]


@pytest.fixture
def secure(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application whose address begins with https."""
    made = create_app(make_settings(database_url, tmp_path / "data", base_url=HERE))
    made.config["PREFERRED_URL_SCHEME"] = "https"
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def enter(secure: Flask) -> Enter:
    """A signed-in browser over TLS for each user name."""

    def sign_in(username: str) -> FlaskClient:
        client = secure.test_client()
        fields = {"username": username, "password": "demo", "csrf_token": token_of(client, "/sign-in")}
        assert client.post("/sign-in", data=fields, headers={"Referer": HERE}).status_code == 302
        return client

    return sign_in
