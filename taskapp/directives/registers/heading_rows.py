"""The rows of a heading: which rows may be one, and the words of each column over one to three rows. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from taskapp.directives.registers import dates, wording
from taskapp.directives.registers.sheet import Area

LONGEST = 150  # characters of one heading
Cells = Sequence[object]


@dataclass(frozen=True)
class Grid:
    """The rows of a sheet (1-based number → cells) and its merged areas."""

    rows: Mapping[int, Cells]
    merged: Sequence[Area] = ()
    _groups: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for first_column, first_row, last_column, last_row in self.merged:
            if last_column > first_column:
                for number in range(first_row, min(last_row, first_row + 3) + 1):
                    self._groups[number, first_column - 1] = (first_column - 1, last_column - 1)

    def text(self, number: int, column: int) -> str:
        """The words of a cell on one line; empty for values that are no words."""
        cells = self.rows.get(number, ())
        cell = cells[column] if column < len(cells) else None
        return " ".join(cell.split()) if isinstance(cell, str) else ""

    def width(self, numbers: Sequence[int]) -> int:
        """How many columns these rows have."""
        return max((len(self.rows.get(number, ())) for number in numbers), default=0)

    def reach(self, number: int, column: int) -> int | None:
        """The last column (0-based) over which a cell is merged; None when it is not merged sideways."""
        group = self._groups.get((number, column))
        return group[1] if group else None


def may_begin(grid: Grid, number: int, height: int) -> bool:
    """Whether a heading of so many rows may begin in row `number`."""
    numbers = range(number, number + height)
    if any(row not in grid.rows for row in numbers):
        return False
    if any(len(grid.text(row, column)) > LONGEST for row in numbers for column in range(grid.width([row]))):
        return False
    top = {cell for cell in grid.rows[number] if isinstance(cell, str)}
    return (
        len(top) > 1
        and (height == 1 or all(_has_words_only(grid.rows[row]) for row in numbers))
        and all(_has_leaves(grid, row) for row in numbers[1:])
    )


def _has_leaves(grid: Grid, number: int) -> bool:
    """Whether a row holds further words of the heading above it: at least one under an empty cell."""
    above = grid.rows.get(number - 1, ())
    under_empty = (not (above[column] if column < len(above) else None) for column in range(len(grid.rows[number])))
    return any(cell and empty for cell, empty in zip(grid.rows[number], under_empty, strict=True))


def _has_words_only(cells: Cells) -> bool:
    """Whether a row may belong to a deep heading; days, document numbers and figures are a task's."""
    return all(cell is None or (isinstance(cell, str) and _is_word(cell)) for cell in cells)


def joined(grid: Grid, number: int, height: int) -> list[str]:
    """One text for each column, groups before leaves; a group's text reaches as far as it is merged, or over the
    empty cells right of it that have words below."""
    numbers = list(range(number, number + height))
    width = grid.width(numbers)
    levels = [_spread(grid, row, width, below=numbers[place + 1 :]) for place, row in enumerate(numbers)]
    texts = []
    for column in range(width):
        path = list(dict.fromkeys(level[column] for level in levels if level[column]))
        texts.append(" > ".join(path))
    return texts


def _spread(grid: Grid, number: int, width: int, below: Sequence[int]) -> list[str]:
    texts: list[str] = []
    group, end = "", -1
    for column in range(width):
        own = grid.text(number, column)
        if own:
            reach = grid.reach(number, column)
            group, end = own, width if reach is None else reach
        has_leaf = any(grid.text(row, column) for row in below)
        if not own and (column > end or not has_leaf):
            group = ""
        texts.append(own or (group if has_leaf else ""))
    return texts


def _is_word(cell: str) -> bool:
    text = " ".join(cell.split())
    return any(char.isalpha() for char in text) and not dates.find(text)[0] and not wording.numbers(text)
