"""One office with a task of every kind in every state, and a person in every relation to them; built by the product.

The names of tests/rights/expected.py stand for these persons. Some of the committee's tasks were given by `nguoigiao`,
who was a leader then. `thay_…` fill the place of somebody who is away, `uyquyen` decides for the chairman. The unit
`cu` was closed yesterday; its people still have its work.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.people import accounts, organisation
from taskapp.people.models import Committee, Person, Unit, UnitKind
from taskapp.people.rights import Role
from taskapp.tasks import lifecycle, splitting
from taskapp.tasks.changes import name_officer
from taskapp.tasks.models import Task
from taskapp.tasks.permissions import Action
from taskapp.tasks.splitting import Piece
from taskapp.tasks.states import Kind, Move, State
from tests.conftest import MONDAY
from tests.office import Office
from tests.people.standing import Book
from tests.rights import expected
from tests.tasks.making import REPORT, TERMS, Desk

DUE = date(2026, 3, 20)
STORY = {
    "phochutich": "leader",
    "vanphong": "monitor",
    "vanthu": "clerk",
    "thanhtra": "inspector",
    "quantri": "admin",
    "nguoigiao": "assigner",
    "truongphong": "head",
    "congchuc": "officer",
    "congchuc2": "colleague",
    "totruong": "section head",
    "tovien": "section officer",
    "truongphong_nv": "supporting head",
    "congchuc_nv": "supporting officer",
    "chutichxa": "other head",
    "tuphapxa": "other officer",
}
IN_THE_CLOSED_UNIT = {"truong_cu": "head", "congchuc_cu": "officer"}
DEPUTIES = {  # by whose place they fill
    "thay_phochutich": "phochutich",
    "thay_vanphong": "vanphong",
    "thay_thanhtra": "thanhtra",
    "thay_truongphong": "truongphong",
    "thay_congchuc": "congchuc",
    "thay_totruong": "totruong",
    "thay_congchuc_nv": "congchuc_nv",
}
DELEGATE = "uyquyen"
NAMED = frozenset({State.IN_PROGRESS, State.SUBMITTED, State.DONE})  # states in which an officer has been named
HANDED_IN = frozenset({State.SUBMITTED, State.DONE})
WRITER = "nguoigiao"  # of the draft, which is his own
PEOPLE = (*STORY, *IN_THE_CLOSED_UNIT, *DEPUTIES, DELEGATE)


@dataclass(frozen=True)
class Made:
    """One task of the office, and what the expectation needs to know of it."""

    id: int
    version: int
    kind: Kind
    state: State
    has_part: bool = False
    has_piece: bool = False
    is_closed: bool = False

    def name_of(self, username: str) -> str:
        """Whom of the story the person is to this task; those of other units are others."""
        if self.is_closed:
            ours = IN_THE_CLOSED_UNIT.get(username)
            theirs = STORY.get(username, "other officer")
            whole = theirs in (*expected.WHOLE, "admin")
            return ours or (theirs if whole else "other officer")
        return STORY.get(username, "other officer")

    def of(self, username: str) -> tuple[str, bool]:
        """(whose rights count, whether any do): of who fills a place those that are passed on."""
        if username == DELEGATE:
            return "leader", True
        if username in DEPUTIES:
            name = self.name_of(DEPUTIES[username])
            return name, expected.passed_on(name)
        return self.name_of(username), True

    def may(self, username: str, action: Action) -> bool:
        """Whether the person may do this whatever the state; while nobody is named, only heads are doers."""
        name, counts = self.of(username)
        if not counts or not expected.may(name, action, self.kind):
            return False
        is_officer = name == expected.DOERS[self.kind][-1]
        if action is Move.RECALL:
            return self.state in HANDED_IN
        return self.state in NAMED or not is_officer

    def is_seen_by(self, username: str) -> bool:
        if self.state is State.DRAFT and username == WRITER:
            return True
        name, counts = self.of(username)
        return counts and expected.sees(name, self.kind, self.state, has_part=self.has_part, has_piece=self.has_piece)


@dataclass
class World:
    """Builds the office; `tasks` are all it made, in the order of their making."""

    session: Session
    office: Office
    content: str = "Báo cáo kết quả chứng thực"
    tasks: list[Made] = field(default_factory=list)

    def build(self) -> World:
        """Everything; the caller commits."""
        self.settle()
        self.fill()
        return self

    def settle(self) -> None:
        """Units, persons, and who fills whose place."""
        self.desk = Desk(self.session, self.office)
        self._people()
        self.session.get_one(Committee, self.office.committee_id).host = "localhost"
        self.session.flush()
        book = Book(self.session, self.office)
        for deputy, absent in DEPUTIES.items():
            book.away(absent, 2, 20, deputy=deputy)
        book.delegate("chutich", DELEGATE, 2, 20)
        self.session.flush()

    def fill(self, *, closes: bool = True) -> None:
        """The tasks; unless `closes`, no unit is closed."""
        self.give = partial(self.desk.task, by="nguoigiao", assigner=self.desk.person("nguoigiao"), due_on=DUE)
        self._wholes()
        self._parts()
        self._pieces()
        if closes:
            self._closed()
        leader = self.desk.person("nguoigiao")
        accounts.take_role(self.session, leader, leader.roles[0], by=None, now=MONDAY)
        self.session.flush()

    def _people(self) -> None:
        section = self._unit("ht", "Tổ Hộ tịch", "tp")
        closed = self._unit("cu", "Phòng Y tế", "root")
        office = self.desk.unit("vp")
        self._person("nguoigiao", self.desk.unit("root"), Role.LEADER)
        self._person("totruong", section, Role.UNIT_HEAD)
        self._person("tovien", section, Role.OFFICER)
        self._person("truong_cu", closed, Role.UNIT_HEAD)
        self._person("congchuc_cu", closed, Role.OFFICER)
        for name in (*DEPUTIES, DELEGATE):
            self._person(name, office, None)

    def _unit(self, code: str, name: str, parent: str) -> Unit:
        unit = organisation.create_unit(
            self.session,
            self.office.committee_id,
            name=name,
            kind=UnitKind.OFFICE,
            parent=self.desk.unit(parent),
            code=code,
        )
        self.session.flush()
        self.office.units[code] = unit.id
        return unit

    def _person(self, username: str, unit: Unit, role: Role | None) -> Person:
        person = accounts.create_person(
            self.session,
            unit.committee_id,
            username=username,
            full_name=f"Lê {username}",
            unit=unit,
            by=None,
            now=MONDAY,
        )
        person.password_hash = self.desk.person("chutich").password_hash
        if role:
            accounts.give_role(self.session, person, role, unit, by=None, now=MONDAY)
        self.session.flush()
        self.office.people[username] = person.id
        return person

    def _whole(self, state: State, lead: str = "tp", head: str = "truongphong", officer: str = "congchuc") -> Task:
        given = {"leads": [self.desk.unit(lead)], "content": f"{self.content} {lead} {state.value}"}
        if state is State.DRAFT:
            giver = self.desk.person("nguoigiao")
            return self.desk.draft(
                by="nguoigiao", assigner=giver, due_on=DUE, supporting=[self.desk.unit("nv")], **given
            )
        return self._brought(self.give(**given), state, head, officer, "nguoigiao")

    def _wholes(self) -> None:
        for state in State:
            whole = self._whole(state)
            self._note(whole, has_part=bool(whole.below))
            for part in whole.below:
                self._note(part)

    def _parts(self) -> None:
        for state in self._given():
            whole = self._whole(State.IN_PROGRESS)
            part = splitting.add_part(
                self.session,
                whole,
                unit=self.desk.unit("nv"),
                due_on=DUE - timedelta(days=2),
                reason="",
                by=self.desk.by("nguoigiao"),
                now=MONDAY,
            )
            self._brought(part, state, "truongphong_nv", "congchuc_nv", "nguoigiao")
            self._note(whole, has_part=True)
            self._note(part)

    def _pieces(self) -> None:
        for state in self._given():
            whole = self._whole(State.IN_PROGRESS)
            piece = Piece(f"{self.content} việc con", self.desk.unit("ht"), None, DUE - timedelta(days=2))
            child = splitting.split(self.session, whole, [piece], by=self.desk.by("truongphong"), now=MONDAY)[0]
            self._brought(child, state, "totruong", "tovien", "truongphong")
            self._note(whole, has_piece=True)
            self._note(child)

    def _closed(self) -> None:
        for state in (State.ASSIGNED, State.IN_PROGRESS, State.SUBMITTED):
            self._note(self._whole(state, "cu", "truong_cu", "congchuc_cu"), is_closed=True)
        self.desk.unit("cu").valid_to = MONDAY.date() - timedelta(days=1)

    def _given(self) -> list[State]:
        return [state for state in State if state is not State.DRAFT]

    def _brought(self, task: Task, state: State, head: str, officer: str, giver: str) -> Task:
        session, desk = self.session, self.desk
        session.flush()
        if state is State.DECLINED:
            lifecycle.decline(session, task, reason="Việc khác", by=desk.by(head), now=MONDAY, terms=TERMS)
        if state is State.WITHDRAWN:
            lifecycle.withdraw(session, task, reason="Thôi", by=desk.by(giver), now=MONDAY)
        if state in (State.IN_PROGRESS, State.SUBMITTED, State.DONE):
            name_officer(session, task, officer=desk.person(officer), by=desk.by(head), now=MONDAY)
        if state in (State.SUBMITTED, State.DONE):
            lifecycle.submit(session, task, result=REPORT, by=desk.by(officer), now=MONDAY, terms=TERMS)
        if state is State.DONE:
            lifecycle.approve(session, task, note="", by=desk.by(giver), now=MONDAY)
        session.flush()
        assert task.state is state
        return task

    def _note(self, task: Task, **more: bool) -> None:
        self.session.flush()
        self.tasks.append(Made(task.id, task.version, task.kind, task.state, **more))


def other_committee(session: Session) -> None:
    """Another committee in the same database, with a leader `lanhdao` of its own."""
    committee = Committee(code="khac", name="UBND khác", timezone="Asia/Ho_Chi_Minh", created_at=clock.now())
    session.add(committee)
    session.flush()
    unit = organisation.create_unit(session, committee.id, name="UBND khác", kind=UnitKind.COMMITTEE, code="root")
    session.flush()
    made = accounts.create_person(
        session, committee.id, username="lanhdao", full_name="Lê Lãnh Đạo", unit=unit, by=None, now=MONDAY
    )
    made.password_hash = session.query(Person).filter_by(username="chutich").one().password_hash
    accounts.give_role(session, made, Role.LEADER, unit, by=None, now=MONDAY)
    session.flush()
