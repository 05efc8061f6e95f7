"""Down and sideways: a unit head splits its task into pieces, the assigner brings in a supporting unit.

Functions leave an event on both sides and do not commit; they raise Forbidden or Refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from taskapp.base import clock, formats
from taskapp.base.errors import Forbidden, Refused
from taskapp.base.i18n import _
from taskapp.people.models import Person, Unit
from taskapp.people.rights import Role
from taskapp.tasks.assigning import below, search_key
from taskapp.tasks.changes import name_officer
from taskapp.tasks.deadlines import LONGEST_YEARS, Moment, is_past, within
from taskapp.tasks.lifecycle import accept, check, issue
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor, Words, record
from taskapp.tasks.results import due_of
from taskapp.tasks.secrecy import check_secrecy
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
    key: str = ""  # what is unique about this row of the form that was sent; empty: nothing

    @property
    def whose(self) -> str:
        """Who is to do it, in words."""
        return self.officer.full_name if self.officer else self.unit.name


class UnfitPieces(Refused):
    """Pieces that break a rule, each by its place in the list; nothing was handed out. Speaks with the first one."""

    def __init__(self, found: Sequence[tuple[int, Refused]]) -> None:
        first = found[0][1]
        super().__init__(first.reason, field=first.field)
        self.status = first.status
        self.found = tuple(found)


def split(session: Session, task: Task, pieces: Sequence[Piece], *, by: Actor, now: datetime) -> list[Task]:
    """Hand out pieces of the task; a task not yet accepted is accepted by that. All or nothing.

    Raises UnfitPieces with every piece that breaks a rule.
    """
    check(task, Change.SPLIT, by)
    if not pieces:
        raise Refused(_("Hãy ghi ít nhất một việc con."), field="content")
    unfit = list(_unfit(task, pieces, by, clock.local_day(now, by.zone)))
    if unfit:
        raise UnfitPieces(unfit)
    if task.state is State.ASSIGNED:
        accept(session, task, by=by, now=now)
    assigner_id = by.on_behalf_of_id or by.person_id
    assigner = session.get(Person, assigner_id) if assigner_id else None
    return [_hand_out(session, task, piece, assigner, by=by, now=now) for piece in pieces]


def add_part(
    session: Session,
    task: Task,
    *,
    unit: Unit,
    due_on: date | None,
    reason: str,
    by: Actor,
    now: datetime,
    key: str = "",
) -> Task:
    """Bring in a supporting unit; without a day of its own it has the limit of the whole.

    `key` is what is unique about the form that was sent; empty: nothing.
    """
    check(task, Change.ADD_PART, by)
    if unit.id == task.lead_unit_id or any(part.lead_unit_id == unit.id for part in taking_part(task)):
        raise Refused(
            _("%(unit)s đã có phần việc trong nhiệm vụ này rồi. Hãy chọn đơn vị khác.", unit=unit.name), field="unit"
        )
    if by.rights and unit.id not in by.rights.readable:
        raise Forbidden(_("Anh/chị không giao việc được cho %(unit)s.", unit=unit.name))
    limit = within(Moment(due_on), due_of(task)) if due_on else due_of(task)
    if limit:
        _check_limit(task, limit, clock.local_day(now, by.zone))
    part = below(session, task, Kind.PART, unit, limit, by=by, now=now)
    part.import_key = key or None
    record(
        session, task, Change.ADD_PART, by=by, now=now, before=task.state, words=Words(reason=reason, note=unit.name)
    )
    issue(session, part, by=by, now=now)
    return part


def taking_part(task: Task) -> list[Task]:
    """The parts that count as there: one that ended without a result leaves its unit free to be brought in again."""
    return [part for part in task.parts if part.state is not State.WITHDRAWN]


def _unfit(task: Task, pieces: Sequence[Piece], by: Actor, today: date) -> Iterator[tuple[int, Refused]]:
    for place, piece in enumerate(pieces):
        for rule in (_check_content, _check_who, _check_due):
            try:
                rule(task, piece, by, today)
            except Refused as error:
                yield place, error


def _check_content(_task: Task, piece: Piece, _by: Actor, _today: date) -> None:
    if not piece.content:
        raise Refused(_("Hãy ghi nội dung việc con."), field="content")
    check_secrecy(piece.content)


def _check_who(task: Task, piece: Piece, by: Actor, _today: date) -> None:
    if by.rights and not by.rights.over(piece.unit.id, Role.UNIT_HEAD):
        raise Forbidden(_("Anh/chị không giao việc được cho %(unit)s.", unit=piece.unit.name), field="who")
    if piece.officer and (piece.officer.unit_id != piece.unit.id or not piece.officer.is_enabled):
        raise Refused(_("%(name)s không công tác tại đơn vị được chọn.", name=piece.officer.full_name), field="who")
    if piece.officer is None and piece.unit.id == task.lead_unit_id:
        raise Refused(_("Hãy chọn người làm, hoặc chọn đơn vị cấp dưới."), field="who")


def _check_due(task: Task, piece: Piece, _by: Actor, today: date) -> None:
    limit = _limit(task, piece)
    if limit:
        _check_limit(task, limit, today)
    elif due_of(task):
        raise Refused(_("Hãy ghi hạn của việc con, không sau thời hạn của nhiệm vụ."), field="due_on")


def _check_limit(task: Task, limit: Moment, today: date) -> None:
    """What is given now is due between today and the limit of the whole; when that has passed, with the whole."""
    whole = due_of(task)
    if whole and is_past(whole, limit):
        raise Refused(
            _("Không được sau thời hạn của nhiệm vụ chung (%(day)s).", day=formats.day(whole.on)), field="due_on"
        )
    if whole and whole.on < today:
        if limit.on != whole.on:
            raise Refused(
                _("Nhiệm vụ chung đã quá hạn, nên hạn ở đây phải là %(day)s.", day=formats.day(whole.on)),
                field="due_on",
            )
    elif limit.on < today or limit.on.year > today.year + LONGEST_YEARS:
        raise Refused(_("Hạn này đã qua hoặc quá xa. Hãy kiểm tra lại ngày."), field="due_on")


def _limit(task: Task, piece: Piece) -> Moment | None:
    return within(Moment(piece.due_on, piece.due_time), due_of(task)) if piece.due_on else None


def _hand_out(session: Session, task: Task, piece: Piece, assigner: Person | None, *, by: Actor, now: datetime) -> Task:
    child = below(session, task, Kind.CHILD, piece.unit, _limit(task, piece), by=by, now=now)
    child.content, child.product, child.import_key = piece.content, piece.product, piece.key or None
    child.search_key = search_key(piece.content, task.directive.number if task.directive else "")
    child.assigner, child.assigner_title = assigner, assigner.position if assigner else ""
    session.flush()
    note = _("%(whose)s: %(content)s", whose=piece.whose, content=piece.content)
    record(session, task, Change.SPLIT, by=by, now=now, before=task.state, words=Words(note=note))
    issue(session, child, by=by, now=now)
    if piece.officer:
        name_officer(session, child, officer=piece.officer, by=by, now=now)
    return child
