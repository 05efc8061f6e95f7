"""The ladder: which steps are owed, in working days around the limit, and when a morning's digest goes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta


@dataclass(frozen=True)
class Policy:
    """Steps of the ladder. Days are working days; `digest_at` is local time on working days."""

    version: int = 1
    before: tuple[int, ...] = (5, 3, 1, 0)
    unaccepted_after: int = 1
    head_joins_after: int = 1  # from this working day overdue on the unit head is reminded too
    digest_at: time = time(7, 30)
    ahead: timedelta = timedelta(minutes=10)  # a morning's steps are planned this early, so its digest holds them all
    fresh: timedelta = timedelta(hours=2)  # an at-once reminder older than this joins the next digest
    looks_back: int = 30  # working days of overdue steps that are caught up after an outage


DEFAULT = Policy()
