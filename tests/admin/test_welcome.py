"""The welcome of an administrator: every step is read from the database, and the page goes away when all is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from taskapp.admin import welcome
from taskapp.admin.welcome import Step
from taskapp.app import create_app
from taskapp.base import clock, formats, migrate
from taskapp.base.db import db
from taskapp.outbox.models import MessageState
from taskapp.people import accounts
from taskapp.people.models import Committee, Person, Unit
from taskapp.people.rights import Role
from taskapp.people.setup import first_administrator
from taskapp.reminders import probe
from taskapp.tasks import rule_settings
from taskapp.tasks.rules import OfficeRules
from taskapp.workdays import calendars
from tests.conftest import make_settings, token_of
from tests.office import Office

ClientOf = Callable[[str], FlaskClient]
MARCH, OCTOBER = date(2026, 3, 2), date(2026, 10, 1)


def opened(session: Session, committee: Committee, *, today: date = MARCH, sends_mail: bool = True) -> set[Step]:
    found = welcome.steps(session, committee, today=today, sends_mail=sends_mail)
    return {each.step for each in found if each.is_open}


def deliver_test_mail(session: Session, person: Person) -> None:
    message = probe.put(session, person, clock.now())
    message.state, message.finished_at = MessageState.DELIVERED, clock.now()


def test_a_new_installation_lacks_everything_but_its_calendar(tmp_path: Path) -> None:
    app = create_app(make_settings(f"sqlite:///{tmp_path / 'new.db'}", tmp_path))
    with app.app_context():
        migrate.upgrade(db.engine)
        made = first_administrator(db.session(), committee_name="UBND xã", timezone="Asia/Ho_Chi_Minh", now=clock.now())
        assert made
        committee = made[0].committee
        calendars.ship(db.session(), committee.id, now=clock.now())
        db.session.commit()
        assert opened(db.session(), committee) == set(Step) - {Step.CALENDAR}
        texts = {each.step: each.text for each in welcome.steps(db.session(), committee, today=MARCH, sends_mail=False)}
        assert "Lãnh đạo giao việc, Văn phòng theo dõi" in texts[Step.PEOPLE]
        assert "TASKAPP_SMTP_URL" in texts[Step.MAIL]
        db.session.remove()
        db.engine.dispose()


def test_each_step_is_done_by_what_the_database_holds(app: Flask, office: Office) -> None:
    with app.app_context():
        session, now = db.session(), clock.now()
        committee = session.get_one(Committee, office.committee_id)
        assert opened(session, committee) == {Step.PASSWORDS, Step.CALENDAR, Step.MAIL, Step.BACKUP, Step.RULES}
        for username in ("chutich", "quantri"):
            session.get_one(Person, office.people[username]).last_sign_in_at = now
        calendars.ship(session, committee.id, now=now)
        deliver_test_mail(session, session.get_one(Person, office.people["quantri"]))
        chosen = OfficeRules(most_extensions=2)
        rule_settings.choose(session, committee, chosen, reason="QĐ 1", by=None, now=now)
        session.flush()
        assert opened(session, committee) == {Step.BACKUP}
        assert opened(session, committee, today=OCTOBER) == {Step.BACKUP, Step.CALENDAR}  # next year's days off
        assert opened(session, committee, sends_mail=False) == {Step.BACKUP, Step.MAIL}
        session.get_one(Person, office.people["vanphong"]).disabled_at = now
        assert opened(session, committee) == {Step.BACKUP, Step.PEOPLE}


def test_it_is_the_first_page_until_every_step_is_done_or_left(app: Flask, office: Office, client_of: ClientOf) -> None:
    client = client_of("quantri")
    page = client.get("/", follow_redirects=True)
    assert page.request.path == "/admin/welcome"
    assert "chưa có thư thử nào" not in page.get_data(as_text=True)  # the tests have no mail server
    for step in Step:
        data = {"csrf_token": token_of(client, "/admin/welcome")}
        page = client.post(f"/admin/welcome/{step}/passing", data=data, follow_redirects=True)
    assert "Xong cả." in page.get_data(as_text=True)
    assert client.get("/", follow_redirects=True).request.path == "/admin/people"
    later = client.get("/admin/welcome").get_data(as_text=True)
    assert later.count("đã bỏ qua") == 5
    assert 'href="/admin/welcome"' in client.get("/admin/people").get_data(as_text=True)


def test_an_unknown_step_is_not_found(client_of: ClientOf) -> None:
    client = client_of("quantri")
    data = {"csrf_token": token_of(client, "/admin/welcome")}
    assert client.post("/admin/welcome/khong-co/passing", data=data).status_code == 404


@pytest.mark.parametrize("username", ["vanphong", "quantri"])
def test_who_administers_beside_other_work_is_told_on_the_dashboard(
    app: Flask, office: Office, client_of: ClientOf, username: str
) -> None:
    with app.app_context():
        person = db.session.get_one(Person, office.people["vanphong"])
        top = db.session.get_one(Unit, office.units["root"])
        if username == "quantri":
            accounts.give_role(db.session(), person, Role.ADMIN, top, by=None, now=clock.now())
        db.session.commit()
    told = "bước để cơ quan bắt đầu dùng" in client_of("vanphong").get("/dashboard").get_data(as_text=True)
    assert told == (username == "quantri")


@pytest.mark.parametrize(("age", "is_open"), [(None, True), (0, False), (2, False), (3, True)])
def test_a_backup_of_the_last_two_days_is_what_the_step_asks_for(
    app: Flask, office: Office, age: int | None, is_open: bool
) -> None:
    with app.app_context():
        committee = db.session.get_one(Committee, office.committee_id)
        day = None if age is None else MARCH - timedelta(days=age)
        found = welcome.steps(db.session(), committee, today=MARCH, sends_mail=True, backed_up_on=day)
        step = next(each for each in found if each.step is Step.BACKUP)
        assert step.is_open is is_open
        assert day is None or formats.day(day) in step.text
