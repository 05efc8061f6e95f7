"""Which lines of a hand-over can be done as wished, and why others cannot: judged alike before and while it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session, joinedload

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.base.errors import Forbidden, Refused
from taskapp.base.i18n import _
from taskapp.people.models import Person
from taskapp.people.queries import rights_of
from taskapp.people.rights import Rights, Role
from taskapp.tasks import handover_queries
from taskapp.tasks.lifecycle import check, expect_version
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import Handed
from taskapp.tasks.record import Actor
from taskapp.tasks.states import Change, Kind


class Key(NamedTuple):
    """One line: what of which task."""

    handed: Handed
    task_id: int


class Wish(NamedTuple):
    """To whom a line is to go (None: nobody was chosen), and the version of the task that the person saw."""

    to_id: int | None
    seen: int


Wishes = Mapping[Key, Wish]


@dataclass(frozen=True)
class Line:
    """One line that can be done: what of the task, and who gets it."""

    key: Key
    task: Task
    to: Person


def judged(
    session: Session, person: Person, wishes: Wishes, *, by: Actor, now: datetime
) -> tuple[list[Line], dict[Key, str]]:
    """The lines that can be done now, and why the others cannot. Raises Forbidden for the system itself."""
    if by.rights is None:
        raise Forbidden(_("Bàn giao phải do một người có thẩm quyền thực hiện."))
    tasks = _tasks(session, by.rights, person, wishes)
    receivers = _receivers(session, person.committee_id, wishes)
    rights = {to.id: rights_of(session, to, on=clock.local_day(now, by.zone)).alone for to in receivers.values()}
    lines, refused = [], {}
    for key, wish in wishes.items():
        try:
            line = _line(key, wish, tasks.get(key), receivers.get(wish.to_id or 0), person)
            _check_receiver(line, rights[line.to.id])
            check(line.task, Change.HAND_OVER, by)
            lines.append(line)
        except Refused as error:
            refused[key] = error.reason
    return lines, refused


def _line(key: Key, wish: Wish, task: Task | None, to: Person | None, person: Person) -> Line:
    if task is None:
        raise Refused(
            _(
                "Việc này đã xong, không còn đứng tên %(name)s, hoặc nằm ngoài phạm vi của anh/chị. Hãy bỏ dòng này.",
                name=person.full_name,
            )
        )
    if to is None:
        raise Refused(_("Hãy chọn người nhận."))
    expect_version(task, wish.seen)
    if to.id == person.id:
        raise Refused(_("Người nhận phải là người khác. Hãy chọn lại."))
    if not to.is_enabled:
        raise Refused(_("Tài khoản của %(name)s đã khóa. Hãy chọn người khác.", name=to.full_name))
    return Line(key, task, to)


def _check_receiver(line: Line, rights: Rights) -> None:
    task, to = line.task, line.to
    if line.key.handed is Handed.WORK:
        if to.unit_id != task.lead_unit_id:
            raise Refused(
                _(
                    "%(name)s không công tác tại %(unit)s. Hãy chọn người trong đơn vị đó.",
                    name=to.full_name,
                    unit=task.lead_unit_name,
                )
            )
    elif not _can_decide(task, rights):
        raise Refused(
            _(
                "%(name)s không có vai trò giao việc đối với %(unit)s. Hãy chọn lãnh đạo phụ trách.",
                name=to.full_name,
                unit=task.lead_unit_name,
            )
        )


def _can_decide(task: Task, rights: Rights) -> bool:
    if task.kind is Kind.CHILD and task.parent:
        return rights.over(task.parent.lead_unit_id, Role.UNIT_HEAD, Role.LEADER)
    return rights.over(task.lead_unit_id, Role.LEADER)


def _tasks(session: Session, rights: Rights, person: Person, wishes: Wishes) -> dict[Key, Task]:
    found: dict[Key, Task] = {}
    for handed in Handed:
        ids = [key.task_id for key in wishes if key.handed is handed]
        query = handover_queries.open_work(rights, handed, person.id).where(Task.id.in_(ids))
        found |= {Key(handed, task.id): task for task in session.scalars(query)} if ids else {}
    return found


def _receivers(session: Session, committee_id: int, wishes: Wishes) -> dict[int, Person]:
    ids = {wish.to_id for wish in wishes.values() if wish.to_id}
    query = scoped(Person, committee_id).where(Person.id.in_(ids)).options(joinedload(Person.unit))
    return {person.id: person for person in session.scalars(query)}
