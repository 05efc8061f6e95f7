"""A proposal for the calendar of a coming year, from the `holidays` library: a person compares and confirms it.

The library knows the Labour Code and the lunar calendar but not every swap that is decided (it lacks 02/01/2026 for
Saturday 10/01/2026), so nothing from here enters a calendar by itself.
"""

from __future__ import annotations

import holidays

from taskapp.workdays.arithmetic import SATURDAY_AND_SUNDAY
from taskapp.workdays.calendars import Entry, culture_day
from taskapp.workdays.kinds import DayKind

FIRST_YEAR, LAST_YEAR = 2019, 2099


def propose(year: int) -> list[Entry]:
    """Weekdays off and worked days of the weekend that the library expects in `year`, in order, without a decision.

    24 November is left out: whether it is off is the committee's own switch.
    """
    found = holidays.country_holidays("VN", years=year, language="vi")
    off = [
        Entry(day, DayKind.OFF, _name(name))
        for day, name in found.items()
        if day.weekday() not in SATURDAY_AND_SUNDAY and day != culture_day(year)
    ]
    worked = [Entry(day, DayKind.WORKED, "Làm bù") for day in found.weekend_workdays if day.year == year]
    return sorted(off + worked)


def _name(name: str) -> str:
    """The days around the lunar new year share one name: the library counts some of them wrongly ("29 Tết")."""
    return "Tết Nguyên đán" if "Tết" in name and "Dương lịch" not in name else name
