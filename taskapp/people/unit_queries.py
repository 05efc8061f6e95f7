"""Selects over what became of units: the tree as of a day, predecessors and successors, the names they had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, or_, true, union_all
from sqlalchemy.orm import Session, aliased, joinedload

from taskapp.base.db import scoped, unscoped
from taskapp.base.text import fold
from taskapp.people.models import Unit, UnitKind
from taskapp.people.rights import Everywhere
from taskapp.people.unit_models import Reorganisation, UnitChange, UnitEvent, UnitSuccession
from taskapp.people.validity import Span

_then = aliased(UnitEvent)


def among(unit_id: Any, units: frozenset[int]) -> ColumnElement[bool]:
    """Whether the column, which always names a unit, names one of these; about all that there are nothing is asked."""
    return true() if isinstance(units, Everywhere) else unit_id.in_(units)


@dataclass(frozen=True)
class UnitThen:
    """A unit as it was on a day; `ended_on` of one that has ended since, else None."""

    id: int
    parent_id: int | None
    kind: UnitKind
    code: str
    name: str
    short_name: str
    ended_on: date | None


class UnitImage(NamedTuple):
    """As what a unit was known to be on a day, whether or not it was valid then."""

    id: int
    parent_id: int | None
    sort_order: int
    name: str
    valid_to: date | None


def edges(committee_id: int) -> Subquery:
    """Pairs (`above`, `below`) by which a right reaches on: from a unit to those under it, and to its predecessors."""
    tree = scoped(Unit, committee_id, Unit.parent_id.label("above"), Unit.id.label("below"))
    tree = tree.where(Unit.parent_id.is_not(None))
    inherited = scoped(UnitSuccession, committee_id, UnitSuccession.successor_id, UnitSuccession.predecessor_id)
    return union_all(tree, inherited).subquery("edges")


def images_on(session: Session, committee_id: int, day: date, known_by: datetime) -> list[UnitImage]:
    """All units as they were on a local day, as far as that was recorded by an instant; in no order, one query."""
    parent, valid_to = (
        case((_then.id.is_(None), now), else_=then)
        for now, then in ((Unit.parent_id, _then.parent_id), (Unit.valid_to, _then.valid_to))
    )
    columns = (Unit.id, parent, Unit.sort_order, func.coalesce(_then.name, Unit.name), valid_to)
    recorded = UnitEvent.recorded_at <= known_by
    return [UnitImage(*row) for row in session.execute(_on(committee_id, and_(_begun(day), recorded), *columns))]


def ids_below(session: Session, committee_id: int, unit_id: int, day: date, known_by: datetime) -> frozenset[int]:
    """The unit and all that stood somewhere below it on a local day, as known by an instant; one query."""
    below: dict[int | None, list[int]] = defaultdict(list)
    for unit in images_on(session, committee_id, day, known_by):
        below[unit.parent_id].append(unit.id)
    found, left = {unit_id}, [unit_id]
    while left:
        new = [child for child in below[left.pop()] if child not in found]
        found.update(new)
        left += new
    return frozenset(found)


def organisation_on(session: Session, committee_id: int, day: date) -> list[UnitThen]:
    """The units that were valid on a local day, as they were then, in the office's order; one query."""
    query = _on(committee_id, _begun(day), Unit, _then).order_by(Unit.sort_order, Unit.name, Unit.id)
    found = []
    for unit, then in session.execute(query):
        image = then or unit
        if Span(image.valid_from, unit.valid_to).holds(day):
            names = (unit.code, image.name, image.short_name)
            found.append(UnitThen(unit.id, image.parent_id, unit.kind, *names, unit.valid_to))
    return found


def met_by(units: Iterable[Unit], first: date, last: date) -> list[Unit]:
    """Those of the units that were valid on some day of a period."""
    return [unit for unit in units if Span(unit.valid_from, unit.valid_to).meets(first, last)]


def events_of(committee_id: int, unit_id: int) -> Select[UnitEvent]:
    """What happened to one unit, newest first, with the decisions."""
    query = scoped(UnitEvent, committee_id).where(UnitEvent.unit_id == unit_id, UnitEvent.kind != UnitChange.BEGUN)
    decided = joinedload(UnitEvent.reorganisation).joinedload(Reorganisation.by)
    return query.options(decided, joinedload(UnitEvent.parent)).order_by(UnitEvent.version.desc())


def successions_of(session: Session, committee_id: int, unit_id: int) -> tuple[list[UnitSuccession], ...]:
    """From whom the unit took over, and who took over from it; one query."""
    mine = or_(UnitSuccession.successor_id == unit_id, UnitSuccession.predecessor_id == unit_id)
    query = scoped(UnitSuccession, committee_id).where(mine).order_by(UnitSuccession.effective_on, UnitSuccession.id)
    both = joinedload(UnitSuccession.predecessor), joinedload(UnitSuccession.successor)
    rows = list(session.scalars(query.options(*both)))
    return [row for row in rows if row.successor_id == unit_id], [row for row in rows if row.predecessor_id == unit_id]


def only_heirs(session: Session, committee_id: int, day: date, known_by: datetime | None = None) -> dict[int, int]:
    """By a unit closed by a local day the one that goes on with its work then, where there is just one; one query.

    `known_by`: only where the unit's end was recorded by that instant.
    """
    pairs = scoped(UnitSuccession, committee_id, UnitSuccession.predecessor_id, UnitSuccession.successor_id)
    pairs = pairs.where(UnitSuccession.effective_on <= day)
    if known_by:
        ended = (UnitEvent.unit_id == UnitSuccession.predecessor_id) & (UnitEvent.kind == UnitChange.CLOSED)
        pairs = pairs.join(UnitEvent, ended).where(UnitEvent.recorded_at <= known_by)
    heirs: dict[int, set[int]] = {}
    for old, heir in session.execute(pairs):
        heirs.setdefault(old, set()).add(heir)
    return {old: last for old in heirs if (last := _last(old, heirs)) is not None}


def _last(unit_id: int, heirs: Mapping[int, set[int]]) -> int | None:
    """The end of the chain; None where it forks. A chain has no ring: a unit is closed once."""
    while unit_id in heirs:
        if len(heirs[unit_id]) > 1:
            return None
        (unit_id,) = heirs[unit_id]
    return unit_id


def former_names(committee_id: int) -> Select[Any]:
    """Pairs (unit's id, name) that units were called by once; no order."""
    return scoped(UnitEvent, committee_id, UnitEvent.unit_id, UnitEvent.name).distinct()


def search_key(session: Session, unit: Unit) -> str:
    """All words under which the unit is looked for: its names, those it had, and those of its predecessors."""
    had = session.scalars(scoped(UnitEvent, unit.committee_id, UnitEvent.name).where(UnitEvent.unit_id == unit.id))
    olds = scoped(UnitSuccession, unit.committee_id, Unit.name).join(Unit, Unit.id == UnitSuccession.predecessor_id)
    inherited = session.scalars(olds.where(UnitSuccession.successor_id == unit.id).order_by(Unit.id))
    names = dict.fromkeys((unit.name, unit.short_name, *had, *inherited))
    return fold(" ".join(name for name in names if name))[:300]


def _on(committee_id: int, holds: ColumnElement[bool], *columns: Any) -> Select[Any]:
    """Units beside the newest image that `holds`, where they have one: the first tells of all that was before it."""
    newest = scoped(UnitEvent, committee_id, func.max(UnitEvent.version)).where(
        UnitEvent.unit_id == Unit.id, or_(UnitEvent.version == 1, holds)
    )
    its_image = and_(_then.unit_id == Unit.id, _then.version == newest.scalar_subquery())
    return unscoped(*columns).select_from(Unit).outerjoin(_then, its_image).where(Unit.committee_id == committee_id)


def _begun(day: date) -> ColumnElement[bool]:
    begun: ColumnElement[bool] = UnitEvent.effective_on <= day
    return begun
