"""Everybody's products of the present: those that are alike in all that an evaluation reads are put together.

What is rarely the case sets a task apart, and it is read by itself: sent back, weighed, a delay excused, a limit
granted after the old one had passed, and what a verdict looks at closely (see grouping.py). What it gives is what
read_products() gives, without reading the tasks one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal_column, or_, union_all
from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.reports.evaluation import Product, delays
from taskapp.reports.evaluation_models import TaskWeight
from taskapp.reports.grouping import Arm, arms, images, is_apart, side_of
from taskapp.reports.ontime import Image, Judged, Yardstick, verdict_of
from taskapp.reports.question import Question
from taskapp.tasks.models import Explanation, Task, TaskEvent
from taskapp.tasks.states import Kind, Move

_PERSONAL = 2  # columns before those by which a product is decided; `one` and `count` stand behind them


def products(
    session: Session, question: Question, by: Yardstick, whose: Select[Any] | None
) -> tuple[list[tuple[int, Product]], list[int]]:
    """Products that are alike, each with its officer, and the ids of the tasks that have to be read; two queries."""
    asked = (replace(question, kind=kind) for kind in Kind)
    found = session.execute(
        union_all(*(_alike(one, arm, _officers(whose)) for one in asked for arm in arms(one)))
    ).all()
    plain = [row for row in found if row.itself is None]
    ones = {tuple(row[_PERSONAL:-2]): row.one for row in plain}  # one task answers for all that are decided alike
    known = {image.task_id: image for image in images(session, question, Task.id.in_(ones.values()))}
    made = [(row.assignee_id, _product(row, known[ones[tuple(row[_PERSONAL:-2])]], by)) for row in plain]
    return made, [row.itself for row in found if row.itself is not None]


def _product(row: Any, image: Image, by: Yardstick) -> Product:
    task = Judged(image, verdict_of(image, by), bool(row.is_carried))
    return Product(task, delays=delays(task, by), times=row.count)


def _officers(whose: Select[Any] | None) -> ColumnElement[bool]:
    return Task.assignee_id.is_not(None) if whose is None else Task.assignee_id.in_(whose)


def _alike(question: Question, arm: Arm, is_meant: ColumnElement[bool]) -> Select[Any]:
    columns: list[Any] = [
        Task.assignee_id.label("assignee_id"),
        (Task.issued_on < question.first).label("is_carried"),
        Task.state,
        Task.limit_kind,
        arm.decisive.is_handed_in.label("is_handed_in"),
        side_of(question, arm).label("side"),
        case((or_(is_apart(question, arm), *_rare(question)), Task.id)).label("itself"),
        Task.kind,
    ]
    counted = scoped(Task, question.committee_id, *columns, func.min(Task.id).label("one"), func.count().label("count"))
    return counted.where(*arm.tasks, is_meant).group_by(*(literal_column(str(n + 1)) for n in range(len(columns))))


def _rare(question: Question) -> Iterator[ColumnElement[bool]]:
    """What sets a task apart, whenever it happened."""
    yield Task.missed_due_on.is_not(None)
    yield Task.id.in_(scoped(TaskWeight, question.committee_id, TaskWeight.task_id))
    sent_back = scoped(TaskEvent, question.committee_id, TaskEvent.id).where(
        TaskEvent.task_id == Task.id, TaskEvent.kind == Move.SEND_BACK.value
    )
    yield sent_back.exists()
    excused = scoped(Explanation, question.committee_id, Explanation.id).where(
        Explanation.task_id == Task.id, Explanation.is_confirmed.is_(True)
    )
    yield excused.exists()
