"""Tasks for tests, made the way the product makes them: drafted, issued, moved by people with their own rights."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from sqlalchemy import insert
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.people.models import Person, Unit
from taskapp.people.queries import rights_of
from taskapp.tasks import assigning, lifecycle
from taskapp.tasks.assigning import Assignment
from taskapp.tasks.changes import name_officer
from taskapp.tasks.documents import DocumentGiven
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor
from taskapp.tasks.results import Result
from taskapp.tasks.rules import Terms
from taskapp.tasks.states import LimitKind
from taskapp.workdays.arithmetic import Calendar
from tests.conftest import MONDAY
from tests.office import Office

ZONE = "Asia/Ho_Chi_Minh"
CALENDAR = Calendar({}, {})
TERMS = Terms(CALENDAR)
REPORT = Result(text="Đã xong", result_number="214/BC-TP", result_on=date(2026, 2, 27))


class Desk:
    """Somebody's desk: `desk.by("chutich")` acts, `desk.task(…)` assigns."""

    def __init__(self, session: Session, office: Office) -> None:
        self.session, self.office = session, office

    def person(self, username: str) -> Person:
        return self.session.get_one(Person, self.office.people[username])

    def unit(self, code: str) -> Unit:
        return self.session.get_one(Unit, self.office.units[code])

    def by(self, username: str) -> Actor:
        rights = rights_of(self.session, self.person(username), on=clock.local_day(clock.now(), ZONE))
        return Actor(rights, ZONE)

    def given(self, **changes: object) -> Assignment:
        values: dict[str, object] = {
            "content": "Báo cáo kết quả theo dõi thi hành pháp luật quý I",
            "leads": [self.unit("tp")],
            "due_on": date(2026, 3, 6),
            "document": DocumentGiven("12/UBND-NC", date(2026, 2, 27)),
            "assigner": self.person("chutich"),
        }
        return Assignment(**(values | changes))  # type: ignore[arg-type]

    def draft(self, now: datetime = MONDAY, by: str = "chutich", **changes: object) -> Task:
        given = self.given(**changes)
        committee_id = self.office.committee_id
        return assigning.draft(self.session, given, by=self.by(by), committee_id=committee_id, now=now)[0]

    def task(self, now: datetime = MONDAY, by: str = "chutich", **changes: object) -> Task:
        task = self.draft(now, by, **changes)
        lifecycle.issue(self.session, task, by=self.by(by), now=now)
        self.session.flush()
        return task

    def undated(self, now: datetime = MONDAY, **changes: object) -> Task:
        return self.task(now, limit_kind=LimitKind.NONE, due_on=None, **changes)

    def in_progress(self, now: datetime = MONDAY, **changes: object) -> Task:
        task = self.task(now, **changes)
        officer = self.person("congchuc")
        name_officer(self.session, task, officer=officer, by=self.by("truongphong"), now=now)
        return task

    def copy(self, task_id: int, ids: Iterable[int]) -> None:
        """Rows like that of a task, with other ids."""
        row = self.session.get_one(Task, task_id)
        names = list(Task.__table__.c.keys())
        values = {name: getattr(row, name) for name in names} | {"import_key": None}
        self.session.execute(insert(Task), [values | {"id": each} for each in ids])

    def submit(self, task: Task, now: datetime, by: str = "congchuc", result: Result = REPORT) -> None:
        lifecycle.submit(self.session, task, result=result, by=self.by(by), now=now, terms=TERMS)
        self.session.flush()

    def submitted(self, now: datetime = MONDAY, **changes: object) -> Task:
        task = self.in_progress(now, **changes)
        self.submit(task, now)
        return task

    def done(self, now: datetime = MONDAY, **changes: object) -> Task:
        task = self.submitted(now, **changes)
        lifecycle.approve(self.session, task, note="", by=self.by("chutich"), now=now)
        self.session.flush()
        return task


def at(day: str, hour: str = "09:00") -> datetime:
    """An instant of the test year: at("04/03") is 4 March 2026, 09:00 in Vietnam."""
    number, month = (int(part) for part in day.split("/"))
    return datetime.combine(date(2026, month, number), time.fromisoformat(hour), MONDAY.tzinfo)
