"""Figures of the present, added up by the database: tasks that count alike are put together before they are judged.

The database decides nothing: it groups tasks by what a verdict depends on, and ontime.py judges one task of each group
for all of them. What it gives is what measure() gives, without reading the tasks one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, Time, and_, case, func, literal, or_
from sqlalchemy.orm import Session, aliased

from taskapp.base.db import scoped, unscoped
from taskapp.people.models import Person
from taskapp.reports.figures import Figures, Row
from taskapp.reports.holding import Held, Holder, by_assigner
from taskapp.reports.ontime import DAY_END, Basis, Image, Judged, Verdict, Yardstick, judge, late_parts, verdict_of
from taskapp.reports.question import Question
from taskapp.reports.reading import DECIDED, IMAGE, asked_of, column_of, inherited_after, stays_with_it
from taskapp.reports.slices import Dimension, Slice, key_of, text_of
from taskapp.reports.tally import Tally
from taskapp.tasks import rule_settings
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.states import Change, Kind, LimitKind, State
from taskapp.workdays import calendars

_before, _part = aliased(TaskEvent), aliased(Task)


@dataclass(frozen=True)
class Group:
    """Tasks under one key that count alike; `first_limit`: the earliest that judges one of them."""

    key: Any
    verdict: Verdict
    tally: Tally
    unit_name: str
    newest_id: int
    first_limit: date | None

    @property
    def count(self) -> int:
        return self.tally.assigned


def is_present(session: Session, question: Question) -> bool:
    """Whether tasks look as they looked then, and lie with the units of the period; one query.

    Nothing has been recorded since the instant asked about, and no unit was succeeded since the period's last day.
    """
    later = scoped(TaskEvent, question.committee_id, TaskEvent.id)
    since, inherited = later.where(TaskEvent.recorded_at > question.as_of), later.where(inherited_after(question))
    either = or_(since.limit(1).exists(), inherited.limit(1).exists())
    return not session.scalar(unscoped(either))


def newest_moment(session: Session, committee_id: int, now: datetime) -> datetime:
    """The instant of the newest event, or `now` if that is later: figures as of it are figures of the present."""
    newest = session.scalar(scoped(TaskEvent, committee_id, func.max(TaskEvent.recorded_at)))
    return max(now, newest or now)


def yardstick(session: Session, question: Question) -> Yardstick:
    """By what the question's tasks are judged; two queries."""
    strict = session.scalar(unscoped(rule_settings.choice_as_of("is_strict", *question.known)))
    return Yardstick(question.at, calendars.load(session, *question.known), question.basis, bool(strict))


def figures(session: Session, question: Question, cut: Dimension, by: Yardstick) -> Figures:
    """The numbers of a question about the present, a row for each key of `cut`; eight queries whatever its size."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    units: dict[str, tuple[int, str]] = {}
    key = column_of(Task, cut)
    for group in groups(session, question, by, key, named=cut is Dimension.UNIT):
        tallies[text_of(group.key)] += group.tally
        units[text_of(group.key)] = max(units.get(text_of(group.key), (0, "")), (group.newest_id, group.unit_name))
    for value, tally in _deeds(session, question, key):
        tallies[text_of(value)] += tally
    total, held = sum(tallies.values(), Tally()), held_up(session, question, by)
    for whole in held:
        ours = whole.held_up_by if question.kind is Kind.PART else (whole.image,)
        for image in ours:
            name = (image.task_id, image.lead_unit_name)
            units[key_of(image, cut)] = max(units.get(key_of(image, cut), (0, "")), name)
        for one in {key_of(image, cut) for image in ours}:
            tallies[one] += Tally(held_up=1)
    waiting, decided = _waiting(session, question), _decided(session, question)
    people = _people(session, question, {one.assigner_id for one in (*waiting, *decided)} | _persons(cut, tallies))
    names = {one: name for one, (_newest, name) in units.items()} if cut is Dimension.UNIT else _texts(cut, people)
    rows = [Row(Slice(cut, one), names.get(one, ""), tally) for one, tally in tallies.items()]
    return Figures(question, by, rows, total + Tally(held_up=len(held)), waiting, decided, people)


def noted(session: Session, question: Question) -> Tally:
    """What was done about all tasks together: urgings in the period, corrections since it began; one query."""
    return sum((tally for _key, tally in _deeds(session, question, Task.committee_id)), Tally())


def holders(session: Session, question: Question, by: Yardstick) -> list[Holder]:
    """How long results lie, and lay in the period, with each assigner; three queries."""
    waiting, decided = _waiting(session, question), _decided(session, question)
    names = _people(session, question, {one.assigner_id for one in (*waiting, *decided)})
    return by_assigner(waiting, decided, names, by.calendar)


def groups(
    session: Session, question: Question, by: Yardstick, key: Any, *where: ColumnElement[bool], named: bool = False
) -> list[Group]:
    """The population of a question, put together by `key` and by what decides about a task; two queries.

    `named`: each group under one name of its lead unit; else they have none, and cost half.
    """
    limit_on, limit_at = limit_columns(question.basis)
    handed_on, judged_on, judged_at = _decisive(question)
    side = case((judged_on < limit_on, -1), (judged_on > limit_on, 1), (limit_on.is_not(None), 0))
    counts = or_(Task.waited_workdays > 0, and_(judged_on == limit_on, limit_at.is_not(None)))  # days, hours decide
    exact = [case((counts, column)) for column in (limit_on, limit_at, judged_on, judged_at, Task.waited_workdays)]
    alike = [Task.state, handed_on.is_not(None), side, *exact]
    tasks = (
        scoped(
            Task,
            question.committee_id,
            key.label("key"),
            Task.id,
            (Task.lead_unit_name if named else literal("", String())).label("lead_unit_name"),
            (Task.issued_on < question.first).label("is_carried"),
            limit_on.label("limit_on"),
            Task.extensions,
            Task.missed_due_on,
            case((Task.disputed, 1), else_=0).label("disputed"),
            *(column.label(f"alike_{place}") for place, column in enumerate(alike)),
        )
        .where(*population(question), *where)
        .subquery()
    )
    name = [tasks.c.lead_unit_name] if named else []
    same = [tasks.c[f"alike_{place}"] for place in range(len(alike))]
    found = session.execute(
        unscoped(
            tasks.c.key,
            func.max(tasks.c.lead_unit_name).label("lead_unit_name"),
            tasks.c.is_carried,
            func.count().label("count"),
            func.min(tasks.c.id).label("one"),
            func.max(tasks.c.id).label("newest"),
            func.min(tasks.c.limit_on).label("first_limit"),
            func.sum(tasks.c.extensions).label("extensions"),
            func.count(tasks.c.missed_due_on).label("late_extensions"),
            func.sum(tasks.c.disputed).label("disputed"),
            *same,
        ).group_by(tasks.c.key, *name, tasks.c.is_carried, *same)
    ).all()
    ones = {tuple(row[-len(alike) :]): row.one for row in found}
    known = {image.task_id: verdict_of(image, by) for image in images(session, question, Task.id.in_(ones.values()))}
    return [_group(row, known[ones[tuple(row[-len(alike) :])]]) for row in found]


def images(session: Session, question: Question, *where: ColumnElement[bool]) -> list[Image]:
    """How some tasks look now: the newest event of each; one query."""
    newest = and_(Task.id == TaskEvent.task_id, Task.version == TaskEvent.version)
    query = scoped(TaskEvent, question.committee_id, *IMAGE).join(Task, newest).where(*where)
    return [Image(*row) for row in session.execute(query.order_by(TaskEvent.task_id))]


def judged(session: Session, question: Question, by: Yardstick, *where: ColumnElement[bool]) -> list[Judged]:
    """Some tasks of the population, one by one; one query."""
    return judge(images(session, question, *population(question), *where), question.first, question.last, by)


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
    return Group(row.key, verdict, tally, row.lead_unit_name, row.newest, row.first_limit)


def limit_columns(basis: Basis) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Day and hour of the limit that judges, as ontime.limit_of() has it."""
    has_missed, is_dated = Task.missed_due_on.is_not(None), Task.limit_kind == LimitKind.DATED
    if basis is Basis.ORIGINAL:
        return case((is_dated, Task.original_due_on)), case((is_dated, Task.original_due_time))
    on = case((and_(is_dated, has_missed), Task.missed_due_on), (is_dated, Task.due_on))
    return on, case((and_(is_dated, has_missed), Task.missed_due_time), (is_dated, Task.due_time))


def _decisive(question: Question) -> tuple[ColumnElement[Any], ColumnElement[Any], ColumnElement[Any]]:
    """The day of a result handed in by the moment judged; day and hour that decide, as ontime.decisive() has them."""
    at = question.at
    day = case((Task.state == State.DONE, Task.finished_on), (Task.state == State.SUBMITTED, Task.submitted_on))
    handed_on = case((day <= at.on, day))
    has_lapsed = and_(Task.state == State.WITHDRAWN, Task.finished_on <= at.on)
    judged_on = case((has_lapsed, Task.finished_on), (handed_on.is_not(None), day), else_=at.on)
    judged_at = case(
        (has_lapsed, literal(DAY_END, Time())),
        (and_(handed_on.is_not(None), day == Task.submitted_on), Task.submitted_time),
        (handed_on.is_(None), literal(at.at, Time())),
    )
    return handed_on, judged_on, judged_at


def population(question: Question, kind: Kind | None = None) -> list[ColumnElement[bool]]:
    """Which tasks the period counts, as ontime.in_population() has it; of the question's kind, those asked about."""
    # said twice, so that the open and the finished ones are each found in the index
    counted = (
        Task.committee_id == question.committee_id,
        Task.kind == (kind or question.kind),
        Task.excluded.is_(None),
    )
    return [
        or_(and_(*counted, Task.finished_on.is_(None)), and_(*counted, Task.finished_on >= question.first)),
        Task.issued_on <= question.last,
        *(asked_of(Task, question) if kind in (None, question.kind) else ()),
    ]


def _deeds(session: Session, question: Question, key: Any) -> Iterator[tuple[Any, Tally]]:
    """By key: urgings in the period while the unit or a predecessor led; tasks corrected since the period began."""
    is_urging = and_(
        TaskEvent.kind == Change.URGE,
        or_(TaskEvent.lead_unit_id == Task.lead_unit_id, stays_with_it(question)),
        TaskEvent.effective_on <= question.last,
    )
    done = (
        scoped(TaskEvent, question.committee_id, key.label("key"), TaskEvent.kind, Task.id)
        .join(Task, Task.id == TaskEvent.task_id)
        .where(
            TaskEvent.kind.in_((Change.URGE.value, Change.CORRECT.value)),
            TaskEvent.effective_on >= question.first,
            or_(is_urging, TaskEvent.kind == Change.CORRECT),
            *population(question),
        )
        .subquery()
    )
    events, tasks = func.count(), func.count(done.c.id.distinct())
    query = unscoped(done.c.key, done.c.kind, events, tasks).group_by(done.c.key, done.c.kind)
    for value, kind, urgings, corrected in session.execute(query):
        yield value, Tally(urgings=urgings) if kind == Change.URGE else Tally(corrected=corrected)


def held_up(session: Session, question: Question, by: Yardstick, *where: ColumnElement[bool]) -> list[Judged]:
    """The late official tasks that supporting units held up, with those of the late parts that are asked about.

    `where`: only among some; three queries.
    """
    limit_on, _limit_at = limit_columns(question.basis)
    _handed_on, judged_on, _judged_at = _decisive(question)
    ours = question.kind is Kind.PART
    parts = [_part.kind == Kind.PART, _part.excluded.is_(None), _part.issued_on <= question.last]
    has_parts = unscoped(_part.id).where(
        _part.parent_id == Task.id, *parts, *(asked_of(_part, question) if ours else ())
    )
    wholes = scoped(Task, question.committee_id, Task.id).where(
        *population(question, Kind.OFFICIAL), judged_on >= limit_on, has_parts.exists(), *where
    )
    ids = list(session.scalars(wholes))
    is_part = and_(Task.parent_id.in_(ids), Task.kind == Kind.PART, Task.excluded.is_(None))
    asked = asked_of(Task, question) if ours else ()
    below: dict[int | None, list[Image]] = defaultdict(list)
    for image in images(session, question, is_part, Task.issued_on <= question.last, *asked):
        below[image.parent_id].append(image)
    whole = judge(images(session, question, Task.id.in_(ids)), question.first, question.last, by)
    return [held for held in _with_parts(whole, below, by) if held.held_up_by]


def _with_parts(wholes: Iterable[Judged], below: dict[int | None, list[Image]], by: Yardstick) -> Iterator[Judged]:
    for whole in wholes:
        late = late_parts(whole, below[whole.image.task_id], by)
        yield Judged(whole.image, whole.verdict, whole.is_carried_over, late)


def _waiting(session: Session, question: Question) -> tuple[Held, ...]:
    at = question.at.on
    query = scoped(Task, question.committee_id, Task.id, Task.assigner_id, Task.submitted_on).where(
        *population(question), Task.state == State.SUBMITTED, Task.submitted_on <= at
    )
    return tuple(Held(task_id, assigner_id, since, at) for task_id, assigner_id, since in session.execute(query))


def _decided(session: Session, question: Question) -> tuple[Held, ...]:
    """The results of official tasks decided in the period."""
    if question.kind is not Kind.OFFICIAL:
        return ()
    columns = TaskEvent.assigner_id, _before.submitted_on, TaskEvent.effective_on
    query = (
        scoped(TaskEvent, question.committee_id, func.max(TaskEvent.task_id), *columns, func.count())
        .join(_before, and_(_before.task_id == TaskEvent.task_id, _before.version == TaskEvent.version - 1))
        .where(
            TaskEvent.kind.in_(DECIDED),
            TaskEvent.task_kind == Kind.OFFICIAL,
            TaskEvent.effective_on.between(question.first, question.last),
            _before.submitted_on.is_not(None),
            *asked_of(TaskEvent, question),
        )
        .group_by(*columns)
    )
    return tuple(Held(*row) for row in session.execute(query))


def _people(session: Session, question: Question, ids: set[int | None]) -> dict[int, str]:
    query = scoped(Person, question.committee_id, Person.id, Person.full_name).where(Person.id.in_(ids - {None}))
    return {row.id: row.full_name for row in session.execute(query)}


def _persons(cut: Dimension, keys: Iterable[str]) -> set[int | None]:
    return {int(key) for key in keys} if cut in (Dimension.PERSON, Dimension.ASSIGNER) else set()


def _texts(cut: Dimension, people: dict[int, str]) -> dict[str, str]:
    return {str(one): name for one, name in people.items()} if cut in (Dimension.PERSON, Dimension.ASSIGNER) else {}
