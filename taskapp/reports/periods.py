"""Periods that reports judge: months, quarters, years by the calendar or by the cut-off days of NĐ 09/2019. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

CUT_OFF_DAY = 14  # NĐ 09/2019/NĐ-CP Art. 12: a month's figures end on its 14th day


class Cutoff(StrEnum):
    """Where periods end: with the calendar, or with the 14th (NĐ 09/2019/NĐ-CP Art. 12)."""

    CALENDAR = "calendar"
    DECREE_09 = "decree_09"


class Span(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}
ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Period:
    """Local days `first` to `last`, both inclusive; `number` of `year`: the month, quarter, or the year itself."""

    span: Span
    number: int
    year: int
    first: date
    last: date


def containing(day: date, span: Span, cutoff: Cutoff = Cutoff.CALENDAR) -> Period:
    """The period of the kind in which a day lies."""
    month = day.year * 12 + day.month - 1 + (cutoff is Cutoff.DECREE_09 and day.day > CUT_OFF_DAY)
    return _period(month // MONTHS[span], span, cutoff)


def previous(period: Period, cutoff: Cutoff = Cutoff.CALENDAR) -> Period:
    """The period of the same kind and cut-off before this one."""
    return containing(period.first - timedelta(days=1), period.span, cutoff)


def named(first: date, last: date) -> tuple[Period, Cutoff] | None:
    """The usual period of exactly these days and how it is cut off; None when they are none."""
    for cutoff in Cutoff:
        for span in Span:
            period = containing(first, span, cutoff)
            if (period.first, period.last) == (first, last):
                return period, cutoff
    return None


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week in which a day lies."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def before(first: date, last: date) -> tuple[date, date]:
    """The days that come before: the usual period before this one, else as many days."""
    if usual := named(first, last):
        earlier = previous(*usual)
        return earlier.first, earlier.last
    return first - (last - first) - timedelta(days=1), first - timedelta(days=1)


def year_before(day: date) -> date:
    """The same day of the year before; 28 February for the 29th."""
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def _period(index: int, span: Span, cutoff: Cutoff) -> Period:
    length = MONTHS[span]
    start = index * length
    first, last = _first_of(start), _first_of(start + length) - timedelta(days=1)
    if cutoff is Cutoff.DECREE_09:
        first, last = _first_of(start - 1).replace(day=CUT_OFF_DAY + 1), last.replace(day=CUT_OFF_DAY)
    year, month = divmod(start, 12)
    return Period(span, month // length + 1 if span is not Span.YEAR else year, year, first, last)


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
