"""How the two limits of a type of work are counted from the day of receipt, and how far the law's is cut. Pure.

Sources: the law or decree that a type names as its basis; an office may promise less than it, never more. BLDS 2015
Art. 145-148: the first day is not counted, a period that ends on a day off goes to the end of the next working day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from taskapp.tasks.deadlines import Moment, moment
from taskapp.workdays.arithmetic import DAY, Calendar, add_workdays, is_workday, workday_on_or_after

MOST = {"workdays": 500, "days": 730, "hours": 720}
DAY_BEGINS = time(8)  # an hour of receipt that nobody wrote down
_BLANK = re.compile(r"\{[^{}\n]+\}")


class TermUnit(StrEnum):
    """In what both limits of a type are counted."""

    WORKDAYS = "workdays"
    DAYS = "days"
    HOURS = "hours"


@dataclass(frozen=True)
class Terms:
    """The two limits of a type; None: it has no such limit. `committed` is never longer than `statutory`."""

    unit: TermUnit = TermUnit.WORKDAYS
    statutory: int | None = None
    committed: int | None = None

    @property
    def is_cut(self) -> bool:
        """Whether the office promises less time than the law gives."""
        return self.statutory is not None and self.committed is not None and self.committed < self.statutory

    @property
    def is_limited(self) -> bool:
        """Whether there is any limit at all; without one a type is a plain template."""
        return self.statutory is not None or self.committed is not None

    @property
    def cut_share(self) -> float | None:
        """How much of the statutory time is given up, 0 to 1: 15 → 5 is 0.667. None without both limits."""
        if not self.statutory or self.committed is None:
            return None
        return 1 - self.committed / self.statutory

    @property
    def proposed(self) -> int | None:
        """What a due date is proposed from: the commitment, else the statutory limit."""
        return self.statutory if self.committed is None else self.committed


def ends(count: int, unit: TermUnit, received: Moment, calendar: Calendar) -> Moment:
    """Where a period of `count` units ends that begins with the receipt; `received.at` matters for hours only.

    Working days begin with the first one after the receipt, so a receipt on a day off counts from the next working day.
    Days include days off; hours go round the clock, from 8:00 when no hour of receipt is known, and at midnight they
    end with the day that ends then. What ends on a day off goes to the end of the next working day.
    """
    if unit is TermUnit.WORKDAYS:
        return Moment(add_workdays(received.on, count, calendar))
    if unit is TermUnit.DAYS:
        return Moment(workday_on_or_after(received.on + DAY * count, calendar))
    end = moment(datetime.combine(received.on, received.at or DAY_BEGINS) + timedelta(hours=count))
    if end.at == time.min:
        end = Moment(end.on - DAY)
    return end if is_workday(end.on, calendar) else Moment(workday_on_or_after(end.on, calendar))


@dataclass(frozen=True)
class Limits:
    """Where both limits end for one receipt; None: the type has no such limit."""

    statutory: Moment | None = None
    commitment: Moment | None = None

    @property
    def proposed(self) -> Moment | None:
        """The due date that an assigner is offered."""
        return self.commitment or self.statutory


def limits(terms: Terms, received: Moment, calendar: Calendar) -> Limits:
    """Both limits counted from the receipt."""

    def end(count: int | None) -> Moment | None:
        return None if count is None else ends(count, terms.unit, received, calendar)

    return Limits(end(terms.statutory), end(terms.committed))


def blanks(text: str) -> list[str]:
    """The places of a template that its user has to fill, braces included: "{người nộp}"; each once, in order."""
    return list(dict.fromkeys(_BLANK.findall(text)))
