"""What tasks add up to: the six counts, what lies inside them, and the shares by each formula. Pure.

Four denominators are in official use; the headline share is on time ÷ what has fallen due, so that tasks still in term
never lower it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from operator import add, attrgetter
from typing import NamedTuple

from taskapp.reports.ontime import Count, Judged


class Ratio(NamedTuple):
    """A share with what it is made of."""

    numerator: int
    denominator: int

    @property
    def share(self) -> float | None:
        """0 to 1, None when there is nothing to divide by."""
        return self.numerator / self.denominator if self.denominator else None


class Formula(StrEnum):
    """The headline share, and the four formulas in official use beside it."""

    HEADLINE = "headline"
    A = "a"
    B = "b"
    C = "c"
    D = "d"


@dataclass(frozen=True, slots=True)
class Tally:
    """The six counts of a unit or of all; then what is counted apart but lies inside them."""

    done_on_time: int = 0
    done_late: int = 0
    done_no_limit: int = 0
    open_in_term: int = 0
    open_overdue: int = 0
    open_no_limit: int = 0
    early: int = 0  # inside done_on_time
    waiting: int = 0  # inside the open ones: handed in, not yet decided
    carried_over: int = 0  # issued before the period
    extensions: int = 0
    late_extensions: int = 0  # tasks that got a later limit after the old one had passed
    held_up: int = 0  # inside the late ones: supporting units were late with their parts
    urgings: int = 0
    corrected: int = 0  # tasks whose dates were corrected since the period began
    disputed: int = 0  # tasks whose unit says they are stated wrongly, not yet answered

    def __add__(self, other: Tally) -> Tally:
        return Tally(*map(add, _counts(self), _counts(other)))

    @property
    def done(self) -> int:
        return self.done_on_time + self.done_late + self.done_no_limit

    @property
    def open(self) -> int:
        return self.open_in_term + self.open_overdue + self.open_no_limit

    @property
    def assigned(self) -> int:
        return self.done + self.open

    @property
    def in_period(self) -> int:
        return self.assigned - self.carried_over

    @property
    def numerator(self) -> int:
        return self.done_on_time

    @property
    def denominator(self) -> int:
        return self.done_on_time + self.done_late + self.open_overdue

    @property
    def on_time_share(self) -> float | None:
        """The headline share, 0 to 1 with 4 places; None when nothing has fallen due."""
        share = self.ratio(Formula.HEADLINE).share
        return None if share is None else round(share, 4)

    def ratio(self, formula: Formula) -> Ratio:
        """Numerator and denominator by one of the formulas."""
        return {
            Formula.HEADLINE: Ratio(self.numerator, self.denominator),
            Formula.A: Ratio(self.done_on_time, self.assigned),
            Formula.B: Ratio(self.done_on_time, self.done),
            Formula.C: Ratio(self.done, self.done + self.open_overdue),
            Formula.D: Ratio(self.done, self.assigned),
        }[formula]


_counts = attrgetter(*(field.name for field in fields(Tally)))


def tally(judged: Iterable[Judged]) -> Tally:
    """What the tasks add up to."""
    counts = dict.fromkeys((f.name for f in fields(Tally)), 0)
    for task in judged:
        if task.verdict.count is Count.EXCLUDED:
            continue
        counts[task.verdict.count.value] += 1
        counts["early"] += task.verdict.is_early
        counts["waiting"] += task.verdict.is_waiting
        counts["carried_over"] += task.is_carried_over
        counts["extensions"] += task.image.extensions
        counts["late_extensions"] += task.image.missed_due_on is not None
        counts["held_up"] += bool(task.held_up_by)
        counts["urgings"] += task.urgings
        counts["corrected"] += task.is_corrected
        counts["disputed"] += task.image.disputed
    return Tally(**counts)
