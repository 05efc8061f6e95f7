"""Late tasks of the present that supporting units held up; whose delay it was, ontime.py says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, union_all
from sqlalchemy.orm import Session, aliased

from taskapp.base.db import scoped, unscoped
from taskapp.reports.columns import asked_of
from taskapp.reports.grouping import Arm, arms, images
from taskapp.reports.ontime import Image, Judged, Yardstick, judge, late_parts
from taskapp.reports.population import limit_columns
from taskapp.reports.question import Question
from taskapp.tasks.models import Task
from taskapp.tasks.states import Kind, State

_part = aliased(Task)


def held_up(session: Session, question: Question, by: Yardstick, *where: ColumnElement[bool]) -> list[Judged]:
    """The late official tasks that supporting units held up, with those of the late parts that are asked about.

    `where`: only among some; three queries.
    """
    ours = question.kind is Kind.PART
    whose = replace(question, kind=Kind.OFFICIAL, unit_ids=None, ids_below=None, within=None) if ours else question
    found = union_all(*(_wholes(question, arm).where(*where) for arm in arms(whose)))
    ids = list(session.scalars(found))
    is_part = and_(Task.parent_id.in_(ids), Task.kind == Kind.PART, Task.excluded.is_(None))
    asked = asked_of(Task, question) if ours else ()
    below: dict[int | None, list[Image]] = defaultdict(list)
    for image in images(session, question, is_part, Task.issued_on <= question.last, *asked):
        below[image.parent_id].append(image)
    whole = judge(images(session, question, Task.id.in_(ids)), question.first, question.last, by)
    return [held for held in _with_parts(whole, below, by) if held.held_up_by]


def _wholes(question: Question, arm: Arm) -> Select[Any]:
    """Official tasks past their limit, with a part asked about that was past its own by then: they may be held up."""
    limit_on, limit_at = limit_columns(question.basis)
    asked = asked_of(_part, question) if question.kind is Kind.PART else ()
    late = unscoped(_part.id).where(
        _part.committee_id == question.committee_id,
        _part.parent_id == Task.id,
        _part.kind == Kind.PART,
        _part.excluded.is_(None),
        _part.issued_on <= question.last,
        _is_past(limit_columns(question.basis, _part), _part_on(arm.decisive.on)),
        *asked,
    )
    return scoped(Task, question.committee_id, Task.id).where(
        *arm.tasks, _is_past((limit_on, limit_at), arm.decisive.on), late.exists()
    )


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
