"""Addresses of report pages that ask the same question again."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from flask import url_for

from taskapp.reports.ontime import Basis
from taskapp.reports.question import Question
from taskapp.reports.slices import Slice
from taskapp.tasks.states import Kind


class Address(dict[str, str]):
    """A question as parts of an address."""

    def tasks(self, cell: str, row: Slice | None = None, day: str = "") -> str:
        """Where the tasks behind one of its numbers are listed; a page has a thousand of them."""
        more = {"cell": cell} | ({"row": str(row)} if row else {}) | ({"day": day} if day else {})
        return f"{self._of_tasks}&{urlencode(more)}"

    @cached_property
    def _of_tasks(self) -> str:
        return url_for("reports.tasks", **dict[str, Any](self))


def link_args(question: Question) -> Address:
    """The question as parts of an address that asks the same again, to the microsecond."""
    parts = {
        "from": question.first.isoformat(),
        "to": question.last.isoformat(),
        "as_of": question.as_of_local.isoformat(),
        "unit": str(question.below or ""),
        "kind": question.kind.value if question.kind is not Kind.OFFICIAL else "",
        "basis": question.basis.value if question.basis is not Basis.CURRENT else "",
        "within": str(question.within or ""),
    }
    return Address({name: value for name, value in parts.items() if value})
