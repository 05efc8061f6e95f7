"""The table of official calendars as published, read from tests/data: a second source beside the shipped days."""

from __future__ import annotations

import csv
import re
from datetime import date

from taskapp.workdays.arithmetic import Calendar
from tests.conftest import DATA


def published() -> Calendar:
    off: dict[date, str] = {}
    worked: dict[date, str] = {}
    with (DATA / "calendar_table.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            off |= dict.fromkeys(_days(int(row["year"]), row["off"]), "nghỉ")
            worked |= dict.fromkeys(_days(int(row["year"]), row["worked"]), "làm bù")
    return Calendar(off, worked)


def _days(year: int, text: str) -> list[date]:
    """Days of a notation in which the month stands after the last day it holds for: 23, 24, 27/1; 30/4, 1/5; 4–8/2."""
    found, waiting = [], []
    for first, last, month in re.findall(r"(\d+)(?:[-–](\d+))?(?:/(\d+))?", text):
        waiting += range(int(first), int(last or first) + 1)
        if month:
            found += [date(year, int(month), day) for day in waiting]
            waiting = []
    assert not waiting, text
    return found
