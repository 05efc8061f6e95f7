"""A phrase: marks with what their leading words say, and whether that makes a limit or part of one. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from taskapp.directives.phrases.keys import LIMITING, Key
from taskapp.directives.phrases.repeating import is_recurring
from taskapp.directives.phrases.values import (
    Day,
    Event,
    Every,
    Hour,
    Mark,
    Now,
    Part,
    Period,
    QuarterMonth,
    Same,
    Start,
    Term,
    Unit,
    Weekday,
)


@dataclass(frozen=True, slots=True)
class Said:
    """One mark with what the words before it say; `is_start`: a range begins there, `is_after_start`: it ends there."""

    mark: Mark
    keys: frozenset[Key] = frozenset()
    is_start: bool = False
    is_after_start: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of leading words and marks, by positions in the line's plain text."""

    first: int
    last: int
    said: tuple[Said, ...]

    @property
    def limits(self) -> tuple[Said, ...]:
        """The marks that may end something: without the start of a range."""
        return tuple(said for said in self.said if not said.is_start)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The same without the words before them."""
        return tuple(said.mark for said in self.limits)

    @property
    def is_limit(self) -> bool:
        """Whether the words make it a limit; a bare day in a running text is not one, nor is the present."""
        if any(isinstance(mark, Now) for mark in self.marks):
            return False
        if all(isinstance(mark, Hour) and mark.name for mark in self.marks):
            return False
        if all(isinstance(said.mark, Hour) for said in self.said) and any(said.is_start for said in self.said):
            return False  # "trực từ 6 giờ đến 18 giờ" says how long
        return any(_is_limiting(said) for said in self.limits)

    @property
    def is_partial(self) -> bool:
        """Whether it needs another phrase to name a day: an hour, a weekday, a day without a month."""
        return all(_is_partial(mark) for mark in self.marks)

    @property
    def recurs(self) -> bool:
        """Whether it tells of a duty that comes back."""
        return is_recurring(self.marks)

    def completes(self, every: Every) -> bool:
        """Whether it says on which day or at which hour of the recurrence: "hằng tháng … trước ngày 20"."""
        return all(_completes(mark, every.unit) for mark in self.marks)


def _is_limiting(said: Said) -> bool:
    if said.is_after_start or said.keys & LIMITING:
        return not isinstance(said.mark, Event) or said.mark.is_counted
    match said.mark:
        case Every() | QuarterMonth(quarter=None) | Period(is_each=True) | Hour(is_edge=True) | Event(is_counted=True):
            return True
        case Term(start=Start.EVENT):
            return said.mark.is_back
        case Term():
            is_own = said.mark.start in {Start.DOCUMENT, Start.RECEIPT}
            return (is_own and Key.FROM not in said.keys) or (
                said.mark.start is not Start.UNSAID and Key.AFTER not in said.keys
            )
        case Period(unit=Unit.MONTH | Unit.QUARTER, number=int(), part=Part()):
            return Key.FROM not in said.keys
        case (
            Period(unit=Unit.WEEK, part=Part(weekday=None))
            | Period(unit=Unit.MONTH | Unit.QUARTER, number=int(), year=1)
        ):
            return Key.FROM not in said.keys
        case _:
            return False


def _is_partial(mark: Mark) -> bool:
    match mark:
        case Hour() | Weekday() | Same() | Day(month=None, shift=None):
            return True
        case _:
            return False


def _completes(mark: Mark, unit: Unit) -> bool:
    match mark:
        case Hour():
            return True
        case Weekday(week=None):
            return unit is Unit.WEEK
        case Day(month=None, shift=shift):
            return unit in {Unit.MONTH, Unit.QUARTER, Unit.HALF, Unit.YEAR} and shift != 0
        case Day(year=None):
            return unit in {Unit.QUARTER, Unit.HALF, Unit.YEAR}
        case QuarterMonth(quarter=None):
            return unit in {Unit.MONTH, Unit.QUARTER}
        case Period(number=None, year=None, shift=None, part=Part()):
            return mark.unit is unit
        case Period(unit=Unit.MONTH | Unit.QUARTER, number=int(), year=None):
            return unit is Unit.YEAR
        case _:
            return False
