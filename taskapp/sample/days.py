"""The working days that load data lie on, by number, as the database writes them. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from taskapp.workdays.arithmetic import Calendar, add_workdays, is_workday

EPOCH = date(1970, 1, 1)
AHEAD = 200  # working days after the last one on which something happens: limits lie there


class Days:
    """Working days from so many years before `today` on; `last`, the number of the last one before today."""

    def __init__(self, calendar: Calendar, today: date, years: float, zone: str) -> None:
        self.calendar = calendar
        first, count = today - timedelta(days=round(years * 365.25)), (today - date.min).days
        past = [first + timedelta(days=n) for n in range(min((today - first).days, count))]
        self.days = [day for day in past if is_workday(day, calendar)]
        self.last = len(self.days) - 1
        for _number in range(AHEAD):
            self.days.append(add_workdays(self.days[-1], 1, calendar))
        self.written = [day.isoformat() for day in self.days]
        local = ZoneInfo(zone)
        self._midnights = [round(datetime.combine(day, time(), local).timestamp()) for day in self.days]

    def instant(self, day: int, minute: int, second: int) -> int:
        """Seconds since 1970 at this minute of the working day, on the wall clock of the office."""
        return self._midnights[day] + minute * 60 + second


def stamp(instant: int) -> str:
    """An instant as both databases take it: UTC, with microseconds."""
    day, second = divmod(instant, 86_400)
    return f"{_day(day)} {clock_time(second)}"


@cache
def clock_time(second: int) -> str:
    """A second of the day as a time."""
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.000000"


@cache
def _day(number: int) -> str:
    return (EPOCH + timedelta(days=number)).isoformat()
