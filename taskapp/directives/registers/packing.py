"""Sheets as JSON, on their way from the process that reads a spreadsheet to the one that asked. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from taskapp.directives.registers.sheet import Sheet

_READERS: Mapping[str, Any] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=seconds),
}


def packed(sheet: Sheet) -> dict[str, Any]:
    """The sheet as what JSON knows; `value` says the rest."""
    return {
        "title": sheet.title,
        "rows": list(sheet.rows.items()),
        "uncounted": sorted(sheet.uncounted),
        "is_1904": sheet.is_1904,
        "merged": list(sheet.merged),
        "hidden_rows": sorted(sheet.hidden_rows),
        "hidden_columns": sorted(sheet.hidden_columns),
    }


def value(cell: object) -> dict[str, object]:
    """A cell's value that JSON does not know, under the name of its type. Raises TypeError for any other."""
    if isinstance(cell, (datetime, date, time)):
        return {type(cell).__name__: cell.isoformat()}
    if isinstance(cell, timedelta):
        return {"timedelta": cell.total_seconds()}
    raise TypeError(f"no value of a cell: {type(cell).__name__}")


def unpacked(told: Mapping[str, Any]) -> Sheet:
    """The sheet that packed() and value() made JSON of."""
    return Sheet(
        told["title"],
        {number: tuple(map(_cell, cells)) for number, cells in told["rows"]},
        frozenset((row, column) for row, column in told["uncounted"]),
        told["is_1904"],
        tuple(_area(corners) for corners in told["merged"]),
        frozenset(told["hidden_rows"]),
        frozenset(told["hidden_columns"]),
    )


def _cell(told: object) -> object:
    if not isinstance(told, dict):
        return told
    ((kind, written),) = told.items()
    return _READERS[kind](written)


def _area(corners: Sequence[int]) -> tuple[int, int, int, int]:
    left, top, right, bottom = corners
    return left, top, right, bottom
