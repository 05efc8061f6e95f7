"""A sheet of any spreadsheet as rows of plain values; merged cells filled downwards. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

MOST_ROWS = 50_000
MOST_COLUMNS = 60
BLANKS_AT_END = 5_000  # so many empty rows in a row mean that the table is over
MOST_SHEETS = 30
MOST_FILLED = 200_000  # cells under merged ones
Cells = tuple[object, ...]  # text (clean), numbers, dates, times, None
Area = tuple[int, int, int, int]  # first column, first row, last column, last row; 1-based


@dataclass(frozen=True)
class Sheet:
    """One visible sheet: its rows that hold anything (1-based number → values), and cells whose formula has no value.

    `uncounted` holds (1-based row, 0-based column); `is_1904` is the workbook's epoch for serial dates; `merged` are
    the areas of merged cells; hidden rows (1-based) and columns (0-based) are read like the others.
    """

    title: str
    rows: Mapping[int, Cells]
    uncounted: frozenset[tuple[int, int]] = frozenset()
    is_1904: bool = False
    merged: Sequence[Area] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def filled_down(rows: Mapping[int, Cells], merged: Iterable[Area]) -> dict[int, Cells]:
    """The rows with the value of its top in each row of a vertically merged range: one document, several tasks.

    Raises ValueError when the ranges cover more cells than any register has.
    """
    filled, left = dict(sorted(rows.items())), MOST_FILLED
    numbers = list(filled)
    for column, first, _last_column, last in merged:
        top = filled.get(first, ())
        value = top[column - 1] if column <= len(top) else None
        if value is None or last == first:
            continue
        covered = numbers[bisect_right(numbers, first) : bisect_left(numbers, last + 1)]
        left -= len(covered)
        if left < 0:
            raise ValueError("merged ranges over too many cells")
        for number in covered:
            cells = list(filled[number]) + [None] * (column - len(filled[number]))
            cells[column - 1] = value
            filled[number] = tuple(cells)
    return filled
