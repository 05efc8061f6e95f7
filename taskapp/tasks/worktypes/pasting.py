"""Many types at once, from a table that is pasted: one line a type, cells separated as Excel copies them. Pure."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import NamedTuple

from taskapp.base.text import fold, one_line

COLUMNS = ("code", "name", "field", "statutory", "committed", "unit", "legal_basis", "product", "content")
HEADING = ("ma", "ma loai viec", "ma thu tuc")
UNITS = {
    "": "workdays",
    "ngay lam viec": "workdays",
    "nlv": "workdays",
    "ngay": "days",
    "ngay lich": "days",
    "gio": "hours",
}
_NUMBER = re.compile(r"0*(\d{1,4})(?: (.*))?")


class Problem(NamedTuple):
    """What cannot be read: line and column counted from 1, and the cell."""

    line: int
    column: int
    cell: str


@dataclass(frozen=True)
class Line:
    """One type as pasted; counts are None where the cell is empty."""

    number: int
    code: str
    name: str
    field: str
    statutory: int | None
    committed: int | None
    unit: str
    legal_basis: str
    product: str
    content: str


def read(text: str) -> tuple[list[Line], list[Problem]]:
    """The lines of a pasted table and what cannot be read in it; a heading and empty lines are passed over.

    Columns in their order: code, name, field, limit by law, commitment, unit ("ngày làm việc" when empty), legal
    basis, product, content. A count may carry its unit: "15 ngày". A cell with line breaks stands in quotation marks.

    Raises csv.Error where these do not go together.
    """
    lines: list[Line] = []
    problems: list[Problem] = []
    rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True)
    for number, row in enumerate(rows, start=1):
        cells = [one_line(cell) for cell in row]
        if not any(cells) or fold(cells[0]) in HEADING:
            continue
        cells = (cells + [""] * len(COLUMNS))[: len(COLUMNS)]
        line, wrong = _line(number, cells)
        problems.extend(wrong)
        if line:
            lines.append(line)
    return lines, problems


def _line(number: int, cells: list[str]) -> tuple[Line | None, list[Problem]]:
    values = dict(zip(COLUMNS, cells, strict=True))
    wrong = [Problem(number, COLUMNS.index(name) + 1, values[name]) for name in ("code", "name") if not values[name]]
    counts: dict[str, int | None] = {}
    said = {fold(values["unit"])} - {""}
    for name in ("statutory", "committed"):
        found = _NUMBER.fullmatch(values[name])
        counts[name] = int(found[1]) if found else None
        if found and found[2]:
            said.add(fold(found[2]))
        if values[name] and not found:
            wrong.append(Problem(number, COLUMNS.index(name) + 1, values[name]))
    units = {UNITS.get(each) for each in said or {""}}
    unit = units.pop() if len(units) == 1 else None
    if unit is None:
        wrong.append(Problem(number, COLUMNS.index("unit") + 1, values["unit"] or " / ".join(sorted(said))))
    if wrong or unit is None:
        return None, wrong
    kept = {name: values[name] for name in ("code", "name", "field", "legal_basis", "product", "content")}
    return Line(number=number, unit=unit, statutory=counts["statutory"], committed=counts["committed"], **kept), []
