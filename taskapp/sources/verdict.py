"""How one item of a source counts: as a task with the same days would, by the same rule. Pure.

An item is handed in and done at once, nobody extends it, and nothing of it waits for an approver: of what `ontime`
knows its limit and the day on which it was done are left.
"""

from __future__ import annotations

from datetime import date

from taskapp.reports.ontime import Count, Verdict
from taskapp.sources.items import Entry
from taskapp.tasks.deadlines import Moment, is_past


def in_population(entry: Entry, first: date, last: date) -> bool:
    """Whether a period counts it: received on or before its end, not done before its start, not cancelled."""
    if entry.is_cancelled or entry.received_on > last:
        return False
    return entry.done_on is None or entry.done_on >= first


def verdict(entry: Entry, at: Moment) -> Verdict:
    """How it counts when judged at the local moment `at`; what was done after that day had not been done yet."""
    if entry.is_cancelled:
        return Verdict(Count.EXCLUDED)
    done = entry.done if entry.done is not None and entry.done.on <= at.on else None
    if entry.due is None:
        return Verdict(Count.OPEN_NO_LIMIT if done is None else Count.DONE_NO_LIMIT)
    is_late = is_past(entry.due, done or at)
    if done is None:
        return Verdict(Count.OPEN_OVERDUE if is_late else Count.OPEN_IN_TERM)
    return Verdict(Count.DONE_LATE if is_late else Count.DONE_ON_TIME, is_early=not is_late and done.on < entry.due.on)
