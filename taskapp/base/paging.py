"""Keyset pages: the next page starts after the last row's sorting values, so its cost does not grow with its place."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, SQLColumnExpression, tuple_
from sqlalchemy.exc import OperationalError, StatementError
from sqlalchemy.orm import Session

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
    """One page of `query` sorted ascending by `order`, whose last column is unique; no column may be NULL.

    Raises BadInput when `mark` is not one that page() gave out.
    """
    query = query.add_columns(*order).order_by(None).order_by(*order)
    if mark:
        query = query.where(tuple_(*order) > tuple(_read(mark, len(order))))  # takes the columns' own types
    try:
        found = session.execute(query.limit(size + 1)).unique().all()
    except (StatementError, OverflowError) as error:
        if not mark or isinstance(error, OperationalError):
            raise
        raise _bad_mark() from error  # well-formed, but values that these columns cannot hold
    rows = [row[0] for row in found[:size]]
    more = len(found) > size
    return Page(rows, _write(found[size - 1][-len(order) :]) if more else None)


def _write(values: Sequence[Any]) -> str:
    plain = [[type(v).__name__, v.isoformat() if isinstance(v, date) else v] for v in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _read(mark: str, length: int) -> list[Any]:
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
