"""The occurrences of a duty: the limit of each on the office's calendar, and when it is handed out. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from taskapp.duties.recurrence import MOST, Rule, named_days
from taskapp.workdays.arithmetic import (
    DAY,
    Calendar,
    add_workdays,
    end_of_month,
    workday_on_or_after,
    workday_on_or_before,
)

AHEAD = timedelta(days=366 * 10)  # no occurrence further away is looked for
LONGEST_HOLIDAY = timedelta(days=40)  # a limit is never moved further than this
LONGEST_PAUSE = timedelta(days=366 + 62)  # from one occurrence of a yearly rule to the next, moved by holidays
LOOKED_BACK = timedelta(days=366)  # what was missed longer ago is not asked about any more


class Shift(StrEnum):
    """Where a limit goes that would fall on a day off."""

    BEFORE = "before"
    AFTER = "after"
    AS_IT_FALLS = "as_it_falls"


class Occurrence(NamedTuple):
    """`on`: the day that the rule names, which tells occurrences apart whatever the calendar; `due_on`: its limit;
    `issue_on`: the working day on whose morning it is handed out.
    """

    on: date
    due_on: date
    issue_on: date


@dataclass(frozen=True)
class Plan:
    """A rule with what an office adds to it. `starts_on`: from where intervals count; `counts_from`: the first limit
    that is owed, later than the start when the duty was resumed.
    """

    rule: Rule
    shift: Shift
    workdays_ahead: int
    starts_on: date
    counts_from: date
    ends_on: date | None = None


class Owing(NamedTuple):
    """What a duty owes on a day: occurrences to hand out, and those whose limit passed while the system was down.

    A task is handed out so many working days before its limit, yet not before the limit of the one before it has
    passed: the same report is never owed twice at a time.
    """

    to_give: list[Occurrence]
    missed: list[Occurrence]


def coming(plan: Plan, calendar: Calendar, after: date, number: int) -> list[Occurrence]:
    """The next occurrences whose limit lies on `after` or later, as far ahead as is looked; at most MOST."""
    found = _owed(plan, calendar, after, after + AHEAD)
    return list(islice((one for one in found if one.due_on >= after), min(number, MOST)))


def owed(plan: Plan, calendar: Calendar, today: date, settled: Collection[date]) -> Owing:
    """What is to be handed out on `today`, and what has been missed, less the named days that are settled.

    How often it is asked changes nothing. Nothing is said of what was missed longer ago than is looked back.
    """
    to_give: list[Occurrence] = []
    missed: list[Occurrence] = []
    for one in _owed(plan, calendar, today - LOOKED_BACK, today + LONGEST_HOLIDAY + _reach(plan)):
        if one.issue_on > today:
            break
        if one.on not in settled:
            (to_give if one.due_on >= today else missed).append(one)
    return Owing(to_give[-MOST:], missed[-MOST:])


def _reach(plan: Plan) -> timedelta:
    """Calendar days in which the working days ahead certainly fit: a week holds one working day at least."""
    return timedelta(days=7 * plan.workdays_ahead)


def _owed(plan: Plan, calendar: Calendar, first: date, last: date) -> Iterator[Occurrence]:
    """The occurrences whose limits lie between two days, in order, some before the first among them."""
    last = min([last, *(day for day in (plan.ends_on, plan.rule.until) if day)])
    before: date | None = None
    for day in _named(plan, first, last):
        due_on = _limit(plan, day, calendar)
        if due_on < plan.starts_on or (before and due_on <= before):
            continue
        if plan.rule.workday and due_on > last:
            return
        if due_on >= plan.counts_from:
            yield Occurrence(day, due_on, _issue_day(plan, due_on, before, calendar))
        before = due_on


def _named(plan: Plan, first: date, last: date) -> Iterator[date]:
    """The named days, from so far before the first day that the one before the first occurrence is among them.

    A rule that neither counts nor skips is not gone through from its beginning, which may lie years back.
    """
    rule, start = plan.rule, plan.starts_on
    if rule.workday:  # where in its month the day lies, only the calendar knows
        last = end_of_month(last)
        start = start if rule.count else start.replace(day=1)
    if rule.interval == 1 and not rule.count and rule.is_dated:
        start = max(start, (first - LONGEST_PAUSE).replace(day=1))
    return named_days(rule, start, last)


def _limit(plan: Plan, day: date, calendar: Calendar) -> date:
    nth = plan.rule.workday
    if nth:
        return add_workdays(day - DAY if nth > 0 else day + DAY, nth, calendar)
    if plan.shift is Shift.BEFORE:
        return workday_on_or_before(day, calendar)
    return workday_on_or_after(day, calendar) if plan.shift is Shift.AFTER else day


def _issue_day(plan: Plan, due_on: date, before: date | None, calendar: Calendar) -> date:
    ahead = add_workdays(due_on, -plan.workdays_ahead, calendar) if plan.workdays_ahead else due_on
    earliest = max(plan.starts_on, plan.counts_from if before is None else before + DAY)
    return min(max(ahead, workday_on_or_after(earliest, calendar)), due_on)
