"""Duties of the test office, and the job that hands their occurrences out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.ticks import Tick
from taskapp.duties import keeping
from taskapp.duties.models import Duty
from taskapp.duties.steps import hand_out
from taskapp.duties.wishing import Wish
from taskapp.people.models import Person, Unit
from taskapp.people.queries import rights_of
from taskapp.tasks.record import Actor
from taskapp.workdays import calendars
from tests.office import Office

ZONE = "Asia/Ho_Chi_Minh"


@dataclass
class Desk:
    """One session in which duties are written and the job runs."""

    app: Flask
    session: Session
    office: Office

    def by(self, username: str) -> Actor:
        person = self.session.get_one(Person, self.office.people[username])
        return Actor(rights_of(self.session, person, on=clock.local_day(clock.now(), ZONE)), ZONE)

    def unit(self, code: str) -> Unit:
        return self.session.get_one(Unit, self.office.units[code])

    def person(self, username: str) -> Person:
        return self.session.get_one(Person, self.office.people[username])

    def wish(self, rule: str = "FREQ=MONTHLY;BYMONTHDAY=25", **more: object) -> Wish:
        given: dict[str, object] = {
            "content": "Báo cáo công tác cải cách hành chính",
            "lead": self.unit("tp"),
            "rule": rule,
            "starts_on": clock.local_day(clock.now(), ZONE),
            "assigner": self.person("chutich"),
        }
        return Wish(**(given | more))  # type: ignore[arg-type]

    def running(self, rule: str = "FREQ=MONTHLY;BYMONTHDAY=25", **more: object) -> Duty:
        by, now = self.by("chutich"), clock.now()
        with self.app.app_context():
            wish = self.wish(rule, **more)
            duty = keeping.write(self.session, wish, by=by, committee_id=self.office.committee_id, now=now)
            keeping.begin(self.session, duty, by=by, now=now)
            self.session.commit()
            return duty

    def tick(self) -> int:
        """The job runs once, at the present time, which it takes for sure."""
        with self.app.app_context():
            return hand_out(Tick(self.session, self.app.extensions["taskapp"], "test"))

    def given(self, duty: Duty) -> list[tuple[date, date | None]]:
        """The named days that were settled, each with the limit of its task or None."""
        self.session.expire_all()
        return [(one.on_day, one.task.due_on if one.task else None) for one in duty.occurrences]


@pytest.fixture
def outside(app: Flask, office: Office) -> Iterator[Desk]:
    """The office with the national calendar of 2026, for tests of pages: no context stays open around them."""
    with app.app_context():
        calendars.ship(db.session(), office.committee_id, now=clock.now())
        db.session.commit()
        session = Session(db.engine)
    yield Desk(app, session, office)
    session.close()


@pytest.fixture
def desk(app: Flask, outside: Desk) -> Iterator[Desk]:
    """The same for tests of verbs, which speak within a context."""
    with app.app_context():
        yield outside
