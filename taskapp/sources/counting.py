"""Figures of the sources, counted by the database from one index: verdict.py in SQL, to the letter.

`tests/sources/test_counting.py` holds both against each other.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, literal, or_
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.reports.ontime import DONE, DUE, OPEN, Count
from taskapp.reports.question import Question
from taskapp.reports.tally import Tally
from taskapp.sources.models import SourceItem as Item

Condition = ColumnElement[bool]


class Cell(StrEnum):
    """A number that a person can open."""

    ALL = "all"
    CARRIED_OVER = "carried_over"
    IN_PERIOD = "in_period"
    DONE = "done"
    DONE_ON_TIME = "done_on_time"
    EARLY = "early"
    DONE_LATE = "done_late"
    DONE_NO_LIMIT = "done_no_limit"
    OPEN = "open"
    OPEN_IN_TERM = "open_in_term"
    OPEN_OVERDUE = "open_overdue"
    OPEN_NO_LIMIT = "open_no_limit"
    DENOMINATOR = "denominator"
    CORRECTED = "corrected"


GROUPS = {Cell.DONE: DONE, Cell.OPEN: OPEN, Cell.DENOMINATOR: DUE}


def tallies(session: Session, question: Question) -> dict[int, Tally]:
    """What each source's items of the period add up to, by its id; two passes over the index."""
    found: dict[int, Tally] = {}
    for half in _halves(question):
        verdict, early = _verdict(question).label("verdict"), _is_early(question).label("early")
        carried, corrected = _is_carried_over(question).label("carried"), _is_corrected(question).label("corrected")
        keys = (Item.source_id, verdict, early, carried, corrected)
        query = _known(question, *keys, func.count()).where(half).group_by(*keys)
        for source_id, count, is_early, is_carried, is_corrected, number in session.execute(query):
            some = {count: number, "early": number * is_early, "carried_over": number * is_carried}
            found[source_id] = found.get(source_id, Tally()) + Tally(**some, corrected=number * is_corrected)
    return found


def behind(question: Question, cell: Cell, source_id: int) -> Select[Item]:
    """Exactly the items behind a number of a source, to be paged by ORDER."""
    query = _known(question).where(Item.source_id == source_id)
    return query.where(or_(*_halves(question)), _holds(question, cell))


def count(session: Session, query: Select[Item]) -> int:
    """How many items a number has behind it."""
    return session.scalar(query.with_only_columns(func.count())) or 0


# the limit soonest first, what has none last
ORDER = (func.coalesce(Item.due_on, literal(date.max)), Item.id)


def _known(question: Question, *columns: Any) -> Select[Any]:
    """What was known at the instant of the figures, of units that count."""
    at = question.as_of
    query = scoped(Item, question.committee_id, *columns).where(
        Item.recorded_at <= at,
        or_(Item.replaced_at.is_(None), Item.replaced_at > at),
        Item.is_cancelled.is_(False),
        Item.received_on <= question.last,
    )
    return query if question.leads is None else query.where(Item.unit_id.in_(question.leads))


def _halves(question: Question) -> tuple[Condition, Condition]:
    """What is not done, and what was done since the period began: each one range of the index."""
    return Item.done_on.is_(None), Item.done_on >= question.first


def _is_done(question: Question) -> Condition:
    return and_(Item.done_on.is_not(None), Item.done_on <= question.at.on)


def _is_late(question: Question) -> Condition:
    """Whether the limit had passed when it was done, or has by the moment that judges."""
    at = question.at
    done_late = or_(Item.done_on > Item.due_on, and_(Item.done_on == Item.due_on, Item.done_time > Item.due_time))
    hour = Item.due_time < at.at if at.at else false()
    open_late = or_(Item.due_on < at.on, and_(Item.due_on == at.on, hour))
    return func.coalesce(case((_is_done(question), done_late), else_=open_late), false())


def _verdict(question: Question) -> ColumnElement[str]:
    """The value of a Count."""
    is_done, is_late = _is_done(question), _is_late(question)
    return case(
        (and_(is_done, Item.due_on.is_(None)), literal(Count.DONE_NO_LIMIT.value)),
        (Item.due_on.is_(None), literal(Count.OPEN_NO_LIMIT.value)),
        (and_(is_done, is_late), literal(Count.DONE_LATE.value)),
        (is_done, literal(Count.DONE_ON_TIME.value)),
        (is_late, literal(Count.OPEN_OVERDUE.value)),
        else_=literal(Count.OPEN_IN_TERM.value),
    )


def _is_early(question: Question) -> ColumnElement[int]:
    return _one(and_(_is_done(question), Item.done_on < Item.due_on))


def _is_carried_over(question: Question) -> ColumnElement[int]:
    return _one(Item.received_on < question.first)


def _is_corrected(question: Question) -> ColumnElement[int]:
    """Whether something of it was said otherwise after the period had ended."""
    return _one(Item.corrected_at >= clock.start_of(question.last + timedelta(days=1), question.zone))


def _one(condition: Condition) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _holds(question: Question, cell: Cell) -> Condition:
    if cell is Cell.ALL:
        return literal(1) == 1
    flags = {Cell.EARLY: (_is_early, 1), Cell.CORRECTED: (_is_corrected, 1)}
    flags |= {Cell.CARRIED_OVER: (_is_carried_over, 1), Cell.IN_PERIOD: (_is_carried_over, 0)}
    if cell in flags:
        flag, wanted = flags[cell]
        return flag(question) == wanted
    counts = GROUPS[cell] if cell in GROUPS else {Count(cell.value)}
    return _verdict(question).in_([count.value for count in counts])
