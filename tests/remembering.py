"""What makes a new application for each test affordable: what is compiled the same for each is compiled once.

Those are the functions that write addresses, and the templates.
"""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

Compile = Callable[[Rule, bool], Callable[..., tuple[str, str]]]


class Kept(BytecodeCache):
    """The code of each template, by its name and text."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._known[bucket.key, bucket.checksum] = bucket.code


def _once(compile_builder: Compile) -> Compile:
    """`Rule._compile_builder`, for each rule once.

    The function that it makes knows nothing of its application: it takes the rule, with its converters, as an argument.
    """
    known: dict[Any, Callable[..., tuple[str, str]]] = {}

    def compiled(self: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (self.rule, tuple(self._trace), repr(self.defaults), append_unknown)
        if key not in known:
            known[key] = compile_builder(self, append_unknown)
        return known[key]

    return compiled


def remember() -> None:
    """From here on in this process."""
    Flask.jinja_options = {"bytecode_cache": Kept()}
    Rule._compile_builder = _once(Rule._compile_builder)  # type: ignore[method-assign]
