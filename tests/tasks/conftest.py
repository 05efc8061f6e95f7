"""A desk in an open application context, for tests of rules below the web."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from taskapp.base.db import db
from tests.office import Office
from tests.tasks.making import Desk


@pytest.fixture
def desk(app: Flask, office: Office) -> Iterator[Desk]:
    with app.app_context():
        yield Desk(db.session(), office)
