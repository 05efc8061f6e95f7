"""What the grammar works with: an office's readings, a document's frame, the marks read out of its words. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from taskapp.directives.draft import Due
from taskapp.workdays.arithmetic import Calendar


class Unit(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WORKDAY = "workday"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Readings:
    """The switches P1 to P7: how an office reads words that no rule settles. The defaults are the conventions."""

    before_is_day_before: bool = False  # P1: "trước ngày 15" ends on the 14th, not on the 15th
    off_moves_back: bool = False  # P2: a named day that is a day off becomes the working day before
    term_moves_on: bool = (
        False  # P3: a counted term that ends on a day off ends on the next working day (BLDS, Art. 148)
    )
    year_is_documents: bool = False  # P4: a day without a year is in the document's year, not the next such day
    week_ends_sunday: bool = False  # P5: "trong tuần" ends on Sunday, not on Friday
    starts_on_receipt: bool = False  # P6: a term without a start counts from the receipt, not from the document's date
    day_ends_with_office: bool = False  # P7: a day without an hour ends with the office hours, not at 24:00


@dataclass(frozen=True, slots=True)
class Hours:
    """Office hours: when the morning and the afternoon begin and end."""

    start: time = time(7, 30)
    noon: time = time(11, 30)
    afternoon: time = time(13, 30)
    end: time = time(17)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a document's words are read against: its day, the day it came in, the calendar and the office's readings."""

    issued_on: date
    received_on: date | None = None
    calendar: Calendar = field(default_factory=Calendar)
    readings: Readings = Readings()
    hours: Hours = Hours()

    @property
    def receipt(self) -> date:
        """The day from which a term counts when its words name none, or name the receipt: the document's, or P6."""
        return (self.received_on or self.issued_on) if self.readings.starts_on_receipt else self.issued_on


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase that sets a limit: where it stands in the text as given, and what it says."""

    start: int
    end: int
    due: Due


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of the clock, or by `name` an edge of the office day; `is_edge`: the words say "cuối", "trước"."""

    hour: int = 0
    minute: int = 0
    name: str = ""
    is_edge: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """Days of a month; without a month they wait for one ("ngày 15 hằng tháng"). `shift`: of this or the next month.

    Here and in Period the year 0 is the document's own ("năm nay"), 1 the next one.
    """

    days: tuple[int, ...]
    month: int | None = None
    year: int | None = None
    shift: int | None = None
    is_range: bool = False


@dataclass(frozen=True, slots=True)
class Weekday:
    """Days of the week, Monday is 0; `week`: of this (0) or the next week (1), else the next such day."""

    days: tuple[int, ...]
    week: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Which day of a period its words name.

    `day`: a day of the month, -1 the last. `workday`: the last (-1) or first (1) working day. `weekday` with `nth`: the
    second Tuesday, -1 the last one; in a week the weekday alone.
    """

    day: int = -1
    workday: int = 0
    weekday: int | None = None
    nth: int = 0
    is_start: bool = False
    is_middle: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """A week, month, quarter, half or year: by number, or `shift` from the document's own, or neither ("cuối tháng").

    A half is known by its last month: 6, 9 or 12. `part` None is the whole period; `is_each`: of every such period.
    """

    unit: Unit
    number: int | None = None
    year: int | None = None
    shift: int | None = None
    part: Part | None = None
    is_each: bool = False
    is_range: bool = False


@dataclass(frozen=True, slots=True)
class QuarterMonth:
    """The first, second or third month of a quarter ("tháng cuối quý"); without `quarter` of each one."""

    place: int
    quarter: int | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Every:
    """A recurrence: each `interval` units."""

    unit: Unit
    interval: int = 1


class Start(StrEnum):
    """From what a term counts."""

    UNSAID = "unsaid"
    RECEIPT = "receipt"
    DOCUMENT = "document"
    DAY = "day"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Term:
    """So many units from a start; `day` is the day that Start.DAY names. `is_back`: counted back from it."""

    count: int
    unit: Unit
    start: Start = Start.UNSAID
    day: Day | None = None
    is_back: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has no day in the document: "trước Tết", "sau khi được phê duyệt"; `is_counted`: days from it."""

    is_counted: bool = False


@dataclass(frozen=True, slots=True)
class Same:
    """The day of the limit stated before ("cùng ngày")."""


@dataclass(frozen=True, slots=True)
class Now:
    """The present ("đến nay"): never a limit."""


Mark = Hour | Day | Weekday | Period | QuarterMonth | Every | Term | Event | Same | Now
