"""What each database is best asked in its own way."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import BigInteger, Boolean, ColumnElement, Select, SQLColumnExpression, Text, bindparam, column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from taskapp.base.db import unscoped


class _IsNoneOf(FunctionElement[bool]):
    """Clauses: the condition as SQLite has it, and as PostgreSQL has it."""

    type = Boolean()
    inherit_cache = True
    name = "is_none_of"


def is_none_of(value: SQLColumnExpression[Any], among: ColumnElement[Any]) -> ColumnElement[bool]:
    """The value is none of a column's, which are many and hold no NULL.

    SQLite makes a list of them once for NOT IN, and looks through them each time for NOT EXISTS. PostgreSQL joins with
    them for NOT EXISTS, and looks through them each time for NOT IN where its memory does not hold them.
    """
    return _IsNoneOf(value.not_in(unscoped(among)), ~unscoped(among).where(among == value).exists())


class _EachOf(FunctionElement[int]):
    """Clauses: a text, the array of numbers as JSON writes it."""

    type = BigInteger()
    inherit_cache = True
    name = "each_of"


def listed(ids: Iterable[int]) -> Select[Any]:
    """Ids as rows of one column, `id`: however many they are, the database is given one value."""
    text = bindparam(None, json.dumps(list(ids)), Text(), unique=True)
    return unscoped(_EachOf(text).table_valued(column("value", BigInteger)).c.value.label("id"))


@compiles(_IsNoneOf, "sqlite")
def _as_sqlite(element: _IsNoneOf, compiler: SQLCompiler, **kw: Any) -> str:
    on_sqlite, _on_postgresql = element.clauses
    return str(compiler.process(on_sqlite, **kw))


@compiles(_IsNoneOf, "postgresql")
def _as_postgresql(element: _IsNoneOf, compiler: SQLCompiler, **kw: Any) -> str:
    _on_sqlite, on_postgresql = element.clauses
    return str(compiler.process(on_postgresql, **kw))


@compiles(_EachOf, "sqlite")
def _each_as_sqlite(element: _EachOf, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **kw)})"


@compiles(_EachOf, "postgresql")
def _each_as_postgresql(element: _EachOf, compiler: SQLCompiler, **kw: Any) -> str:
    array = f"translate({compiler.process(element.clauses, **kw)}, '[]', '{{}}')::bigint[]"
    return f"(SELECT unnest({array}) AS value)"
