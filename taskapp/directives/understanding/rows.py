"""Rows of a table of tasks: what their cells say of one instruction, its units and its deadline. Pure."""

from __future__ import annotations

import re

from taskapp.base.text import fold, one_line
from taskapp.directives.draft import DraftTask, DueKind, Line, Place
from taskapp.directives.reason import Reason
from taskapp.directives.understanding.outline import Frame, Means
from taskapp.directives.understanding.tables import Column, Layout
from taskapp.directives.understanding.units import Names, person

_NO_LEAD = Reason("Dòng này của bảng không ghi đơn vị chủ trì. Hãy chọn đơn vị.")
_PARTED = re.compile(r"\s*[;\n]\s*|\s+\+\s+")
_NOTHING = re.compile(r"[-–—\s./]+")
_ROLE = re.compile(r"chủ trì|phối hợp", re.IGNORECASE)
_ROLE_WORDS = re.compile(
    r"^(?:cơ quan |đơn vị )?(?:chủ trì|phối hợp)\s*(?:với|:)?\s*|\s*\(?(?:chủ trì|phối hợp)(?: thực hiện)?\)?$",
    re.IGNORECASE,
)


def read(place: int, line: Line, layout: Layout, frame: Frame, means: Means) -> DraftTask | None:
    """The task of a row; None for group titles, numbering and rows that name neither a unit nor a time."""
    if not layout.width - 1 <= len(line.cells) <= layout.width:
        return None
    content = one_line(layout.cell(line.cells, Column.CONTENT))
    lead_cell, due_cell = layout.cell(line.cells, Column.LEAD), one_line(layout.cell(line.cells, Column.DUE))
    is_numbering = re.fullmatch(r"\(?\d+\)?", content) or fold(content) == fold(layout.cell(line.cells, Column.ORDER))
    if not any(char.isalpha() for char in content) or is_numbering or not (lead_cell or due_cell):
        return None
    if Column.COOPERATING in layout.columns:
        lead = units_of(lead_cell, means.names)
        helping = units_of(layout.cell(line.cells, Column.COOPERATING), means.names)
    else:
        lead, helping = both(lead_cell, means.names)
    due = means.in_cell(due_cell) if due_cell else means.due_of(content)
    if not due_cell and due.kind is DueKind.NONE and frame.due:
        due = frame.due
    start = max(line.text.find(content), 0)
    product = one_line(layout.cell(line.cells, Column.PRODUCT))
    lead = lead or frame.lead
    doubts = () if lead else (_NO_LEAD,)
    return DraftTask(content, lead, Place(place, start, start + len(content)), helping, product, due, doubts)


def units_of(cell: str, names: Names) -> tuple[str, ...]:
    """The units of a cell, parted at lines, semicolons, commas before another unit; as written where none is known."""
    found: list[str] = []
    for written in _PARTED.split("" if _NOTHING.fullmatch(cell) else cell):
        piece = written.strip(" .,-–")
        if piece:
            named = names.alone(piece) or person(piece)
            found.extend(named.names if named else _by_commas(piece, names))
    return tuple(dict.fromkeys(found))


def _by_commas(piece: str, names: Names) -> list[str]:
    pieces: list[str] = []
    for part in re.split(r"\s*,\s*", piece):
        if pieces and not names.listed(part) and not part.isupper():
            pieces[-1] = f"{pieces[-1]}, {part}"
        else:
            pieces.append(part)
    return pieces


def both(cell: str, names: Names) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The leading and helping units of 'X chủ trì; Y, Z phối hợp' and 'Chủ trì: X. Phối hợp: Y' in one column."""
    if not _ROLE.search(cell):
        return units_of(cell, names), ()
    lead: list[str] = []
    helping: list[str] = []
    for piece in re.split(r"\s*[;.\n]\s*(?=\S)", cell):
        is_help = re.search(r"phối hợp", piece, re.IGNORECASE)
        (helping if is_help else lead).extend(units_of(_ROLE_WORDS.sub("", piece), names))
    return tuple(lead), tuple(helping)
