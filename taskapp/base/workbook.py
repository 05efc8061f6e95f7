"""What every workbook of ours has in common: its media type, and that a text stays a text, whatever it begins with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from io import BytesIO

import xlsxwriter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
IN_MEMORY = {"in_memory": True, **AS_TEXT}
ROW_BY_ROW = {"constant_memory": True, **AS_TEXT}
MOMENT = "dd/mm/yyyy hh:mm"


def log_book(
    title: str,
    columns: Sequence[tuple[str, int]],
    lines: Iterable[Sequence[object]],
    local: Callable[[datetime], datetime],
    moment: str = MOMENT,
) -> bytes:
    """A log as one sheet with frozen names and a filter; `columns`: name and width of each.

    Instants stand on the wall clock of `local`, written as the number format `moment` says.
    """
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, IN_MEMORY) as book:
        sheet = book.add_worksheet(title)
        bold, instant = book.add_format({"bold": True}), book.add_format({"num_format": moment})
        row = 0
        for row, line in enumerate(lines, start=1):
            for column, value in enumerate(line):
                if isinstance(value, datetime):
                    sheet.write_datetime(row, column, local(value).replace(tzinfo=None), instant)
                else:
                    sheet.write(row, column, value)
        for column, (name, width) in enumerate(columns):
            sheet.write(0, column, name, bold)
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, row), len(columns) - 1)
    return buffer.getvalue()
