"""Who has a task to know (để biết): may read it and its talk, and hears what happens to it.

Functions do not commit; they raise Forbidden or Refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, delete, literal, union_all
from sqlalchemy.orm import Session, joinedload

from taskapp.base.db import insert_into, scoped
from taskapp.base.errors import Forbidden, Refused
from taskapp.base.i18n import _
from taskapp.people.models import Person
from taskapp.people.rights import Rights
from taskapp.tasks import permissions
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import Comment, Follower
from taskapp.tasks.record import Actor
from taskapp.tasks.results import listed_facts
from taskapp.tasks.states import State


def of_task(committee_id: int, task_id: int) -> Select[Follower]:
    """Who has the task to know, in the order in which they were added."""
    query = scoped(Follower, committee_id).where(Follower.task_id == task_id)
    return query.options(joinedload(Follower.person).joinedload(Person.unit)).order_by(Follower.id)


def may_add(session: Session, task: Task, rights: Rights) -> bool:
    """Whether the person may give the task to others: assigns, leads, does, wrote down or follows it, or has spoken."""
    if not permissions.may_comment(rights) or task.state is State.DRAFT:
        return False
    if any(permissions.may_share(rights, listed_facts(each)) for each in (task, *task.parts)):
        return True
    return task.created_by_id == rights.person_id or _is_in_it(session, task, rights.person_id)


def _is_in_it(session: Session, task: Task, person_id: int) -> bool:
    spoke = scoped(Comment, task.committee_id, literal(1)).where(Comment.task_id == task.id, Comment.by_id == person_id)
    follows = scoped(Follower, task.committee_id, literal(1))
    follows = follows.where(Follower.task_id == task.id, Follower.person_id == person_id)
    return session.scalar(union_all(spoke, follows).limit(1)) is not None


def check_adding(session: Session, task: Task, by: Actor) -> None:
    """Raise Forbidden when the person may not give the task to others."""
    if by.rights is None or not may_add(session, task, by.rights):
        reason = _("Người giao việc, đơn vị chủ trì, người xử lý hoặc người đã trao đổi mới thêm được người để biết.")
        raise Forbidden(reason)


def add(session: Session, task: Task, persons: Sequence[Person], *, by: Actor, now: datetime) -> list[Person]:
    """Give persons the task to know; gives back those who did not have it yet."""
    check_adding(session, task, by)
    return give(session, task, persons, by=by, now=now)


def follow(session: Session, task: Task, *, by: Actor, now: datetime) -> None:
    """Whoever sees the task wants to hear what happens to it."""
    if task.state is State.DRAFT or by.person_id is None:
        raise Refused(_("Dự thảo chưa giao nên chưa theo dõi được. Hãy giao việc trước."))
    give(session, task, [session.get_one(Person, by.person_id)], by=by, now=now)


def remove(session: Session, task: Task, person_id: int, *, by: Actor) -> None:
    """Take a person off: himself, one whom the actor has added, or anybody if he is in charge of the task."""
    his = (Follower.task_id == task.id, Follower.person_id == person_id)
    added_by_id = session.scalar(scoped(Follower, task.committee_id, Follower.added_by_id).where(*his))
    may_any = by.rights is not None and permissions.may_take_off(by.rights, listed_facts(task))
    if not may_any and by.person_id not in (person_id, added_by_id):
        raise Forbidden(_("Chỉ người đã thêm, người giao việc hoặc chính người đó mới bỏ khỏi mục để biết được."))
    session.execute(delete(Follower).where(Follower.committee_id == task.committee_id, *his))


def give(session: Session, task: Task, persons: Sequence[Person], *, by: Actor, now: datetime) -> list[Person]:
    """Like add(), for who has been found to have the right; several may give at once."""
    if not persons:
        return []
    given = {"committee_id": task.committee_id, "task_id": task.id, "added_by_id": by.person_id, "added_at": now}
    statement = insert_into(session, Follower).values([given | {"person_id": person.id} for person in persons])
    new = set(session.scalars(statement.on_conflict_do_nothing().returning(Follower.person_id)))
    return [person for person in persons if person.id in new]
