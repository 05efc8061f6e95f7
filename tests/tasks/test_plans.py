"""However large the archive: nothing that a task's page asks looks through the table of tasks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

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
    about = [each for each in asked if each[0].startswith(("SELECT", "WITH")) and " task" in each[0]]
    assert len(about) >= 5
    with engine.connect() as connection:
        for statement, values in about:
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
                plan = str(connection.exec_driver_sql(f"EXPLAIN {statement}", values).all())
                assert "Seq Scan on task" not in plan, statement
            else:
                plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all())
                assert "'SCAN task" not in plan, statement
