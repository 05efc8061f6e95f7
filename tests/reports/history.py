"""Small histories: tasks given, handed in, decided at chosen moments through the real moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.people.models import Committee, Person, Unit
from taskapp.people.queries import rights_of
from taskapp.people.rights import Rights
from taskapp.tasks import assigning, extensions, lifecycle
from taskapp.tasks.assigning import Assignment
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor
from taskapp.tasks.results import Result
from taskapp.tasks.rules import Terms
from taskapp.tasks.states import LimitKind
from taskapp.workdays import calendars
from taskapp.workdays.arithmetic import Calendar
from tests.office import Office

TERMS = Terms(Calendar())
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
SYSTEM = Actor(rights=None, zone="Asia/Ho_Chi_Minh")


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of a day in the committee's zone."""
    return datetime.combine(day, time(hour, minute), VIETNAM)


@dataclass
class History:
    """Moves on the tasks of the test office; the caller commits."""

    session: Session
    office: Office

    @property
    def committee(self) -> Committee:
        return self.session.get_one(Committee, self.office.committee_id)

    def rights(self, username: str) -> Rights:
        return rights_of(self.session, self.person(username), on=clock.local_day(clock.now(), self.committee.timezone))

    def person(self, username: str) -> Person:
        return self.session.get_one(Person, self.office.people[username])

    def actor(self, username: str) -> Actor:
        return Actor(rights=self.rights(username), zone="Asia/Ho_Chi_Minh")

    def give(self, day: date, due: date | None, unit: str = "tp", assigner: str = "chutich", words: str = "") -> Task:
        given = Assignment(
            content=words or f"Báo cáo việc giao ngày {day:%d/%m/%Y}",
            leads=[self.session.get_one(Unit, self.office.units[unit])],
            limit_kind=LimitKind.DATED if due else LimitKind.NONE,
            due_on=due,
            assigner=self.person(assigner),
        )
        now = at(day, 8)
        (task,) = assigning.draft(
            self.session, given, by=self.actor(assigner), committee_id=self.office.committee_id, now=now
        )
        lifecycle.issue(self.session, task, by=self.actor(assigner), now=now)
        return task

    def accept(self, task: Task, day: date) -> None:
        lifecycle.accept(self.session, task, by=SYSTEM, now=at(day, 10))

    def hand_in(self, task: Task, day: date, by: str = "truongphong") -> None:
        calendar = calendars.load(self.session, self.office.committee_id)
        result = Result(text="Đã xong", result_number="12/BC-TP", result_on=day, explanation="Việc nhiều")
        lifecycle.submit(self.session, task, result=result, by=self.actor(by), now=at(day, 15), terms=Terms(calendar))

    def approve(self, task: Task, day: date) -> None:
        lifecycle.approve(self.session, task, note="", by=self.actor("chutich"), now=at(day, 16))

    def send_back(self, task: Task, day: date) -> None:
        calendar = calendars.load(self.session, self.office.committee_id)
        by, now = self.actor("chutich"), at(day, 16)
        lifecycle.send_back(self.session, task, reason="Thiếu số liệu", by=by, now=now, terms=Terms(calendar))

    def finish(self, task: Task, day: date, approved: date | None = None, by: str = "truongphong") -> None:
        self.hand_in(task, day, by)
        self.approve(task, approved or day)

    def decline(self, task: Task, day: date, by: str = "truongphong") -> None:
        lifecycle.decline(
            self.session, task, reason="Không đúng lĩnh vực", by=self.actor(by), now=at(day, 11), terms=TERMS
        )

    def withdraw(self, task: Task, day: date) -> None:
        lifecycle.withdraw(self.session, task, reason="Trùng việc", by=self.actor("chutich"), now=at(day, 11))

    def extend(self, task: Task, day: date, due: date) -> None:
        by = self.actor("chutich")
        extensions.extend(
            self.session, task, limit=Moment(due), reason="Chờ số liệu", by=by, now=at(day, 11), terms=Terms(Calendar())
        )

    def reassign(self, task: Task, day: date, unit: str) -> None:
        lead = self.session.get_one(Unit, self.office.units[unit])
        by = self.actor("chutich")
        lifecycle.reassign(self.session, task, lead=lead, reason="Đúng chức năng", by=by, now=at(day, 14))

    def rename(self, unit: str, name: str) -> None:
        self.session.get_one(Unit, self.office.units[unit]).name = name

    def add_below(self, unit: str, code: str, name: str) -> int:
        parent = self.session.get_one(Unit, self.office.units[unit])
        made = Unit(
            committee_id=parent.committee_id, parent=parent, kind=parent.kind, code=code, name=name, search_key=code,
        )  # fmt: skip
        self.session.add(made)
        self.session.flush()
        self.office.units[code] = made.id
        return made.id

    def task(self, task_id: int) -> Task:
        return self.session.get_one(Task, task_id)
