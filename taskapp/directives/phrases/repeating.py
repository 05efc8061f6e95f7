"""From the marks of a recurring duty to its RFC 5545 rule. Pure.

The table of rules is the conventions': no day named is the last day of the period, Friday of a week, 31 December.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from taskapp.directives.phrases.values import Day, Every, Mark, Part, Period, QuarterMonth, Unit, Weekday
from taskapp.directives.phrases.words import BYDAY

_WORKDAYS = "BYDAY=MO,TU,WE,TH,FR"
_ORDER = (Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.HALF, Unit.YEAR)
_LAST = (0, 31, -1, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)  # of each month; February's differs
_ENDS = {Unit.QUARTER: (3, 6, 9, 12), Unit.HALF: (6, 12), Unit.YEAR: (12,)}


def is_recurring(marks: Sequence[Mark]) -> bool:
    """Whether the marks of a clause tell of a duty that comes back."""
    return any(
        isinstance(mark, Every)
        or (isinstance(mark, QuarterMonth) and not mark.quarter)
        or (isinstance(mark, Period) and mark.is_each)
        for mark in marks
    )


def rrule(marks: Sequence[Mark], *, day_before: bool) -> tuple[str, bool]:
    """The rule, and whether the words name its day; `day_before`: "trước ngày N" ends on the day before."""
    named = [mark for mark in marks if isinstance(mark, Every)]
    each = [Every(mark.unit) for mark in marks if isinstance(mark, Period) and mark.is_each]
    every = min(named or each or [Every(Unit.QUARTER)], key=lambda mark: (_ORDER.index(mark.unit), mark.interval))
    quarter = next((mark for mark in marks if isinstance(mark, QuarterMonth)), None)
    days = [mark for mark in marks if isinstance(mark, Day) and mark.year is None]
    parts = [mark for mark in marks if isinstance(mark, Period)]
    if quarter and every.unit in {Unit.QUARTER, Unit.MONTH, Unit.HALF, Unit.YEAR}:
        months = tuple(range(quarter.place, 13, 3))
        return _yearly(months, _numbers(days), parts, day_before)
    if every.unit is Unit.DAY:
        return _with("FREQ=DAILY", every.interval), True
    if every.unit is Unit.WEEK:
        return _weekly(every, marks, day_before)
    if every.unit is Unit.MONTH:
        return _monthly(every, _numbers(days), parts, day_before)
    return _by_months(every, days, parts, day_before)


def _weekly(every: Every, marks: Sequence[Mark], day_before: bool) -> tuple[str, bool]:
    named = sorted({day for mark in marks if isinstance(mark, Weekday) for day in mark.days})
    started = [
        mark.part.weekday for mark in marks if isinstance(mark, Period) and mark.part and mark.part.weekday is not None
    ]
    days = named or started[:1] or [4]
    if day_before and named:
        days = [(day - 1) % 7 for day in days]
    return f"{_with('FREQ=WEEKLY', every.interval)};BYDAY={','.join(BYDAY[day] for day in days)}", bool(named)


def _monthly(every: Every, days: list[int], parts: list[Period], day_before: bool) -> tuple[str, bool]:
    freq = _with("FREQ=MONTHLY", every.interval)
    if days:
        return f"{freq};BYMONTHDAY={_joined([_before(day) for day in days] if day_before else days)}", True
    return f"{freq};{_part(parts)}", bool(parts)


def _by_months(every: Every, days: list[Day], parts: list[Period], day_before: bool) -> tuple[str, bool]:
    dated = [mark for mark in days if mark.month]
    if dated and day_before:
        dated = [_day_before(mark) for mark in dated]
    months = sorted({mark.month for mark in dated if mark.month})
    numbers = _numbers(dated) or _numbers(days)
    if every.unit is Unit.QUARTER and any(mark.shift == 1 for mark in days):
        months = [1, 4, 7, 10]
    if every.unit is Unit.YEAR and not dated:
        named = [mark.number * (3 if mark.unit is Unit.QUARTER else 1) for mark in parts if mark.number]
        months = sorted(set(named)) or [12]
        if not numbers and len(months) == 1 and _part(parts) == "BYMONTHDAY=-1":
            return f"FREQ=YEARLY;BYMONTH={months[0]};BYMONTHDAY={_LAST[months[0]]}", bool(named)
    if len(months) < len(_ENDS[every.unit]):
        months = list(_ENDS[every.unit])
    return _yearly(tuple(months), numbers, parts, day_before and not dated)


def _yearly(months: tuple[int, ...], days: list[int], parts: list[Period], day_before: bool) -> tuple[str, bool]:
    listed = _joined(months)
    if days:
        if day_before and days == [1]:
            return (
                f"FREQ=YEARLY;BYMONTH={_joined(sorted((month - 2) % 12 + 1 for month in months))};BYMONTHDAY=-1",
                True,
            )
        return (
            f"FREQ=YEARLY;BYMONTH={listed};BYMONTHDAY={_joined([_before(d) for d in days] if day_before else days)}",
            True,
        )
    part = _part(parts)
    return f"FREQ={'MONTHLY' if 'SETPOS' in part else 'YEARLY'};BYMONTH={listed};{part}", bool(parts)


def _part(parts: list[Period]) -> str:
    part = next((mark.part for mark in reversed(parts) if mark.part), Part())
    if part.workday:
        return f"{_WORKDAYS};BYSETPOS={part.workday}"
    if part.weekday is not None:
        return f"BYDAY={BYDAY[part.weekday]};BYSETPOS={part.nth or 1}"
    return f"BYMONTHDAY={1 if part.is_start else part.day}"


def _numbers(days: list[Day]) -> list[int]:
    return sorted({day for mark in days for day in mark.days if 1 <= day <= 31})


def _day_before(mark: Day) -> Day:
    day = date(2023, mark.month or 1, min(mark.days[-1], 28)) - timedelta(days=1)
    return Day((day.day if mark.days[-1] <= 28 else mark.days[-1] - 1,), day.month)


def _before(day: int) -> int:
    return day - 1 or -1


def _with(freq: str, interval: int) -> str:
    return f"{freq};INTERVAL={interval}" if interval > 1 else freq


def _joined(numbers: Sequence[int]) -> str:
    return ",".join(str(number) for number in numbers)
