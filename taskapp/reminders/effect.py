"""Which reminders work: after how many of each step the person reminded did something about the task in time. Pure.

A reminder is followed when, from its delivery to the end of the next working day, the person or who fills that place
did one of the things that the step asks for. Opening a page or a link is nothing done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from taskapp.tasks.deadlines import Moment, own_days_late
from taskapp.tasks.states import ANSWERS, Change, Move
from taskapp.workdays.arithmetic import Calendar, add_workdays

COMMENT = "comment"
WITHIN = 1  # working days
ENOUGH = 20  # reminders of one step; of fewer no share is read
WORKS = 0.5  # from this share on a step works …
NOISE = 0.2  # … and below this one it is noise

# What counts as doing something about a task. Marks, corrections and what a job or an import does are left out.
DEEDS: frozenset[str] = frozenset(
    {
        *ANSWERS,
        COMMENT,
        Change.NAME_OFFICER,
        Change.SPLIT,
        Change.ADD_PART,
        Change.URGE,
        Change.EXTEND,
        Change.REFUSE_EXTENSION,
        Change.MOVE_LIMIT,
        Change.REVIEW,
        Change.ANSWER_DISPUTE,
        Move.APPROVE,
        Move.SEND_BACK,
        Move.REASSIGN,
        Move.REFUSE_DECLINE,
        Move.WITHDRAW,
        Move.MERGE,
    }
)
_STIRS = DEEDS - {COMMENT, Change.URGE, Change.ADD_PART}  # what brings a task on, whoever does it
_ON_RESULT = frozenset({Move.APPROVE, Move.SEND_BACK, COMMENT})
_ON_REQUEST = frozenset({Change.EXTEND, Change.REFUSE_EXTENSION, Change.MOVE_LIMIT, COMMENT})
_ON_DECLINE = frozenset({Move.REASSIGN, Move.REFUSE_DECLINE, Move.WITHDRAW, Move.MERGE, COMMENT})
_ASKED: dict[str, frozenset[str]] = {
    "waiting": _ON_RESULT,
    "handed_in": _ON_RESULT,
    "asked": _ON_REQUEST,
    "asking": _ON_REQUEST,
    "declined": _ON_DECLINE,
    "declining": _ON_DECLINE,
    "disputed": frozenset({Change.ANSWER_DISPUTE, COMMENT}),
}
# What only tells: nothing is asked of who gets it, so nothing is measured.
TELLS = frozenset(
    {
        "approved",
        "extended",
        "not_extended",
        "moved",
        "ended",
        "taken_away",
        "dispute_answered",
        "following",
        "finished",
        "limit_changed",
    }
)
OVERDUE = ("overdue", "escalated")  # to those who have to do the task, and to those above them
_PASSED = frozenset({"held_up", "waiting", "asking", "declining"})  # steps that come again as days pass
_BUCKETS = (1, 2, 3, 6)  # the first day of each group of such steps


class Step(NamedTuple):
    """A kind of step; `days`: left until the limit, or the first of the group of days that have passed."""

    kind: str
    days: int | None = None


class Sent(NamedTuple):
    """A reminder that was delivered; `limit` and `waited` of its task as they were, for what is overdue."""

    task_id: int
    person_id: int
    step: str
    at: datetime
    owed_at: datetime
    limit: date | None = None
    waited: int = 0


class Deed(NamedTuple):
    """Something done about a task: by whom, and in whose place."""

    task_id: int
    at: datetime
    kind: str
    by_id: int
    for_id: int | None = None


@dataclass(frozen=True)
class Terms:
    """What days are counted by."""

    calendar: Calendar
    zone: str
    is_strict: bool = False


class Verdict(StrEnum):
    """What is to be thought of a step, in the order of the table."""

    WORKS = "works"
    PARTLY = "partly"
    NOISE = "noise"
    FEW = "few"  # too few to say
    TELLS = "tells"


@dataclass
class Row:
    """One step: reminders delivered, after how many the person acted, after how many anybody brought the task on."""

    step: Step
    delivered: int = 0
    followed: int = 0
    stirred: int = 0
    persons: set[int] = field(default_factory=set)

    @property
    def share(self) -> float | None:
        """Of the reminders those that were followed; None when nothing was asked."""
        return None if self.step.kind in TELLS else self.followed / self.delivered

    @property
    def stirred_share(self) -> float | None:
        """Of the reminders those after which somebody, whoever, brought the task on; None when nothing was asked."""
        return None if self.step.kind in TELLS else self.stirred / self.delivered

    @property
    def verdict(self) -> Verdict:
        """By the named thresholds."""
        if self.share is None:
            return Verdict.TELLS
        if self.delivered < ENOUGH:
            return Verdict.FEW
        if self.share >= WORKS:
            return Verdict.WORKS
        return Verdict.PARTLY if self.share >= NOISE else Verdict.NOISE


def measure(sent: Iterable[Sent], deeds: Iterable[Deed], terms: Terms) -> list[Row]:
    """One row for each kind of step, what works best first. Both must be sorted by task; neither is kept."""
    rows: dict[Step, Row] = {}
    ends = _ends(terms)
    deeds_of = _by_task(deeds)
    for task_id, reminders in groupby(sent, key=lambda one: one.task_id):
        done = deeds_of(task_id)
        for one in reminders:
            step = step_of(one, terms)
            _count(rows.setdefault(step, Row(step)), one, done, ends(one.at))
    return sorted(rows.values(), key=_place)


def settled_until(today: date, calendar: Calendar) -> date:
    """The last day of whose reminders it is known what came after them."""
    return add_workdays(today, -WITHIN, calendar) - timedelta(days=1)


def asks(kind: str) -> frozenset[str]:
    """The deeds that a kind of step asks for."""
    return frozenset() if kind in TELLS else _ASKED.get(kind, DEEDS)


def step_of(one: Sent, terms: Terms) -> Step:
    """The kind of a reminder's step, with those that come again grouped by the working days that have passed."""
    kind, _colon, rest = one.step.partition(":")
    if kind in OVERDUE:
        return Step(kind, _bucket(_days_overdue(one, terms)))
    last = rest.rpartition(":")[2]
    days = int(last) if last.isascii() and last.isdigit() else None
    if kind == "before":
        return Step(kind, days)
    return Step(kind, _bucket(days) if kind in _PASSED else None)


def _days_overdue(one: Sent, terms: Terms) -> int | None:
    if one.limit is None:
        return None
    day = Moment(_local_day(one.owed_at, terms))
    return own_days_late(Moment(one.limit), day, one.waited, terms.calendar, strict=terms.is_strict)


def _bucket(days: int | None) -> int | None:
    return None if days is None else max((first for first in _BUCKETS if first <= days), default=_BUCKETS[0])


def _count(row: Row, one: Sent, done: Sequence[Deed], end: datetime) -> None:
    asked = asks(row.step.kind)
    after = [deed for deed in done if one.at < deed.at < end and deed.kind in asked]
    row.delivered += 1
    row.persons.add(one.person_id)
    row.stirred += any(deed.kind in _STIRS for deed in after)
    row.followed += any(one.person_id in (deed.by_id, deed.for_id) for deed in after)


def _ends(terms: Terms) -> Callable[[datetime], datetime]:
    """Until when (UTC, excluded) a reminder delivered at an instant may be followed."""
    known: dict[date, datetime] = {}

    def end(at: datetime) -> datetime:
        day = _local_day(at, terms)
        if day not in known:
            after = add_workdays(day, WITHIN, terms.calendar) + timedelta(days=1)
            known[day] = datetime.combine(after, time.min, ZoneInfo(terms.zone)).astimezone(UTC)
        return known[day]

    return end


def _by_task(deeds: Iterable[Deed]) -> Callable[[int], Sequence[Deed]]:
    """The deeds of one task after the other, for tasks that are asked for in their order."""
    groups = ((task_id, list(group)) for task_id, group in groupby(deeds, key=lambda deed: deed.task_id))
    current = next(groups, None)

    def of(task_id: int) -> Sequence[Deed]:
        nonlocal current
        while current and current[0] < task_id:
            current = next(groups, None)
        return current[1] if current and current[0] == task_id else ()

    return of


def _local_day(at: datetime, terms: Terms) -> date:
    return at.astimezone(ZoneInfo(terms.zone)).date()


def _place(row: Row) -> tuple[int, float, int, Step]:
    days = row.step.days if row.step.days is not None else 0
    return list(Verdict).index(row.verdict), -(row.share or 0), -row.delivered, Step(row.step.kind, days)
