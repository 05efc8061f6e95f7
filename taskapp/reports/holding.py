"""The approver's clock: how long results lay with those who assigned the tasks. Pure; no verdict on a task reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import NamedTuple

from taskapp.reports.slices import Dimension, Slice
from taskapp.workdays.arithmetic import Calendar, workdays_between


class Held(NamedTuple):
    """A result handed in on the local day `since`; decided on `until`, or still waiting on that day.

    `times`: so many results lay for the same days; the newest task stands for them.
    """

    task_id: int
    assigner_id: int | None
    since: date
    until: date
    times: int = 1


@dataclass(frozen=True)
class Spread:
    """How many results lay with somebody, and for how many working days: in the middle, at most, and which task."""

    count: int = 0
    median: float = 0
    longest: int = 0
    longest_id: int | None = None


@dataclass(frozen=True)
class Holder:
    """One assigner (None: nobody in particular): the results that wait for him, and those decided in the period."""

    assigner_id: int | None
    name: str
    waiting: Spread
    decided: Spread

    @property
    def row(self) -> Slice:
        """The row of his tasks."""
        return Slice(Dimension.ASSIGNER, str(self.assigner_id or 0))


def spread(held: Iterable[Held], calendar: Calendar) -> Spread:
    """The days of some results together; a result decided on the day it came in lay for 0 days."""
    days = sorted((max(0, workdays_between(one.since, one.until, calendar)), one.task_id, one.times) for one in held)
    if not days:
        return Spread()
    longest, task_id, _times = days[-1]
    each = [lasted for lasted, _task_id, times in days for _result in range(times)]
    return Spread(len(each), float(median(each)), longest, task_id)


def by_assigner(
    waiting: Iterable[Held], decided: Iterable[Held], names: Mapping[int, str], calendar: Calendar
) -> list[Holder]:
    """One row for each assigner; whoever keeps a result waiting longest comes first."""
    lying, settled = _grouped(waiting), _grouped(decided)
    rows = [
        Holder(
            one, names.get(one or 0, ""), spread(lying.get(one, ()), calendar), spread(settled.get(one, ()), calendar)
        )
        for one in {**lying, **settled}
    ]
    return sorted(rows, key=lambda row: (-row.waiting.longest, -row.waiting.count, row.name, row.assigner_id or 0))


def _grouped(held: Iterable[Held]) -> dict[int | None, list[Held]]:
    found: dict[int | None, list[Held]] = defaultdict(list)
    for one in held:
        found[one.assigner_id].append(one)
    return found
