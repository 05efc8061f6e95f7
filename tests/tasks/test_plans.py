"""However large the archive: what is asked all day does not look through the table of tasks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from taskapp.base.db import db
from taskapp.tasks import lifecycle
from tests.asked import questions
from tests.conftest import MONDAY
from tests.office import Office
from tests.tasks.making import Desk


@pytest.mark.parametrize("who", ["chutich", "truongphong", "congchuc"])
@pytest.mark.parametrize("is_merged", [False, True])
def test_the_page_of_a_task_finds_everything_by_an_index(
    app: Flask, office: Office, client_of: Callable[[str], FlaskClient], who: str, is_merged: bool
) -> None:
    with app.app_context():
        desk, engine = Desk(db.session(), office), db.engine
        task, other = desk.in_progress(), desk.in_progress()
        if is_merged:
            lifecycle.merge(desk.session, task, into=other, reason="Trùng nội dung", by=desk.by("chutich"), now=MONDAY)
        desk.copy(other.id, range(1_000, 4_000))  # so that the database has something to choose by
        db.session.connection().exec_driver_sql("ANALYZE task")
        address = f"/tasks/{task.id}"
        db.session.commit()
    client = client_of(who)
    with questions(engine) as asked:
        assert client.get(address).status_code == 200
    assert plans_that_scan(engine, asked, least=5) == []


# The others go on from key to key, the newest first, until a page is full.
FOUND = {
    "chutich": ("decide", "given", "urged", "unattended", "drafts"),
    "truongphong": ("unit", "support", "decide", "given", "unattended", "know"),
    "congchuc": ("mine", "support", "know", "decide", "done"),
}


@pytest.mark.parametrize("who", FOUND)
def test_lists_and_the_numbers_of_the_menu_are_found_by_an_index(
    app: Flask, office: Office, client_of: Callable[[str], FlaskClient], who: str
) -> None:
    with app.app_context():
        desk, engine = Desk(db.session(), office), db.engine
        done, _other = desk.done(), desk.in_progress()
        desk.copy(done.id, range(1_000, 11_000))
        db.session.connection().exec_driver_sql("ANALYZE task")
        db.session.commit()
    client = client_of(who)
    with questions(engine) as asked:
        for view in FOUND[who]:
            assert client.get(f"/tasks?view={view}").status_code == 200
    assert plans_that_scan(engine, asked, least=2 * len(FOUND[who])) == []


def plans_that_scan(engine: Engine, asked: list[Any], least: int) -> list[str]:
    """The statements about tasks, at least so many, that would look at each task of the table."""
    about = [each for each in asked if each[0].startswith(("SELECT", "WITH")) and " task" in each[0]]
    assert len(about) >= least
    found = []
    with engine.connect() as connection:
        for statement, values in about:
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
                plan = str(connection.exec_driver_sql(f"EXPLAIN {statement}", values).all())
                is_scan = "Seq Scan on task" in plan
            else:
                plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all())
                is_scan = "'SCAN task" in plan
            found += [statement] * is_scan
    return found
