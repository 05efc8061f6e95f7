"""The committee's own rules as rows: what holds now stands with the committee, older choices tell the past."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, func
from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.people.models import Committee, Person
from taskapp.tasks.paper_models import RuleSetting
from taskapp.tasks.rules import DEFAULT, OfficeRules

MOST = {"most_extensions": 9, "ask_before": 30, "decline_within": 30, "internal_days": 60, "urgings_before_leader": 20}
SWITCHES = frozenset({"late_requests", "is_strict", "report_by_mail"})


def of(committee: Committee) -> OfficeRules:
    """The rules that hold now."""
    return _read(committee.rules or {})


def as_of(session: Session, committee_id: int, moment: datetime) -> OfficeRules:
    """The rules that held at an instant."""
    newest = (
        scoped(RuleSetting, committee_id, func.max(RuleSetting.id))
        .where(RuleSetting.recorded_at <= moment)
        .group_by(RuleSetting.name)
    )
    rows = session.execute(
        scoped(RuleSetting, committee_id, RuleSetting.name, RuleSetting.value).where(RuleSetting.id.in_(newest))
    )
    return _read(dict(rows.tuples()))


def choice_as_of(name: str, committee_id: int, moment: datetime) -> ScalarSelect[int | None]:
    """What had been chosen for one rule by an instant, as a column of another query; NULL: nothing, the default."""
    return (
        scoped(RuleSetting, committee_id, RuleSetting.value)
        .where(RuleSetting.name == name, RuleSetting.recorded_at <= moment)
        .order_by(RuleSetting.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def choose(
    session: Session, committee: Committee, chosen: OfficeRules, *, reason: str, by: Person | None, now: datetime
) -> list[str]:
    """Let other rules hold from now on; gives the names of those that changed. Does not commit.

    Raises Refused when a number is out of bounds, naming the field.
    """
    for name, most in MOST.items():
        if not 0 <= getattr(chosen, name) <= most:
            raise Refused(_("Từ 0 đến %(most)s.", most=most), field=name)
    before = of(committee)
    changed = [f.name for f in fields(OfficeRules) if getattr(chosen, f.name) != getattr(before, f.name)]
    for name in changed:
        session.add(
            RuleSetting(
                committee_id=committee.id,
                name=name,
                value=int(getattr(chosen, name)),
                recorded_at=now,
                by_id=by.id if by else None,
                reason=reason,
            )
        )
    committee.rules = {**(committee.rules or {}), **{name: int(getattr(chosen, name)) for name in changed}}
    return changed


def _read(values: Mapping[str, int]) -> OfficeRules:
    known = {f.name for f in fields(OfficeRules)} & values.keys()
    chosen: dict[str, Any] = {name: bool(values[name]) if name in SWITCHES else values[name] for name in known}
    return replace(DEFAULT, **chosen)
