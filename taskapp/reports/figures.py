"""The answer to a question as numbers: a row for each unit (or whatever a row is), a total, the approver's clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from taskapp.reports.holding import Held, Holder, Lasting, Spread, by_assigner, spread
from taskapp.reports.ontime import Yardstick
from taskapp.reports.question import Question
from taskapp.reports.slices import Slice
from taskapp.reports.tally import Tally


@dataclass(frozen=True)
class Row:
    """One row of a table: which it is, the name that the record gives it (units under the one they had), its counts."""

    slice: Slice
    name: str
    tally: Tally


@dataclass(frozen=True)
class Figures:
    """Numbers of one population; `waiting` and `decided`: results of official tasks; `names`: of persons.

    A task that several supporting units held up is in several rows of parts, and once in the total.
    """

    question: Question
    by: Yardstick
    rows: list[Row]
    total: Tally
    waiting: tuple[Held, ...] = ()
    decided: tuple[Held, ...] = ()
    names: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def holders(self) -> list[Holder]:
        """How long results lay with each assigner."""
        return by_assigner(self.waiting, self.decided, self.names, self._lasting)

    @property
    def lying(self) -> Spread:
        """How long the waiting results have lain, all together."""
        return spread(self.waiting, self._lasting)

    @property
    def settled(self) -> Spread:
        """How long those decided in the period had lain, all together."""
        return spread(self.decided, self._lasting)

    @cached_property
    def _lasting(self) -> Lasting:
        return Lasting(self.by.calendar)
