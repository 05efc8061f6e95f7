"""Small histories: tasks given, handed in, decided at chosen moments through the real moves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.people.models import Committee, Person, Unit
from taskapp.people.queries import rights_of
from taskapp.people.rights import Rights
from taskapp.tasks import (
    assigning,
    changes,
    disputes,
    extensions,
    lifecycle,
    limits,
    rule_settings,
    splitting,
)
from taskapp.tasks.assigning import Assignment
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import DisputeAbout
from taskapp.tasks.record import Actor
from taskapp.tasks.results import Result
from taskapp.tasks.rules import OfficeRules, Terms
from taskapp.tasks.splitting import Piece
from taskapp.tasks.states import LimitKind, Source
from taskapp.tasks.worktypes.receipt import Receipt
from taskapp.workdays import calendars
from taskapp.workdays.models import DayKind
from tests.office import Office

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
HEADS = {"tp": "truongphong", "nv": "truongphong_nv", "tnd": "chutichxa", "vp": "vanphong"}
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

    def unit(self, code: str) -> Unit:
        return self.session.get_one(Unit, self.office.units[code])

    def head_of(self, task: Task) -> str:
        return next(HEADS[code] for code, unit_id in self.office.units.items() if unit_id == task.lead_unit_id)

    def terms(self, **rules: object) -> Terms:
        """The office's calendar, and its own rules where a move asks for them."""
        return Terms(calendars.load(self.session, self.office.committee_id), OfficeRules(**rules))  # type: ignore[arg-type]

    def give(
        self, day: date, due: date | None, unit: str = "tp", assigner: str = "chutich", words: str = "",
        supporting: tuple[str, ...] = (), support_due: date | None = None, receipt: Receipt | None = None,
        hour: time | None = None,
    ) -> Task:  # fmt: skip
        """Assigned at 8; each supporting unit's part is due with the whole, or on `support_due`."""
        given = Assignment(
            content=words or f"Báo cáo việc giao ngày {day:%d/%m/%Y}",
            leads=[self.unit(unit)],
            limit_kind=LimitKind.DATED if due else LimitKind.NONE,
            due_on=due,
            due_time=hour,
            assigner=self.person(assigner),
            supporting=[self.unit(code) for code in supporting],
            support_due_on=support_due,
            receipt=receipt,
        )
        now = at(day, 8)
        (task,) = assigning.draft(
            self.session, given, by=self.actor(assigner), committee_id=self.office.committee_id, now=now
        )
        lifecycle.issue(self.session, task, by=self.actor(assigner), now=now)
        return task

    def part_of(self, task: Task, unit: str) -> Task:
        self.session.flush()
        return next(part for part in task.below if part.lead_unit_id == self.office.units[unit])

    def add_part(self, task: Task, day: date, unit: str, due: date | None = None, hour: int = 10) -> Task:
        by, now = self.actor("chutich"), at(day, hour)
        return splitting.add_part(
            self.session, task, unit=self.unit(unit), due_on=due, reason="Cần số liệu", by=by, now=now
        )

    def split(self, task: Task, day: date, *dues: date) -> list[Task]:
        pieces = [
            Piece(content="Soạn số liệu", unit=task.lead_unit, officer=self.person("congchuc"), due_on=due)
            for due in dues
        ]
        return splitting.split(self.session, task, pieces, by=self.actor(self.head_of(task)), now=at(day, 10))

    def accept(self, task: Task, day: date) -> None:
        lifecycle.accept(self.session, task, by=SYSTEM, now=at(day, 10))

    def hand_in(self, task: Task, day: date, by: str = "", hour: int = 15) -> None:
        result = Result(text="Đã xong", result_number="12/BC-TP", result_on=day, explanation="Việc nhiều")
        who, now = self.actor(by or self.head_of(task)), at(day, hour)
        lifecycle.submit(self.session, task, result=result, by=who, now=now, terms=self.terms())

    def approve(self, task: Task, day: date, by: str = "chutich", hour: int = 16) -> None:
        lifecycle.approve(self.session, task, note="", by=self.actor(by), now=at(day, hour))

    def send_back(self, task: Task, day: date, hour: int = 16) -> None:
        by, now = self.actor("chutich"), at(day, hour)
        lifecycle.send_back(self.session, task, reason="Thiếu số liệu", by=by, now=now, terms=self.terms())

    def finish(self, task: Task, day: date, approved: date | None = None, by: str = "") -> None:
        self.hand_in(task, day, by)
        self.approve(task, approved or day)

    def decline(self, task: Task, day: date, by: str = "") -> None:
        who, now = self.actor(by or self.head_of(task)), at(day, 11)
        lifecycle.decline(self.session, task, reason="Không đúng lĩnh vực", by=who, now=now, terms=self.terms())

    def keep(self, task: Task, day: date) -> None:
        by, now = self.actor("chutich"), at(day, 14)
        lifecycle.refuse_decline(self.session, task, reason="Đúng chức năng", by=by, now=now)

    def withdraw(self, task: Task, day: date, hour: int = 11) -> None:
        by, now = self.actor("chutich"), at(day, hour)
        lifecycle.withdraw(self.session, task, reason="Trùng việc", by=by, now=now)

    def merge(self, task: Task, day: date, into: Task) -> None:
        by, now = self.actor("chutich"), at(day, 11)
        lifecycle.merge(self.session, task, into=into, reason="Trùng việc", by=by, now=now)

    def reopen(self, task: Task, day: date) -> None:
        by, now = self.actor("chutich"), at(day, 11)
        lifecycle.reopen(self.session, task, reason="Thiếu biểu", by=by, now=now)

    def extend(self, task: Task, day: date, due: date) -> None:
        by, now, terms = self.actor("chutich"), at(day, 11), self.terms()
        extensions.extend(self.session, task, limit=Moment(due), reason="Chờ số liệu", by=by, now=now, terms=terms)

    def ask_time(self, task: Task, day: date, due: date, **rules: object) -> None:
        request = extensions.Request(Moment(due), "Chờ số liệu")
        by, now = self.actor(self.head_of(task)), at(day, 11)
        extensions.ask(self.session, task, request, by=by, now=now, terms=self.terms(**rules))
        self.session.flush()

    def grant(self, task: Task, day: date) -> None:
        by, now = self.actor("chutich"), at(day, 14)
        extensions.grant(self.session, task, limit=None, reason="Đồng ý", by=by, now=now)

    def refuse_time(self, task: Task, day: date) -> None:
        by, now = self.actor("chutich"), at(day, 14)
        extensions.refuse(self.session, task, reason="Việc gấp", by=by, now=now)

    def bring_forward(self, task: Task, day: date, due: date) -> None:
        by, now, limit = self.actor("chutich"), at(day, 11), Moment(due)
        limits.bring_forward(self.session, task, limit=limit, reason="Tỉnh cần sớm", carry=True, by=by, now=now)

    def urge(self, task: Task, day: date) -> None:
        changes.urge(self.session, task, text="Đề nghị khẩn trương", by=self.actor("vanphong"), now=at(day, 11))

    def name_officer(self, task: Task, day: date, username: str, hour: int = 11) -> None:
        officer, by = self.person(username), self.actor(self.head_of(task))
        changes.name_officer(self.session, task, officer=officer, by=by, now=at(day, hour))

    def star(self, task: Task, day: date, *, source: str, field: str) -> None:
        """Marked as important; what it is about and whose will it is become part of the image with that."""
        task.source, task.field = Source(source), field
        changes.star(self.session, task, starred=True, by=self.actor("chutich"), now=at(day, 11))

    def dispute(self, task: Task, day: date) -> None:
        by, now, about = self.actor(self.head_of(task)), at(day, 11), DisputeAbout.SUBMITTED_DAY
        disputes.dispute(self.session, task, about=about, text="Đã nộp đúng hạn", by=by, now=now)
        self.session.flush()

    def conclude(self, task: Task, day: date, *, is_upheld: bool, done_on: date | None = None) -> None:
        by, now = self.actor("chutich"), at(day, 14)
        disputes.answer(self.session, task, is_upheld=is_upheld, text="Đã xem", by=by, now=now, done_on=done_on)

    def choose(self, day: date, **rules: object) -> None:
        chosen = replace(rule_settings.of(self.committee), **rules)  # type: ignore[arg-type]
        rule_settings.choose(
            self.session, self.committee, chosen, reason="Theo quy chế", by=self.person("quantri"), now=at(day, 12)
        )
        self.session.flush()

    def turn(self, day: date, other: date) -> None:
        """Another day becomes one off, or an ordinary one again."""
        kind = DayKind.ORDINARY if other in calendars.load(self.session, self.office.committee_id).off else DayKind.OFF
        entry = calendars.Entry(other, kind)
        calendars.set_day(self.session, self.office.committee_id, entry, by_id=None, now=at(day, 13))
        self.session.flush()

    def reassign(self, task: Task, day: date, unit: str) -> None:
        by, now = self.actor("chutich"), at(day, 14)
        lifecycle.reassign(self.session, task, lead=self.unit(unit), reason="Đúng chức năng", by=by, now=now)

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
