"""Dates as offices write them in a register: written forms, Excel's own, periods, words for no limit. Pure."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from taskapp.base.text import fold, one_line
from taskapp.directives.reason import Reason
from taskapp.directives.registers import periods
from taskapp.tasks.states import LimitKind

EARLIEST, LATEST = 2000, 2099
DAYS_1900, DAYS_1904 = date(1899, 12, 30), date(1904, 1, 1)


@dataclass(frozen=True)
class Written:
    """What a date cell says: a day (with an hour), or words for no day; `problem` when it cannot be read.

    `text` keeps the words of the cell where they say more than the day.
    """

    day: date | None = None
    hour: time | None = None
    kind: LimitKind | None = None
    text: str = ""
    problem: Reason | None = None


_FORMS = (
    re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<![\d/])(?P<d>\d{1,2})\s*([/.\-])\s*(?P<m>\d{1,2})\s*\2\s*(?P<y>\d{4}|\d{2})(?![\d/])"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})\s*thang\s*(?P<m>\d{1,2})\s*(?:,\s*)?nam\s*(?P<y>\d{4}|\d{2})(?!\d)"),
)
_HOUR = re.compile(r"(?<!\d)(?P<h>\d{1,2})\s*(?:h|gio|:)\s*(?P<i>\d{2})?(?!\d)")
_COUNTED = re.compile(r"\bke tu\b|\b\d+\s*ngay( lam viec)?\b(?!\s*thang)|\bsau khi\b|\btu ngay\b(?!.*\bden\b)")
_RECURRING = re.compile(r"\bdinh ky\b|\bhang (tuan|thang|quy|nam)\b|\bmoi (tuan|thang|quy|nam)\b")
_CONTINUOUS = re.compile(r"\bthuong xuyen\b|\blien tuc\b|\bhang ngay\b|\bkhi co (phat sinh|yeu cau)\b")
_NO_LIMIT = re.compile(
    r"^(khong|khong (co |ghi |xac dinh |quy dinh )?(thoi )?(han|gian)|khong xac dinh|khong ky han|[-–—.x/\\]{1,3})$"
)
_NOT_DONE = re.compile(r"^(chua|dang|con|khong)\b")
_LONGEST_STATED = 80


def read(
    value: object, *, is_1904: bool = False, not_before: date | None = None, around: date | None = None
) -> Written:
    """The date that a cell's value says.

    True dates, Excel serial numbers (`is_1904` is the workbook's epoch), text as dd/mm/yyyy, d/m/yy, d.m.yyyy, ISO,
    "ngày d tháng m năm yyyy", a month, quarter, half or year (its last day), the same without a year (the next one on
    or after `not_before`, or else the nearest to `around`), or the words for no limit. Unreadable and
    impossible values give a `problem`, never a guess.
    """
    if value is None or value == "":
        return Written()
    if isinstance(value, datetime):
        return _checked(value.year, value.month, value.day, hour=value.time() if value.time() != time() else None)
    if isinstance(value, date):
        return _checked(value.year, value.month, value.day)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return Written(problem=_unreadable(str(value)))
    if isinstance(value, int | float):
        return _serial(value, is_1904)
    return _text(one_line(value), not_before, around)


def words_of(value: str) -> LimitKind | None:
    """The kind of limit that words without a date state, or None when they state none."""
    plain = fold(value).strip(" .;:")
    if _RECURRING.search(plain):
        return LimitKind.RECURRING
    if _CONTINUOUS.search(plain):
        return LimitKind.CONTINUOUS
    return LimitKind.NONE if _NO_LIMIT.match(plain) else None


def says_not_done(value: str) -> bool:
    """Whether words in the column of completion days say that the work goes on."""
    return bool(_NOT_DONE.search(fold(value)))


def is_dash(value: str) -> bool:
    """Whether a cell holds only a sign for nothing."""
    return bool(re.fullmatch(r"[-–—.x/\\\s]+", fold(value)))


def find(text: str) -> tuple[list[re.Match[str]], str]:
    """All full dates in a text, in order, with the folded text they were found in."""
    plain = fold(text)
    found = sorted((m for form in _FORMS for m in form.finditer(plain)), key=lambda m: m.start())
    return found, plain


def speaks_of_time(text: str) -> bool:
    """Whether words state a day, a period or a kind of limit; long ones only tell of one."""
    if len(text) > _LONGEST_STATED:
        return False
    plain = one_line(fold(text))
    return bool(find(text)[0] or words_of(text) or periods.read(plain))


def around_titles(titles: Iterable[str]) -> date | None:
    """The middle of the time that the titles of a register speak of ("THÁNG 11 NĂM 2022"); None when of none."""
    found, plain = find(" | ".join(titles))
    days = [day for match in found if (day := _checked(_year(match["y"]), int(match["m"]), int(match["d"])).day)]
    for match in reversed(found):
        plain = f"{plain[: match.start()]} {plain[match.end() :]}"
    return periods.of_titles(plain, days[-1] if days else None)


def _text(text: str, not_before: date | None, around: date | None) -> Written:
    if not text:
        return Written()
    found, plain = find(text)
    if len(found) > 1 and not re.search(r"\btu\b.*\bden\b", plain):
        return Written(
            text=text, problem=Reason("Ô có nhiều ngày: “%(text)s”. Hãy để lại một ngày.", {"text": _short(text)})
        )
    if found:
        return _from_match(found[-1], plain, text)
    if kind := words_of(text):
        return Written(kind=kind, text=text)
    return _partial(plain, text, not_before, around)


def _from_match(match: re.Match[str], plain: str, text: str) -> Written:
    rest = f"{plain[: match.start()]} {plain[match.end() :]}".strip()
    if _COUNTED.search(_HOUR.sub(" ", rest)):
        reason = Reason("“%(text)s” tính từ một mốc khác. Hãy ghi ngày đến hạn cụ thể.", {"text": _short(text)})
        return Written(text=text, problem=reason)
    hour = _hour(rest)
    if isinstance(hour, Reason):
        return Written(text=text, problem=hour)
    written = _checked(_year(match["y"]), int(match["m"]), int(match["d"]), hour=hour)
    return Written(written.day, written.hour, None, text, written.problem)


def _hour(rest: str) -> time | Reason | None:
    match = _HOUR.search(rest)
    if not match:
        return None
    hour, minute = int(match["h"]), int(match["i"] or 0)
    if hour > 23 or minute > 59:
        return Reason("Giờ “%(text)s” không có. Hãy ghi giờ từ 0 đến 23.", {"text": match[0].strip()})
    return time(hour, minute)


def _partial(plain: str, text: str, not_before: date | None, around: date | None) -> Written:
    period = None if _COUNTED.search(plain) else periods.read(_HOUR.sub(" ", plain))
    if period is None:
        return Written(text=text, problem=_unreadable(text))
    year = period.year or periods.year_of(period, not_before, around)
    if year is None:
        reason = Reason("“%(text)s” thiếu năm. Hãy ghi đủ ngày/tháng/năm.", {"text": _short(text)})
        return Written(text=text, problem=reason)
    hour = _hour(plain)
    if isinstance(hour, Reason):
        return Written(text=text, problem=hour)
    written = _checked(*period.end(year), hour=hour)
    return Written(written.day, written.hour, None, text, written.problem)


def _serial(value: float, is_1904: bool) -> Written:
    start = DAYS_1904 if is_1904 else DAYS_1900
    if not 0 < value < 80000:  # 80000 is past the year 2099 in either epoch; NaN fails both comparisons
        return Written(problem=_unreadable(f"{value:g}"))
    day = start + timedelta(days=int(value))
    if not EARLIEST <= day.year <= LATEST:
        return Written(problem=_unreadable(f"{value:g}"))
    return Written(day)


def _checked(year: int, month: int, day: int, *, hour: time | None = None) -> Written:
    values = {"day": f"{day}/{month}/{year}", "month": month, "year": year}
    if not 1 <= month <= 12:
        return Written(
            problem=Reason("Ngày %(day)s không có: không có tháng %(month)s. Hãy ghi ngày trước, tháng sau.", values)
        )
    if not EARLIEST <= year <= LATEST:
        return Written(problem=Reason("Ngày %(day)s không hợp lý: năm %(year)s. Hãy kiểm tra lại năm.", values))
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        values["last"] = last
        return Written(
            problem=Reason("Ngày %(day)s không có: tháng %(month)s năm %(year)s chỉ có %(last)s ngày.", values)
        )
    return Written(date(year, month, day), hour)


def _year(digits: str) -> int:
    return int(digits) + 2000 if len(digits) == 2 else int(digits)


def _unreadable(text: str) -> Reason:
    return Reason(
        "Không đọc được ngày “%(text)s”. Hãy ghi dạng ngày/tháng/năm, ví dụ 30/06/2021.", {"text": _short(text)}
    )


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
