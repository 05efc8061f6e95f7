"""Checkpoints of long work (mốc cập nhật tiến độ): where they lie, and whether progress was reported in time. Pure.

A task of more than three months has one at a third and one at two thirds of its time, on a working day. It is met by a
progress report, or the result itself, within the ten working days that end with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from taskapp.workdays.arithmetic import Calendar, add_workdays, months_after, workday_on_or_before

LONG_MONTHS = 3  # a task that lasts longer has checkpoints
WINDOW = 10  # working days before a checkpoint, from which a report counts for it
AHEAD = 3  # working days before a checkpoint on which it is recalled


class Met(StrEnum):
    """How a checkpoint stands."""

    COMING = "coming"
    OPEN = "open"  # a report would count by now
    IN_TIME = "in_time"
    LATE = "late"
    MISSED = "missed"


class Checkpoint(NamedTuple):
    """A day by which progress is to be told; `since`: from when a report counts; `third`: 1 or 2."""

    on: date
    since: date
    third: int


class Standing(NamedTuple):
    """A checkpoint as of a day, and when the report came that counts for it."""

    checkpoint: Checkpoint
    met: Met
    told_on: date | None = None


def checkpoints(issued_on: date | None, due_on: date | None, calendar: Calendar) -> list[Checkpoint]:
    """The checkpoints of a task given and due on these days; none of one that is short or has no limit."""
    if issued_on is None or due_on is None or due_on <= months_after(issued_on, LONG_MONTHS):
        return []
    length = (due_on - issued_on).days
    days = [workday_on_or_before(issued_on + timedelta(days=length * third // 3), calendar) for third in (1, 2)]
    return [Checkpoint(day, add_workdays(day, -WINDOW, calendar), third) for third, day in enumerate(days, start=1)]


def standing(points: Iterable[Checkpoint], reports: Iterable[date], today: date) -> list[Standing]:
    """How each checkpoint stands: the first report of its window counts, else the first one after it is late."""
    told = sorted(reports)
    found = []
    for point in points:
        in_time = next((day for day in told if point.since <= day <= point.on), None)
        late = next((day for day in told if point.on < day), None)
        if in_time:
            found.append(Standing(point, Met.IN_TIME, in_time))
        elif point.on < today:
            found.append(Standing(point, Met.LATE if late else Met.MISSED, late))
        else:
            found.append(Standing(point, Met.OPEN if point.since <= today else Met.COMING))
    return found
