"""A book of absences and delegations: in an open application context, and for tests over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from taskapp.base.db import db
from taskapp.people.standing_models import Absence, Delegation
from tests.office import Office
from tests.people.standing import Book


@pytest.fixture
def book(app: Flask, office: Office) -> Iterator[Book]:
    with app.app_context():
        yield Book(db.session(), office)
        db.session.rollback()


@pytest.fixture
def write(app: Flask, office: Office) -> Callable[[Callable[[Book], Absence | Delegation]], int]:
    """`write(lambda book: book.away(…))` writes it down outside any request and gives its id."""

    def written(act: Callable[[Book], Absence | Delegation]) -> int:
        with app.app_context():
            made = act(Book(db.session(), office))
            db.session.commit()
            return made.id

    return written
