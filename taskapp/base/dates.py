"""Dates and hours as people write them: 5/3/2026, 05-03-2026, 2026-03-05, 5/3; 14:30, 14h30, 14 giờ."""

from __future__ import annotations

import re
from datetime import date, time

from taskapp.base.days import nearest
from taskapp.base.i18n import _
from taskapp.base.text import fold

FIRST_YEAR, LAST_YEAR = 1945, 2199

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DAY = re.compile(r"([0-9]{1,2})\s*[/.-]\s*([0-9]{1,2})(?:\s*[/.-]\s*([0-9]{4}|[0-9]{2}))?")
_HOUR = re.compile(r"([0-9]{1,2})\s*(?:(?::|h|g|gio)\s*([0-9]{1,2})?\s*(?:'|p|phut)?)?")


def read_day(text: str, today: date | None = None, *, is_past: bool = False) -> date:
    """The date written in `text`; a day with no year is the one that days.nearest() gives.

    Raises ValueError whose text tells the person what is wrong: not a date, no such day, a year out of range.
    """
    text = text.strip()
    if iso := _ISO.fullmatch(text):
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    written = _DAY.fullmatch(text)
    if written is None or (written[3] is None and today is None):
        raise ValueError(
            _("“%(text)s” không phải là ngày. Hãy ghi dạng ngày/tháng/năm, ví dụ 05/03/2026.", text=text[:40])
        )
    day, month = int(written[1]), int(written[2])
    if written[3]:
        return _date(int(written[3]) + (2000 if len(written[3]) == 2 else 0), month, day)
    found = nearest(day, month, today or date.min, is_past=is_past)
    if found is None:
        raise _no_such_day(f"{day:02d}/{month:02d}")
    return found


def read_hour(text: str) -> time:
    """The hour written in `text`. Raises ValueError whose text tells the person what is wrong."""
    written = _HOUR.fullmatch(fold(text))
    if written is None or int(written[1]) > 23 or int(written[2] or 0) > 59:
        raise ValueError(
            _(
                "“%(text)s” không phải là giờ. Hãy ghi dạng giờ:phút, ví dụ 14:30; hết ngày thì để trống.",
                text=text[:40],
            )
        )
    return time(int(written[1]), int(written[2] or 0))


def _date(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(
            _("Năm %(year)s nằm ngoài khoảng %(first)s đến %(last)s.", year=year, first=FIRST_YEAR, last=LAST_YEAR)
        )
    try:
        return date(year, month, day)
    except ValueError as error:
        raise _no_such_day(f"{day:02d}/{month:02d}/{year}") from error


def _no_such_day(written: str) -> ValueError:
    return ValueError(_("Không có ngày %(day)s trong lịch. Hãy kiểm tra lại ngày và tháng.", day=written))
