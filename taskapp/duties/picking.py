"""A rule picked by ordinary words, and the words that a rule would be picked by. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from taskapp.duties.recurrence import QUARTERS, WEEKDAYS, WORKING_WEEK, BadRule, Rule, read


class Often(StrEnum):
    """How often it comes back; OTHER: by a rule that a document gave and that cannot be picked here."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    OTHER = "other"


class Day(StrEnum):
    """Which day of the month."""

    NUMBER = "number"
    LAST = "last"
    LAST_WORKDAY = "last_workday"
    WEEKDAY = "weekday"


@dataclass(frozen=True)
class Pick:
    """What was picked. `weekdays` 0 (Monday) to 6; `place` of the month in its quarter, 1 to 3; `nth` -1: the last."""

    often: Often = Often.MONTHLY
    weekdays: tuple[int, ...] = (3,)
    interval: int = 1
    day: Day = Day.NUMBER
    number: int = 25
    nth: int = 1
    weekday: int = 4
    place: int = 3
    month: int = 12
    other: str = ""


_MONTHS = {place: months for months, place in QUARTERS.items()}
_HALVES = "6,12"


def rule_of(pick: Pick) -> str:
    """The RFC 5545 text of what was picked."""
    if pick.often is Often.OTHER:
        return pick.other
    every = f";INTERVAL={pick.interval}" if pick.interval > 1 else ""
    if pick.often is Often.WEEKLY:
        return f"FREQ=WEEKLY{every};BYDAY={','.join(WEEKDAYS[day] for day in sorted(set(pick.weekdays)))}"
    if pick.often is Often.MONTHLY:
        return f"FREQ=MONTHLY{every};{_day(pick)}"
    months = {
        Often.QUARTERLY: ",".join(map(str, _MONTHS[pick.place])),
        Often.HALF_YEARLY: _HALVES,
        Often.YEARLY: str(pick.month),
    }[pick.often]
    freq = "YEARLY" if pick.day in (Day.NUMBER, Day.LAST) else "MONTHLY"  # the n-th of a month, not of the year
    return f"FREQ={freq};BYMONTH={months};{_day(pick)}"


def pick_of(text: str) -> Pick:
    """What one would pick for the rule; one that cannot be picked is kept as it is."""
    try:
        found = _picked(read(text))
        is_same = found is not None and read(rule_of(found)).meaning == read(text).meaning
    except BadRule:
        return Pick(often=Often.OTHER, other=text)
    return found if found and is_same else Pick(often=Often.OTHER, other=text)


def _day(pick: Pick) -> str:
    return {
        Day.NUMBER: f"BYMONTHDAY={pick.number}",
        Day.LAST: "BYMONTHDAY=-1",
        Day.LAST_WORKDAY: f"BYDAY={WORKING_WEEK};BYSETPOS=-1",
        Day.WEEKDAY: f"BYDAY={WEEKDAYS[pick.weekday]};BYSETPOS={pick.nth}",
    }[pick.day]


def _picked(rule: Rule) -> Pick | None:
    if rule.freq == "WEEKLY" and rule.days:
        return Pick(Often.WEEKLY, weekdays=tuple(day for day, _which in rule.days), interval=rule.interval)
    if not rule.is_by_months:
        return None
    day = _picked_day(rule)
    if day is None or not rule.months:
        return day and replace(day, interval=rule.interval)
    if rule.months in QUARTERS:
        return replace(day, often=Often.QUARTERLY, place=QUARTERS[rule.months])
    if len(rule.months) == 1:
        return replace(day, often=Often.YEARLY, month=rule.months[0])
    return replace(day, often=Often.HALF_YEARLY)


def _picked_day(rule: Rule) -> Pick | None:
    if rule.workday == -1:
        return Pick(day=Day.LAST_WORKDAY)
    if rule.month_days == (-1,):
        return Pick(day=Day.LAST)
    if len(rule.month_days) == 1 and rule.month_days[0] > 0:
        return Pick(day=Day.NUMBER, number=rule.month_days[0])
    if len(rule.days) == 1 and rule.position in (1, 2, 3, 4, -1):
        return Pick(day=Day.WEEKDAY, nth=rule.position, weekday=rule.days[0][0])
    return None
