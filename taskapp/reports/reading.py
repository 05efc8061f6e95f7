"""The record as it was known at an instant: how tasks looked then and what had been done to them, in one query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Date,
    Select,
    SelectBase,
    and_,
    cast,
    false,
    func,
    null,
    or_,
    true,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from taskapp.base.db import scoped, unscoped
from taskapp.people.models import Person
from taskapp.reports.columns import is_asked
from taskapp.reports.ontime import Image
from taskapp.reports.question import Question
from taskapp.reports.reach import newest_of, with_parts
from taskapp.reports.succession import led_until, stays_with_it
from taskapp.tasks import rule_settings
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.states import Change, Kind, Move

IMAGE = tuple(getattr(TaskEvent, name) for name in Image._fields)
DECIDED = (Move.APPROVE.value, Move.SEND_BACK.value)
DEEDS = (*DECIDED, Change.URGE.value)
_before = aliased(TaskEvent)
_assigner, _assignee = aliased(Person), aliased(Person)


class Deed(NamedTuple):
    """Something done to a task, on the day of its image; `since`: the day of the result that lay there before.

    `stays`: the task was not given to another unit afterwards, though its unit may have been succeeded.
    """

    kind: str
    image: Image
    since: date | None
    stays: bool = True

    @property
    def on(self) -> date:
        return self.image.effective_on


@dataclass(frozen=True)
class Record:
    """What the record says about a question; `asked`: ids of the tasks whose lead units it asks about.

    The others stand beside them: parts of the wholes asked about, wholes of the parts.
    """

    images: tuple[Image, ...] = ()
    asked: frozenset[int] = frozenset()
    deeds: tuple[Deed, ...] = ()
    names: Mapping[int, str] = field(default_factory=dict)  # of assigners and officers
    is_strict: bool = False


def read(session: Session, question: Question, among: SelectBase | None = None) -> Record:
    """Everything a question needs of the record, whatever kind of tasks it asks about; by task; one query.

    `among`: only of tasks of the present with these ids, and of the parts beside them.
    """
    rows = session.execute(statement(question, among)).all()
    images = sorted((row for row in rows if row.is_image), key=lambda row: row.task_id)
    deeds = (Deed(row.kind, _image(row), row.handed_in_on, row.stays) for row in rows if not row.is_image)
    return Record(
        images=tuple(_image(row) for row in images),
        asked=frozenset(row.task_id for row in images if row.is_asked),
        deeds=tuple(sorted(deeds, key=lambda deed: (deed.on, deed.image.task_id, deed.kind))),
        names=_names(rows),
        is_strict=any(row.is_strict for row in rows),
    )


def _image(row: Any) -> Image:
    return Image._make(row[: len(IMAGE)])  # they come first


def _names(rows: Sequence[Any]) -> dict[int, str]:
    assigners = {row.assigner_id: row.assigner for row in rows if row.assigner}
    return assigners | {row.assignee_id: row.assignee for row in rows if row.assignee}


def statement(question: Question, among: SelectBase | None = None) -> CompoundSelect[Any]:
    """The query of read(): images first, then deeds, told apart by `is_image`."""
    seen, is_all = _newest(question, among), among is None and not question.changed
    return union_all(_images(question, seen), _deeds(question, seen, is_asked(question) if is_all else false()))


def _images(question: Question, seen: CTE) -> Select[Any]:
    """The newest event of each task that the period may count, and of what hangs together with it."""
    newest = seen.c
    return (
        _rows(question, (true(), newest.is_asked, cast(null(), Date()), true()), (newest.unit_id, newest.unit_name))
        .join(seen, and_(newest.task_id == TaskEvent.task_id, newest.version == TaskEvent.version))
        .where(_is_wanted(seen))
    )


def _is_wanted(seen: CTE) -> ColumnElement[bool]:
    """Of the newest events: the task is asked about, or hangs together with one that is."""
    newest = seen.c
    is_part = newest.task_kind == Kind.PART
    supported = unscoped(newest.parent_id).where(is_part, newest.is_asked)
    is_whole = and_(~is_part, newest.is_running, or_(newest.is_asked, newest.task_id.in_(supported)))
    beside = newest.parent_id.in_(unscoped(newest.task_id).where(is_whole))
    return or_(is_whole, and_(is_part, or_(and_(newest.is_running, newest.is_asked), beside)))


def _newest(question: Question, among: SelectBase | None) -> CTE:
    """Which event of each task was the newest then, as far as the period may count the task or something beside it.

    Its lead unit is that of the period's last day: what a successor has inherited since was still its predecessor's.
    """
    led = led_until(question)
    unit_id = func.coalesce(led.c.lead_unit_id, TaskEvent.lead_unit_id)
    latest = _latest(question, among).subquery()
    is_running = or_(TaskEvent.finished_on.is_(None), TaskEvent.finished_on >= question.first)
    return (
        scoped(
            TaskEvent,
            question.committee_id,
            TaskEvent.task_id,
            TaskEvent.version,
            TaskEvent.task_kind,
            TaskEvent.parent_id,
            is_running.label("is_running"),
            unit_id.label("unit_id"),
            func.coalesce(led.c.lead_unit_name, TaskEvent.lead_unit_name).label("unit_name"),
            is_asked(question, unit_id).label("is_asked"),
        )
        .join(latest, and_(TaskEvent.task_id == latest.c.task_id, TaskEvent.version == latest.c.version))
        .outerjoin(led, led.c.task_id == TaskEvent.task_id)
        .where(
            TaskEvent.excluded.is_(None),
            TaskEvent.issued_on <= question.last,
            or_(is_running, TaskEvent.task_kind == Kind.PART),
        )
        .cte("newest")
    )


def _latest(question: Question, among: SelectBase | None) -> Select[Any]:
    """The newest version of each task then; of tasks of the present they tell it themselves."""
    reached = with_parts(question, among)
    if among is not None:
        own = scoped(Task, question.committee_id, Task.id.label("task_id"), Task.version)
        return own.where(Task.id.in_(reached), Task.kind != Kind.CHILD)
    return newest_of(question, reached, TaskEvent.task_kind != Kind.CHILD)


def _deeds(question: Question, seen: CTE, asked: ColumnElement[bool]) -> Select[Any]:
    """What was done in the period to tasks of the units asked about, and urgings and corrections of the tasks read.

    Nothing is recorded before it has happened.
    """
    is_read = TaskEvent.task_id.in_(unscoped(seen.c.task_id).where(_is_wanted(seen)))
    in_period = and_(TaskEvent.kind.in_(DEEDS), TaskEvent.effective_on.between(question.first, question.last))
    return (
        _rows(question, (false(), asked, _before.submitted_on, stays_with_it(question)))
        .outerjoin(_before, and_(_before.task_id == TaskEvent.task_id, _before.version == TaskEvent.version - 1))
        .where(
            or_(in_period, TaskEvent.kind == Change.CORRECT),
            TaskEvent.task_kind != Kind.CHILD,
            TaskEvent.recorded_at.between(begins_at(question), question.as_of),
            or_(asked, and_(TaskEvent.kind.in_((Change.CORRECT.value, Change.URGE.value)), is_read)),
        )
    )


def _rows(
    question: Question, marks: tuple[ColumnElement[bool], Any, Any, Any], lead: tuple[Any, Any] | None = None
) -> Select[Any]:
    """Events with the names of their assigners and officers, and whether the office was strict then.

    `marks`: whether they are images, are asked about, when a result lay there, whether the task stays with its unit;
    `lead`: another lead unit.
    """
    is_image, asked, handed_in_on, stays = marks
    unit_id, unit_name = lead or (TaskEvent.lead_unit_id, TaskEvent.lead_unit_name)
    other = {"lead_unit_id": unit_id, "lead_unit_name": unit_name}
    image = [other[name].label(name) if name in other else getattr(TaskEvent, name) for name in Image._fields]
    return (
        scoped(
            TaskEvent,
            question.committee_id,
            *image,
            TaskEvent.kind,
            is_image.label("is_image"),
            asked.label("is_asked"),
            handed_in_on.label("handed_in_on"),
            stays.label("stays"),
            _assigner.full_name.label("assigner"),
            _assignee.full_name.label("assignee"),
            rule_settings.choice_as_of("is_strict", *question.known).label("is_strict"),
        )
        .outerjoin(_assigner, _assigner.id == TaskEvent.assigner_id)
        .outerjoin(_assignee, _assignee.id == TaskEvent.assignee_id)
    )


def begins_at(question: Question) -> datetime:
    """The instant at which the period begins."""
    return datetime.combine(question.first, time.min, ZoneInfo(question.zone))
