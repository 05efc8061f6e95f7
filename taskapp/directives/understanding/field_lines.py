"""Lines that state one thing of an instruction after its name: "Đơn vị chủ trì: Sở Y tế", "Thời hạn: 15/8/2023". Pure.

They stand in forms for handing out work, and under the items of plans; their names are those of a table's columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from taskapp.directives.understanding import rows, tables
from taskapp.directives.understanding.tables import Column
from taskapp.directives.understanding.units import Names

_FIELD = re.compile(r"(?P<name>[^:;.,]{3,40}?)\s*:\s*(?=\S)")
_STATED = {Column.LEAD, Column.COOPERATING, Column.DUE, Column.CONTENT, Column.PRODUCT}


@dataclass(frozen=True, slots=True)
class Field:
    """What a line states, and where in the line its words begin."""

    column: Column
    value: str
    start: int


def read(text: str, names: Names) -> Field | None:
    """The field that a line without its label is, None when it is anything else."""
    match = _FIELD.match(text)
    column = tables.column_of(match["name"]) if match else None
    if match is None or column not in _STATED:
        return None
    value = text[match.end() :].strip()
    if column in {Column.LEAD, Column.COOPERATING} and not _is_units(value, names):
        return None
    return Field(column, value, match.end())


def units_of(field: Field, names: Names) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The leading and the helping units that a field names."""
    value = field.value.rstrip(" .;")
    if field.column is Column.COOPERATING:
        return (), rows.units_of(value, names)
    return rows.both(value, names)


def _is_units(value: str, names: Names) -> bool:
    """Whether a value is units and nothing else: "Sở Y tế; phối hợp: Công an tỉnh"."""
    pieces = [
        re.sub(r"^.{0,30}:\s*|\s*(?:chủ trì|phối hợp)$", "", piece)
        for piece in re.split(r"[;.]\s+", value.strip(" .;"))
    ]
    return all(names.alone(piece) is not None for piece in pieces)
