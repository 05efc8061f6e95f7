"""What a person may see of the tasks, and the lists made from it. Functions return a Select; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, false, func, or_
from sqlalchemy.orm import Session, joinedload, selectinload

from taskapp.base.db import scoped
from taskapp.base.errors import Missing
from taskapp.base.i18n import _
from taskapp.base.text import fold
from taskapp.people.models import Person, RoleHeld, Unit
from taskapp.people.rights import Rights, Role
from taskapp.tasks.models import StoredFile, Submission, Task, TaskEvent, TaskPart
from taskapp.tasks.states import OPEN, State

FAR = date(9999, 12, 31)
Order = tuple[SQLColumnExpression[Any], ...]
DUE_ORDER: Order = (func.coalesce(Task.due_on, FAR), Task.id)
TO_DO = (State.ASSIGNED, State.IN_PROGRESS)
TO_DECIDE = (State.SUBMITTED, State.DECLINED)


class View(StrEnum):
    """The lists of the left menu."""

    MINE = "mine"
    UNIT = "unit"
    SUPPORT = "support"
    DECIDE = "decide"
    GIVEN = "given"
    DRAFTS = "drafts"
    DONE = "done"
    ALL = "all"


@dataclass(frozen=True)
class Filters:
    """What a list may be narrowed by; empty values do nothing."""

    words: str = ""
    unit_id: int | None = None
    state: State | None = None
    time: str = ""  # overdue, today, soon, no_limit, starred
    ids: frozenset[int] | None = None


def visible_to(rights: Rights) -> Select[Task]:
    """Tasks the person may read: of units in reach (lead or supporting), by or to the person, own drafts."""
    return scoped(Task, rights.committee_id).where(_may_see(rights))


def _may_see(rights: Rights) -> ColumnElement[bool]:
    me, reach = rights.person_id, rights.readable
    supporting = scoped(TaskPart, rights.committee_id, TaskPart.task_id).where(TaskPart.unit_id.in_(reach))
    involved = or_(Task.assigner_id == me, Task.assignee_id == me, Task.created_by_id == me)
    in_reach = or_(Task.lead_unit_id.in_(reach), Task.id.in_(supporting)) if reach else false()
    drafting = Task.lead_unit_id.in_(rights.reach(Role.LEADER, Role.MONITOR, Role.CLERK))
    return or_(
        (Task.state != State.DRAFT) & or_(involved, in_reach),
        (Task.state == State.DRAFT) & or_(Task.created_by_id == me, drafting),
    )


def get(session: Session, rights: Rights, task_id: int) -> Task:
    """One task with what its page shows. Raises Missing when there is none or the person may not see it."""
    query = visible_to(rights).where(Task.id == task_id)
    query = query.options(
        joinedload(Task.directive),
        joinedload(Task.assignee),
        joinedload(Task.assigner),
        selectinload(Task.parts),
        selectinload(Task.submissions).selectinload(Submission.files),
        selectinload(Task.submissions).joinedload(Submission.by),
        selectinload(Task.explanations),
    )
    task: Task | None = session.scalars(query).unique().one_or_none()
    if task is None:
        raise Missing(_("Không có nhiệm vụ này, hoặc nhiệm vụ nằm ngoài phạm vi đơn vị của anh/chị."))
    return task


def story(committee_id: int, task_id: int) -> Select[TaskEvent]:
    """The events of a task, oldest first, each with the person who caused it."""
    return (
        scoped(TaskEvent, committee_id)
        .where(TaskEvent.task_id == task_id)
        .options(joinedload(TaskEvent.by))
        .order_by(TaskEvent.version)
    )


def get_file(session: Session, rights: Rights, file_id: int) -> StoredFile:
    """A file of a task that the person may see. Raises Missing otherwise."""
    seen = visible_to(rights).with_only_columns(Task.id)
    query = scoped(StoredFile, rights.committee_id).where(StoredFile.id == file_id, StoredFile.task_id.in_(seen))
    found: StoredFile | None = session.scalars(query).one_or_none()
    if found is None:
        raise Missing(_("Không có tệp này, hoặc tệp nằm ngoài phạm vi đơn vị của anh/chị."))
    return found


def leaders(committee_id: int) -> Select[Person]:
    """Enabled leaders, in whose name tasks are assigned; the highest position first, then by given name."""
    held = scoped(RoleHeld, committee_id, RoleHeld.person_id).where(RoleHeld.role == Role.LEADER)
    query = scoped(Person, committee_id).where(Person.id.in_(held), Person.disabled_at.is_(None))
    return query.order_by(Person.position.like("Phó%"), Person.sort_key, Person.id)


def order_of(view: View) -> Order:
    """How a list is sorted: by the limit, most urgent first; finished ones newest first."""
    newest: Order = ((-Task.id).label("newest"),)  # under its own name: the row needs its id as it is
    return newest if view in (View.DONE, View.ALL) else DUE_ORDER


def _mine(rights: Rights) -> ColumnElement[bool]:
    return (Task.assignee_id == rights.person_id) & Task.state.in_((*TO_DO, State.SUBMITTED))


def _unit(rights: Rights) -> ColumnElement[bool]:
    return Task.lead_unit_id.in_(rights.reach(Role.UNIT_HEAD)) & Task.state.in_(TO_DO)


def _support(rights: Rights) -> ColumnElement[bool]:
    units = rights.reach(Role.UNIT_HEAD, Role.OFFICER)
    parts = scoped(TaskPart, rights.committee_id, TaskPart.task_id).where(TaskPart.unit_id.in_(units))
    return Task.id.in_(parts) & Task.state.in_(OPEN)


def _decide(rights: Rights) -> ColumnElement[bool]:
    side = or_(Task.assigner_id == rights.person_id, Task.lead_unit_id.in_(rights.reach(Role.LEADER, Role.MONITOR)))
    return side & Task.state.in_(TO_DECIDE)


def _given(rights: Rights) -> ColumnElement[bool]:
    return or_(Task.assigner_id == rights.person_id, Task.created_by_id == rights.person_id) & Task.state.in_(OPEN)


def _drafts(_rights: Rights) -> ColumnElement[bool]:
    return Task.state == State.DRAFT


def _done(rights: Rights) -> ColumnElement[bool]:
    heads = rights.reach(Role.UNIT_HEAD)
    return or_(Task.assignee_id == rights.person_id, Task.lead_unit_id.in_(heads)) & (Task.state == State.DONE)


def _all(_rights: Rights) -> ColumnElement[bool]:
    return Task.state != State.DRAFT


_VIEWS: Mapping[View, Callable[[Rights], ColumnElement[bool]]] = {
    View.MINE: _mine,
    View.UNIT: _unit,
    View.SUPPORT: _support,
    View.DECIDE: _decide,
    View.GIVEN: _given,
    View.DRAFTS: _drafts,
    View.DONE: _done,
    View.ALL: _all,
}


def in_view(rights: Rights, view: View, filters: Filters, today: date, soon: date) -> Select[Task]:
    """The tasks of one list, narrowed; with what a row shows, so that a page costs two queries however long it is.

    `soon` is the last day that counts as "sắp đến hạn".
    """
    query = visible_to(rights).where(_VIEWS[view](rights))
    for condition in _conditions(rights.committee_id, filters, today, soon):
        query = query.where(condition)
    return query.options(
        joinedload(Task.directive), joinedload(Task.assignee), joinedload(Task.assigner), selectinload(Task.parts)
    )


def _has(committee_id: int, word: str) -> ColumnElement[bool]:
    """The word stands in the task, its document's number, its lead unit's names or its officer's."""
    units = scoped(Unit, committee_id, Unit.id).where(Unit.search_key.contains(word, autoescape=True))
    persons = scoped(Person, committee_id, Person.id).where(Person.search_key.contains(word, autoescape=True))
    text = Task.search_key.contains(word, autoescape=True)
    return or_(text, Task.lead_unit_id.in_(units), Task.assignee_id.in_(persons))


def _conditions(committee_id: int, filters: Filters, today: date, soon: date) -> list[SQLColumnExpression[bool]]:
    words = fold(filters.words).split()[:8]
    found: list[SQLColumnExpression[bool]] = [_has(committee_id, word) for word in words]
    if filters.unit_id is not None:
        found.append(Task.lead_unit_id == filters.unit_id)
    if filters.state is not None:
        found.append(Task.state == filters.state)
    if filters.ids is not None:
        found.append(Task.id.in_(filters.ids))
    waiting_work = Task.state.in_((State.ASSIGNED, State.DECLINED, State.IN_PROGRESS))
    times = {
        "overdue": (Task.due_on < today) & waiting_work,
        "today": (Task.due_on == today) & waiting_work,
        "soon": Task.due_on.between(today, soon) & waiting_work,
        "no_limit": Task.due_on.is_(None) & Task.state.in_(OPEN),
        "starred": Task.starred,
    }
    if filters.time in times:
        found.append(times[filters.time])
    return found


def counters(rights: Rights, views: Sequence[View]) -> Select[Any]:
    """How many tasks each of the lists holds, in one query, one column a list."""
    columns = [func.count().filter(_VIEWS[view](rights)) for view in views]
    return scoped(Task, rights.committee_id, *columns).where(_may_see(rights), Task.state.in_((*OPEN, State.DRAFT)))
