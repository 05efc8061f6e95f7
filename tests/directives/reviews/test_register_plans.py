"""However many documents the register holds: its filters and its figures look at none of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import db, scoped
from taskapp.directives.reviews import book_queries
from taskapp.tasks.directive_models import Directive
from tests.asked import plans_of, questions
from tests.office import Office

DAY = date(2026, 3, 2)


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.app_context():
        yield db.session()


@pytest.fixture
def register(session: Session, office: Office) -> int:
    """Documents of three kinds and an issuer, some without either; half of those measured were entered in time."""
    for number in range(600):
        session.add(
            Directive(
                committee_id=office.committee_id, created_at=clock.now(),
                number=f"{number}/TB", number_key=f"{number}/TB",
                kind=("Thông báo", "Kế hoạch", "Công văn", "")[number % 4], issuer=("UBND tỉnh", "")[number % 2],
                entry_due_on=DAY if number < 100 else None,
                entered_on=DAY + timedelta(number % 2) if number < 100 else None,
            )
        )  # fmt: skip
    session.flush()
    return office.committee_id


def test_its_choices_go_from_value_to_value_in_an_index(session: Session, register: int) -> None:
    session.connection().exec_driver_sql("ANALYZE directive")
    with questions(session.connection()) as asked:
        found = book_queries.choices(session, register)
    assert found == {"kinds": ["Công văn", "Kế hoạch", "Thông báo"], "issuers": ["UBND tỉnh"]}
    session.commit()
    plans = [plan for _statement, plan in plans_of(db.engine, asked, "directive")]
    assert [name in plan for name, plan in zip(("id_kind", "id_issuer"), plans, strict=True)] == [True, True]


def test_what_was_entered_in_time_is_counted_in_an_index(session: Session, register: int) -> None:
    session.connection().exec_driver_sql("ANALYZE directive")
    with questions(session.connection()) as asked:
        row = session.execute(book_queries.punctuality(scoped(Directive, register), DAY)).one()
    assert tuple(row) == (100, 50)
    session.commit()
    assert ["ix_directive_entry" in plan for _statement, plan in plans_of(db.engine, asked, "directive")] == [True]
