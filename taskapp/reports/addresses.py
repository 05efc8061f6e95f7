"""Addresses of report pages that ask the same question again."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from markupsafe import Markup, escape

from taskapp.base.i18n import number
from taskapp.reports.cells import Cell
from taskapp.reports.ontime import Basis
from taskapp.reports.question import Question
from taskapp.reports.slices import Slice
from taskapp.reports.words import CELL_NAMES
from taskapp.tasks.states import Kind

NOTHING = Markup('<span class="muted">0</span>')
KINDS = {"": Markup('"'), "late": Markup('" class="late"')}
EMPTY, HREF, SAYS, COLON = Markup(""), Markup('<a href="'), Markup(' aria-label="'), Markup(": ")
OPENS, END = Markup('">'), Markup("</a>")


class Address(dict[str, str]):
    """A question as parts of an address."""

    def tasks(self, cell: str, row: Slice | None = None, day: str = "") -> str:
        """Where the tasks behind one of its numbers are listed; a page has a thousand of them."""
        more = ({"row": str(row)} if row else {}) | ({"day": day} if day else {})
        return f"{self._of_tasks}&{urlencode({'cell': cell} | more)}"

    def number(self, count: int, cell: str, row: Slice | None = None, kind: str = "") -> Markup:
        """One of its numbers with the link to its tasks; what the numbers of a page have in common is made once."""
        if not count:
            return NOTHING
        before, name = self._of_cells.get(cell) or self._of_cell(cell)
        after = self._of_rows.get(row) or self._of_row(row)
        text = number(count)
        return EMPTY.join((HREF, before, after, KINDS[kind], SAYS, name, COLON, text, OPENS, text, END))

    def _of_cell(self, cell: str) -> tuple[Markup, Markup]:
        self._of_cells[cell] = escape(f"{self._of_tasks}&{urlencode({'cell': cell})}"), escape(CELL_NAMES[Cell(cell)])
        return self._of_cells[cell]

    def _of_row(self, row: Slice | None) -> Markup:
        self._of_rows[row] = escape(f"&{urlencode({'row': str(row)})}" if row else "")
        return self._of_rows[row]

    @cached_property
    def _of_cells(self) -> dict[str, tuple[Markup, Markup]]:
        return {}

    @cached_property
    def _of_rows(self) -> dict[Slice | None, Markup]:
        return {}

    @cached_property
    def _of_tasks(self) -> str:
        return url_for("reports.tasks", **dict[str, Any](self))


class Unlinked(Address):
    """Numbers for who may not open them: they lead nowhere."""

    def number(self, count: int, cell: str, row: Slice | None = None, kind: str = "") -> Markup:
        """The number alone."""
        return escape(number(count)) if count else NOTHING


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
