"""A repair of SQLAlchemy: the columns of an alias, worked out when first asked for, come out right in every thread.

Its collections of columns fill the index by which an alias finds its own in the place where other threads already
read. Who asks in that moment is given the column of the table itself, and the alias keeps it for good: statements then
compare a row with itself, silently, until the process ends.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.sql.base import WriteableColumnCollection
from sqlalchemy.util import OrderedSet


def repair() -> None:
    """From here on an index of columns is empty or whole. Once is enough, and again does no harm."""
    mended: Any = WriteableColumnCollection
    mended._init_proxy_index = _fill_at_once


def _fill_at_once(self: WriteableColumnCollection[Any, Any]) -> None:
    filled: defaultdict[ColumnElement[Any], OrderedSet[Any]] = defaultdict(OrderedSet)
    for _key, _column, metrics in self._collection:
        for column in metrics.column._expanded_proxy_set:
            filled[column].add(metrics)
    if not self._proxy_index:
        self._proxy_index.update(filled)  # a dictionary into an empty one: no other thread runs meanwhile
