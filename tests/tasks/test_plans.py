"""However large the archive: what is asked all day does not look through the table of tasks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from taskapp.base.db import db
from taskapp.tasks import lifecycle
from tests.asked import plans_that_scan, questions
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


@pytest.fixture
def archive(app: Flask, office: Office) -> Engine:
    """The database of an office with ten thousand tasks that are done and one under way, counted."""
    with app.app_context():
        desk = Desk(db.session(), office)
        done, _other = desk.done(), desk.in_progress()
        desk.copy(done.id, range(1_000, 11_000))
        db.session.connection().exec_driver_sql("ANALYZE task")
        db.session.commit()
        return db.engine


# The others go on from key to key, the newest first, until a page is full.
FOUND = {
    "chutich": ("decide", "given", "urged", "unattended", "drafts"),
    "truongphong": ("unit", "support", "decide", "given", "unattended", "know"),
    "congchuc": ("mine", "support", "know", "decide", "done"),
}


def test_lists_and_the_numbers_of_the_menu_are_found_by_an_index(
    archive: Engine, client_of: Callable[[str], FlaskClient]
) -> None:
    for who, views in FOUND.items():
        client = client_of(who)
        with questions(archive) as asked:
            for view in views:
                assert client.get(f"/tasks?view={view}").status_code == 200
        assert plans_that_scan(archive, asked, least=2 * len(views)) == [], who


NARROWED = (
    "time=overdue",
    "time=today",
    "time=soon",
    "time=no_limit",
    "time=at_risk",
    "order=risk",
    "state=submitted",
    "state=undone",
)


def test_what_is_under_way_is_found_by_an_index_in_the_list_of_all_too(
    archive: Engine, client_of: Callable[[str], FlaskClient]
) -> None:
    client = client_of("chutich")
    with questions(archive) as asked:
        for narrowing in NARROWED:
            assert client.get(f"/tasks?view=all&{narrowing}").status_code == 200
    assert plans_that_scan(archive, asked, least=len(NARROWED)) == []
