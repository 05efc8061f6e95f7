"""Tỷ lệ cập nhật: of the progress reports that were expected in a period, how many came in time. Pure.

Expected are: at each checkpoint of work of more than three months (a third, two thirds) a report in its window; of work
without a limit one report in each whole month at whose end it was open. Offices publish this share beside the on-time
share. Only what lay with the doers counts: a result that waits for its decision owes no report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from taskapp.tasks.checkpoints import checkpoints
from taskapp.tasks.states import REPORTS, Change, State
from taskapp.workdays.arithmetic import DAY, Calendar, end_of_month

WITH_DOERS = frozenset({State.ASSIGNED, State.IN_PROGRESS, State.DECLINED})


class Seen(NamedTuple):
    """One event of a task: its day, what happened, and how the task looked from then on."""

    on: date
    kind: str
    state: State
    issued_on: date | None
    due_on: date | None
    unit_id: int
    unit: str


class Expected(NamedTuple):
    """A report that was expected from a unit by `on`, counting from `since`, and when it came."""

    on: date
    since: date
    unit_id: int
    unit: str
    is_monthly: bool
    told_on: date | None


@dataclass(frozen=True)
class Share:
    """How many reports came in time of those expected; `share` None when none was."""

    in_time: int
    expected: int

    @property
    def share(self) -> float | None:
        return self.in_time / self.expected if self.expected else None


def share_of(found: Iterable[Expected]) -> Share:
    """What the expected reports add up to."""
    every = list(found)
    return Share(sum(1 for one in every if one.told_on), len(every))


def expected(story: Sequence[Seen], calendar: Calendar, first: date, last: date) -> list[Expected]:
    """The reports expected of one task from `first` to `last`; `story`: all its events in their order.

    A checkpoint counts if it was one under the limit of that day: an extension changes nothing about days gone by.
    """
    told = [event.on for event in story if event.kind in REPORTS]
    found = {one.on: one for stretch in _stretches(story, last) for one in _due(*stretch, calendar)}
    return [
        one._replace(told_on=next((day for day in told if one.since <= day <= one.on), None))
        for one in (found[day] for day in sorted(found))
        if first <= one.on <= last
    ]


def _stretches(story: Sequence[Seen], last: date) -> Iterator[tuple[Seen, date, date]]:
    """How the task looked, from when until when (both inclusive), while it lay with the doers.

    Of several events of a day the last one holds; the day of a report belongs to the stretch that ends with it.
    """
    told = {event.on for event in story if event.kind in REPORTS}
    of_day = {event.on: event for event in _in_order(story)}
    days = sorted(of_day)
    for day, after in pairwise([*days, max([last, *days]) + DAY]):
        if of_day[day].state in WITH_DOERS:
            yield of_day[day], day, after if after in told else after - DAY


def _in_order(story: Sequence[Seen]) -> Iterator[Seen]:
    """The same events; a succession recorded late is none of the days before the event that precedes it."""
    before = date.min
    for event in story:
        before = max(event.on, before) if event.kind == Change.UNIT_CHANGED else event.on
        yield event._replace(on=before)


def _due(seen: Seen, since: date, until: date, calendar: Calendar) -> Iterator[Expected]:
    if seen.due_on is None:
        yield from _months(seen, since, until)
        return
    for point in checkpoints(seen.issued_on, seen.due_on, calendar):
        if since <= point.on <= until:
            yield Expected(point.on, point.since, seen.unit_id, seen.unit, False, None)


def _months(seen: Seen, since: date, until: date) -> Iterator[Expected]:
    """The ends of the whole months since it was issued that lie in the stretch."""
    begun = seen.issued_on or since
    end = end_of_month(max(since, begun))
    while end <= until:
        start = end.replace(day=1)
        if begun <= start:
            yield Expected(end, start, seen.unit_id, seen.unit, True, None)
        end = end_of_month(end + DAY)
