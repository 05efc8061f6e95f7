"""Keyset pages: the next page starts after the last row's sorting values, so its cost does not grow with its place."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, UnaryExpression, tuple_
from sqlalchemy.exc import OperationalError, StatementError
from sqlalchemy.orm import Session
from sqlalchemy.sql import operators

from taskapp.base.errors import BadInput
from taskapp.base.i18n import _

SIZE = 50


@dataclass(frozen=True)
class Page:
    """Rows of one page and the mark after which the next begins (None: this is the last)."""

    rows: Sequence[Any]
    next_mark: str | None


def part_of(rows: Sequence[Any], keys: Sequence[str], mark: str, size: int = SIZE) -> Page:
    """One page of rows that are all known: those after the one whose key is `mark`, from the first for any other."""
    start = keys.index(mark) + 1 if mark in keys else 0
    return Page(rows[start : start + size], keys[start + size - 1] if len(keys) > start + size else None)


def page(
    session: Session, query: Select[Any], order: Sequence[SQLColumnExpression[Any]], mark: str | None, size: int = SIZE
) -> Page:
    """One page of `query` sorted by `order`, whose last column is unique; no column may be NULL.

    All columns ascend, or all descend (`desc()`). Raises BadInput when `mark` is not one that page() gave out.
    """
    return fetched(session, _cut(query, order, mark, size), len(order), mark, size=size)


def of_keys(
    keys: Select[Any],
    order: Sequence[SQLColumnExpression[Any]],
    mark: str | None,
    *,
    shown: Callable[[ColumnElement[Any]], Select[Any]],
    size: int = SIZE,
) -> Select[Any]:
    """What page() asks, for fetched(), but sorted and cut before more than its key is read of a row.

    `keys` gives one column, "key"; `shown(key)` the rows that have such a key, with all that a page shows of them.
    """
    cut = _cut(keys, order, mark, size).subquery("page")
    columns = [column for column in cut.c if column.key != "key"]
    sorted_by = [column.desc() if _descends(order) else column for column in columns]
    return shown(cut.c.key).add_columns(*columns).order_by(*sorted_by)


def fetched(
    session: Session,
    query: Select[Any],
    width: int,
    mark: str | None,
    *,
    size: int = SIZE,
    values: Mapping[str, Any] | None = None,
) -> Page:
    """The page of a query that gives one row more than its size, each with the `width` values that sort it at its end.

    Raises BadInput when `mark`, after which it begins, is not one that was given out.
    """
    try:
        found = session.execute(query, values).unique().all()
    except (StatementError, OverflowError) as error:
        if not mark or isinstance(error, OperationalError):
            raise
        raise _bad_mark() from error  # well-formed, but values that these columns cannot hold
    rows = [row[0] for row in found[:size]]
    more = len(found) > size
    return Page(rows, _write(found[size - 1][-width:]) if more else None)


def _cut(query: Select[Any], order: Sequence[SQLColumnExpression[Any]], mark: str | None, size: int) -> Select[Any]:
    """The rows of a page and one more, with the values that sort them."""
    columns = [each.element if isinstance(each, UnaryExpression) and _descends([each]) else each for each in order]
    query = query.add_columns(*columns).order_by(None).order_by(*order).limit(size + 1)
    if mark:
        here, there = tuple_(*columns), tuple(read(mark, len(order)))  # takes the columns' own types
        query = query.where(here < there if _descends(order) else here > there)
    return query


def _descends(order: Sequence[SQLColumnExpression[Any]]) -> bool:
    return isinstance(order[0], UnaryExpression) and order[0].modifier is operators.desc_op


def _write(values: Sequence[Any]) -> str:
    plain = [[type(v).__name__, v.isoformat() if isinstance(v, date) else v] for v in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def read(mark: str, length: int) -> list[Any]:
    """The sorting values of the row that a mark stands for. Raises BadInput when it is not one that page() gave out."""
    try:
        plain = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        values = [_READERS[kind](value) for kind, value in plain]
    except (binascii.Error, ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise _bad_mark() from error
    if len(values) != length:
        raise _bad_mark()
    return values


def _bad_mark() -> BadInput:
    return BadInput(_("Địa chỉ trang không đúng. Hãy mở lại danh sách từ đầu."))


_READERS: dict[str, Callable[[Any], Any]] = {
    "int": int,
    "str": str,
    "bool": bool,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}
