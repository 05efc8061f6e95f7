"""What each database is asked in its own way: what is among many, and ids given as one value."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect

from taskapp.base.clauses import is_none_of, listed
from taskapp.base.db import db, unscoped
from taskapp.people.models import Person, Unit
from taskapp.tasks.models import Task


@pytest.mark.parametrize(
    ("dialect", "form"), [(sqlite.dialect(), "NOT IN"), (postgresql.dialect(), "NOT (EXISTS")], ids=["lite", "pg"]
)
def test_what_is_among_many_is_left_out_by_a_list_or_a_join(dialect: Dialect, form: str):
    forms = ("NOT IN", "NOT (EXISTS")
    asked = str(is_none_of(Task.id, Task.parent_id).compile(dialect=dialect))
    assert [each for each in forms if each in asked] == [form]


@pytest.mark.usefixtures("office")
def test_what_is_among_them_is_left_out(app: Flask):
    with app.app_context():
        session = db.session()
        units = set(session.scalars(unscoped(Unit.id)))
        her_own = set(session.scalars(unscoped(Person.unit_id).where(Person.username == "congchuc")))
        homes = unscoped(Person.unit_id.label("id")).where(Person.username == "congchuc").cte("homes")
        found = set(session.scalars(unscoped(Unit.id).where(is_none_of(Unit.id, homes.c.id))))
    assert found == units - her_own
    assert found
    assert her_own


@pytest.mark.usefixtures("office")
def test_ids_that_are_given_as_one_value_are_rows_however_many_they_are(app: Flask):
    with app.app_context():
        session = db.session()
        units = set(session.scalars(unscoped(Unit.id)))
        many = listed([*units, *range(10_000_000, 10_050_000)]).cte("many")
        assert set(session.scalars(unscoped(Unit.id).where(Unit.id.in_(unscoped(many.c.id))))) == units
        assert session.scalars(unscoped(Unit.id).where(is_none_of(Unit.id, many.c.id))).all() == []
        assert session.scalars(listed([])).all() == []
        assert session.scalars(listed([7, 8])).all() == [7, 8]
