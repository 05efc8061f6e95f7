"""Which tasks the record has to be read of: those that a period may count, found without reading the archive."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, CompoundSelect, Select, SelectBase, and_, case, func, or_, union, union_all
from sqlalchemy.orm import Session

from taskapp.base.clauses import listed
from taskapp.base.db import scoped, unscoped
from taskapp.reports.question import Question, Stirred
from taskapp.reports.succession import inherited_after
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.states import Kind

MOST_VERSIONS = 2**31 - 1


def within_reach(question: Question, *kinds: Kind) -> CompoundSelect[Any]:
    """Ids of all tasks of the kinds that the period may count, as known at the instant.

    A task that nothing has been recorded about since looks as it looked then; the others are looked at whatever they
    look like now. So the archive is not read, however large it is.
    """
    tasks = scoped(Task, question.committee_id, Task.id.label("id")).where(
        Task.kind.in_([kind.value for kind in kinds]), Task.excluded.is_(None), Task.issued_on <= question.last
    )
    touched = scoped(TaskEvent, question.committee_id, TaskEvent.task_id).where(TaskEvent.recorded_at > question.as_of)
    return union(tasks.where(Task.finished_on.is_(None)), tasks.where(Task.finished_on >= question.first), touched)


class Halves(NamedTuple):
    """A question in two: of tasks to be read from the record, and of those that look as they looked then; or one."""

    read: Question | None
    as_now: Question | None


def halves(session: Session, question: Question) -> Halves:
    """What has to be read from the record to answer a question, and what the tasks tell as they are; two queries."""
    return Halves(None, question) if is_present(session, question) else halves_then(session, question)


def halves_then(session: Session, question: Question) -> Halves:
    """The same of a past moment; one query.

    Where the period was still to come then, everything is read: only what was open counts there, which is read sooner
    than told apart.
    """
    if question.as_of_local.date() < question.first:
        return Halves(question, None)
    since = stirred(session, question)
    return Halves(replace(question, changed=since), replace(question, as_it_was=since))


def is_present(session: Session, question: Question) -> bool:
    """Whether tasks look as they looked then, and lie with the units of the period; one query.

    Nothing has been recorded since the instant asked about, and no unit was succeeded since the period's last day.
    """
    later = scoped(TaskEvent, question.committee_id, TaskEvent.id)
    since, inherited = later.where(TaskEvent.recorded_at > question.as_of), later.where(inherited_after(question.last))
    either = or_(since.limit(1).exists(), inherited.limit(1).exists())
    return not session.scalar(unscoped(either))


def stirred(session: Session, question: Question) -> Stirred:
    """The wholes and pieces that do not look as they looked then: something has been recorded since, also about a part.

    Also where a successor has taken over one of them since the period: a part counts with its whole, so that whatever
    hangs together is either stirred or as it was. What was issued after the period counts in neither: that day never
    changes. They are read once for all that is asked about the moment; one query.
    """
    is_part = TaskEvent.task_kind == Kind.PART
    whole = case((is_part, TaskEvent.parent_id), else_=TaskEvent.task_id)
    is_later = TaskEvent.recorded_at > question.as_of

    def told(condition: ColumnElement[bool]) -> Select[Any]:
        is_first = and_(is_later, TaskEvent.version == 1, ~is_part)
        columns = whole.label("id"), case((is_first, 1), else_=0).label("is_new")
        return scoped(TaskEvent, question.committee_id, *columns).where(TaskEvent.issued_on <= question.last, condition)

    each = union_all(told(is_later), told(inherited_after(question.last))).subquery()
    rows = session.execute(unscoped(each.c.id, func.max(each.c.is_new)).group_by(each.c.id)).all()
    known = listed(task_id for task_id, is_new in rows if not is_new)
    return Stirred(listed(task_id for task_id, _is_new in rows).cte("stirred"), known.cte("stirred_known"))


def with_parts(question: Question, among: SelectBase | None = None) -> CompoundSelect[Any]:
    """The same of official tasks and parts (or only `among` ids), with all parts beside them."""
    if question.changed:
        reach = question.changed.known
    else:
        reach = (within_reach(question, Kind.OFFICIAL, Kind.PART) if among is None else among).cte("reach")
    near = unscoped(*reach.c)
    parts = scoped(Task, question.committee_id, Task.id).where(Task.kind == Kind.PART)
    return union(near, parts.where(Task.parent_id.in_(near)))


def newest_of(question: Question, reached: SelectBase, *where: ColumnElement[bool]) -> Select[Any]:
    """Of each of these tasks (ids, each once) its newest version then, as `task_id` and `version`.

    Each task's is looked up by itself, and those found are said to be few: by default PostgreSQL takes a range of what
    it has no statistics of for rare. It would read the whole record otherwise, twice: it cannot know how many of the
    events recorded since are of one task.
    """
    reached_id = next(iter(reached.cte("reached").c))
    by_instant = TaskEvent.version + 0  # looked for among what was recorded by then, not backwards from what is newest
    newest = scoped(TaskEvent, question.committee_id, func.max(by_instant)).where(
        TaskEvent.task_id == reached_id, TaskEvent.recorded_at <= question.as_of, *where
    )
    then = unscoped(reached_id.label("task_id"), newest.scalar_subquery().label("version"))
    found = then.cte("newest_then").prefix_with("MATERIALIZED")
    return unscoped(*found.c).where(found.c.version.between(1, MOST_VERSIONS))
