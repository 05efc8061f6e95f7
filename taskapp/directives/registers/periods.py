"""Days and periods that a register writes without their year, and the year that its title gives them. Pure."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_PARTS = {"dau": 10, "giua": 15, "thuong tuan": 10, "trung tuan": 20}  # of a month; others last to its end
_OF_YEAR = r"\s*(?:/|,|-|\.)?\s*(?:nam\s*)?(?P<y>20\d{2})?(?!\d)"
_DAY = re.compile(
    r"(?<![\d/.])(?P<d>\d{1,2})\s*/\s*(?P<m>\d{1,2})(?![\d/])|(?<!\d)(?P<d2>\d{1,2})\s*thang\s*(?P<m2>\d{1,2})(?!\d)"
    r"|^(?:truoc |den |het |cham nhat )*(?:ngay )?(?P<d3>\d{1,2})[.\-](?P<m3>\d{1,2})$"
)
_QUARTER = re.compile(r"\b(?:quy|q\.?)\s*(?P<q>iv|iii|ii|i|[1-4])\b" + _OF_YEAR)
_FURTHER = re.compile(r"\bquy\s*(?:i{1,3}|iv|[1-4])\s*(?:-|,|va|den)\s*(?=iv|i{1,3}|[1-4])")  # "quý III - IV"
_MONTH = re.compile(
    r"(?:\b(?P<part>dau|giua|cuoi|thuong tuan|trung tuan|ha tuan)\s*)?\b(?:thang|t)\s*(?P<m>\d{1,2})(?!\d)" + _OF_YEAR
)
_MONTH_NUMBERS = re.compile(r"^(?:trong |den |het |cuoi )*(?P<m>\d{1,2})\s*[/\-]\s*(?P<y>20\d{2})$")
_SPAN = re.compile(r"\b(?P<n>6|sau|9|chin|3|ba)\s*thang\s*(?P<part>dau|cuoi)?(?:\s*nam)?" + _OF_YEAR)
_YEAR = re.compile(
    r"^(?:trong |den |het |cuoi |truoc |ca |giua )*nam(?: nay)?" + _OF_YEAR.replace("(?:nam\\s*)?", "") + "$"
)
_TITLE_YEAR = re.compile(r"\bnam\s*(20\d{2})(?!\s*[-–]\s*20)")
_BARE_YEAR = re.compile(r"(?<![\d/\-–])(?:[a-z]?)(20\d{2})(?![\d/]|\s*[-–]\s*20)")


@dataclass(frozen=True)
class Period:
    """A day (`day`) or a period that ends with its month (`day` None); `year` None where it is not written."""

    month: int
    day: int | None = None
    year: int | None = None

    def end(self, year: int) -> tuple[int, int, int]:
        """Its last day in that year as year, month, day; an impossible day or month stays as it is written."""
        if self.day is None and 1 <= self.month <= 12:
            return year, self.month, calendar.monthrange(year, self.month)[1]
        return year, self.month, self.day or 1


def read(plain: str) -> Period | None:
    """The period in folded words such as "quy ii/2021", "cuoi thang 3", "6 thang dau nam", "truoc 30/6"; or None."""
    plain = _FURTHER.sub("quy ", plain.strip(" .;"))
    for form in (_quarter, _span, _day, _month, _year):
        if period := form(plain):
            return period
    return None


def year_of(period: Period, not_before: date | None, around: date | None) -> int | None:
    """The year of a period without one: the first that ends on or after `not_before`, else the nearest to `around`."""
    if not_before is not None:
        ends = period.end(not_before.year)
        return not_before.year + (ends[1:] < (not_before.month, not_before.day))
    if around is None:
        return None
    return min(range(around.year - 1, around.year + 2), key=lambda year: _distance(period, year, around))


def of_titles(plain: str, last_day: date | None) -> date | None:
    """The middle of the year, quarter or month that folded titles name: days without a year lie near it.

    `last_day` is the last full date in the titles, itself left out of `plain`; it counts when they name no year.
    """
    month, quarter = _MONTH.search(plain), _QUARTER.search(plain)
    found = _TITLE_YEAR.search(plain) or _BARE_YEAR.search(plain)
    year = next((int(m["y"]) for m in (month, quarter) if m and m["y"]), int(found[1]) if found else 0)
    if not year:
        return last_day
    if month:
        return _middle(year, int(month["m"]))
    return _middle(year, _quarter_number(quarter) * 3 - 1) if quarter else date(year, 7, 1)


def _middle(year: int, month: int) -> date:
    return date(year, month, 15) if 1 <= month <= 12 else date(year, 7, 1)


def _distance(period: Period, year: int, around: date) -> tuple[int, bool]:
    month, day = period.end(year)[1:]
    days = (year - around.year) * 365 + (month - around.month) * 30.4 + day - around.day
    return abs(round(days)), year != around.year


def _quarter(plain: str) -> Period | None:
    matches = list(_QUARTER.finditer(plain))
    return Period(_quarter_number(matches[-1]) * 3, None, _written(matches[-1])) if matches else None


def _quarter_number(match: re.Match[str]) -> int:
    return _ROMAN.get(match["q"]) or int(match["q"])


def _span(plain: str) -> Period | None:
    match = _SPAN.search(plain)
    if not match or (match["part"] is None and match["n"] not in ("9", "chin")):
        return None
    months = {"6": 6, "sau": 6, "9": 9, "chin": 9, "3": 3, "ba": 3}[match["n"]]
    return Period(12 if match["part"] == "cuoi" else months, None, _written(match))


def _day(plain: str) -> Period | None:
    matches = list(_DAY.finditer(plain))
    if len(matches) != 1:
        return None
    day, month = (part for part in matches[0].groups() if part)
    return Period(int(month), int(day))


def _month(plain: str) -> Period | None:
    if match := _MONTH_NUMBERS.match(plain):
        return Period(int(match["m"]), None, int(match["y"]))
    matches = list(_MONTH.finditer(plain))
    if not matches:
        return None
    last = matches[-1]
    return Period(int(last["m"]), _PARTS.get(last["part"] or ""), _written(last))


def _year(plain: str) -> Period | None:
    match = _YEAR.match(plain)
    if not match:
        return None
    return Period(6 if plain.startswith("giua") else 12, None, _written(match))


def _written(match: re.Match[str]) -> int | None:
    return int(match["y"]) if match["y"] else None
