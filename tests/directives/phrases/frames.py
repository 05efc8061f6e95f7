"""The frame of the catalogue's examples, a calendar as announced, and a limit written short."""

from __future__ import annotations

from datetime import date

from taskapp.directives.draft import Due
from taskapp.directives.phrases import Frame, Readings
from taskapp.workdays.arithmetic import Calendar

THURSDAY = date(2021, 6, 3)
_OFF = (
    "2019: 1/1 4/2 5/2 6/2 7/2 8/2 15/4 29/4 30/4 1/5 2/9",
    "2020: 1/1 23/1 24/1 27/1 28/1 29/1 2/4 30/4 1/5 2/9",
    "2021: 1/1 10/2 11/2 12/2 15/2 16/2 21/4 30/4 3/5 2/9 3/9",
    "2022: 3/1 31/1 1/2 2/2 3/2 4/2 11/4 2/5 3/5 1/9 2/9",
    "2023: 2/1 20/1 23/1 24/1 25/1 26/1 1/5 2/5 3/5 1/9 4/9",
    "2024: 1/1 8/2 9/2 12/2 13/2 14/2 18/4 29/4 30/4 1/5 2/9 3/9",
    "2025: 1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9",
    "2026: 1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9",
)


def _days() -> dict[date, str]:
    days = {}
    for year, _, listed in (line.partition(": ") for line in _OFF):
        for day, _, month in (written.partition("/") for written in listed.split()):
            days[date(int(year), int(month), int(day))] = "Nghỉ lễ"
    return days


CALENDAR = Calendar(off=_days())


def frame(issued_on: date = THURSDAY, received_on: date | None = None, **readings: bool) -> Frame:
    """A document of that day, under readings that differ from the conventions' where they are named."""
    return Frame(issued_on, received_on, CALENDAR, Readings(**readings))


def short(due: Due) -> str:
    """2021-06-10 17:00, FREQ=DAILY 16:00, or "-"."""
    said = [due.rrule or (due.day.isoformat() if due.day else "-"), f"{due.hour:%H:%M}" if due.hour else ""]
    return " ".join(part for part in said if part)
