"""What goes onto a device besides the rows of a list, and the reports by which one that comes late is judged."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, func

from taskapp.base.db import scoped
from taskapp.people.models import Person
from taskapp.people.rights import Rights
from taskapp.tasks.desks import views_of
from taskapp.tasks.models import TaskEvent
from taskapp.tasks.paper_models import Comment
from taskapp.tasks.selections import View
from taskapp.tasks.states import Change

REMARKS = 3  # of a task, the newest
OWN_WORK = (View.UNIT, View.MINE, View.DECIDE)


def own_lists(rights: Rights) -> list[View]:
    """The lists of what the person has to do: the unit's for its head, one's own, what waits for one's word; or none.

    Whoever has work to do has parts in that of others besides.
    """
    held = views_of(rights)
    own = next((view for view in OWN_WORK if view in held), None)
    if own is None:
        return []
    return [own] if own is View.DECIDE else [own, View.SUPPORT]


def remarks(committee_id: int, task_ids: Collection[int]) -> Select[Any]:
    """(task, text, when it was said, by whom): the newest remarks about each task, oldest first."""
    place = func.row_number().over(partition_by=Comment.task_id, order_by=Comment.id.desc())
    placed = scoped(Comment, committee_id, Comment.id, place.label("place")).where(Comment.task_id.in_(task_ids))
    newest = placed.subquery()
    columns = (Comment.task_id, Comment.text, Comment.said_at, Person.full_name)
    found = scoped(Comment, committee_id, *columns).join(Person, Person.id == Comment.by_id)
    return found.join(newest, newest.c.id == Comment.id).where(newest.c.place <= REMARKS).order_by(Comment.id)


def last_reports(committee_id: int, task_ids: Collection[int]) -> Select[Any]:
    """(task, version, note, when, name) of the last progress report about each, for those that have any."""
    newest = _reports(committee_id, task_ids, TaskEvent.task_id, func.max(TaskEvent.version).label("version"))
    last = newest.group_by(TaskEvent.task_id).subquery()
    columns = (TaskEvent.task_id, TaskEvent.version, TaskEvent.note, TaskEvent.recorded_at, Person.full_name)
    found = scoped(TaskEvent, committee_id, *columns).outerjoin(Person, Person.id == TaskEvent.by_id)
    return found.join(last, (last.c.task_id == TaskEvent.task_id) & (last.c.version == TaskEvent.version))


def reports(committee_id: int, task_id: int) -> Select[Any]:
    """(version, by, note, remark, when, name) of every progress report about a task, oldest first."""
    said = (TaskEvent.note, TaskEvent.reason, TaskEvent.recorded_at, Person.full_name)
    found = _reports(committee_id, [task_id], TaskEvent.version, TaskEvent.by_id, *said)
    return found.outerjoin(Person, Person.id == TaskEvent.by_id).order_by(TaskEvent.version)


def _reports(committee_id: int, task_ids: Collection[int], *columns: Any) -> Select[Any]:
    return scoped(TaskEvent, committee_id, *columns).where(
        TaskEvent.task_id.in_(task_ids), TaskEvent.kind == Change.PROGRESS.value
    )
