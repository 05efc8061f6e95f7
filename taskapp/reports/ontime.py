"""How one task counts in a figure. Pure: the one place where "on time" is decided, and whose delay it was.

Sources: QĐ 23/2018/QĐ-TTg and the shares published by provinces and VPCP; the lead unit answers for the whole, the
supporting ones for their parts in time (HCMC).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import NamedTuple

from taskapp.tasks.deadlines import Moment, moment, own_days_late
from taskapp.tasks.states import Exclusion, Kind, LimitKind, Source, State
from taskapp.workdays.arithmetic import Calendar

DAY_END = time(23, 59)


class Image(NamedTuple):  # a past moment makes tens of thousands: a tuple costs less than a frozen dataclass
    """What the record knew of one task at a recorded instant: the fields of its event that a figure reads."""

    task_id: int
    task_kind: Kind
    parent_id: int | None  # the task that a part or a piece belongs to
    to_state: State
    effective_on: date  # when it came to look so
    lead_unit_id: int
    lead_unit_name: str
    assignee_id: int | None
    assigner_id: int | None
    source: Source
    field: str
    starred: bool
    limit_kind: LimitKind
    issued_on: date | None
    original_due_on: date | None
    original_due_time: time | None
    due_on: date | None
    due_time: time | None
    missed_due_on: date | None  # the limit that had passed when a later one was granted
    missed_due_time: time | None
    extensions: int
    submitted_on: date | None
    submitted_time: time | None
    finished_on: date | None
    waited_workdays: int
    objective_cause: bool  # for the evaluation of officials; never touches an on-time share
    disputed: bool
    excluded: Exclusion | None
    work_type_id: int | None = None
    received_on: date | None = None
    statutory_due_on: date | None = None  # fixed when it was assigned, and so is the commitment
    statutory_due_time: time | None = None
    commitment_due_on: date | None = None
    commitment_due_time: time | None = None


class Count(StrEnum):
    """The six counts that make up "assigned"; a task is in exactly one of them, or out of every figure."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    DONE_NO_LIMIT = "done_no_limit"
    OPEN_IN_TERM = "open_in_term"
    OPEN_OVERDUE = "open_overdue"
    OPEN_NO_LIMIT = "open_no_limit"
    EXCLUDED = "excluded"


DONE = frozenset({Count.DONE_ON_TIME, Count.DONE_LATE, Count.DONE_NO_LIMIT})
OPEN = frozenset({Count.OPEN_IN_TERM, Count.OPEN_OVERDUE, Count.OPEN_NO_LIMIT})
LATE = frozenset({Count.DONE_LATE, Count.OPEN_OVERDUE})
DUE = LATE | {Count.DONE_ON_TIME}  # the denominator of the headline share


@dataclass(frozen=True, slots=True)
class Verdict:
    """The count a task is in. Early: done before the day of its limit. Waiting: handed in, not yet decided."""

    count: Count
    is_early: bool = False
    is_waiting: bool = False

    @property
    def is_late(self) -> bool:
        return self.count in LATE


class Basis(StrEnum):
    """Which limit judges: the one in force, or the first one, as if nothing had been extended."""

    CURRENT = "current"
    ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What tasks are judged by: the local moment, the working calendar, which limit, whether the office is strict."""

    at: Moment
    calendar: Calendar
    basis: Basis = Basis.CURRENT
    strict: bool = False

    @property
    def rules(self) -> Hashable:
        """What a verdict depends on besides the task, its limit and the moment."""
        return self.strict, self.calendar.days


@dataclass(frozen=True, slots=True)
class Judged:
    """One task of a period's population with its verdict, and what is counted beside it."""

    image: Image
    verdict: Verdict
    is_carried_over: bool = False
    held_up_by: tuple[Image, ...] = ()  # parts that supporting units were late with, when the task is late
    urgings: int = 0  # in the period, while its unit led it
    is_corrected: bool = False  # its dates were corrected since the period began


def judged_at(last: date, as_of: datetime) -> Moment:
    """The moment at which tasks are judged: the end of the period's last day, or `as_of` (local) if earlier."""
    return Moment(last, DAY_END) if last < as_of.date() else moment(as_of)


def in_population(image: Image, first: date, last: date) -> bool:
    """Whether a period counts the task: issued on or before its end, not finished before its start, not excluded."""
    if image.excluded is not None or image.issued_on is None or image.issued_on > last:
        return False
    return image.finished_on is None or image.finished_on >= first


def limit_of(image: Image, basis: Basis = Basis.CURRENT) -> Moment | None:
    """The limit that judges the task; None when it has none, or only a continuous or recurring one.

    A limit granted after the old one had passed does not make the task on time: the one that was missed judges.
    """
    on, at = image.due_on, image.due_time
    if image.missed_due_on is not None:
        on, at = image.missed_due_on, image.missed_due_time
    if basis is Basis.ORIGINAL:
        on, at = image.original_due_on, image.original_due_time
    return Moment(on, at) if on is not None and image.limit_kind is LimitKind.DATED else None


def classify(
    image: Image, at: Moment, calendar: Calendar, *, basis: Basis = Basis.CURRENT, strict: bool = False
) -> Verdict:
    """How the task counts when judged at the local moment `at`.

    The day on which the accepted (or waiting) result was handed in decides, never the day of its approval. What was
    handed in after `at` had not been handed in yet. A declined task is judged by `at` like any other open one; a part
    that was never given stays open until the day on which the whole was handed in without it.
    """
    if image.excluded is not None:
        return Verdict(Count.EXCLUDED)
    handed_in = _handed_in_by(image, at)
    is_done = image.to_state is State.DONE and handed_in is not None
    limit = limit_of(image, basis)
    if limit is None:
        return (
            Verdict(Count.DONE_NO_LIMIT) if is_done else Verdict(Count.OPEN_NO_LIMIT, is_waiting=handed_in is not None)
        )
    judged = decisive(image, at)
    is_late = own_days_late(limit, judged, image.waited_workdays, calendar, strict=strict) > 0
    if is_done:
        is_early = not is_late and judged.on < limit.on
        return Verdict(Count.DONE_LATE if is_late else Count.DONE_ON_TIME, is_early=is_early)
    return Verdict(Count.OPEN_OVERDUE if is_late else Count.OPEN_IN_TERM, is_waiting=handed_in is not None)


def decisive(image: Image, at: Moment) -> Moment:
    """The moment that decides about the task, at most `at`: its result was handed in, or it ended without one."""
    lapsed_on = image.finished_on if image.to_state is State.WITHDRAWN else None
    if lapsed_on is not None and lapsed_on <= at.on:
        return Moment(lapsed_on, DAY_END)  # it ended because its limit had passed, so a limit with an hour had too
    return _handed_in_by(image, at) or at


def judge(images: Iterable[Image], first: date, last: date, by: Yardstick) -> list[Judged]:
    """The population of the period `first` to `last`, each task judged."""
    return [
        Judged(image, verdict_of(image, by), image.issued_on is not None and image.issued_on < first)
        for image in images
        if in_population(image, first, last)
    ]


def held_up(whole: Judged, parts: Iterable[Judged]) -> bool:
    """Whether supporting units held the task up: it is late, and so is at least one of its parts by its own limit.

    Parts that were on time never count. The lead unit stays answerable: no share changes by this.
    """
    return whole.verdict.is_late and any(part.verdict.is_late for part in parts)


def late_parts(whole: Judged, parts: Iterable[Image], by: Yardstick) -> tuple[Image, ...]:
    """The parts with which supporting units held the task up.

    They are judged at the moment that decides about the whole: once it has been handed in, nothing holds it up.
    """
    if not whole.verdict.is_late:
        return ()
    then = replace(by, at=decisive(whole.image, by.at))
    return tuple(part for part in parts if held_up(whole, [Judged(part, verdict_of(part, then))]))


def verdict_of(image: Image, by: Yardstick) -> Verdict:
    """How a task counts by a yardstick; see classify()."""
    return classify(image, by.at, by.calendar, basis=by.basis, strict=by.strict)


def _handed_in_by(image: Image, at: Moment) -> Moment | None:
    day = image.finished_on if image.to_state is State.DONE else image.submitted_on
    if image.to_state not in (State.DONE, State.SUBMITTED) or day is None or day > at.on:
        return None
    return Moment(day, image.submitted_time if day == image.submitted_on else None)
