"""The rows of a sheet as they come out of a file: clean words, empty ones left out, never more than a register has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from taskapp.base.text import clean
from taskapp.directives.reason import Reason
from taskapp.directives.registers.sheet import BLANKS_AT_END, MOST_COLUMNS, MOST_ROWS, Cells
from taskapp.directives.unreadable import Unreadable


def numbered(rows: Iterable[tuple[int, Sequence[object]]]) -> Iterator[tuple[int, Cells]]:
    """The rows that hold anything, by their number, with clean words; the table is over after many empty rows.

    Raises Unreadable for more rows than a register has.
    """
    held = last = 0
    for number, row in rows:
        if number - last > BLANKS_AT_END:
            return
        values = [clean(value) or None if isinstance(value, str) else value for value in row[:MOST_COLUMNS]]
        while values and values[-1] is None:
            values.pop()
        if not values:
            continue
        last, held = number, held + 1
        if held > MOST_ROWS:
            raise too_long()
        yield number, tuple(values)


def too_long() -> Unreadable:
    """The refusal of a table with more rows than a register has."""
    return Unreadable(Reason("Bảng dài hơn %(most)s dòng. Hãy chia thành nhiều tệp.", {"most": MOST_ROWS}))
