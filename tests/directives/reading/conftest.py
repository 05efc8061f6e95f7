"""A reader's language without an office: refusals are said in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from taskapp.base.i18n import init_i18n


@pytest.fixture
def vietnamese() -> Iterator[None]:
    """Texts are in Vietnamese, as in a request."""
    app = Flask(__name__)
    init_i18n(app, "vi")
    with app.test_request_context():
        yield
