"""Down and sideways: a unit head splits its task into pieces, the assigner brings in a supporting unit.

Functions leave an event on both sides and do not commit; they raise Forbidden or Refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.errors import Forbidden, Refused
from taskapp.base.i18n import _
from taskapp.people.models import Person, Unit
from taskapp.people.rights import Role
from taskapp.tasks.assigning import below
from taskapp.tasks.changes import name_officer
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.lifecycle import accept, check, issue
from taskapp.tasks.limits import check_inside
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor, Words, record
from taskapp.tasks.results import due_of
from taskapp.tasks.states import Change, Kind, State


@dataclass(frozen=True)
class Piece:
    """One piece of the work: for an officer of the unit (`officer`), or for a unit below."""

    content: str
    unit: Unit
    officer: Person | None = None
    due_on: date | None = None
    due_time: time | None = None
    product: str = ""

    @property
    def whose(self) -> str:
        """Who is to do it, in words."""
        return self.officer.full_name if self.officer else self.unit.name


def split(session: Session, task: Task, pieces: Sequence[Piece], *, by: Actor, now: datetime) -> list[Task]:
    """Hand out pieces of the task; a task not yet accepted is accepted by that. All or nothing."""
    check(task, Change.SPLIT, by)
    if not pieces:
        raise Refused(_("Hãy ghi ít nhất một việc con."), field="content")
    for piece in pieces:
        _check(task, piece, by, clock.local_day(now, by.zone))
    if task.state is State.ASSIGNED:
        accept(session, task, by=by, now=now)
    assigner_id = by.on_behalf_of_id or by.person_id
    assigner = session.get(Person, assigner_id) if assigner_id else None
    return [_hand_out(session, task, piece, assigner, by=by, now=now) for piece in pieces]


def add_part(
    session: Session, task: Task, *, unit: Unit, due_on: date | None, reason: str, by: Actor, now: datetime
) -> Task:
    """Bring in a supporting unit; without a day of its own it has the limit of the whole."""
    check(task, Change.ADD_PART, by)
    if unit.id == task.lead_unit_id or any(part.lead_unit_id == unit.id for part in task.parts):
        raise Refused(
            _("%(unit)s đã có phần việc trong nhiệm vụ này rồi. Hãy chọn đơn vị khác.", unit=unit.name), field="unit"
        )
    if by.rights and unit.id not in by.rights.readable:
        raise Forbidden(_("Anh/chị không giao việc được cho %(unit)s.", unit=unit.name))
    limit = Moment(due_on) if due_on else due_of(task)
    part = below(session, task, Kind.PART, unit, limit, by=by, now=now)
    if limit:
        check_inside(part, limit)
    record(
        session, task, Change.ADD_PART, by=by, now=now, before=task.state, words=Words(reason=reason, note=unit.name)
    )
    issue(session, part, by=by, now=now)
    return part


def _check(task: Task, piece: Piece, by: Actor, today: date) -> None:
    if not piece.content:
        raise Refused(_("Hãy ghi nội dung việc con."), field="content")
    if by.rights and not by.rights.over(piece.unit.id, Role.UNIT_HEAD):
        raise Forbidden(_("Anh/chị không giao việc được cho %(unit)s.", unit=piece.unit.name))
    if piece.officer and piece.officer.unit_id != piece.unit.id:
        raise Refused(_("%(name)s không công tác tại đơn vị được chọn.", name=piece.officer.full_name), field="officer")
    if piece.officer is None and piece.unit.id == task.lead_unit_id:
        raise Refused(_("Hãy chọn người làm, hoặc chọn đơn vị cấp dưới."), field="officer")
    if piece.due_on is None:
        if due_of(task):
            raise Refused(_("Hãy ghi hạn của việc con, không sau thời hạn của nhiệm vụ."), field="due_on")
        return
    if piece.due_on < today:
        raise Refused(_("Hạn của việc con đã qua. Hãy chọn ngày khác."), field="due_on")
    whole = due_of(task)
    if whole and Moment(piece.due_on) != whole and piece.due_on > whole.on:
        raise Refused(_("Hạn của việc con không được sau thời hạn của nhiệm vụ."), field="due_on")


def _hand_out(session: Session, task: Task, piece: Piece, assigner: Person | None, *, by: Actor, now: datetime) -> Task:
    limit = Moment(piece.due_on, piece.due_time) if piece.due_on else None
    child = below(session, task, Kind.CHILD, piece.unit, limit, by=by, now=now)
    child.content, child.product = piece.content, piece.product
    child.assigner, child.assigner_title = assigner, assigner.position if assigner else ""
    session.flush()
    note = _("%(whose)s: %(content)s", whose=piece.whose, content=piece.content)
    record(session, task, Change.SPLIT, by=by, now=now, before=task.state, words=Words(note=note))
    issue(session, child, by=by, now=now)
    if piece.officer:
        name_officer(session, child, officer=piece.officer, by=by, now=now)
    return child
