"""Fixtures of the delivery tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.office import Office
from tests.outbox.post import Post
from tests.smtp_server import SmtpServer


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    """A mail server that does as it is told."""
    with SmtpServer() as running:
        yield running


@pytest.fixture
def post(app: Flask, office: Office, server: SmtpServer) -> Post:
    """The outbox of the application, delivering to `server`."""
    return Post(app, office, server.url)
