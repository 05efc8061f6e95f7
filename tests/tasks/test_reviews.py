"""Work without a limit is looked at again: its page asks, the assigner names the next day, a limit, or withdraws."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.errors import Forbidden, Refused
from taskapp.people.models import Person, Unit
from taskapp.people.queries import rights_of
from taskapp.tasks import assigning, changes, lifecycle
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor
from taskapp.tasks.states import LimitKind
from tests.conftest import MONDAY, token_of
from tests.office import Office

TODAY = MONDAY.date()
ZONE = "Asia/Ho_Chi_Minh"


def actor(session: Session, office: Office, name: str) -> Actor:
    return Actor(rights_of(session, session.get_one(Person, office.people[name]), on=TODAY), ZONE)


@pytest.fixture
def undated(app: Flask, office: Office) -> int:
    with app.app_context():
        session = db.session()
        given = assigning.Assignment(
            content="Theo dõi việc bảo quản sổ hộ tịch",
            leads=[session.get_one(Unit, office.units["tp"])],
            limit_kind=LimitKind.NONE,
            assigner=session.get_one(Person, office.people["chutich"]),
        )
        by = actor(session, office, "chutich")
        (task,) = assigning.draft(session, given, by=by, committee_id=office.committee_id, now=clock.now())
        lifecycle.issue(session, task, by=by, now=clock.now())
        session.commit()
        return task.id


@pytest.fixture
def session(app: Flask, undated: int) -> Iterator[Session]:
    with app.app_context():
        yield db.session()


def test_the_assigner_names_the_next_day_and_the_record_says_so(session: Session, office: Office, undated: int):
    task = session.get_one(Task, undated)
    assert task.review_on == date(2026, 4, 1)
    by = actor(session, office, "chutich")
    changes.review(session, task, next_on=date(2026, 5, 4), note="Tiếp tục theo dõi.", by=by, now=MONDAY)
    assert task.review_on == date(2026, 5, 4)
    assert (task.events[-1].kind, task.events[-1].note) == (
        "review", "Rà soát tiếp theo ngày 04/05/2026. Tiếp tục theo dõi.",
    )  # fmt: skip


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=367)])
def test_a_day_that_is_not_ahead_is_refused(session: Session, office: Office, undated: int, day: date):
    with pytest.raises(Refused) as refused:
        changes.review(
            session, session.get_one(Task, undated), next_on=day, note="", by=actor(session, office, "chutich"),
            now=MONDAY,
        )  # fmt: skip
    assert refused.value.field == "next_on"


def test_who_does_the_work_does_not_say_when_it_is_looked_at(session: Session, office: Office, undated: int):
    with pytest.raises(Forbidden):
        changes.review(
            session, session.get_one(Task, undated), next_on=date(2026, 5, 4), note="",
            by=actor(session, office, "truongphong"), now=MONDAY,
        )  # fmt: skip


def test_the_page_asks_when_the_day_has_come(
    undated: int, client_of: Callable[[str], FlaskClient], frozen_clock: Callable[..., None]
):
    client, path = client_of("chutich"), f"/tasks/{undated}"
    assert "Đến ngày rà soát" not in client.get(path).get_data(as_text=True)
    frozen_clock(MONDAY.replace(month=4, day=2))
    client = client_of("chutich")
    assert "Đến ngày rà soát (01/04/2026). Hãy đặt ngày rà soát tiếp theo" in client.get(path).get_data(as_text=True)
    token = token_of(client, path)
    answer = client.post(f"{path}/review", data={"next_on": "04/05/2026", "version": "1", "csrf_token": token})
    page = client.get(answer.location).get_data(as_text=True)
    assert "Đã ghi ngày rà soát tiếp theo." in page
    assert "Đến ngày rà soát (" not in page
