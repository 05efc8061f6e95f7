"""What makes a new application for each test affordable: what comes out the same for each is worked out once.

Those are the addresses' patterns and the functions that write them, the templates, and the SQL of statements.
"""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

STATEMENTS = 20_000  # more than all tests of a run ask

Compile = Callable[[Rule], None]


class Kept(BytecodeCache):
    """The code of each template, by its name and text."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._known[bucket.key, bucket.checksum] = bucket.code


def _once(compile_rule: Compile) -> Compile:
    """`Rule.compile`, for each address once: what it makes knows nothing of its application, and is never changed."""
    known: dict[Any, dict[str, Any]] = {}

    def compiled(self: Rule) -> None:
        converters = tuple(self.map.converters.values()) if self.map else ()
        key = (self.rule, self.subdomain, self.merge_slashes, repr(self.defaults), converters)
        if key not in known:
            compile_rule(self)
            known[key] = {name: vars(self)[name] for name in ("_parts", "_trace", "_converters", "arguments")}
            known[key]["writers"] = self._build.__func__, self._build_unknown.__func__  # type: ignore[attr-defined]
            return
        vars(self).update({name: made for name, made in known[key].items() if name != "writers"})
        self._build, self._build_unknown = (write.__get__(self, None) for write in known[key]["writers"])

    return compiled


def _share_statements() -> None:
    """One memory of compiled statements for all engines of a kind of database: theirs are set up alike."""
    create, shared = SQLAlchemy._make_engine, LRUCache[Any, Any](STATEMENTS)

    def made(*args: Any) -> Engine:
        engine = create(*args)
        engine._compiled_cache = shared
        return engine

    SQLAlchemy._make_engine = made  # type: ignore[assignment,method-assign]
    DefaultDialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]
    DefaultDialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]


def remember() -> None:
    """From here on in this process."""
    Flask.jinja_options = {"bytecode_cache": Kept()}
    Rule.compile = _once(Rule.compile)  # type: ignore[assignment,method-assign]
    _share_statements()
