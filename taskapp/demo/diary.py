"""When people of an office act: minutes of office hours on working days, each after the one before."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from taskapp.workdays.arithmetic import Calendar, add_workdays, workday_on_or_after

MORNING, AFTERNOON = (time(7, 10), time(11, 25)), (time(13, 35), time(16, 50))
QUIET_END = 80  # minutes at the end of a day that its first act leaves to those that follow
NEAR = 75  # office minutes within which an act on the same day follows


def _minutes(start: time, end: time) -> list[time]:
    first, last = start.hour * 60 + start.minute, end.hour * 60 + end.minute
    return [time(n // 60, n % 60) for n in range(first, last + 1)]


OFFICE_MINUTES = _minutes(*MORNING) + _minutes(*AFTERNOON)


class Diary:
    """The instants of one story. A day that is past or not worked becomes the next that can be."""

    def __init__(self, calendar: Calendar, zone: str, rng: Random, after: datetime | None = None) -> None:
        self.calendar = calendar
        self._zone = ZoneInfo(zone)
        self._rng = rng
        self._last = after.astimezone(self._zone) if after else None

    @property
    def today(self) -> date:
        """The day of the last act. Raises ValueError before the first."""
        if self._last is None:
            raise ValueError("nothing has happened yet")
        return self._last.date()

    def on(self, day: date) -> datetime:
        """An instant (aware UTC) on `day` or, when that cannot be, on the first possible working day after it."""
        day = workday_on_or_after(day if self._last is None else max(day, self._last.date()), self.calendar)
        if self._last is None or day > self._last.date():
            minute = self._rng.choice(OFFICE_MINUTES[:-QUIET_END])
        else:
            left = [m for m in OFFICE_MINUTES if m > self._last.time()]
            if not left:
                return self.on(add_workdays(day, 1, self.calendar))
            minute = self._rng.choice(left[:NEAR])
        local = datetime.combine(day, minute, self._zone) + timedelta(seconds=self._rng.randrange(60))
        self._last = local
        return local.astimezone(UTC)

    def after(self, workdays: int) -> datetime:
        """An instant that many working days after the last act."""
        return self.on(add_workdays(self.today, workdays, self.calendar))
