"""Sheets of an .xlsx as rows of plain values; formulas without a value and hidden parts known."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol, cast

from taskapp.base.libraries import hidden
from taskapp.directives.registers import archive, xml_stream
from taskapp.directives.registers.sheet import MOST_COLUMNS, MOST_SHEETS, Area, Sheet, filled_down
from taskapp.directives.registers.sheet_rows import numbered
from taskapp.directives.unreadable import Unreadable

with hidden(
    "numpy"
):  # openpyxl takes it along, only to know its kinds of numbers: 0.1 s and 12 MB for each web process
    from openpyxl import load_workbook
    from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
    from openpyxl.utils.datetime import CALENDAR_MAC_1904
    from openpyxl.workbook import Workbook

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass
class _Structure:
    """What stands beside the values of a sheet."""

    merged: list[Area] = field(default_factory=list)
    uncounted: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


class _Streamed(Protocol):
    """A worksheet read as a stream, which knows its member of the archive."""

    _worksheet_path: str


def sheets(data: bytes) -> list[Sheet]:
    """The visible sheets of an .xlsx. Raises Unreadable, with what to do, for what cannot or must not be opened."""
    archive.check(data, archive.Kind.XLSX)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        with zipfile.ZipFile(io.BytesIO(data)) as members:
            return list(_visible(book, members))
    except Unreadable:
        raise
    except Exception as error:  # a foreign library over foreign bytes: whatever it trips on, the file is unusable
        raise Unreadable(archive.DAMAGED) from error


def _visible(book: Workbook, members: zipfile.ZipFile) -> Iterator[Sheet]:
    is_1904 = book.epoch == CALENDAR_MAC_1904
    for worksheet in islice((w for w in book.worksheets if w.sheet_state == "visible"), MOST_SHEETS):
        worksheet.reset_dimensions()
        rows = dict(numbered(enumerate(worksheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1)))
        beside = _structure(members, cast(_Streamed, worksheet)._worksheet_path)
        yield Sheet(
            worksheet.title,
            filled_down(rows, beside.merged),
            frozenset(beside.uncounted),
            is_1904,
            tuple(beside.merged),
            frozenset(beside.hidden_rows),
            frozenset(beside.hidden_columns),
        )


def _structure(members: zipfile.ZipFile, path: str) -> _Structure:
    """The merged ranges, the cells with a formula but no value, and what is hidden."""
    found = _Structure()
    with members.open(path.lstrip("/")) as stream:
        for element in xml_stream.elements(stream, whole=_MAIN + "row"):
            if element.tag == _MAIN + "row":
                found.uncounted.update(_uncounted(element))
                if element.get("hidden") in ("1", "true"):
                    found.hidden_rows.add(int(element.get("r", "0")))
            elif element.tag == _MAIN + "col" and element.get("hidden") in ("1", "true"):
                last = min(int(element.get("max", "0")), MOST_COLUMNS)
                found.hidden_columns.update(range(int(element.get("min", "1")) - 1, last))
            elif element.tag == _MAIN + "mergeCell":
                found.merged.append(cast(Area, range_boundaries(element.get("ref", "A1"))))
    return found


def _uncounted(row: Any) -> Iterator[tuple[int, int]]:
    for cell in row.iter(_MAIN + "c"):
        value = cell.find(_MAIN + "v")
        is_empty = value is None or (not value.text and cell.get("t") != "str")  # a counted text may be empty
        if is_empty and cell.find(_MAIN + "f") is not None:
            number, column = coordinate_to_tuple(cell.get("r", "A1"))
            yield number, column - 1
