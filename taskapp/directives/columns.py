"""Which column of a register means what: recognised by the words of its heading, correctable by a person. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from taskapp.base.text import fold
from taskapp.directives.headings import RULES, Meaning

DEPTH = 30  # rows in which the heading is looked for
Cells = Sequence[object]


@dataclass(frozen=True)
class Layout:
    """What was understood of a sheet: where its heading stands (1-based first row, one or two rows) and each column.

    `headings` are the texts of the heading by 0-based column, `columns` the column of each meaning that was found.
    """

    first_row: int
    rows: int
    headings: tuple[str, ...]
    columns: Mapping[Meaning, int]

    @property
    def last_row(self) -> int:
        return self.first_row + self.rows - 1


_COMPILED = tuple((meaning, sure, re.compile(pattern)) for meaning, sure, pattern in RULES)
_ESSENTIAL = frozenset({Meaning.CONTENT, Meaning.LEAD, Meaning.DUE, Meaning.NUMBER})
LONGEST_HEADING = 90


def recognise(rows: Mapping[int, Cells]) -> Layout | None:
    """The heading among the first rows (1-based number → cells) that explains most columns; None when there is none.

    A heading names the content of the tasks and at least one more of: lead unit, limit, document; merged groups over
    two rows count, the text of a group belongs to the empty cells right of it.
    """
    best: Layout | None = None
    for number in sorted(n for n in rows if n <= DEPTH):
        for height in (1, 2):
            layout = _layout(rows, number, height)
            if layout and (best is None or len(layout.columns) > len(best.columns)):
                best = layout
    return best


def corrected(layout: Layout, chosen: Mapping[int, Meaning | None]) -> Layout:
    """The layout with a person's choices: each column (0-based) that is named has this meaning, or none at all.

    A meaning chosen for one column is taken from any other.
    """
    columns = {m: c for m, c in layout.columns.items() if c not in chosen}
    for column, meaning in chosen.items():
        if meaning is not None:
            columns[meaning] = column
    return Layout(layout.first_row, layout.rows, layout.headings, columns)


def missing(layout: Layout, *, has_sections: bool) -> list[Meaning]:
    """The meanings without which no task can be read; sections by unit replace the lead unit's column."""
    needed = [Meaning.CONTENT] + ([] if has_sections else [Meaning.LEAD])
    return [meaning for meaning in needed if meaning not in layout.columns]


def letter(column: int) -> str:
    """The sheet's own name of a 0-based column: A … Z, AA …"""
    name, left = "", column + 1
    while left:
        left, digit = divmod(left - 1, 26)
        name = chr(65 + digit) + name
    return name


def _layout(rows: Mapping[int, Cells], number: int, height: int) -> Layout | None:
    top = [_heading(cell) for cell in rows[number]]
    if height == 2 and not _has_leaves(rows[number], rows.get(number + 1, ())):
        return None
    headings = top if height == 1 else _joined(top, [_heading(cell) for cell in rows[number + 1]])
    if any(len(heading) > LONGEST_HEADING for heading in headings):
        return None
    columns = _assign(headings)
    if Meaning.CONTENT not in columns or len(_ESSENTIAL & columns.keys()) < 2:
        return None
    return Layout(number, height, tuple(headings), columns)


def _has_leaves(top: Cells, bottom: Cells) -> bool:
    """Whether the row below holds the leaves of a two-row heading: words only, at least one under an empty cell."""
    words = [isinstance(cell, str) or cell is None for cell in bottom]
    under_empty = [bool(cell) and not (top[i] if i < len(top) else None) for i, cell in enumerate(bottom)]
    return all(words) and any(under_empty)


def _heading(cell: object) -> str:
    return " ".join(cell.split()) if isinstance(cell, str) else ""


def _joined(top: Sequence[str], bottom: Sequence[str]) -> list[str]:
    """One text for each column of a two-row heading; a group's text reaches the empty cells right of it."""
    texts, group = [], ""
    for column in range(max(len(top), len(bottom))):
        above = top[column] if column < len(top) else ""
        below = bottom[column] if column < len(bottom) else ""
        group = above or (group if below else "")
        if not below or below == above:
            texts.append(above)
        else:
            texts.append(f"{group} > {below}" if group else below)
    return texts


def _assign(headings: Sequence[str]) -> dict[Meaning, int]:
    candidates = [
        (-sure, column, meaning)
        for column, heading in enumerate(headings)
        for meaning, sure, pattern in _COMPILED
        if heading and pattern.search(re.sub(r"[().:*]+", " ", fold(heading)).strip())
    ]
    columns: dict[Meaning, int] = {}
    for _sure, column, meaning in sorted(candidates):
        if meaning not in columns and column not in columns.values():
            columns[meaning] = column
    return columns
