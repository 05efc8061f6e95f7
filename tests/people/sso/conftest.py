"""An application that is linked to a provider of sign-ins, and a person who goes there and comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from taskapp.app import create_app
from taskapp.base.db import db
from taskapp.base.settings_oidc import Oidc
from tests.conftest import make_settings
from tests.people.sso.provider import CLIENT, SECRET, running

Visit = Callable[..., TestResponse]


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> Request | None:
        return None


@pytest.fixture(scope="session")
def issuer() -> Iterator[str]:
    with running() as address:
        yield address


@pytest.fixture
def app(database_url: str, tmp_path: Path, issuer: str) -> Iterator[Flask]:
    """The application over this test's database, with the provider."""
    with application(database_url, tmp_path, oidc=Oidc(issuer, CLIENT, SECRET, "tỉnh Đồng Tháp")) as made:
        yield made


def prove_there(client: FlaskClient, who: str) -> str:
    """Show once more at the provider who one is; where that leads."""
    there = client.get("/account/proof/outer?next=/account/factors").location
    assert there is not None
    return client.get(sent_back(there, who)).location or ""


@contextmanager
def application(database_url: str, folder: Path, **changes: object) -> Iterator[Flask]:
    """An application with that provider, that directory, or none, as long as the block."""
    made = create_app(make_settings(database_url, folder / "data", **changes))
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def visit(app: Flask) -> Visit:
    """`visit(client, "ha")` signs in there as that person and gives what our server answers to the return."""

    def go(client: FlaskClient, who: str, next: str = "") -> TestResponse:  # noqa: A002 - as in the address
        return client.get(return_of(client, who, next))

    return go


def return_of(client: FlaskClient, who: str, target: str = "") -> str:
    """The path with which the provider sends a browser back to us."""
    there = client.get("/sign-in/outer", query_string={"next": target} if target else {}).location
    assert there is not None
    return sent_back(there, who)


def sent_back(there: str, who: str) -> str:
    """The path with which the provider sends a browser back that was sent there."""
    try:
        build_opener(_Stay).open(f"{there}&login_hint={who}")
    except HTTPError as redirect:
        back = urlsplit(redirect.headers["Location"])
        return f"{back.path}?{back.query}"
    raise AssertionError("the provider did not send us back")
