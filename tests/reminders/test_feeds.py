"""Limits in a person's own calendar program: which tasks, how they are called there, when an address stops working."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from taskapp.base.db import db, unscoped
from taskapp.people import accounts
from taskapp.people.models import Person
from taskapp.reminders.feed_models import CalendarFeed
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.limits import move_to
from taskapp.tasks.models import Task
from tests.conftest import MONDAY
from tests.people.browser import send, text_of
from tests.tasks.making import Desk

PAGE = "/account/calendar"


@pytest.fixture
def tasks(app: Flask, office) -> dict[str, int]:
    """An officer's task with an hour, one of his unit that nobody has yet, one of another unit, one without limit."""
    with app.app_context():
        desk = Desk(db.session(), office)
        hour = desk.in_progress(content="Báo cáo hộ tịch", due_on=date(2026, 3, 6), due_time=time(16, 30))
        made = {
            "his": hour,
            "unit": desk.task(content="Việc của phòng", due_on=date(2026, 3, 4)),
            "undated": desk.undated(content="Việc không thời hạn"),
            "other": desk.task(content="Việc phòng khác", due_on=date(2026, 3, 5), leads=[desk.unit("nv")]),
        }
        db.session.commit()
        return {name: task.id for name, task in made.items()}


def address_of(client: FlaskClient, kind: str) -> str:
    page = text_of(send(client, f"{PAGE}/{kind}", page=PAGE))
    return re.search(r'value="http://localhost(/calendar/[^"]+\.ics)"', page)[1]


def read(client: FlaskClient, address: str) -> Calendar:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    return Calendar.from_ical(answer.get_data())


def titles(calendar: Calendar) -> list[str]:
    return [str(event["summary"]) for event in calendar.walk("VEVENT")]


def test_each_address_gives_its_own_tasks_and_no_more(app, client_of, tasks):
    officer, leader, program = client_of("congchuc"), client_of("chutich"), app.test_client()
    assert titles(read(program, address_of(officer, "mine"))) == ["Hạn: Báo cáo hộ tịch"]
    unit = titles(read(program, address_of(officer, "unit")))
    assert "Hạn: Báo cáo hộ tịch" in unit
    assert "Hạn: Việc phòng khác" not in unit
    given = titles(read(program, address_of(leader, "given")))
    assert given == ["Hạn: Việc của phòng", "Hạn: Việc phòng khác", "Hạn: Báo cáo hộ tịch"]


def test_an_entry_keeps_its_name_and_counts_its_limits(app, office, client_of, tasks):
    address, program = address_of(client_of("congchuc"), "mine"), app.test_client()
    (before,) = read(program, address).walk("VEVENT")
    assert before["dtstart"].dt == datetime(2026, 3, 6, 9, 30, tzinfo=UTC)
    assert str(before["url"]) == f"http://localhost/tasks/{tasks['his']}"
    with app.app_context():
        desk = Desk(db.session(), office)
        task = desk.session.get_one(Task, tasks["his"])
        move_to(desk.session, task, Moment(date(2026, 3, 10)), "Chờ Sở", by=desk.by("chutich"), now=MONDAY)
        db.session.commit()
    (after,) = read(program, address).walk("VEVENT")
    assert after["dtstart"].dt == date(2026, 3, 10)
    assert after["uid"] == before["uid"]
    assert after["sequence"] == before["sequence"] + 1


def test_what_has_not_changed_is_not_sent_again(app, client_of, tasks):
    address, program = address_of(client_of("congchuc"), "mine"), app.test_client()
    first = program.get(address)
    again = program.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")


def test_a_new_address_ends_the_one_before_and_none_is_left_when_it_is_given_up(app, client_of, tasks):
    officer, program = client_of("congchuc"), app.test_client()
    old = address_of(officer, "mine")
    new = address_of(officer, "mine")
    assert [program.get(address).status_code for address in (old, new)] == [404, 200]
    send(officer, f"{PAGE}/mine/end", page=PAGE)
    assert program.get(new).status_code == 404
    assert "Tạo địa chỉ khác" not in text_of(officer.get(PAGE))


def test_who_is_disabled_or_loses_the_right_gets_nothing_more(app, office, client_of, tasks):
    program, colleague, officer = app.test_client(), client_of("congchuc2"), client_of("congchuc")
    unit, mine = address_of(colleague, "unit"), address_of(officer, "mine")
    assert titles(read(program, unit)) != []
    with app.app_context():
        session = db.session()
        person = session.get_one(Person, office.people["congchuc2"])
        for held in list(person.roles):
            accounts.take_role(session, person, held, by=None, now=MONDAY)
        accounts.disable(session, session.get_one(Person, office.people["congchuc"]), by=None, now=MONDAY)
        session.commit()
    assert titles(read(program, unit)) == []
    assert program.get(mine).status_code == 404


def test_use_is_noted_once_an_hour_and_shown(app, client_of, tasks, frozen_clock):
    officer, program = client_of("congchuc"), app.test_client()
    address = address_of(officer, "mine")
    assert "Chưa phần mềm lịch nào lấy." in text_of(officer.get(PAGE))
    for minutes, seen in ((0, "09:00"), (30, "09:00"), (61, "10:01")):
        frozen_clock(MONDAY + timedelta(minutes=minutes))
        program.get(address)
        with app.app_context():
            used = db.session.scalars(unscoped(CalendarFeed.last_used_at)).one()
        assert used is not None
        assert f"{used.astimezone(MONDAY.tzinfo):%H:%M}" == seen
