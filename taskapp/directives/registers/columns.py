"""Which column of a register means what: recognised by the words of its heading, correctable by a person. Pure."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from taskapp.base.text import fold
from taskapp.directives.registers import evidence
from taskapp.directives.registers.heading_rows import Grid, joined, may_begin
from taskapp.directives.registers.headings import RULES, SHORT_FORMS, Meaning
from taskapp.directives.registers.sheet import Area

DEPTH = 100  # rows in which the heading is looked for
HEIGHTS = (1, 2, 3)
Cells = Sequence[object]
Memory = Mapping[str, Mapping[str, Meaning | None]]  # the mark of headings -> the key of each -> its meaning
NOTHING: Memory = {}


@dataclass(frozen=True)
class Layout:
    """What was understood of a sheet: where its heading stands (1-based first row, one to three rows) and each column.

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
_LEAST = 40  # a meaning that is less sure, with the cells against it, is left to the person
_LOOKED_AT = 20  # rows below a heading, for how wide the table is
_TABLE = 3  # so many cells in a row make a table
_LEAF = 4  # what the last row of a heading says alone is less sure than what it says under its group


def recognise(
    rows: Mapping[int, Cells], merged: Sequence[Area] = (), hidden: frozenset[int] = frozenset()
) -> Layout | None:
    """The heading among the first rows (1-based number → cells) that explains most columns; None when there is none.

    A heading names the content of the tasks and at least one more of: lead unit, limit, document; groups over two or
    three rows count, the text of a group belongs to the cells it is merged over, or the empty ones right of it. The
    cells below speak too: a column of numbers holds no content, one of words no days. `hidden` are 0-based columns.
    """
    best, best_worth, grid = None, (0, 0), Grid(rows, merged)
    for number in sorted(n for n in rows if n <= DEPTH):
        for height in HEIGHTS:
            layout, sureness = _layout(grid, number, height, hidden)
            if best and layout and layout.headings == best.headings:
                continue  # the heading again, further down
            if layout and (len(layout.columns), sureness) > best_worth:
                best, best_worth = layout, (len(layout.columns), sureness)
    return best


def stated(rows: Mapping[int, Cells], merged: Sequence[Area], hidden: frozenset[int], place: tuple[int, int]) -> Layout:
    """The layout of a heading that a person points out: its first row and how many rows; columns as far as known."""
    first, height = place
    return _understood(Grid(rows, merged), first, height, hidden)[0]


def offered(rows: Mapping[int, Cells], merged: Sequence[Area]) -> Layout | None:
    """The first row that may be a heading, for a person to name its columns: three words or more, and rows below."""
    grid = Grid(rows, merged)
    for number in sorted(n for n in rows if n <= DEPTH):
        words = {grid.text(number, column) for column in range(grid.width([number]))} - {""}
        below = [cells for n, cells in rows.items() if n > number]
        is_table = any(sum(cell is not None for cell in cells) >= _TABLE for cells in below[: HEIGHTS[-1]])
        if len(words) >= _TABLE and is_table and may_begin(grid, number, 1):
            return _understood(grid, number, 1, frozenset())[0]
    return None


def keys(headings: Sequence[str]) -> list[str]:
    """What each heading is remembered by: its words without diacritics; a second one of the same words is numbered."""
    seen: Counter[str] = Counter()
    found = []
    for heading in headings:
        plain = fold(heading)
        seen[plain] += 1
        found.append(f"{plain}#{seen[plain]}" if plain and seen[plain] > 1 else plain)
    return found


def mark(headings: Sequence[str]) -> str:
    """The mark by which the same headings are known again, in whatever order the columns stand."""
    return hashlib.sha256("\n".join(sorted(key for key in keys(headings) if key)).encode()).hexdigest()


def remembered(rows: Mapping[int, Cells], merged: Sequence[Area], memory: Memory) -> Layout | None:
    """The layout whose headings a person has corrected before; None when there is none such."""
    grid = Grid(rows, merged)
    for number in sorted(n for n in rows if n <= DEPTH) if memory else ():
        for height in HEIGHTS:
            if may_begin(grid, number, height) and mark(joined(grid, number, height)) in memory:
                return _understood(grid, number, height, frozenset())[0]
    return None


def meanings(headings: Sequence[str], memory: Memory) -> dict[int, Meaning | None] | None:
    """What a person said that the columns with these headings mean, by 0-based column; None when nothing was said."""
    told = memory.get(mark(headings))
    if told is None:
        return None
    return {column: told[key] for column, key in enumerate(keys(headings)) if key in told}


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


def _layout(grid: Grid, number: int, height: int, hidden: frozenset[int]) -> tuple[Layout | None, int]:
    if not may_begin(grid, number, height):
        return None, 0
    possible = {meaning for heading in joined(grid, number, height) for meaning, _sure in _readings(heading)}
    if not _is_enough(possible):
        return None, 0
    layout, sureness = _understood(grid, number, height, hidden)
    return (layout, sureness) if _is_enough(layout.columns.keys()) else (None, 0)


def _is_enough(meanings: Set[Meaning]) -> bool:
    return Meaning.CONTENT in meanings and len(_ESSENTIAL & meanings) > 1


def _understood(grid: Grid, number: int, height: int, hidden: frozenset[int]) -> tuple[Layout, int]:
    headings = joined(grid, number, height)
    below = grid.width([row for row in range(number + height, number + height + _LOOKED_AT) if row in grid.rows])
    headings += [""] * (below - len(headings))  # a person may name columns that have no heading
    profiles = evidence.profiles(grid.rows, number + height - 1, len(headings))
    columns, sureness = _assign(headings, profiles, hidden)
    return Layout(number, height, tuple(headings), columns), sureness


def _assign(
    headings: Sequence[str], profiles: Sequence[evidence.Profile], hidden: frozenset[int]
) -> tuple[dict[Meaning, int], int]:
    """The column of each meaning, the surest pair first, and how sure they are together."""
    candidates = [
        (sure + evidence.weight(meaning, profiles[column], is_hidden=column in hidden), column, meaning)
        for column, heading in enumerate(headings)
        for meaning, sure in _readings(heading)
    ]
    columns: dict[Meaning, int] = {}
    sureness = 0
    for sure, column, meaning in sorted(candidates, key=lambda found: (-found[0], found[1], found[2])):
        if sure >= _LEAST and meaning not in columns and column not in columns.values():
            columns[meaning] = column
            sureness += sure
    _add_progress(columns, profiles)
    return columns, sureness


def _add_progress(columns: dict[Meaning, int], profiles: Sequence[evidence.Profile]) -> None:
    """A column that no heading explains but that says how far each task is holds the progress."""
    free = [c for c, profile in enumerate(profiles) if c not in columns.values() and evidence.tells_progress(profile)]
    if free and Meaning.PROGRESS not in columns:
        columns[Meaning.PROGRESS] = free[0]


@lru_cache(maxsize=2048)
def _readings(heading: str) -> list[tuple[Meaning, int]]:
    """Each meaning that the words of a heading may have: of all its rows together, and of the last row alone."""
    whole = _spelled_out(heading)
    leaf = whole.rsplit(" > ", 1)[-1]
    found = [(meaning, sure) for meaning, sure, pattern in _COMPILED if whole and pattern.search(whole)]
    if leaf != whole:
        found += [(meaning, sure - _LEAF) for meaning, sure, pattern in _COMPILED if pattern.search(leaf)]
    return found


def _spelled_out(heading: str) -> str:
    plain = re.sub(r"[().:*]+", " ", fold(heading))
    return " ".join(SHORT_FORMS.get(word, word) for word in plain.split())
