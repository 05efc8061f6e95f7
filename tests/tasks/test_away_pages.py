"""What falls due while somebody is away, shown on the pages on which the absence is registered and read."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from taskapp.base.db import db
from tests.office import Office
from tests.people.standing import Book
from tests.tasks.browsing import ClientOf, made, page

TYPING = "/absences/new/tasks"


@pytest.fixture
def absence(app: Flask, office: Office) -> str:
    """The address of the block of an absence of `congchuc`, Wednesday to Friday, in which one task falls due."""
    for content, due in (("Việc tuần này", date(2026, 3, 6)), ("Việc tuần sau", date(2026, 3, 9))):
        made(app, lambda desk, content=content, due=due: desk.in_progress(content=content, due_on=due), office)
    with app.app_context():
        made_one = Book(db.session(), office).away("congchuc", 4, 6)
        db.session.commit()
        return f"/absences/{made_one.id}/tasks"


def test_what_falls_due_in_the_days_is_shown_to_who_keeps_the_absence(client_of: ClientOf, absence: str) -> None:
    head = client_of("truongphong")
    assert f'hx-get="{absence}"' in page(head.get(absence.removesuffix("/tasks")))
    shown = page(head.get(absence))
    assert "Có 1 việc đến hạn trong thời gian vắng." in shown
    assert "Việc tuần này" in shown
    assert "Việc tuần sau" not in shown
    assert "#officer" in shown
    assert "/handovers/new?person=" in shown


def test_the_officer_himself_is_told_whom_to_ask(client_of: ClientOf, absence: str) -> None:
    shown = page(client_of("congchuc").get(absence))
    assert "nhờ thủ trưởng đơn vị" in shown
    assert "/handovers/new" not in shown.split("<main")[1]
    assert "#officer" not in shown


def test_with_a_deputy_it_is_said_who_does_it(app: Flask, office: Office, client_of: ClientOf) -> None:
    made(app, lambda desk: desk.in_progress(), office)
    with app.app_context():
        made_one = Book(db.session(), office).away("congchuc", 4, 6, deputy="congchuc2")
        db.session.commit()
        path = f"/absences/{made_one.id}/tasks"
    assert "Người thay làm và báo cáo được các việc này." in page(client_of("congchuc").get(path))


def test_while_the_days_are_typed_the_block_follows(office: Office, client_of: ClientOf, absence: str) -> None:
    head, me = client_of("truongphong"), client_of("congchuc")
    assert f'hx-get="{TYPING}"' in page(head.get("/absences/new"))
    typed = {"person_id": office.people["congchuc"], "first_on": "4/3", "last_on": "9/3/2026"}
    assert "Có 2 việc đến hạn" in page(head.get(TYPING, query_string=typed))
    assert "Có 2 việc đến hạn" in page(me.get(TYPING, query_string={"first_on": "4/3", "last_on": "9/3"}))
    for half in ({"first_on": "4/3"}, {"first_on": "4/3", "last_on": "hôm nào"}, {"person_id": "x"}):
        assert page(me.get(TYPING, query_string=half)) == ""


def test_nobody_reads_so_what_others_have_to_do(office: Office, client_of: ClientOf, absence: str) -> None:
    typed = {"person_id": office.people["congchuc"], "first_on": "4/3", "last_on": "9/3/2026"}
    for stranger in ("congchuc2", "truongphong_nv", "quantri"):
        assert client_of(stranger).get(TYPING, query_string=typed).status_code == 403
        assert client_of(stranger).get(absence).status_code == 404


def test_without_a_task_it_says_so(app: Flask, office: Office, client_of: ClientOf) -> None:
    made(app, lambda desk: desk.task(), office)
    me = client_of("congchuc")
    shown = page(me.get(TYPING, query_string={"first_on": "4/3", "last_on": "9/3"}))
    assert "Không có việc nào đến hạn trong thời gian vắng." in shown
