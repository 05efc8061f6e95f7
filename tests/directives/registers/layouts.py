"""Registers as many offices lay them out, with the tasks that a careful clerk reads in each."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import xlsxwriter
from openpyxl import Workbook

from tests.directives.registers.sheets import saved

Cells = Sequence[object]
_ = None


@dataclass(frozen=True)
class Page:
    """One sheet to be written: rows from the first, merged areas."""

    title: str
    rows: Sequence[Cells]
    merged: Sequence[str] = ()
    is_hidden: bool = False
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[str] = ()


@dataclass(frozen=True)
class Layout:
    """A file and what it holds; `problems` are the (row, column) of what a person must put right."""

    build: Callable[[], bytes]
    tasks: Sequence[dict[str, object]]
    problems: Sequence[tuple[int, str]] = field(default=())


def task(content: str, lead: str | None, **values: object) -> dict[str, object]:
    """What the register says of one task; what is not named it does not say."""
    nothing = dict.fromkeys(("number", "issued", "due", "done", "result", "assigner"))
    return {**nothing, "content": content, "lead": lead, "support": [], **values}


def book(*pages: Page) -> bytes:
    """An .xlsx of these sheets."""
    made = Workbook()
    made.remove(made.active)
    for page in pages:
        sheet = made.create_sheet(page.title)
        for values in page.rows:
            sheet.append(list(values))
        for area in page.merged:
            sheet.merge_cells(area)
        for number in page.hidden_rows:
            sheet.row_dimensions[number].hidden = True
        for name in page.hidden_columns:
            sheet.column_dimensions[name].hidden = True
        sheet.sheet_state = "hidden" if page.is_hidden else "visible"
    return saved(made)


def counted(rows: Sequence[Cells]) -> bytes:
    """An .xlsx in which a pair (formula, value) is a formula with the value that Excel had counted."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Sổ")
        for number, values in enumerate(rows):
            for column, value in enumerate(values):
                if isinstance(value, tuple):
                    sheet.write_formula(number, column, value[0], None, value[1])
                elif value is not None:
                    sheet.write(number, column, value)
    return target.getvalue()
