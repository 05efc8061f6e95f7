"""Sheets of an .ods as rows of plain values: repeated cells and rows within limits, spans as merged areas."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from taskapp.directives.registers import archive, xml_stream
from taskapp.directives.registers.sheet import (
    BLANKS_AT_END,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    Area,
    Sheet,
    filled_down,
)
from taskapp.directives.registers.sheet_rows import numbered, too_long
from taskapp.directives.unreadable import Unreadable

_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _TEXT, _OFFICE, _STYLE = (_SPACE % name for name in ("table", "text", "office", "style"))
_CELLS = (_TABLE + "table-cell", _TABLE + "covered-table-cell")
_HIDDEN = ("collapse", "filter")
_MOST_BLANKS = 200  # in a run of them inside one cell


@dataclass
class _Table:
    """One table while it is read."""

    rows: list[tuple[int, Sequence[object]]] = field(default_factory=list)
    uncounted: set[tuple[int, int]] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    row: int = 0
    column: int = 0

    def sheet(self, title: str) -> Sheet:
        """The table as a sheet."""
        return Sheet(
            title,
            filled_down(dict(numbered(self.rows)), self.merged),
            frozenset(self.uncounted),
            merged=tuple(self.merged),
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
        )


def sheets(data: bytes) -> list[Sheet]:
    """The visible sheets of an .ods. Raises Unreadable, with what to do, for what cannot or must not be opened."""
    archive.check(data, archive.Kind.ODS)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as members, members.open("content.xml") as stream:
            return list(_visible(xml_stream.elements(stream, whole=_TABLE + "table-row")))
    except Unreadable:
        raise
    except Exception as error:  # foreign bytes through a parser: whatever it trips on, the file is unusable
        raise Unreadable(archive.DAMAGED) from error


def _visible(elements: Iterator[Any]) -> Iterator[Sheet]:
    hidden: set[str] = set()
    table, found, shown = _Table(), 0, True
    for element in elements:
        if element.tag == _STYLE + "table-properties":
            shown = element.get(_TABLE + "display") != "false"
        elif element.tag == _STYLE + "style":
            if not shown:
                hidden.add(element.get(_STYLE + "name", ""))
            shown = True
        elif element.tag == _TABLE + "table-column":
            _add_column(table, element)
        elif element.tag == _TABLE + "table-row":
            _add_row(table, element)
        elif element.tag == _TABLE + "table":
            if element.get(_TABLE + "style-name") not in hidden and found < MOST_SHEETS:
                found += 1
                yield table.sheet(element.get(_TABLE + "name", ""))
            table = _Table()


def _add_column(table: _Table, element: Any) -> None:
    last = min(table.column + _times(element, "columns"), MOST_COLUMNS)
    if element.get(_TABLE + "visibility") in _HIDDEN:
        table.hidden_columns.update(range(table.column, last))
    table.column = last


def _add_row(table: _Table, element: Any) -> None:
    """Take a row as often as it is repeated: an empty one only moves on, a filled one counts each time."""
    times, number = _times(element, "rows"), table.row + 1
    table.row += times
    cells = _cells(table, element, number)
    if all(cell is None for cell in cells):
        return
    if times > MOST_ROWS or len(table.rows) + times > MOST_ROWS + BLANKS_AT_END:
        raise too_long()
    table.rows.extend((repeated, cells) for repeated in range(number, number + times))
    if element.get(_TABLE + "visibility") in _HIDDEN:
        table.hidden_rows.update(range(number, number + times))


def _cells(table: _Table, row: Any, number: int) -> list[object]:
    cells: list[object] = []
    for element in row:
        if element.tag not in _CELLS or len(cells) >= MOST_COLUMNS:
            continue
        column, is_covered = len(cells), element.tag == _CELLS[1]
        value = None if is_covered else _value(element)
        cells.extend([value] * min(_times(element, "columns"), MOST_COLUMNS - column))
        if is_covered:
            continue
        if value is None and element.get(_TABLE + "formula") and not element.get(_OFFICE + "value-type"):
            table.uncounted.add((number, column))
        down, right = _spanned(element, "rows"), _spanned(element, "columns")
        if value is not None and (down > 1 or right > 1):
            table.merged.append((column + 1, number, column + right, number + down - 1))
    return cells


def _value(cell: Any) -> object:
    kind = cell.get(_OFFICE + "value-type")
    if kind in ("float", "percentage", "currency"):
        number = float(cell.get(_OFFICE + "value", "nan"))
        return None if not math.isfinite(number) else int(number) if number.is_integer() else number
    if kind == "date":
        return _date(cell.get(_OFFICE + "date-value", ""))
    text = cell.get(_OFFICE + "string-value") or "\n".join(_words(line) for line in cell.findall(_TEXT + "p"))
    return text or None


def _date(text: str) -> datetime | date | str:
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return text  # said as unreadable where the cell is read


def _words(element: Any) -> str:
    """The words of a paragraph with its blanks, tabs and line breaks; remarks of others are left out."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == _TEXT + "s":
            parts.append(" " * min(_number(child.get(_TEXT + "c")), _MOST_BLANKS))
        elif child.tag == _TEXT + "line-break":
            parts.append("\n")
        elif child.tag == _TEXT + "tab":
            parts.append(" ")
        elif child.tag in (_TEXT + "span", _TEXT + "a"):
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _times(element: Any, what: str) -> int:
    return _number(element.get(f"{_TABLE}number-{what}-repeated"))


def _spanned(element: Any, what: str) -> int:
    return min(_number(element.get(f"{_TABLE}number-{what}-spanned")), MOST_ROWS)


def _number(text: str | None) -> int:
    """A count of one or more; 1 where none is given."""
    return max(1, int(text[:12])) if text else 1
