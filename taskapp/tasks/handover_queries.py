"""Selects of hand-overs: whose work a person may hand over, what of it is open, the lists that were signed."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from taskapp.base.db import scoped
from taskapp.base.errors import Missing
from taskapp.base.i18n import _
from taskapp.people import queries as people_queries
from taskapp.people.models import Person
from taskapp.people.rights import Rights, Role
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import Extension, Handed, HandOver, HandOverItem
from taskapp.tasks.queries import visible_to
from taskapp.tasks.states import OPEN, Kind, State

KEEPERS = (Role.UNIT_HEAD, Role.MONITOR, Role.LEADER)  # who hands over the work of others
DECIDING = (Role.MONITOR, Role.LEADER)  # who hands over what a leader decides
NOT_HANDED_IN = (State.ASSIGNED, State.DECLINED, State.IN_PROGRESS)
WAITING = "waiting"  # among the counters: what was handed over to the person and not confirmed
READING = (*KEEPERS, Role.INSPECTOR)  # who reads the lists of others


def people(rights: Rights) -> Select[Person]:
    """Whose work the person may hand over, disabled ones too, by given name: at home in his units or at work there."""
    named = scoped(Task, rights.committee_id, Task.assignee_id).where(_movable(rights, Handed.WORK))
    at_home = Person.unit_id.in_(rights.reach(*KEEPERS))
    query = people_queries.people(rights.committee_id)
    return query.where(or_(at_home, Person.id.in_(named.where(Task.assignee_id.is_not(None)))))


def get_person(session: Session, rights: Rights, person_id: int) -> Person:
    """One of those people. Raises Missing."""
    found: Person | None = session.scalars(people(rights).where(Person.id == person_id)).one_or_none()
    if found is None:
        raise Missing(_("Không có người này trong phạm vi anh/chị được bàn giao việc."))
    return found


def counts(session: Session, rights: Rights) -> dict[int, int]:
    """How many open tasks could be handed over by this person, by the id of the one who does or decides them."""
    found: dict[int, int] = {}
    for handed, whose in _WHOSE.items():
        query = scoped(Task, rights.committee_id, whose, func.count()).where(whose.is_not(None))
        for person_id, count in session.execute(query.where(_movable(rights, handed)).group_by(whose)):
            found[person_id] = found.get(person_id, 0) + count
    return found


def open_work(rights: Rights, handed: Handed, person_id: int) -> Select[Task]:
    """Open tasks that he does (or decides about) and that this person may hand over, most urgent first."""
    query = scoped(Task, rights.committee_id).where(_WHOSE[handed] == person_id, _movable(rights, handed))
    return query.options(
        joinedload(Task.directive),
        joinedload(Task.assignee),
        joinedload(Task.assigner),
        joinedload(Task.parent),
        selectinload(Task.below),
        selectinload(Task.submissions),
    ).order_by(Task.due_on.is_(None), Task.due_on, Task.id)


def out_of_reach(rights: Rights, person_id: int) -> Select[int]:
    """How many open tasks of his, as officer or assigner, lie beyond what this person may hand over."""
    work = and_(Task.assignee_id == person_id, ~_movable(rights, Handed.WORK))
    decisions = and_(Task.assigner_id == person_id, Task.kind != Kind.PART, ~_movable(rights, Handed.DECISION))
    query = scoped(Task, rights.committee_id, func.count())
    return query.where(Task.state.in_(OPEN), or_(work, decisions))


def due_while_away(rights: Rights, person_id: int, first: date, last: date) -> Select[Task]:
    """His tasks that are still to be done and due on a local day of the term, as far as this person may see them."""
    query = visible_to(rights).where(
        Task.assignee_id == person_id, Task.state.in_(NOT_HANDED_IN), Task.due_on.between(first, last)
    )
    shown = (joinedload(Task.directive), joinedload(Task.assignee), joinedload(Task.parent), selectinload(Task.below))
    return query.options(*shown).order_by(Task.due_on, Task.id)


def names_in_open_tasks(person: Person) -> Select[Any]:
    """(unit, as officer, as assigner): how many open tasks of each lead unit name the person."""
    work = func.count().filter(Task.assignee_id == person.id)
    decisions = func.count().filter(Task.assigner_id == person.id, Task.kind != Kind.PART)
    named = or_(Task.assignee_id == person.id, and_(Task.assigner_id == person.id, Task.kind != Kind.PART))
    query = scoped(Task, person.committee_id, Task.lead_unit_id, work, decisions)
    return query.where(Task.state.in_(OPEN), named).group_by(Task.lead_unit_id).order_by(Task.lead_unit_id)


def requests_of(rights: Rights, person_id: int) -> Select[Extension]:
    """His requests for more time that are not answered yet, of tasks that this person may see."""
    seen = visible_to(rights).with_only_columns(Task.id)
    query = scoped(Extension, rights.committee_id).options(joinedload(Extension.task)).order_by(Extension.id)
    return query.where(Extension.asked_by_id == person_id, Extension.answer.is_(None), Extension.task_id.in_(seen))


def waiting(committee_id: int, person_id: int, *columns: Any) -> Select[Any]:
    """Items given to the person that he has not confirmed and that are still his."""
    query = scoped(HandOverItem, committee_id, *columns).join(Task, Task.id == HandOverItem.task_id)
    his = or_(
        and_(HandOverItem.role == Handed.WORK, Task.assignee_id == HandOverItem.to_id),
        and_(HandOverItem.role == Handed.DECISION, Task.assigner_id == HandOverItem.to_id),
    )
    return query.where(HandOverItem.to_id == person_id, HandOverItem.confirmed_at.is_(None), his)


def waiting_items(committee_id: int, person_id: int) -> Select[HandOverItem]:
    """The same with their tasks and hand-overs, oldest first."""
    query = waiting(committee_id, person_id).order_by(HandOverItem.id)
    by_whom = joinedload(HandOverItem.hand_over).joinedload(HandOver.from_person)
    return query.options(joinedload(HandOverItem.task), by_whom)


def lists(rights: Rights) -> Select[HandOver]:
    """The signed lists that the person may read: those he gave, got or made, and those of his units; in no order."""
    me = rights.person_id
    items = scoped(HandOverItem, rights.committee_id, HandOverItem.hand_over_id)
    items = items.join(Task, Task.id == HandOverItem.task_id)
    theirs = items.where(or_(HandOverItem.to_id == me, Task.lead_unit_id.in_(rights.reach(*READING))))
    query = scoped(HandOver, rights.committee_id)
    query = query.where(or_(HandOver.from_id == me, HandOver.by_id == me, HandOver.id.in_(theirs)))
    return query.options(joinedload(HandOver.from_person), selectinload(HandOver.items).joinedload(HandOverItem.to))


def get(session: Session, rights: Rights, hand_over_id: int) -> HandOver:
    """One signed list with its tasks. Raises Missing when there is none or the person may not read it."""
    items = selectinload(HandOver.items)
    query = lists(rights).where(HandOver.id == hand_over_id)
    query = query.options(
        joinedload(HandOver.by),
        items.joinedload(HandOverItem.event),
        items.joinedload(HandOverItem.task).joinedload(Task.directive),
    )
    found: HandOver | None = session.scalars(query).one_or_none()
    if found is None:
        raise Missing(_("Không có biên bản bàn giao này, hoặc nằm ngoài phạm vi của anh/chị."))
    return found


def readable_items(session: Session, rights: Rights, hand_over: HandOver) -> list[HandOverItem]:
    """What of the list the person may read: the parties all of it, others the tasks that they may see."""
    if rights.person_id in (hand_over.from_id, hand_over.by_id):
        return hand_over.items
    ids = [item.task_id for item in hand_over.items]
    seen = set(session.scalars(visible_to(rights).with_only_columns(Task.id).where(Task.id.in_(ids))))
    return [item for item in hand_over.items if item.task_id in seen or item.to_id == rights.person_id]


_above = aliased(Task)
_WHOSE = {Handed.WORK: Task.assignee_id, Handed.DECISION: Task.assigner_id}


def _movable(rights: Rights, handed: Handed) -> ColumnElement[bool]:
    """As permissions sees it: open, and the person may give the work (or the decisions) to somebody else."""
    if handed is Handed.WORK:
        return Task.state.in_(OPEN) & Task.lead_unit_id.in_(rights.reach(*KEEPERS))
    heads = scoped(_above, rights.committee_id, _above.id).where(
        _above.id == Task.parent_id, _above.lead_unit_id.in_(rights.reach(Role.UNIT_HEAD))
    )
    over = Task.lead_unit_id.in_(rights.reach(*DECIDING))
    return Task.state.in_(OPEN) & (Task.kind != Kind.PART) & or_(over, (Task.kind == Kind.CHILD) & heads.exists())
