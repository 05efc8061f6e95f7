"""Scoring tables: what a decree or the office says shares are worth, as data with source and validity. Pure.

Nothing here is official but what `source` names; tables shipped without a source say so wherever they are used. How
the three shares of NĐ 335/2025/NĐ-CP combine, and the exact steps of the PAR index, stand in no text that was read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from taskapp.reports.evaluation import NOTHING, Deductions, Evaluation, Share

IN_FORCE = date(2026, 1, 1)  # NĐ 335/2025/NĐ-CP
COMMON_POINTS = 30  # NĐ 335: common criteria, scored outside this program
MOST_ROWS = 6
HUNDRED = Decimal(100)

Row = Mapping[str, int]


class Scored(StrEnum):
    """What a table says."""

    DEDUCTIONS = "deductions"
    COMBINATION = "combination"
    RANKS = "ranks"
    PAR_STEPS = "par-steps"
    PAR_LINEAR = "par-linear"


class Column(NamedTuple):
    """One number of a row: its key, and the bounds it must keep."""

    key: str
    least: int
    most: int


COLUMNS: Mapping[Scored, tuple[Column, ...]] = {
    Scored.DEDUCTIONS: (Column("failure", 0, 100), Column("delay", 0, 100), Column("in_term", 0, 1)),
    Scored.COMBINATION: (
        Column("points", 1, 100),
        Column("quantity", 0, 100),
        Column("quality", 0, 100),
        Column("progress", 0, 100),
    ),
    Scored.RANKS: (Column("excellent", 1, 100), Column("good", 1, 100), Column("done", 1, 100)),
    Scored.PAR_STEPS: (Column("done", 0, 100), Column("on_time", 0, 100), Column("points", 0, 100)),
    Scored.PAR_LINEAR: (Column("floor", 0, 99), Column("at_floor", 0, 100), Column("ceiling", 1, 100)),
}
MANY_ROWS = frozenset({Scored.PAR_STEPS})  # the others have one row


@dataclass(frozen=True)
class Scoring:
    """One table; `source` "": no official text stands behind it. Valid on days `valid_from` to `valid_to`."""

    scored: Scored
    name: str
    source: str
    valid_from: date
    rows: tuple[Row, ...]
    valid_to: date | None = None
    id: int = 0  # 0: as shipped

    @property
    def is_official(self) -> bool:
        return bool(self.source)

    @property
    def row(self) -> Row:
        return self.rows[0]


def deductions(table: Scoring | None) -> Deductions:
    """What a failed assessment and a delay cost; the decree's numbers on days for which no table holds."""
    if table is None:
        return Deductions()
    return Deductions(table.row["failure"], table.row["delay"], bool(table.row["in_term"]))


def result_points(table: Scoring | None, evaluation: Evaluation) -> Decimal | None:
    """The points of the task results: the weighted mean of the three shares × the most there is.

    None when no table holds on that day, or nothing was assigned.
    """
    shares = [(share.value, portion.share) for share, portion in evaluation.portions.items()]
    if table is None:
        return None
    worth = sum(table.row[key] for key, _share in shares)
    reached = [table.row[key] * share for key, share in shares if share is not None]
    return None if len(reached) < len(Share) else table.row["points"] * sum(reached, NOTHING) / worth


class Rank(NamedTuple):
    """A rank of NĐ 335: points in all from which it begins, and how many of them the common criteria must bring."""

    key: str
    at_least: int
    needed: Decimal

    @property
    def is_in_reach(self) -> bool:
        return self.needed <= COMMON_POINTS


def ranks(table: Scoring, points: Decimal) -> list[Rank]:
    """For each rank, what is still needed besides the points of the task results; never below 0."""
    return [Rank(key, least, max(NOTHING, least - points)) for key, least in table.row.items()]


def par_points(table: Scoring, done: float | None, on_time: float | None) -> Decimal | None:
    """Percent of the criterion's most points, for a share done and a share on time (0 to 1); None without a share."""
    if done is None or on_time is None:
        return None
    done_percent, on_time_percent = (Decimal(str(share)) * HUNDRED for share in (done, on_time))
    if table.scored is Scored.PAR_LINEAR:
        return _linear(table.row, done_percent)
    reached = (row["points"] for row in table.rows if done_percent >= row["done"] and on_time_percent >= row["on_time"])
    return Decimal(max(reached, default=0))


def complaint(scored: Scored, rows: Sequence[Row]) -> str:
    """Which column cannot be so, "" when the table can hold: bounds, order of steps, something to weigh by."""
    for row in rows:
        for column in COLUMNS[scored]:
            if not column.least <= row[column.key] <= column.most:
                return column.key
    if not rows:
        return COLUMNS[scored][0].key
    first = rows[0]
    if scored is Scored.COMBINATION and not first["quantity"] + first["quality"] + first["progress"]:
        return "quantity"
    if scored is Scored.RANKS and not first["excellent"] > first["good"] > first["done"]:
        return "excellent" if first["excellent"] <= first["good"] else "good"
    return "ceiling" if scored is Scored.PAR_LINEAR and first["ceiling"] <= first["floor"] else ""


def _linear(row: Row, percent: Decimal) -> Decimal:
    if percent < row["floor"]:
        return NOTHING
    way = min(Decimal(1), (percent - row["floor"]) / (row["ceiling"] - row["floor"]))
    return row["at_floor"] + way * (HUNDRED - row["at_floor"])
