"""The list that an address asks for: its view and filters out of the parameters, and back into them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from taskapp.base import formats
from taskapp.base.i18n import _
from taskapp.people.rights import Rights
from taskapp.tasks.desks import views_of
from taskapp.tasks.selections import Filters, View
from taskapp.tasks.states import Kind, State

UNDONE = "undone"  # as a state of the address: any but finished ones, most urgent first
TIMES = ("overdue", "today", "soon", "no_limit", "starred", "at_risk")


def list_of(parameters: Mapping[str, str], rights: Rights) -> tuple[View, Filters]:
    """The list asked for, and what it is narrowed by."""
    return view_of(parameters, rights), filters_of(parameters)


def view_of(parameters: Mapping[str, str], rights: Rights) -> View:
    """The view asked for; without one the first of the person's menu."""
    asked = parameters.get("view", "")
    if asked in set(View):
        return View(asked)
    shown = views_of(rights)
    return shown[0] if shown else View.ALL


def filters_of(parameters: Mapping[str, str]) -> Filters:
    """The filters asked for; what cannot be read is left out."""
    unit, state, when, kind = (parameters.get(name, "") for name in ("unit", "state", "time", "kind"))
    return Filters(
        words=parameters.get("q", "")[:200],
        unit_id=int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 12 else None,
        kind=Kind(kind) if kind in set(Kind) else None,
        state=State(state) if state in set(State) else None,
        time=when if when in TIMES else "",
        is_undone=state == UNDONE,
        by_risk=parameters.get("order") == "risk",
        due=_days(parameters.get("due", "")),
    )


def parameters_of(view: View, filters: Filters) -> dict[str, Any]:
    """The parameters of the address that asks for this list."""
    found = {
        "view": view.value,
        "q": filters.words,
        "unit": str(filters.unit_id or ""),
        "kind": filters.kind.value if filters.kind else "",
        "state": filters.state.value if filters.state else UNDONE if filters.is_undone else "",
        "time": filters.time,
        "order": "risk" if filters.by_risk else "",
        "due": days_text(filters.due),
    }
    return {name: value for name, value in found.items() if value}


def days_text(days: tuple[date | None, date | None] | None) -> str:
    """Days as an address has them: 2026-12-04, 2026-12-01..2026-12-07, with an open end ..2026-11-30."""
    if days is None:
        return ""
    first, last = (day.isoformat() if day else "" for day in days)
    return first if first == last else f"{first}..{last}"


def days_words(days: tuple[date | None, date | None] | None) -> str:
    """The same in words, for people; empty without such days."""
    if days is None:
        return ""
    first, last = days
    if first == last:
        return _("hạn %(day)s", day=formats.day(first))
    if first is None:
        return _("hạn đến hết %(day)s", day=formats.day(last))
    if last is None:
        return _("hạn từ %(day)s", day=formats.day(first))
    return _("hạn từ %(first)s đến %(last)s", first=formats.day(first), last=formats.day(last))


def _days(text: str) -> tuple[date | None, date | None] | None:
    first, dots, last = text.partition("..")
    try:
        days = date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None
    except ValueError:
        return None
    if not dots:
        return (days[0], days[0]) if days[0] else None
    return days if first or last else None
