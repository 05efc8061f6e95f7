"""A session of this test's database, for tests that make no requests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from taskapp.base.db import db


@pytest.fixture
def session(app: Flask, office) -> Iterator[Session]:
    with app.app_context():
        yield db.session()
