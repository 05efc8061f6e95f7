"""A day as people say it when they type it: mai, thứ sáu tuần sau, 5 ngày làm việc, cuối tháng, ngày 15. Pure.

Limits inside the text of a document have a larger grammar of their own, in directives.phrases.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from taskapp.base.days import is_just_gone, nearest
from taskapp.base.text import fold
from taskapp.workdays.arithmetic import DAY, Calendar, add_workdays, workday_on_or_before

MOST = 500  # days, weeks or months counted from a day
_NUMBERS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9}
_NUMBERS |= {"muoi": 10, "muoi lam": 15, "hai muoi": 20, "ba muoi": 30}
_NUMBER = "|".join(("[0-9]{1,3}", *sorted(_NUMBERS, key=len, reverse=True)))
_NEAR = {"hom nay": 0, "nay": 0, "mai": 1, "ngay mai": 1, "mot": 2, "ngay mot": 2, "ngay kia": 2}
_NEAR |= {"hom qua": -1, "hom kia": -2}
_WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
_WEEKDAYS |= {str(number): number - 2 for number in range(2, 8)}
_WEEKS = {"": None, "nay": 0, "sau": 7, "toi": 7, "truoc": -7}
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}

_WEEKDAY = re.compile(r"(?:(?:thu |t)([2-7]|hai|ba|tu|nam|sau|bay)|(chu nhat|cn))(?: tuan (nay|sau|toi|truoc))?")
_COUNT = re.compile(rf"(?:sau |trong )?({_NUMBER}) (ngay lam viec|ngay|tuan|thang)(?: (nua|toi|truoc))?")
_OF_MONTH = re.compile(r"ngay ([0-9]{1,2})(?: thang ([0-9]{1,2})(?: nam ([0-9]{4}))?)?|([0-9]{1,2}) thang ([0-9]{1,2})")
_END = re.compile(r"cuoi (tuan|thang|quy|nam)(?: (nay|sau|toi|[0-9]{1,2}|i{1,3}|iv))?")


def day_said(text: str, today: date, calendar: Callable[[], Calendar], *, is_past: bool = False) -> date | None:
    """The day that the words name, seen from `today`; None for words that name none, and beyond what dates hold.

    A bare weekday or day of a month is the next one, today included, or with `is_past` the last one; a day with its
    month is the one that days.nearest() gives. `calendar` is
    asked only where working days matter: "5 ngày làm việc", and "cuối tuần", which is its last working day.
    """
    words = fold(text).strip(" .,")
    if words in _NEAR:
        return today + timedelta(days=_NEAR[words])
    for pattern, read in ((_WEEKDAY, _weekday), (_OF_MONTH, _of_month)):
        if found := pattern.fullmatch(words):
            return read(found, today, is_past)
    try:
        if found := _COUNT.fullmatch(words):
            return _counted(found, today, calendar)
        if found := _END.fullmatch(words):
            return _end(found, today, calendar)
    except (OverflowError, ValueError):
        return None
    return None


def _weekday(found: re.Match[str], today: date, is_past: bool) -> date:
    wanted = 6 if found[2] else _WEEKDAYS[found[1]]
    weeks = _WEEKS[found[3] or ""]
    if weeks is not None:
        return today + timedelta(days=wanted - today.weekday() + weeks)
    return today - timedelta(days=(today.weekday() - wanted) % 7) if is_past else _next_weekday(today, wanted)


def _next_weekday(today: date, wanted: int) -> date:
    return today + timedelta(days=(wanted - today.weekday()) % 7)


def _of_month(found: re.Match[str], today: date, is_past: bool) -> date | None:
    day, month, year = int(found[1] or found[4]), found[2] or found[5], found[3]
    if year and month:
        return _date(int(year), int(month), day)
    if month:
        return nearest(day, int(month), today, is_past=is_past)
    step = -1 if is_past else 1
    for number in range(0, 3 * step, step):  # no two months in a row both lack a day
        candidate = _months_on(today.replace(day=1), number)
        whole = _date(candidate.year, candidate.month, day)
        if whole and (whole <= today if is_past else whole >= today):
            return whole
    return None


def _counted(found: re.Match[str], today: date, calendar: Callable[[], Calendar]) -> date | None:
    number = int(found[1]) if found[1].isdigit() else _NUMBERS[found[1]]
    if not 1 <= number <= MOST:
        return None
    number = -number if found[3] == "truoc" else number
    match found[2]:
        case "ngay lam viec":
            return add_workdays(today, number, calendar())
        case "ngay":
            return today + timedelta(days=number)
        case "tuan":
            return today + timedelta(weeks=number)
        case _:
            return _months_on(today, number)


def _end(found: re.Match[str], today: date, calendar: Callable[[], Calendar]) -> date | None:
    kind, which = found[1], found[2] or "nay"
    following = which in ("sau", "toi")
    if kind == "tuan":
        sunday = today + timedelta(days=6 - today.weekday() + 7 * following)
        return workday_on_or_before(sunday, calendar()) if which in ("nay", "sau", "toi") else None
    if kind == "nam":
        return date(today.year + following, 12, 31) if which in ("nay", "sau", "toi") else None
    if kind == "thang":
        return _end_of_month(today, following, which)
    quarter = _QUARTERS.get(which, (today.month - 1) // 3 + 1 + following)
    return _months_on(date(today.year, 1, 1), 3 * quarter) - DAY


def _end_of_month(today: date, following: bool, which: str) -> date | None:
    if not which.isdigit():
        return _months_on(today.replace(day=1), 1 + following) - DAY
    if not 1 <= int(which) <= 12:
        return None
    end = _months_on(date(today.year, int(which), 1), 1) - DAY
    return end if end >= today or is_just_gone(end, today) else _months_on(date(today.year + 1, int(which), 1), 1) - DAY


def _months_on(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
