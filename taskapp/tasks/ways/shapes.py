"""In which shape a list is shown, and what its address says about that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from taskapp.base.dates import FIRST_YEAR, LAST_YEAR
from taskapp.tasks.selections import View

WEEK = timedelta(days=7)
COLUMNS = (
    *("due", "unit", "officer", "supporting", "assigner", "document", "issued", "original_due"),
    *("state", "progress", "number"),
)
USUAL_COLUMNS = ("due", "unit", "officer", "document", "state")

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


class Shape(StrEnum):
    """Rows under headings, a table with numbered rows, a month of days, weeks one under the other."""

    LIST = "list"
    TABLE = "table"
    MONTH = "month"
    WEEKS = "weeks"


BY_TIME = frozenset({Shape.MONTH, Shape.WEEKS})


@dataclass(frozen=True)
class Layout:
    """How lists stand before a person unless the address says otherwise: the shape, and the columns of his tables."""

    shape: Shape = Shape.LIST
    columns: tuple[str, ...] = USUAL_COLUMNS


@dataclass(frozen=True)
class Asked:
    """The shape that an address asks for; `month` is its first day, `first` the number of the first row of a table."""

    shape: Shape
    month: date
    first: int = 1


def layout_of(kept: Mapping[str, object] | None) -> Layout:
    """The layout that a person has kept; what cannot be read is as usual."""
    kept = kept or {}
    shape, columns = kept.get("shape"), kept.get("columns")
    known = chosen_columns(columns) if isinstance(columns, list) else USUAL_COLUMNS
    return Layout(Shape.TABLE if shape == Shape.TABLE.value else Shape.LIST, known)


def kept_as(layout: Layout) -> dict[str, object]:
    """The layout as it is kept with a person."""
    return {"shape": layout.shape.value, "columns": list(layout.columns)}


def chosen_columns(names: Iterable[object]) -> tuple[str, ...]:
    """Those of the columns that were chosen, in the order of a table."""
    chosen = set(names)
    return tuple(name for name in COLUMNS if name in chosen)


def asked_of(parameters: Mapping[str, str], view: View, layout: Layout, today: date) -> Asked:
    """The shape asked for; without one that of the layout. What is finished or a draft has no place in time."""
    wish = parameters.get("as", "")
    shape = Shape(wish) if wish in set(Shape) else layout.shape
    if shape in BY_TIME and view in (View.DONE, View.DRAFTS):
        shape = Shape.LIST
    number = parameters.get("no", "")
    first = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    return Asked(shape, _month(parameters.get("month", ""), today), max(first, 1))


def parameters_of(asked: Asked, layout: Layout, today: date) -> dict[str, str]:
    """The parameters of the address that asks for this shape; none where nothing is out of the ordinary."""
    found = {} if asked.shape is layout.shape else {"as": asked.shape.value}
    if asked.shape is Shape.MONTH and asked.month != today.replace(day=1):
        found["month"] = f"{asked.month:%Y-%m}"
    return found


def offered(view: View) -> Sequence[Shape]:
    """The shapes in which this list can be shown."""
    return [shape for shape in Shape if shape not in BY_TIME or view not in (View.DONE, View.DRAFTS)]


def months_around(month: date) -> tuple[date, date]:
    """First days of the month before and of the one after; the month itself at the ends of the calendar."""
    before, after = (month - timedelta(days=1)).replace(day=1), (month + timedelta(days=32)).replace(day=1)
    return max(before, date(FIRST_YEAR, 1, 1)), min(after, date(LAST_YEAR, 12, 1))


def last_of(month: date) -> date:
    """Last day of the month that begins on this day."""
    return (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _month(text: str, today: date) -> date:
    written = _MONTH.fullmatch(text)
    if written and FIRST_YEAR <= int(written[1]) <= LAST_YEAR and 1 <= int(written[2]) <= 12:
        return date(int(written[1]), int(written[2]), 1)
    return today.replace(day=1)
