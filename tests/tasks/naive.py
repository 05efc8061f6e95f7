"""What the record of one task says about its lateness, told again from its events alone, the slow and simple way.

Nothing here is taken from the functions that judge for the product: lists, figures and mails are compared with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
OPEN = ("assigned", "declined", "in_progress", "submitted")
SOON = 5
COUNTS = (
    "done_on_time",
    "done_late",
    "done_no_limit",
    "open_in_term",
    "open_overdue",
    "open_no_limit",
    "early",
    "waiting",
    "carried_over",
    "extensions",
)

Event = Any  # a row of task_event
Request = Any  # a row of extension


class Limit(NamedTuple):
    """The last local day, and its last minute when there is an hour."""

    on: date
    at: time | None


@dataclass
class Told:
    """Where a task stood after its events: the limit to work towards, the one that judges, the days it waited."""

    due: Limit | None = None
    missed: Limit | None = None
    waited: int = 0

    @property
    def judging(self) -> Limit | None:
        return self.missed or self.due


def tell(events: Sequence[Event], requests: Sequence[Request], days_off: DaysOff) -> Told:
    """Go through the events of one task in their order."""
    told, before = Told(), None
    for event in events:
        due = due_in(event)
        if event.kind == "extend" and told.missed is None and told.due:
            asked_at = next((r.asked_at for r in requests if r.answered_at == event.recorded_at), event.recorded_at)
            if is_after(local(asked_at), told.due):
                told.missed = told.due  # too late: the one that had passed goes on judging
        if event.kind == "correct" and due != told.due:
            told.missed = None
        if event.kind == "send_back" and told.judging and before is not None:
            handed_in = (before.submitted_on, before.submitted_time)
            if not days_late(told.judging, handed_in, told.waited, days_off):
                told.waited += days_off.worked_between(before.submitted_on, local(event.recorded_at)[0])
        told.due, before = due, event
    return told


def days_late(
    limit: Limit, judged: tuple[date, time | None], waited: int, days_off: DaysOff, *, is_strict: bool = False
) -> int:
    """Own working days late; a begun one counts, and what a result in time lay with the approver does not."""
    if not is_after(judged, limit):
        return 0
    past = max(1, days_off.worked_between(limit.on, judged[0]))
    return past if is_strict else max(0, past - waited)


def is_after(judged: tuple[date, time | None], limit: Limit) -> bool:
    """Whether a local day and minute lies behind the limit."""
    day, minute = judged
    if day == limit.on and limit.at and minute:
        return (minute.hour, minute.minute) > (limit.at.hour, limit.at.minute)
    return day > limit.on


def is_later(limit: Limit, other: Limit) -> bool:
    """Whether a limit ends after another; without an hour it ends with its day."""
    return (limit.on, limit.at or time.max) > (other.on, other.at or time.max)


def due_on(event: Event) -> date | None:
    """The day of the limit that the event's image shows."""
    limit = due_in(event)
    return limit.on if limit else None


def due_in(event: Event) -> Limit | None:
    """The limit that the event's image shows."""
    return Limit(event.due_on, event.due_time) if event.limit_kind == "dated" else None


def local(moment: datetime) -> tuple[date, time]:
    """Day and minute on the wall clock of the office."""
    there = moment.astimezone(VIETNAM)
    return there.date(), there.time().replace(second=0, microsecond=0)


@dataclass(frozen=True)
class DaysOff:
    """Days off in the week, and days of the weekend that are worked."""

    off: frozenset[date]
    worked: frozenset[date]

    def worked_between(self, first: date, last: date) -> int:
        """Working days after `first` up to `last`, counted one by one."""
        count = 0
        while first < last:
            first += timedelta(days=1)
            count += first in self.worked or (first.weekday() < 5 and first not in self.off)
        return count


def time_class(event: Event, told: Told, now: datetime, days_off: DaysOff, *, is_strict: bool) -> str:
    """The time class of the task whose last event this is."""
    limit = told.judging
    if limit is None:
        return "no_limit"
    if event.to_state in ("submitted", "done"):
        judged: tuple[date, time | None] = (event.submitted_on, event.submitted_time)
    else:
        judged = local(now)
    late = days_late(limit, judged, told.waited, days_off, is_strict=is_strict)
    if event.to_state == "done":
        return "late" if late else "early" if judged[0] < limit.on else "on_time"
    if late:
        return "overdue"
    left = days_off.worked_between(judged[0], limit.on) if judged[0] <= limit.on else 0
    return "due_soon" if left <= SOON else "in_term"


@dataclass(frozen=True)
class Asked:
    """A question about a period (local days) as of an instant."""

    first: date
    last: date
    as_of: datetime
    kind: str = "official"

    @property
    def judged_at(self) -> tuple[date, time]:
        return min(local(self.as_of), (self.last, time(23, 59)))


def figures(
    tasks: Iterable[tuple[Sequence[Event], Sequence[Request]]], asked: Asked, days_off: DaysOff, *, is_strict: bool
) -> dict[int, dict[str, int]]:
    """The counts of a report for each lead unit that has a task in it, from events alone."""
    units: dict[int, dict[str, int]] = {}
    for events, requests in tasks:
        known = [event for event in events if event.recorded_at <= asked.as_of]
        if known and known[-1].task_kind == asked.kind and _is_counted(known[-1], asked):
            counts = units.setdefault(known[-1].lead_unit_id, dict.fromkeys(COUNTS, 0))
            _count(counts, known, requests, asked, days_off, is_strict=is_strict)
    return units


def _is_counted(event: Event, asked: Asked) -> bool:
    if event.excluded or event.issued_on > asked.last:
        return False
    return event.finished_on is None or event.finished_on >= asked.first


def _count(
    counts: dict[str, int],
    events: Sequence[Event],
    requests: Sequence[Request],
    asked: Asked,
    days_off: DaysOff,
    *,
    is_strict: bool,
) -> None:
    event, told, at = events[-1], tell(events, requests, days_off), asked.judged_at
    is_done = event.to_state == "done" and event.finished_on <= at[0]
    is_waiting = event.to_state == "submitted" and event.submitted_on <= at[0]
    judged = (event.submitted_on, event.submitted_time) if is_done or is_waiting else at
    if event.to_state == "withdrawn":  # a part that was never given: it was missed until the whole was handed in
        judged = min(at, (event.finished_on, time(23, 59)))
    limit = told.judging
    late = bool(limit and days_late(limit, judged, told.waited, days_off, is_strict=is_strict))
    if is_done:
        counts["done_no_limit" if limit is None else "done_late" if late else "done_on_time"] += 1
        counts["early"] += bool(limit and not late and judged[0] < limit.on)
    else:
        counts["open_no_limit" if limit is None else "open_overdue" if late else "open_in_term"] += 1
        counts["waiting"] += is_waiting
    counts["carried_over"] += event.issued_on < asked.first
    counts["extensions"] += event.extensions
