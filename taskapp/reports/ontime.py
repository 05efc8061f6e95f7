"""How one task counts in a figure, and what the counts add up to. Pure: the one place where "on time" is decided.

Sources: QĐ 23/2018/QĐ-TTg and the shares published by provinces and VPCP (four denominators in official use); the
headline share is on time ÷ what has fallen due, so that tasks still in term never lower it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from enum import StrEnum
from typing import NamedTuple

from taskapp.tasks.deadlines import Moment, moment, own_days_late
from taskapp.tasks.states import Exclusion, LimitKind, State
from taskapp.workdays.arithmetic import Calendar

DAY_END = time(23, 59)


@dataclass(frozen=True, slots=True)
class Image:
    """What the record knew of one task at a recorded instant: the fields of its event that a figure reads."""

    task_id: int
    to_state: State
    effective_on: date  # when it came to look so
    lead_unit_id: int
    lead_unit_name: str
    assignee_id: int | None
    assigner_id: int | None
    limit_kind: LimitKind
    issued_on: date | None
    original_due_on: date | None
    original_due_time: time | None
    due_on: date | None
    due_time: time | None
    extensions: int
    submitted_on: date | None
    submitted_time: time | None
    finished_on: date | None
    waited_workdays: int
    excluded: Exclusion | None


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


@dataclass(frozen=True, slots=True)
class Verdict:
    """The count a task is in. Early: done before the day of its limit. Waiting: handed in, not yet decided."""

    count: Count
    is_early: bool = False
    is_waiting: bool = False


class Basis(StrEnum):
    """Which limit judges: the one in force, or the first one, as if nothing had been extended."""

    CURRENT = "current"
    ORIGINAL = "original"


def judged_at(last: date, as_of: datetime) -> Moment:
    """The moment at which tasks are judged: the end of the period's last day, or `as_of` (local) if earlier."""
    return Moment(last, DAY_END) if last < as_of.date() else moment(as_of)


def in_population(image: Image, first: date, last: date) -> bool:
    """Whether a period counts the task: issued on or before its end, not finished before its start, not excluded."""
    if image.excluded is not None or image.issued_on is None or image.issued_on > last:
        return False
    return image.finished_on is None or image.finished_on >= first


def limit_of(image: Image, basis: Basis = Basis.CURRENT) -> Moment | None:
    """The limit that judges the task; None when it has none, or only a continuous or recurring one."""
    on, at = image.due_on, image.due_time
    if basis is Basis.ORIGINAL:
        on, at = image.original_due_on, image.original_due_time
    return Moment(on, at) if on is not None and image.limit_kind is LimitKind.DATED else None


def classify(
    image: Image, at: Moment, calendar: Calendar, *, basis: Basis = Basis.CURRENT, strict: bool = False
) -> Verdict:
    """How the task counts when judged at the local moment `at`.

    The day on which the accepted (or waiting) result was handed in decides, never the day of its approval. What was
    handed in after `at` had not been handed in yet. A declined task is judged by `at` like any other open one.
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
    is_late = own_days_late(limit, handed_in or at, image.waited_workdays, calendar, strict=strict) > 0
    if is_done and handed_in is not None:
        is_early = not is_late and handed_in.on < limit.on
        return Verdict(Count.DONE_LATE if is_late else Count.DONE_ON_TIME, is_early=is_early)
    return Verdict(Count.OPEN_OVERDUE if is_late else Count.OPEN_IN_TERM, is_waiting=handed_in is not None)


def _handed_in_by(image: Image, at: Moment) -> Moment | None:
    day = image.finished_on if image.to_state is State.DONE else image.submitted_on
    if image.to_state not in (State.DONE, State.SUBMITTED) or day is None or day > at.on:
        return None
    return Moment(day, image.submitted_time if day == image.submitted_on else None)


class Ratio(NamedTuple):
    """A share with what it is made of."""

    numerator: int
    denominator: int

    @property
    def share(self) -> float | None:
        """0 to 1, None when there is nothing to divide by."""
        return self.numerator / self.denominator if self.denominator else None


class Formula(StrEnum):
    """The headline share, and the four formulas in official use beside it."""

    HEADLINE = "headline"
    A = "a"
    B = "b"
    C = "c"
    D = "d"


@dataclass(frozen=True)
class Tally:
    """The six counts of a unit or of all; then what is counted apart but lies inside them."""

    done_on_time: int = 0
    done_late: int = 0
    done_no_limit: int = 0
    open_in_term: int = 0
    open_overdue: int = 0
    open_no_limit: int = 0
    early: int = 0  # inside done_on_time
    waiting: int = 0  # inside the open ones: handed in, not yet decided
    carried_over: int = 0  # issued before the period
    extensions: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def done(self) -> int:
        return self.done_on_time + self.done_late + self.done_no_limit

    @property
    def open(self) -> int:
        return self.open_in_term + self.open_overdue + self.open_no_limit

    @property
    def assigned(self) -> int:
        return self.done + self.open

    @property
    def in_period(self) -> int:
        return self.assigned - self.carried_over

    @property
    def numerator(self) -> int:
        return self.done_on_time

    @property
    def denominator(self) -> int:
        return self.done_on_time + self.done_late + self.open_overdue

    @property
    def on_time_share(self) -> float | None:
        """The headline share, 0 to 1 with 4 places; None when nothing has fallen due."""
        share = self.ratio(Formula.HEADLINE).share
        return None if share is None else round(share, 4)

    def ratio(self, formula: Formula) -> Ratio:
        """Numerator and denominator by one of the formulas."""
        return {
            Formula.HEADLINE: Ratio(self.numerator, self.denominator),
            Formula.A: Ratio(self.done_on_time, self.assigned),
            Formula.B: Ratio(self.done_on_time, self.done),
            Formula.C: Ratio(self.done, self.done + self.open_overdue),
            Formula.D: Ratio(self.done, self.assigned),
        }[formula]


@dataclass(frozen=True, slots=True)
class Judged:
    """One task of a period's population with its verdict."""

    image: Image
    verdict: Verdict
    is_carried_over: bool = False


def judge(
    images: Iterable[Image], first: date, last: date, at: Moment, calendar: Calendar, *, basis: Basis = Basis.CURRENT
) -> list[Judged]:
    """The population of the period `first` to `last`, each task judged at `at`."""
    return [
        Judged(
            image, classify(image, at, calendar, basis=basis), image.issued_on is not None and image.issued_on < first
        )
        for image in images
        if in_population(image, first, last)
    ]


def tally(judged: Iterable[Judged]) -> Tally:
    """What the tasks add up to."""
    counts = dict.fromkeys((f.name for f in fields(Tally)), 0)
    for task in judged:
        if task.verdict.count is Count.EXCLUDED:
            continue
        counts[task.verdict.count.value] += 1
        counts["early"] += task.verdict.is_early
        counts["waiting"] += task.verdict.is_waiting
        counts["carried_over"] += task.is_carried_over
        counts["extensions"] += task.image.extensions
    return Tally(**counts)
