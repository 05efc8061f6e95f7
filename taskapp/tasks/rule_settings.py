"""The committee's own rules as rows: what holds now stands with the committee, older choices tell the past."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ScalarSelect, func
from sqlalchemy.orm import Session, joinedload

from taskapp.base.db import scoped
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.people.models import Committee, Person
from taskapp.tasks.paper_models import RuleSetting
from taskapp.tasks.rules import DEFAULT, OfficeRules

MOST = {"most_extensions": 9, "ask_before": 30, "decline_within": 30, "internal_days": 60, "urgings_before_leader": 20}
READINGS = (  # the switches P1 to P7, in their order
    "before_is_day_before",
    "off_moves_back",
    "term_moves_on",
    "year_is_documents",
    "week_ends_sunday",
    "starts_on_receipt",
    "day_ends_with_office",
)
SWITCHES = frozenset({"late_requests", "is_strict", "report_by_mail", *READINGS})


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
    query = scoped(RuleSetting, committee_id, RuleSetting.name, RuleSetting.value).where(RuleSetting.id.in_(newest))
    held: dict[str, int] = dict(session.execute(query).all())
    return _read(held)


class RuleChange(NamedTuple):
    """One choice for one rule: what held before and what has held since; switches as 0 and 1."""

    name: str
    before: int
    after: int
    row: RuleSetting


def history(session: Session, committee_id: int) -> list[RuleChange]:
    """All choices, newest first, each with who made it; rules never chosen hold as shipped. One query."""
    query = scoped(RuleSetting, committee_id).options(joinedload(RuleSetting.by)).order_by(RuleSetting.id)
    held = {f.name: int(getattr(DEFAULT, f.name)) for f in fields(OfficeRules)}
    found: list[RuleChange] = []
    for row in session.scalars(query):
        found.append(RuleChange(row.name, held.get(row.name, 0), row.value, row))
        held[row.name] = row.value
    return found[::-1]


def version(session: Session, committee_id: int) -> int:
    """The number of the newest choice, 0 before the first: what a page has to have shown."""
    return session.scalar(scoped(RuleSetting, committee_id, func.max(RuleSetting.id))) or 0


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

    Raises Refused when a number is out of bounds, naming the field, and for a change without a reason. Holds the
    committee against other choices until the transaction ends.
    """
    session.refresh(committee, with_for_update=True)
    for name, most in MOST.items():
        if not 0 <= getattr(chosen, name) <= most:
            raise Refused(_("Từ 0 đến %(most)s.", most=most), field=name)
    before = of(committee)
    changed = [f.name for f in fields(OfficeRules) if getattr(chosen, f.name) != getattr(before, f.name)]
    if changed and not reason:
        raise Refused(_("Hãy ghi lý do thay đổi quy định."), field="reason")
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
