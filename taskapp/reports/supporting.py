"""Late tasks of the present that supporting units held up; whose delay it was, ontime.py says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, union_all
from sqlalchemy.orm import Session, aliased

from taskapp.base.db import scoped, unscoped
from taskapp.reports.columns import asked_of, column_of
from taskapp.reports.grouping import Arm, arms, images, settled
from taskapp.reports.ontime import Image, Judged, Yardstick, judge, late_parts
from taskapp.reports.population import limit_columns
from taskapp.reports.question import Question
from taskapp.reports.slices import Dimension, key_of, text_of
from taskapp.tasks.models import Task
from taskapp.tasks.states import Kind, State

_part = aliased(Task)


def held_up_rows(session: Session, question: Question, by: Yardstick, cut: Dimension) -> list[dict[str, int]]:
    """Of each late official task that supporting units held up: the rows of a table it counts in, each with a task.

    A row of parts has the newest of its late parts, one of official tasks the task. Where nothing but days decides the
    database says which; the others are judged; two queries, and three more where there are others.
    """
    ours = question.kind is Kind.PART
    key = column_of(_part if ours else Task, cut)

    def read(these: Iterable[Arm]) -> Sequence[dict[str, int]]:
        pairs = session.execute(union_all(*(_pairs(question, arm, key) for arm in these))).all()
        unclear = {pair.whole for pair in pairs if not pair.is_clear}
        judged = held_up(session, question, by, Task.id.in_(unclear)) if unclear else []
        clear = (pair for pair in pairs if pair.whole not in unclear)
        return [*_rows_of_pairs(clear, ours), *(_rows_of(held, cut, ours) for held in judged)]

    what = ("held up", question.kind, cut, question.leads, question.within, by.rules)
    return settled(session, _whose(question), what, read)


def _rows_of_pairs(pairs: Iterable[Any], ours: bool) -> Iterable[dict[str, int]]:
    rows: dict[int, dict[str, int]] = defaultdict(dict)
    for pair in pairs:
        one = text_of(pair.key)
        rows[pair.whole][one] = max(rows[pair.whole].get(one, 0), pair.part if ours else pair.whole)
    return rows.values()


def _rows_of(held: Judged, cut: Dimension, ours: bool) -> dict[str, int]:
    images = sorted(held.held_up_by if ours else (held.image,), key=lambda image: image.task_id)
    return {key_of(image, cut): image.task_id for image in images}


def held_up(session: Session, question: Question, by: Yardstick, *where: ColumnElement[bool]) -> list[Judged]:
    """The late official tasks that supporting units held up, with those of the late parts that are asked about.

    `where`: only among some; three queries.
    """
    found = union_all(*(_wholes(question, arm).where(*where) for arm in arms(_whose(question))))
    ids = list(session.scalars(found))
    is_part = and_(Task.parent_id.in_(ids), Task.kind == Kind.PART, Task.excluded.is_(None))
    asked = asked_of(Task, question) if question.kind is Kind.PART else ()
    below: dict[int | None, list[Image]] = defaultdict(list)
    for image in images(session, question, is_part, Task.issued_on <= question.last, *asked):
        below[image.parent_id].append(image)
    whole = judge(images(session, question, Task.id.in_(ids)), question.first, question.last, by)
    return [held for held in _with_parts(whole, below, by) if held.held_up_by]


def _whose(question: Question) -> Question:
    """Which official tasks may have been held up by what the question asks about."""
    if question.kind is not Kind.PART:
        return question
    return replace(question, kind=Kind.OFFICIAL, unit_ids=None, ids_below=None, within=None)


def _wholes(question: Question, arm: Arm) -> Select[Any]:
    """Official tasks past their limit, with a part asked about that was past its own by then: they may be held up."""
    late = unscoped(_part.id).where(*_late_part(question, arm))
    return scoped(Task, question.committee_id, Task.id).where(*_late_whole(question, arm), late.exists())


def _pairs(question: Question, arm: Arm, key: Any) -> Select[Any]:
    """The same with each of these parts; clear is what no hour and no waiting can change."""
    clear = and_(
        arm.decisive.on > limit_columns(question.basis)[0],
        _part_on(arm.decisive.on) > limit_columns(question.basis, _part)[0],
        Task.waited_workdays == 0,
        _part.waited_workdays == 0,
    )
    columns = Task.id.label("whole"), _part.id.label("part"), key.label("key"), clear.label("is_clear")
    pairs = scoped(Task, question.committee_id, *columns).join(_part, and_(*_late_part(question, arm)))
    return pairs.where(*_late_whole(question, arm))


def _late_whole(question: Question, arm: Arm) -> list[ColumnElement[bool]]:
    return [*arm.tasks, _is_past(limit_columns(question.basis), arm.decisive.on)]


def _late_part(question: Question, arm: Arm) -> list[ColumnElement[bool]]:
    return [
        _part.committee_id == question.committee_id,
        _part.parent_id == Task.id,
        _part.kind == Kind.PART,
        _part.excluded.is_(None),
        _part.issued_on <= question.last,
        _is_past(limit_columns(question.basis, _part), _part_on(arm.decisive.on)),
        *(asked_of(_part, question) if question.kind is Kind.PART else ()),
    ]


def _part_on(then: ColumnElement[Any]) -> ColumnElement[Any]:
    """The day that decides about a part, judged on the day `then`."""
    ended = and_(_part.state.in_((State.DONE, State.WITHDRAWN)), _part.finished_on <= then)
    return case(
        (ended, _part.finished_on),
        (and_(_part.state == State.SUBMITTED, _part.submitted_on <= then), _part.submitted_on),
        else_=then,
    )


def _is_past(limit: tuple[ColumnElement[Any], ColumnElement[Any]], day: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the limit may have passed on the day; on its own day an hour decides."""
    on, at = limit
    return or_(day > on, and_(day == on, at.is_not(None)))


def _with_parts(wholes: Iterable[Judged], below: Mapping[int | None, list[Image]], by: Yardstick) -> Iterator[Judged]:
    for whole in wholes:
        late = late_parts(whole, below.get(whole.image.task_id, []), by)
        yield Judged(whole.image, whole.verdict, whole.is_carried_over, late)
