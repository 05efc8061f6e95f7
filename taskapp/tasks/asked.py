"""The list that an address asks for: its view and filters out of the parameters, and back into them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from taskapp.people.rights import Rights
from taskapp.tasks.desks import views_of
from taskapp.tasks.selections import Filters, View
from taskapp.tasks.states import Kind, State

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
        by_risk=parameters.get("order") == "risk",
    )


def parameters_of(view: View, filters: Filters) -> dict[str, Any]:
    """The parameters of the address that asks for this list."""
    found = {
        "view": view.value,
        "q": filters.words,
        "unit": str(filters.unit_id or ""),
        "kind": filters.kind.value if filters.kind else "",
        "state": filters.state.value if filters.state else "",
        "time": filters.time,
        "order": "risk" if filters.by_risk else "",
    }
    return {name: value for name, value in found.items() if value}
