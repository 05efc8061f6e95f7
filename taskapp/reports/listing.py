"""Mẫu B, C, D: which tasks each list holds, one line of it, and the bands of days overdue. Pure.

Sources: the appendices that provinces publish (overdue up to 30, over 30, over 120 days); QĐ 23/2018/QĐ-TTg practice of
flagging a task without a limit after three months without a report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from taskapp.reports.cells import Cell
from taskapp.reports.ontime import Judged, Yardstick, decisive, limit_of
from taskapp.tasks.deadlines import days_left, ends, own_days_late
from taskapp.workdays.arithmetic import months_after

SILENT_MONTHS = 3


class Listing(StrEnum):
    """A list of tasks that an office files: overdue (Mẫu B), due soon (Mẫu C), no limit and silent (Mẫu D)."""

    OVERDUE = "overdue"
    DUE_SOON = "due-soon"
    UNDATED = "undated"


CELLS = {Listing.OVERDUE: Cell.OPEN_OVERDUE, Listing.DUE_SOON: Cell.DUE_SOON, Listing.UNDATED: Cell.OPEN_NO_LIMIT}


class Band(StrEnum):
    """How long a task is overdue, in calendar days, as appendices group them; the longest first."""

    OVER_120 = "over_120"
    OVER_30 = "over_30"
    UP_TO_30 = "up_to_30"


@dataclass(frozen=True)
class Known:
    """What was known of one task at the moment of the figures, beside its image."""

    content: str | None = None  # None: the task has since left what the person may see
    number: str = ""
    written_on: date | None = None
    supporting: tuple[str, ...] = ()
    situation: str = ""
    cause: str = ""
    urgings: int = 0


@dataclass(frozen=True)
class Line:
    """One task of a list, as of its moment.

    `days`: calendar days past the limit; or working days left; or calendar days without a report. `workdays`: working
    days late that are the unit's own. `since`: from when nothing was heard.
    """

    judged: Judged
    known: Known
    assigner: str
    due_on: date | None
    due_time: time | None
    days: int
    workdays: int = 0
    since: date | None = None

    @property
    def band(self) -> Band:
        return band(self.days)


def band(days: int) -> Band:
    """The band of so many calendar days overdue."""
    if days > 120:
        return Band.OVER_120
    return Band.OVER_30 if days > 30 else Band.UP_TO_30


def days_overdue(judged: Judged, by: Yardstick) -> int:
    """Calendar days from the limit that judges to the moment judged, or to the day on which the result was handed in.

    0 for a task without a limit.
    """
    limit = limit_of(judged.image, by.basis)
    return max(0, (decisive(judged.image, by.at).on - limit.on).days) if limit else 0


def line(judged: Judged, known: Known, assigner: str, by: Yardstick, since: date | None = None) -> Line:
    """The line of a task; `since`: from when nothing was heard, for a task of the list of silent ones."""
    image, limit = judged.image, limit_of(judged.image, by.basis)
    if limit is None:
        days = (by.at.on - since).days if since else 0
        return Line(judged, known, assigner, None, None, days, since=since)
    late = own_days_late(limit, decisive(image, by.at), image.waited_workdays, by.calendar, strict=by.strict)
    days = days_overdue(judged, by) if late else days_left(by.at.on, limit.on, by.calendar)
    return Line(judged, known, assigner, limit.on, limit.at, days, late)


def by_urgency(tasks: Iterable[Judged], by: Yardstick) -> list[Judged]:
    """The longest overdue first, then those with the earliest limit that judges them."""

    def place(task: Judged) -> tuple[int, tuple[date, time], int]:
        return -days_overdue(task, by), ends(limit_of(task.image, by.basis)), task.image.task_id

    return sorted(tasks, key=place)


def silent(tasks: Iterable[Judged], heard: Mapping[int, date], on: date) -> dict[int, date]:
    """Of tasks without a limit those of which nothing was heard for more than three months by `on`: id and since when.

    `heard`: the last report, or the day since which the unit has the task; without either the day of its issue counts.
    The longest silence first. A result that waits for its decision is no silence.
    """
    since = {task.image.task_id: _since(task, heard) for task in tasks if not task.verdict.is_waiting}
    found = [(day, task_id) for task_id, day in since.items() if day and months_after(day, SILENT_MONTHS) < on]
    return {task_id: day for day, task_id in sorted(found)}


def _since(task: Judged, heard: Mapping[int, date]) -> date | None:
    days = [day for day in (heard.get(task.image.task_id), task.image.issued_on) if day is not None]
    return max(days, default=None)
