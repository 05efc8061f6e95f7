"""The ladder: which steps are owed, in working days, and when a morning's digest goes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta


@dataclass(frozen=True)
class Policy:
    """Steps of the ladder. Days are working days; `digest_at` is local time on working days."""

    version: int = 2
    before: tuple[int, ...] = (5, 3, 1, 0)
    unaccepted_after: int = 1
    head_joins_after: int = 1  # from this working day overdue on the unit head is reminded too
    waiting: tuple[int, ...] = (1, 3, 5)  # days after which who keeps others waiting is reminded …
    waiting_every: int = 5  # … and then each time so many more have passed
    digest_at: time = time(7, 30)
    ahead: timedelta = timedelta(minutes=10)  # a morning's steps are planned this early, so its digest holds them all
    fresh: timedelta = timedelta(hours=2)  # an at-once reminder older than this joins the next digest
    looks_back: int = 30  # working days of overdue and waiting steps that are caught up after an outage

    def waits(self, passed: int) -> Iterator[int]:
        """The days, at most `passed` and not long ago, at which somebody is reminded that others wait for him."""
        later = range(self.waiting[-1] + self.waiting_every, passed + 1, self.waiting_every)
        return (days for days in (*self.waiting, *later) if passed - self.looks_back < days <= passed)


DEFAULT = Policy()
