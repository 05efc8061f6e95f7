"""Sheets of an .xlsx as rows of plain values: merged cells filled downwards, formulas without a value known."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol, cast

from defusedxml import ElementTree as SafeTree

from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.base.libraries import hidden
from taskapp.base.text import clean
from taskapp.directives import archive

with hidden(
    "numpy"
):  # openpyxl takes it along, only to know its kinds of numbers: 0.1 s and 12 MB for each web process
    from openpyxl import load_workbook
    from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
    from openpyxl.utils.datetime import CALENDAR_MAC_1904
    from openpyxl.workbook import Workbook

MOST_ROWS = 50_000
MOST_COLUMNS = 60
BLANKS_AT_END = 5_000  # so many empty rows in a row mean that the table is over
MOST_SHEETS = 30
Cells = tuple[object, ...]  # text (clean), numbers, dates, times, None
Area = tuple[int, int, int, int]  # first column, first row, last column, last row; 1-based
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class Sheet:
    """One visible sheet: its rows that hold anything (1-based number → values), and cells whose formula has no value.

    `uncounted` holds (1-based row, 0-based column); `is_1904` is the workbook's epoch for serial dates.
    """

    title: str
    rows: Mapping[int, Cells]
    uncounted: frozenset[tuple[int, int]]
    is_1904: bool


class _Streamed(Protocol):
    """A worksheet read as a stream, which knows its member of the archive."""

    _worksheet_path: str


def sheets(data: bytes) -> list[Sheet]:
    """The visible sheets of an .xlsx. Raises BadInput, with what to do, for what cannot or must not be opened."""
    archive.check(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        with zipfile.ZipFile(io.BytesIO(data)) as members:
            return list(_visible(book, members))
    except BadInput:
        raise
    except Exception as error:  # a foreign library over foreign bytes: whatever it trips on, the file is unusable
        raise archive.damaged() from error


def _visible(book: Workbook, members: zipfile.ZipFile) -> Iterator[Sheet]:
    is_1904 = book.epoch == CALENDAR_MAC_1904
    for worksheet in islice((w for w in book.worksheets if w.sheet_state == "visible"), MOST_SHEETS):
        worksheet.reset_dimensions()
        rows = dict(_filled(worksheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)))
        merged, uncounted = _structure(members, cast(_Streamed, worksheet)._worksheet_path)
        _fill_down(rows, merged)
        yield Sheet(worksheet.title, dict(sorted(rows.items())), uncounted, is_1904)


def _filled(rows: Iterable[tuple[object, ...]]) -> Iterator[tuple[int, Cells]]:
    blanks = held = 0
    for number, row in enumerate(rows, start=1):
        values = tuple(clean(value) or None if isinstance(value, str) else value for value in row)
        if all(value is None for value in values):
            blanks += 1
            if blanks > BLANKS_AT_END:
                return
            continue
        blanks, held = 0, held + 1
        if held > MOST_ROWS:
            raise BadInput(_("Bảng dài hơn %(most)s dòng. Hãy chia thành nhiều tệp.", most=MOST_ROWS))
        yield number, values


def _structure(members: zipfile.ZipFile, path: str) -> tuple[list[Area], frozenset[tuple[int, int]]]:
    """The merged ranges, and the cells with a formula but no value."""
    merged: list[Area] = []
    uncounted: set[tuple[int, int]] = set()
    with members.open(path.lstrip("/")) as stream:
        for _event, element in SafeTree.iterparse(stream, events=("end",), forbid_dtd=True):
            if element.tag == _MAIN + "row":
                uncounted.update(_uncounted(element))
                element.clear()
            elif element.tag == _MAIN + "mergeCell":
                merged.append(cast(Area, range_boundaries(element.get("ref", "A1"))))
    return merged, frozenset(uncounted)


def _uncounted(row: Any) -> Iterator[tuple[int, int]]:
    for cell in row.iter(_MAIN + "c"):
        value = cell.find(_MAIN + "v")
        is_empty = value is None or (not value.text and cell.get("t") != "str")  # a counted text may be empty
        if is_empty and cell.find(_MAIN + "f") is not None:
            number, column = coordinate_to_tuple(cell.get("r", "A1"))
            yield number, column - 1


def _fill_down(rows: dict[int, Cells], merged: list[Area]) -> None:
    """Give each row of a vertically merged range the value of its top: one document, several tasks."""
    for column, first, _last_column, last in merged:
        top = rows.get(first, ())
        value = top[column - 1] if column <= len(top) else None
        if value is None or last == first:
            continue
        for number in range(first + 1, min(last, first + MOST_ROWS) + 1):
            if number in rows:
                cells = list(rows[number]) + [None] * (column - len(rows[number]))
                cells[column - 1] = value
                rows[number] = tuple(cells)
