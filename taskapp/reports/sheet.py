"""A report as a workbook: real tables, numbers as numbers, text never as a formula, to print on A4 landscape.

Rows are written as they come, so that a workbook of any length takes the same memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any, NamedTuple, Protocol

import xlsxwriter

from taskapp.base.i18n import _
from taskapp.base.workbook import ROW_BY_ROW
from taskapp.people.models import Committee
from taskapp.reports.question import Question
from taskapp.reports.words import known_line, period_line

A4 = 9
HEAD = 6  # row of the column names, counted from 0
FONT = {"font_name": "Times New Roman", "font_size": 12}
LINE, HIGHEST = 15, 405  # points: of one line of text, of a row
GRID = FONT | {"font_size": 11, "border": 1, "valign": "vcenter"}
HEADING = GRID | {"bold": True, "text_wrap": True, "align": "center", "bg_color": "#E8F1FA"}
NUMBER_FORMATS = {"count": "#,##0", "share": "0.0%", "days": "0.#", "points": "0.00", "date": "dd/mm/yyyy"}


class Told(Protocol):
    """What the head of a sheet says: whose answer, to which question, known when, final or not."""

    @property
    def committee(self) -> Committee: ...
    @property
    def question(self) -> Question: ...
    @property
    def as_of(self) -> datetime: ...
    @property
    def is_provisional(self) -> bool: ...
    @property
    def conditions(self) -> str: ...


class Column(NamedTuple):
    """Its name, its width in characters, and what it holds: text, count, share, days, points or date."""

    name: str
    width: int
    kind: str


@dataclass(frozen=True)
class Table:
    """One sheet: its name and that of its table, its title, rows without their order number, total, notes under it.

    `count`: how many rows there are, when they come one by one; `frozen`: columns that stay while the others move.
    """

    sheet: str
    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    total: Sequence[Any] | None = None
    notes: Sequence[str] = ()
    count: int | None = None
    frozen: int = 2

    @property
    def length(self) -> int:
        """How many rows there are."""
        return len(list(self.rows)) if self.count is None else self.count


def workbook(title: str, tables: Iterable[Table], told: Told) -> bytes:
    """A workbook with one sheet for each table; the same answer gives the same bytes."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, ROW_BY_ROW) as book:
        made_at = told.as_of.astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": title, "company": told.committee.name, "created": made_at})
        for table in tables:
            _fill(book, book.add_worksheet(table.sheet), table, told)
    return buffer.getvalue()


def _fill(book: Any, sheet: Any, table: Table, told: Told) -> None:
    _write_head(book, sheet, table, told)
    _write_names(book, sheet, table)
    plain, bold = (_formats(book, is_bold) for is_bold in (False, True))
    for order, row in enumerate(table.rows, start=1):
        _write_row(sheet, HEAD + order, table.columns, (order, *row), plain)
    end = HEAD + 1 + table.length
    if table.total is not None:
        _write_row(sheet, end, table.columns, ("", *table.total), bold)
    look = book.add_format(FONT | {"italic": True})
    for offset, note in enumerate(table.notes):
        sheet.write_string(end + 2 + offset, 1, note, look)
    _set_up_print(sheet, table, end + 1 + len(table.notes))


def _write_head(book: Any, sheet: Any, table: Table, told: Told) -> None:
    last = len(table.columns) - 1
    title = book.add_format(FONT | {"bold": True, "font_size": 14, "align": "center", "text_wrap": True})
    line = book.add_format(FONT | {"italic": True, "align": "center"})
    sheet.write_string(0, 0, told.committee.name.upper(), book.add_format(FONT | {"bold": True}))
    known = known_line(told.as_of, is_provisional=told.is_provisional)
    lines = (
        (table.title.upper(), title),
        (period_line(told.question.first, told.question.last), line),
        ("; ".join(filter(None, (known, told.conditions))), line),
    )
    for at, (text, look) in enumerate(lines, start=2):
        sheet.merge_range(at, 0, at, last, "", look)
        sheet.write_string(at, 0, text, look)


def _write_names(book: Any, sheet: Any, table: Table) -> None:
    heading = book.add_format(HEADING)
    if table.length:  # a table must have a row
        names = [{"header": column.name} for column in table.columns]
        options = {"columns": names, "name": table.name, "style": "Table Style Light 1", "banded_rows": False}
        # The library refuses a table while it streams rows; all it needs are the names, which are written below.
        sheet.constant_memory = False
        sheet.add_table(HEAD, 0, HEAD + table.length, len(table.columns) - 1, options)
        sheet.constant_memory = True
    sheet.set_row(HEAD, 80)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(HEAD, place, column.name, heading)


def _formats(book: Any, bold: bool) -> dict[str, Any]:
    base = GRID | {"bold": bold}
    looks = {kind: book.add_format(base | {"num_format": written}) for kind, written in NUMBER_FORMATS.items()}
    return {"text": book.add_format(base | {"text_wrap": True})} | looks


def _write_row(
    sheet: Any, at: int, columns: Sequence[Column], values: Sequence[Any], formats_of: dict[str, Any]
) -> None:
    sheet.set_row(at, _height(columns, values))
    for place, (column, value) in enumerate(zip(columns, values, strict=True)):
        look = formats_of[column.kind]
        if value is None:
            sheet.write_blank(at, place, None, look)
        elif isinstance(value, str):
            sheet.write_string(at, place, value, look)
        elif isinstance(value, date):
            sheet.write_datetime(at, place, value, look)
        else:
            sheet.write_number(at, place, value, look)


def _height(columns: Sequence[Column], values: Sequence[Any]) -> float:
    """The height of a row in points that shows its longest text; not every program works that out by itself."""
    pairs = zip(columns, values, strict=True)
    lines = max((-(-len(value) // column.width) for column, value in pairs if isinstance(value, str)), default=1)
    return min(LINE * max(1, lines), HIGHEST)


def _set_up_print(sheet: Any, table: Table, end: int) -> None:
    sheet.freeze_panes(HEAD + 1, table.frozen)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.79, right=0.59, top=0.79, bottom=0.79)  # inches: 20, 15, 20, 20 mm
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD)
    sheet.print_area(0, 0, end, len(table.columns) - 1)
    sheet.set_header("&C&P")
    sheet.set_footer("")


def order_column() -> Column:
    """The first column of every table."""
    return Column(_("STT"), 5, "count")
