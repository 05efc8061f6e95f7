"""What is written about tasks, for tests: requests for more time, pieces below a task, rules of an office."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from taskapp.people.rights import Place, Standing
from taskapp.tasks import extensions, splitting
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.extensions import Request
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.now import Now, time_class
from taskapp.tasks.paper_models import Extension, ExtensionReason
from taskapp.tasks.record import Actor
from taskapp.tasks.rules import OfficeRules, Terms
from taskapp.tasks.splitting import Piece
from tests.conftest import MONDAY
from tests.tasks.making import CALENDAR, TERMS, ZONE, Desk

DUE = date(2026, 3, 6)  # the limit of every task made by the desk, a Friday
LATER = date(2026, 3, 13)


def terms(**rules: int | bool) -> Terms:
    return Terms(CALENDAR, OfficeRules(**rules))  # type: ignore[arg-type]


def ask(
    desk: Desk,
    task: Task,
    now: datetime,
    *,
    by: str = "congchuc",
    limit: date = LATER,
    at: time | None = None,
    reason: str = "Chờ số liệu",
    under: Terms = TERMS,
) -> Extension:
    request = Request(Moment(limit, at), reason, ExtensionReason.OPINIONS)
    made = extensions.ask(desk.session, task, request, by=desk.by(by), now=now, terms=under)
    desk.session.flush()
    return made


def grant(desk: Desk, task: Task, now: datetime, *, by: str = "chutich", limit: date | None = None) -> None:
    moment = Moment(limit) if limit else None
    extensions.grant(desk.session, task, limit=moment, reason="Đồng ý", by=desk.by(by), now=now)
    desk.session.flush()


def deputy_of(desk: Desk, username: str, absent: str) -> Actor:
    """Somebody who acts as the hands of a person who is away."""
    rights, person_id = desk.by(username).rights, desk.office.people[absent]
    assert rights is not None
    return Actor(replace(rights, places=(Place(person_id, Standing.DEPUTY),)), ZONE).for_person(person_id)


def child(desk: Desk, task: Task, due_on: date = date(2026, 3, 5), officer: str = "congchuc2") -> Task:
    """A piece of the task, given by its unit head to an officer."""
    piece = Piece("Rà soát hồ sơ", desk.unit("tp"), desk.person(officer), due_on)
    made = splitting.split(desk.session, task, [piece], by=desk.by("truongphong"), now=MONDAY)[0]
    desk.session.flush()
    return made


def part(desk: Desk, task: Task, due_on: date = date(2026, 3, 5)) -> Task:
    """What Phòng Nội vụ has to give to the task."""
    unit, chair = desk.unit("nv"), desk.by("chutich")
    made = splitting.add_part(desk.session, task, unit=unit, due_on=due_on, reason="Cùng làm", by=chair, now=MONDAY)
    desk.session.flush()
    return made


def last(task: Task) -> TaskEvent:
    """The newest event of the task."""
    return max(task.events, key=lambda event: event.version)


def seen(task: Task, now: datetime, under: Terms = TERMS) -> str:
    """The time class of the task at an instant."""
    return time_class(task, Now(now, ZONE, CALENDAR, under.rules)).value
