"""Some tasks of each day or week of a list, and how many there are in all. Functions return rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, case, func
from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.tasks.models import Task
from taskapp.tasks.selections import DUE_ORDER, WAITING
from taskapp.tasks.ways.weeks import HANDED_IN, LATER, OVERDUE, UNDATED, Week


class Some(NamedTuple):
    """The first tasks of a day or week, of `total`."""

    tasks: list[Task]
    total: int


def by_day(query: Select[Task], first: date, last: date) -> Select[Any]:
    """(task, day, place on that day, tasks of that day) of what falls due in these days."""
    return _numbered(query.where(Task.due_on.between(first, last)), Task.due_on)


def by_week(query: Select[Task], weeks: Sequence[Week], today: date) -> Select[Any]:
    """(task, place of its week, place in it, tasks of that week)."""
    dated = [(Task.due_on <= week.last, week.place) for week in weeks if week.first and week.last]
    key = case(
        (Task.due_on.is_(None), UNDATED),
        ((Task.due_on < today) & Task.state.in_(WAITING), OVERDUE),
        (Task.due_on < today, HANDED_IN),
        *dated,
        else_=LATER,
    )
    return _numbered(query, key)


def first_of_each(committee_id: int, numbered: Select[Any], most: int) -> Select[Any]:
    """(task, key, tasks under this key) of the first tasks, at most so many, under each key."""
    ranked = numbered.subquery()
    query = scoped(Task, committee_id, Task, ranked.c.key, ranked.c.total).join(ranked, ranked.c.id == Task.id)
    return query.where(ranked.c.place <= most).order_by(ranked.c.key, ranked.c.place)


def put_together(session: Session, query: Select[Any]) -> dict[Any, Some]:
    """What first_of_each() finds, by key."""
    found: dict[Any, Some] = {}
    for task, key, total in session.execute(query).unique():
        found.setdefault(key, Some([], total)).tasks.append(task)
    return found


def _numbered(query: Select[Task], key: SQLColumnExpression[Any] | ColumnElement[Any]) -> Select[Any]:
    place = func.row_number().over(partition_by=key, order_by=DUE_ORDER)
    columns = (Task.id, key.label("key"), place.label("place"), func.count().over(partition_by=key).label("total"))
    return query.with_only_columns(*columns).order_by(None)
