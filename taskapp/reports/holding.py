"""The approver's clock: how long results lay with those who assigned the tasks. Pure; no verdict on a task reads it."""

from __future__ import annotations

from collections import Counter, defaultdict
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


class Lasting(dict[tuple[date, date], int]):
    """For how many working days a result lay from one day to another, each worked out once; 0 on the same day."""

    def __init__(self, calendar: Calendar) -> None:
        super().__init__()
        self._calendar = calendar

    def __missing__(self, days: tuple[date, date]) -> int:
        self[days] = max(0, workdays_between(*days, self._calendar))
        return self[days]


def spread(held: Iterable[Held], lasting: Lasting) -> Spread:
    """The days of some results together; a result decided on the day it came in lay for 0 days."""
    times, longest = Counter[int](), (-1, 0)
    for task_id, _assigner_id, since, until, count in held:
        days = lasting[since, until]
        times[days] += count
        if (days, task_id) > longest:
            longest = days, task_id
    if not times:
        return Spread()
    each = [days for days in sorted(times) for _result in range(times[days])]
    return Spread(len(each), float(median(each)), *longest)


def by_assigner(
    waiting: Iterable[Held], decided: Iterable[Held], names: Mapping[int, str], lasting: Lasting
) -> list[Holder]:
    """One row for each assigner; whoever keeps a result waiting longest comes first."""
    lying, settled = _grouped(waiting), _grouped(decided)
    rows = [
        Holder(one, names.get(one or 0, ""), spread(lying.get(one, ()), lasting), spread(settled.get(one, ()), lasting))
        for one in {**lying, **settled}
    ]
    return sorted(rows, key=lambda row: (-row.waiting.longest, -row.waiting.count, row.name, row.assigner_id or 0))


def _grouped(held: Iterable[Held]) -> dict[int | None, list[Held]]:
    found: dict[int | None, list[Held]] = defaultdict(list)
    for one in held:
        found[one.assigner_id].append(one)
    return found
