"""Shared work for tests: a task with a supporting unit's part or a piece of its own, in any state; a unit below."""

from __future__ import annotations

from datetime import date, datetime

from taskapp.people import accounts, organisation
from taskapp.people.models import Unit, UnitKind
from taskapp.people.rights import Role
from taskapp.tasks import lifecycle, splitting
from taskapp.tasks.changes import name_officer
from taskapp.tasks.models import Task
from taskapp.tasks.splitting import Piece
from taskapp.tasks.states import Kind, State
from tests.conftest import MONDAY
from tests.tasks.making import REPORT, TERMS, Desk

DUE = date(2026, 3, 6)  # the limit of every whole
EARLIER = date(2026, 3, 4)  # of what hangs on it


def piece(desk: Desk, officer: str = "congchuc2", **changes: object) -> Piece:
    """A piece of Phòng Tư pháp's work, for one of its officers."""
    values: dict[str, object] = {
        "content": "Rà soát hộ tịch hai xã",
        "unit": desk.unit("tp"),
        "officer": desk.person(officer) if officer else None,
        "due_on": EARLIER,
    }
    return Piece(**(values | changes))  # type: ignore[arg-type]


def split(desk: Desk, task: Task, *pieces: Piece, by: str = "truongphong", now: datetime = MONDAY) -> list[Task]:
    """What became of the pieces."""
    made = splitting.split(desk.session, task, pieces or [piece(desk)], by=desk.by(by), now=now)
    desk.session.flush()
    return made


def whole(desk: Desk, **changes: object) -> Task:
    """A task under way at Phòng Tư pháp, its officer `congchuc`."""
    return desk.in_progress(**changes)


def section(desk: Desk) -> Unit:
    """A unit below Phòng Tư pháp, with its head `totruong`."""
    unit = organisation.create_unit(
        desk.session,
        desk.office.committee_id,
        name="Tổ Hộ tịch",
        kind=UnitKind.OFFICE,
        parent=desk.unit("tp"),
        code="ht",
    )
    head = accounts.create_person(
        desk.session,
        desk.office.committee_id,
        username="totruong",
        full_name="Phan Văn Tố",
        unit=unit,
        by=None,
        now=MONDAY,
    )
    accounts.give_role(desk.session, head, Role.UNIT_HEAD, unit, by=None, now=MONDAY)
    desk.session.flush()
    desk.office.units["ht"], desk.office.people["totruong"] = unit.id, head.id
    return unit


def part_of(desk: Desk, task: Task, state: State, due_on: date | None = EARLIER, now: datetime = MONDAY) -> Task:
    """Phòng Nội vụ's part of the task."""
    part = splitting.add_part(
        desk.session, task, unit=desk.unit("nv"), due_on=due_on, reason="", by=desk.by("chutich"), now=now
    )
    desk.session.flush()
    return _bring(desk, part, state, "truongphong_nv", "congchuc_nv", now)


def child_of(desk: Desk, task: Task, state: State, due_on: date | None = EARLIER, now: datetime = MONDAY) -> Task:
    """A piece of the task, at `congchuc2`; an assigned or declined one is the section's below."""
    if state in (State.ASSIGNED, State.DECLINED):
        unit = desk.unit("ht") if "ht" in desk.office.units else section(desk)
        child = split(desk, task, piece(desk, "", unit=unit, due_on=due_on), now=now)[0]
        return _bring(desk, child, state, "totruong", "", now)
    child = split(desk, task, piece(desk, due_on=due_on), now=now)[0]
    return _bring(desk, child, state, "truongphong", "congchuc2", now)


def below_of(desk: Desk, task: Task, kind: Kind, state: State, due_on: date | None = EARLIER) -> Task:
    """A part or a piece of the task, in this state."""
    return (part_of if kind is Kind.PART else child_of)(desk, task, state, due_on)


def _bring(desk: Desk, task: Task, state: State, head: str, officer: str, now: datetime) -> Task:
    session = desk.session
    if state is State.DECLINED:
        lifecycle.decline(session, task, reason="Việc của đơn vị khác", by=desk.by(head), now=now, terms=TERMS)
    if state in (State.IN_PROGRESS, State.SUBMITTED, State.DONE) and task.assignee_id is None:
        name_officer(session, task, officer=desk.person(officer), by=desk.by(head), now=now)
    if state in (State.SUBMITTED, State.DONE):
        lifecycle.submit(session, task, result=REPORT, by=desk.by(officer), now=now, terms=TERMS)
    if state is State.DONE:
        lifecycle.approve(session, task, note="", by=desk.by("truongphong"), now=now)
    session.flush()
    assert task.state is state
    return task
