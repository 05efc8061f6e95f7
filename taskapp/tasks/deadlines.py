"""Deadlines: how many working days are left or past, and the time class of a task. Pure; never stored.

Sources: design rules "submission day decides" and "day and hour"; BLDS 2015 Art. 147-148 (the first day is not counted,
a day ends at 24:00).
"""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from typing import NamedTuple

from taskapp.workdays.arithmetic import Calendar, add_workdays, workdays_between

SOON = 5  # working days before the limit from which a task counts as "sắp đến hạn"
REVIEW_AFTER = 30  # days after which a task without a limit is to be looked at again
LONGEST_YEARS = 30


class TimeClass(StrEnum):
    """Where a task stands in time."""

    NO_LIMIT = "no_limit"
    IN_TERM = "in_term"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


class Moment(NamedTuple):
    """A local day and wall-clock time; `at` None: the day's end (a limit) or an unknown time."""

    on: date
    at: time | None = None


def moment(local: datetime) -> Moment:
    """The local day and minute of an instant already on the wall clock of the committee."""
    return Moment(local.date(), local.time().replace(second=0, microsecond=0))


def is_past(limit: Moment, judged: Moment) -> bool:
    """Whether `judged` lies after the limit. Without an hour it ends with its day; the minute is inclusive."""
    if judged.on != limit.on:
        return judged.on > limit.on
    return limit.at is not None and judged.at is not None and judged.at.replace(second=0, microsecond=0) > limit.at


def is_later(limit: Moment, other: Moment) -> bool:
    """Whether one limit lies after another; without an hour a limit ends with its day (24:00)."""
    return ends(limit) > ends(other)


def ends(limit: Moment | None) -> tuple[date, time]:
    """What limits are put in order by: the day and hour at which one ends; no limit after all others."""
    return (limit.on, limit.at or time.max) if limit else (date.max, time.max)


def days_past(limit: Moment, judged: Moment, calendar: Calendar) -> int:
    """Working days past the limit; a begun one counts, so the count is 0 exactly when the limit is kept."""
    if not is_past(limit, judged):
        return 0
    return max(1, workdays_between(limit.on, judged.on, calendar))


def own_days_late(limit: Moment, judged: Moment, waited: int, calendar: Calendar, *, strict: bool = False) -> int:
    """Working days late that are the doer's own: days past the limit less those a timely result lay with the approver.

    0 means on time. Strict offices do not take the waiting off.
    """
    return max(0, days_past(limit, judged, calendar) - (0 if strict else waited))


def waited_workdays(limit: Moment | None, submitted: Moment, decided_on: date, waited: int, calendar: Calendar) -> int:
    """Working days that a timely result lay with the approver until it was sent back; 0 for a late one."""
    if limit is None or own_days_late(limit, submitted, waited, calendar):
        return 0
    return max(0, workdays_between(submitted.on, decided_on, calendar))


def has_run_out(due_on: date | None, written_on: date, today: date) -> bool:
    """Whether the limit of a draft has passed since it was written; one that had passed by then was known to have."""
    return due_on is not None and written_on <= due_on < today


def days_left(today: date, due_on: date, calendar: Calendar) -> int:
    """Working days from today to the limit: 0 today, 1 on the next working day; negative when past."""
    return workdays_between(today, due_on, calendar)


def open_class(limit: Moment | None, judged: Moment, waited: int, calendar: Calendar) -> TimeClass:
    """Time class of a task that is not finished. `judged` is now, or the submission while it awaits a decision."""
    if limit is None:
        return TimeClass.NO_LIMIT
    if own_days_late(limit, judged, waited, calendar):
        return TimeClass.OVERDUE
    return TimeClass.DUE_SOON if days_left(judged.on, limit.on, calendar) <= SOON else TimeClass.IN_TERM


def done_class(limit: Moment | None, submitted: Moment, waited: int, calendar: Calendar) -> TimeClass:
    """Time class of a finished task: the day its accepted result was submitted decides."""
    if limit is None:
        return TimeClass.NO_LIMIT
    if own_days_late(limit, submitted, waited, calendar):
        return TimeClass.LATE
    return TimeClass.EARLY if submitted.on < limit.on else TimeClass.ON_TIME


def internal_due(whole: date, days: int, today: date, calendar: Calendar) -> date:
    """A day proposed for a piece of the work: working days before the official limit, never before today."""
    return max(today, min(whole, add_workdays(whole, -days, calendar))) if whole >= today else whole


def within(limit: Moment, whole: Moment | None) -> Moment:
    """The limit of a piece; one without an hour on the last day of the whole ends at the hour of the whole."""
    return whole if whole and limit == Moment(whole.on) else limit
