"""Conditions that each database is best asked in its own way."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, ColumnElement, SQLColumnExpression
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


@compiles(_IsNoneOf, "sqlite")
def _as_sqlite(element: _IsNoneOf, compiler: SQLCompiler, **kw: Any) -> str:
    on_sqlite, _on_postgresql = element.clauses
    return str(compiler.process(on_sqlite, **kw))


@compiles(_IsNoneOf, "postgresql")
def _as_postgresql(element: _IsNoneOf, compiler: SQLCompiler, **kw: Any) -> str:
    _on_sqlite, on_postgresql = element.clauses
    return str(compiler.process(on_postgresql, **kw))
