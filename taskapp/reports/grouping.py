"""Tasks that count alike put together by the database, so that one of each group is judged for all of them.

The database decides nothing: it groups tasks by what a verdict depends on, and ontime.py judges. Everything it reads
stands in the index `ix_task_counted`; the tasks themselves are not looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, false, func, literal, literal_column, or_, union_all
from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.reports import remembered
from taskapp.reports.ontime import Image, Judged, Verdict, Yardstick, judge, verdict_of
from taskapp.reports.population import ended_later, limit_columns, over, population, running
from taskapp.reports.question import Question
from taskapp.reports.reading import IMAGE
from taskapp.reports.tally import Tally
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.states import State

Piece = TypeVar("Piece")


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks under one key that count alike; `first_limit`: the earliest that judges one of them."""

    key: Any
    verdict: Verdict
    tally: Tally
    newest_id: int
    first_limit: date | None

    @property
    def count(self) -> int:
        return self.tally.assigned


def groups(
    session: Session, question: Question, by: Yardstick, key: Any, *where: ColumnElement[bool], named: Hashable = None
) -> list[Group]:
    """The population of a question, put together by `key` and by what decides about a task; two queries.

    `named`: a name of key and conditions, by which the settled part is remembered; three queries.
    """

    def read(these: Iterable[Arm]) -> Sequence[Group]:
        found = session.execute(union_all(*(_alike(question, key, arm, *where) for arm in these))).all()
        ones = {tuple(row[_ALIKE:]): row.one for row in found}
        of_ones = images(session, question, Task.id.in_(ones.values()))
        known = {image.task_id: verdict_of(image, by) for image in of_ones}
        return _together(_group(row, known[ones[tuple(row[_ALIKE:])]]) for row in found)

    return settled(session, question, ("groups", named, by.rules), read) if named else list(read(arms(question)))


def matching(
    session: Session,
    question: Question,
    by: Yardstick,
    holds: Callable[[Judged], bool],
    *where: ColumnElement[bool],
    named: Hashable = None,
) -> list[tuple[date, int]]:
    """Limit and id of the tasks of the population for which something holds that their verdict tells, in this order.

    Two queries; one task of those that count alike answers for all of them. `named`: a name of conditions and of what
    holds, by which the settled part is remembered; three queries.
    """

    def read(these: Iterable[Arm]) -> Sequence[tuple[date, int]]:
        found = session.execute(union_all(*(_each(question, arm, *where) for arm in these))).all()
        ones = {tuple(row[3:]): row.id for row in found}
        of_ones = images(session, question, Task.id.in_(ones.values()))
        known = {image.task_id: (image, verdict_of(image, by)) for image in of_ones}
        are = {
            (is_carried, *alike): holds(Judged(*known[one], is_carried_over=is_carried))
            for alike, one in ones.items()
            for is_carried in (False, True)
        }
        return [(row.due_on or date.max, row.id) for row in found if are[(bool(row.is_carried), *row[3:])]]

    what = ("matching", named, by.rules)
    return sorted(settled(session, question, what, read) if named else read(arms(question)))


def images(session: Session, question: Question, *where: ColumnElement[bool]) -> list[Image]:
    """How some tasks look now: the newest event of each; one query."""
    newest = and_(Task.id == TaskEvent.task_id, Task.version == TaskEvent.version)
    query = scoped(TaskEvent, question.committee_id, *IMAGE).join(Task, newest).where(*where)
    return [Image._make(row) for row in session.execute(query.order_by(TaskEvent.task_id))]


def judged(session: Session, question: Question, by: Yardstick, *where: ColumnElement[bool]) -> list[Judged]:
    """Some tasks of the population, one by one; one query."""
    return judge(images(session, question, *population(question), *where), question.first, question.last, by)


class Decisive(NamedTuple):
    """Whether a result was handed in by the moment judged, and the day that decides, as ontime.decisive() has it."""

    is_handed_in: ColumnElement[bool]
    on: Any


@dataclass(frozen=True)
class Arm:
    """A part of the population whose tasks are decided alike, and where it is found."""

    tasks: list[ColumnElement[bool]]
    decisive: Decisive


def arms(question: Question, after: date | None = None) -> Iterator[Arm]:
    """The whole population: what had ended by the moment judged, what ended later, what goes on.

    `after`: without what had ended by that day. Nothing can have ended later than the day up to which all is known.
    """
    now_on = literal(question.at.on)
    if after is None or after < question.at.on:
        yield _ended(question, after + timedelta(days=1) if after else None)
    if question.at.on < question.as_of_local.date():
        yield Arm(ended_later(question), Decisive(false(), now_on))
    waits = and_(Task.state == State.SUBMITTED, Task.submitted_on <= question.at.on)
    yield Arm(running(question), Decisive(waits, case((waits, Task.submitted_on), else_=now_on)))


def settled(
    session: Session, question: Question, what: Hashable, read: Callable[[Iterable[Arm]], Sequence[Piece]]
) -> list[Piece]:
    """What is read of the whole population, the settled part of it remembered under a name; two queries of its own.

    What was judged has the rules of its yardstick in its name.
    """
    last = remembered.until(question)
    if last is None:
        return list(read(arms(question)))
    before = remembered.told(session, question, last, what, lambda: read([_ended(question, last=last)]))
    return [*before, *read(arms(question, after=last))]


def _ended(question: Question, first: date | None = None, last: date | None = None) -> Arm:
    return Arm(over(question, first, last), Decisive(Task.state == State.DONE, Task.finished_on))


_ALIKE = 9  # columns that stand before those by which tasks count alike


def _alike(question: Question, key: Any, arm: Arm, *where: ColumnElement[bool]) -> Select[Any]:
    limit_on, _limit_at = limit_columns(question.basis)
    alike = _counts_by(question, arm)
    places = (1, 2, *range(_ALIKE + 1, _ALIKE + 1 + len(alike)))
    return (
        scoped(
            Task,
            question.committee_id,
            key.label("key"),
            (Task.issued_on < question.first).label("is_carried"),
            func.count().label("count"),
            func.min(Task.id).label("one"),
            func.max(Task.id).label("newest"),
            func.min(limit_on).label("first_limit"),
            func.sum(Task.extensions).label("extensions"),
            func.count(Task.missed_due_on).label("late_extensions"),
            func.sum(case((Task.disputed, 1), else_=0)).label("disputed"),
            *alike,
        )
        .where(*arm.tasks, *where)
        .group_by(*(literal_column(str(place)) for place in places))
    )


def _each(question: Question, arm: Arm, *where: ColumnElement[bool]) -> Select[Any]:
    is_carried = (Task.issued_on < question.first).label("is_carried")
    columns = Task.id, Task.due_on, is_carried, *_counts_by(question, arm)
    return scoped(Task, question.committee_id, *columns).where(*arm.tasks, *where)


def _counts_by(question: Question, arm: Arm) -> list[Any]:
    alike = [Task.state, arm.decisive.is_handed_in, side_of(question, arm), case((is_apart(question, arm), Task.id))]
    return [column.label(f"alike_{place}") for place, column in enumerate(alike)]


def side_of(question: Question, arm: Arm) -> ColumnElement[Any]:
    """On which side of its limit a task is: -1 before, 0 on its day, 1 past it; none without a limit."""
    limit_on, _limit_at = limit_columns(question.basis)
    decisive = arm.decisive
    return case((decisive.on < limit_on, -1), (decisive.on > limit_on, 1), (limit_on.is_not(None), 0))


def is_apart(question: Question, arm: Arm) -> ColumnElement[bool]:
    """Whether days that were waited or an hour decide, so that the task counts like no other and is judged itself.

    Days that were waited are taken off those past the limit, so that where there are none they decide nothing.
    """
    limit_on, limit_at = limit_columns(question.basis)
    decisive_on = arm.decisive.on
    return or_(
        and_(Task.waited_workdays > 0, decisive_on > limit_on), and_(decisive_on == limit_on, limit_at.is_not(None))
    )


def _together(groups: Iterable[Group]) -> list[Group]:
    """Those under one key with one verdict as one."""
    found: dict[tuple[Any, Verdict], Group] = {}
    for group in groups:
        alike = group.key, group.verdict
        found[alike] = _sum(found[alike], group) if alike in found else group
    return list(found.values())


def _sum(one: Group, other: Group) -> Group:
    limits = [limit for limit in (one.first_limit, other.first_limit) if limit is not None]
    newest = max(one.newest_id, other.newest_id)
    return Group(one.key, one.verdict, one.tally + other.tally, newest, min(limits, default=None))


def _group(row: Any, verdict: Verdict) -> Group:
    tally = Tally(
        **{verdict.count.value: row.count},
        early=row.count * verdict.is_early,
        waiting=row.count * verdict.is_waiting,
        carried_over=row.count * bool(row.is_carried),
        extensions=row.extensions,
        late_extensions=row.late_extensions,
        disputed=row.disputed,
    )
    return Group(row.key, verdict, tally, row.newest, row.first_limit)
