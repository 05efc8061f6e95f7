"""When a recurring duty falls due: RFC 5545 rules read, bounded and turned into days. Pure.

Of RFC 5545 what offices use: DAILY to YEARLY with their days and months, UNTIL, COUNT. A day that a month lacks is its
last day, as people mean it (RFC 7529, SKIP=BACKWARD): "ngày 30 hằng tháng" is 28 or 29 February.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from heapq import merge
from itertools import groupby, islice
from typing import Any

from dateutil import rrule as rfc

from taskapp.workdays.arithmetic import end_of_month

MOST = 400  # occurrences that are looked at in one go, and the largest COUNT
LONGEST = 200  # characters of a rule
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING_WEEK = "MO,TU,WE,TH,FR"
QUARTERS = {(3, 6, 9, 12): 3, (2, 5, 8, 11): 2, (1, 4, 7, 10): 1}  # months of each quarter: the place in it
_NUMBER = r"-?(?:[1-9]|[12]\d|3[01])"
_ALLOWED = {
    "FREQ": r"DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"[1-9]\d?",
    "COUNT": r"[1-9]\d{0,2}",
    "UNTIL": r"\d{8}(?:T\d{6}Z?)?",
    "WKST": "MO",
    "BYMONTH": r"(?:[1-9]|1[0-2])(?:,(?:[1-9]|1[0-2]))*",
    "BYMONTHDAY": rf"{_NUMBER}(?:,{_NUMBER})*",
    "BYDAY": r"(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU))*",
    "BYSETPOS": r"[+-]?[1-5]",
}
_PARTS_OF = {
    "DAILY": frozenset[str](),
    "WEEKLY": frozenset({"BYDAY"}),
    "MONTHLY": frozenset({"BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"}),
    "YEARLY": frozenset({"BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"}),
}
_ANY = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"})
_FREQUENCIES: dict[str, Any] = {
    "DAILY": rfc.DAILY,
    "WEEKLY": rfc.WEEKLY,
    "MONTHLY": rfc.MONTHLY,
    "YEARLY": rfc.YEARLY,
}


class BadRule(ValueError):
    """A text that is no rule of those allowed here."""


@dataclass(frozen=True)
class Rule:
    """A rule in its parts. `workday`: the rule is the n-th working day of a month (negative: from its end), else 0."""

    text: str
    freq: str
    interval: int = 1
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    days: tuple[tuple[int, int], ...] = ()  # (weekday, which of the month or 0)
    position: int = 0
    until: date | None = None
    count: int | None = None
    parts: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def workday(self) -> int:
        return self.position if self.parts.get("BYDAY") == WORKING_WEEK else 0

    @property
    def meaning(self) -> tuple[object, ...]:
        """What two texts of one rule have in common."""
        freq = "MONTHLY" if self.freq == "YEARLY" and self.months and self.interval == 1 else self.freq
        return freq, self.interval, self.months, self.month_days, self.days, self.position, self.until, self.count

    @property
    def is_dated(self) -> bool:
        """Whether it says itself on which days it falls, wherever one begins to count."""
        return bool(self.freq == "DAILY" or self.days or self.month_days)

    @property
    def is_by_months(self) -> bool:
        return self.freq in ("MONTHLY", "YEARLY")


def read(text: str) -> Rule:
    """The rule that a text such as FREQ=MONTHLY;BYMONTHDAY=25 holds. Raises BadRule."""
    if len(text) > LONGEST:
        raise BadRule(text[:LONGEST])
    pairs = [part.partition("=") for part in text.strip().upper().split(";")]
    parts = {name: value for name, _sign, value in pairs}
    if len(parts) != len(pairs) or not all(re.fullmatch(_ALLOWED.get(name, "(?!)"), parts[name]) for name in parts):
        raise BadRule(text)
    freq = parts.get("FREQ", "")
    if freq not in _PARTS_OF or not parts.keys() <= _ANY | _PARTS_OF[freq]:
        raise BadRule(text)
    rule = Rule(
        text=";".join(f"{name}={value}" for name, value in parts.items()),
        freq=freq,
        interval=int(parts.get("INTERVAL", "1")),
        months=_numbers(parts.get("BYMONTH")),
        month_days=_numbers(parts.get("BYMONTHDAY")),
        days=tuple(_weekday(each) for each in parts.get("BYDAY", "").split(",") if each),
        position=int(parts.get("BYSETPOS", "0")),
        until=_until(parts.get("UNTIL")),
        count=int(parts["COUNT"]) if "COUNT" in parts else None,
        parts=parts,
    )
    _check_together(rule)
    return rule


def named_days(rule: Rule, start: date, until: date) -> Iterator[date]:
    """The days from `start` to `until` (inclusive) that the rule names, in order, each once; intervals count from
    `start`. Of the n-th working day of a month, where a calendar decides, the month's first day (its last, if counted
    from the end) stands for it.
    """
    end = end_of_month(rule.until) if rule.until and rule.workday else rule.until
    last = min(until, end or until)
    days = (day for day, _same in groupby(merge(*(_days(each) for each in _rules(rule, start, last)))))
    yield from islice(days, rule.count or None)


def _rules(rule: Rule, start: date, last: date) -> Iterator[rfc.rrule]:
    if not rule.is_by_months:
        by_week = {"byweekday": [day for day, _which in rule.days] or None} if rule.freq == "WEEKLY" else {}
        yield _rule(rule.freq, rule, start, last, **by_week)
        return
    freq = "MONTHLY" if rule.months and rule.interval == 1 else rule.freq
    by = {"bymonth": rule.months or None}
    if rule.workday:
        yield _rule(freq, rule, start, last, bymonthday=1 if rule.workday > 0 else -1, **by)
    elif rule.days:
        named = [rfc.weekday(day, which) if which else rfc.weekday(day) for day, which in rule.days]
        yield _rule(freq, rule, start, last, byweekday=named, bysetpos=rule.position or None, **by)
    elif freq == "YEARLY":
        yield _rule(freq, rule, start, last, bymonthday=rule.month_days or None, **by)
    else:
        yield from _of_month(rule, freq, start, last, by)


def _of_month(rule: Rule, freq: str, start: date, last: date, by: dict[str, Any]) -> Iterator[rfc.rrule]:
    wanted = rule.month_days or (start.day,)
    common = [day for day in wanted if day <= 28]
    if common:
        yield _rule(freq, rule, start, last, bymonthday=common, **by)
    for day in wanted:
        if day > 28:
            yield _rule(freq, rule, start, last, bymonthday=range(28, day + 1), bysetpos=-1, **by)


def _rule(freq: str, rule: Rule, start: date, last: date, **by: Any) -> rfc.rrule:
    first, end = (datetime.combine(day, time()) for day in (start, last))
    return rfc.rrule(_FREQUENCIES[freq], dtstart=first, until=end, interval=rule.interval, wkst=rfc.MO, **by)


def _days(rule: rfc.rrule) -> Iterator[date]:
    return (moment.date() for moment in rule)


def _numbers(text: str | None) -> tuple[int, ...]:
    return tuple(sorted({int(each) for each in text.split(",")})) if text else ()


def _weekday(text: str) -> tuple[int, int]:
    return WEEKDAYS.index(text[-2:]), int(text[:-2] or 0)


def _until(text: str | None) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8])) if text else None
    except ValueError as error:
        raise BadRule(text) from error


def _check_together(rule: Rule) -> None:
    """Refuse what has no meaning here, or might never come: the library would search to the end of time."""
    wrong = (
        (rule.position and not rule.days)
        or (rule.month_days and rule.days)
        or (rule.count and (rule.until or rule.count > MOST))
        or any(day < -28 for day in rule.month_days)
        or (rule.freq == "WEEKLY" and any(which for _day, which in rule.days))
        or (rule.position and any(which for _day, which in rule.days))
        or (rule.freq == "MONTHLY" and rule.interval > 1 and rule.months)
    )
    if wrong or (rule.freq == "YEARLY" and not _yearly_makes_sense(rule)):
        raise BadRule(rule.text)


def _yearly_makes_sense(rule: Rule) -> bool:
    if rule.position:  # of the year, not of the month: nobody means that
        return False
    if not rule.months or not (rule.month_days or rule.days):
        return not (rule.months or rule.month_days or rule.days)
    if rule.interval == 1:
        return True
    return not rule.days and all(day <= monthrange(2023, month)[1] for month in rule.months for day in rule.month_days)
