"""Units side by side: those that need attention first, in which weeks their delays lie, which shares say little."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from taskapp.reports import heat, present
from taskapp.reports.figures import Figures, Row
from taskapp.reports.heat import NOTHING, WEEKS, Heat
from taskapp.reports.question import Question
from taskapp.reports.slices import Dimension, Slice
from taskapp.reports.tally import Ratio, Tally

FEW = 5  # tasks that have fallen due: with fewer, one more or less moves the share by over 20 points


@dataclass(frozen=True)
class UnitLine:
    """One unit: its counts of the quarter, late ÷ due of each of the last weeks."""

    slice: Slice
    name: str
    tally: Tally
    weeks: list[Ratio]

    @property
    def is_behind(self) -> bool:
        """Whether something is or was late in the quarter."""
        return bool(self.tally.open_overdue) or self.tally.on_time_share not in (None, 1)

    @property
    def is_thin(self) -> bool:
        """Whether the share is made of so few tasks that it says little."""
        return 0 < self.tally.denominator < FEW


@dataclass(frozen=True)
class Ranking:
    """Units by need: most overdue, then lowest share, then most late in the last weeks, then name; and all together."""

    figures: Figures
    heat: Heat
    lines: list[UnitLine]
    weeks: list[Ratio]


def read_ranking(session: Session, question: Question) -> Ranking:
    """The lead units of a question about the present; 16 queries."""
    figures = present.figures(session, question, Dimension.UNIT, present.yardstick(session, question))
    grid = heat.read_heat(session, question)
    rows = {row.slice.key: row for row in figures.rows}
    for unit in grid.squares.keys() - rows.keys():
        rows[unit] = Row(Slice(Dimension.UNIT, unit), grid.names[unit], Tally())
    lines = [
        UnitLine(row.slice, row.name, row.tally, grid.squares.get(unit, [NOTHING] * WEEKS))
        for unit, row in rows.items()
    ]
    weeks = [_added(line.weeks[place] for line in lines) for place in range(WEEKS)]
    return Ranking(figures, grid, sorted(lines, key=_need), weeks)


def _added(ratios: Iterable[Ratio]) -> Ratio:
    found = list(ratios)
    return Ratio(sum(one.numerator for one in found), sum(one.denominator for one in found))


def _need(line: UnitLine) -> tuple[int, float, int, str]:
    share = line.tally.on_time_share
    late = sum(week.numerator for week in line.weeks)
    return -line.tally.open_overdue, 2.0 if share is None else share, -late, line.name
