"""Selects over sources, their deliveries and items, within what a person may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy.orm import Session, joinedload

from taskapp.base import clock
from taskapp.base.db import scoped, unscoped
from taskapp.base.errors import Forbidden, Missing
from taskapp.base.i18n import _
from taskapp.people import queries as people
from taskapp.people import unit_queries
from taskapp.people.models import Committee, Unit
from taskapp.people.rights import Rights, Role
from taskapp.sources.models import SourceBatch, SourceItem, WorkSource
from taskapp.tasks.deadlines import Moment, moment

PROVIDERS = (Role.ADMIN, Role.MONITOR, Role.CLERK)  # whose programs may tell of files


def sources(committee_id: int) -> Select[WorkSource]:
    """All sources, those still taken from first, in the order in which they were made."""
    query = scoped(WorkSource, committee_id).options(joinedload(WorkSource.unit))
    return query.order_by(WorkSource.closed_at.is_not(None), WorkSource.id)


def of_admin(rights: Rights) -> Select[WorkSource]:
    """The sources of the units that the person administers."""
    return sources(rights.committee_id).where(WorkSource.unit_id.in_(rights.reach(Role.ADMIN)))


def named(name: str) -> ColumnElement[bool]:
    """That a source is called so."""
    return WorkSource.name == name


def get(
    session: Session, query: Select[WorkSource], which: ColumnElement[bool], *, to_change: bool = False
) -> WorkSource:
    """The one of these sources; `to_change`: nobody else takes into it meanwhile. Raises Missing."""
    chosen = query.where(which)
    chosen = chosen.with_for_update(of=WorkSource) if to_change else chosen
    found: WorkSource | None = session.scalars(chosen).one_or_none()
    if found is None:
        raise _missing()
    return found


def provided(session: Session, rights: Rights, name: str) -> WorkSource:
    """The source into which the person's program may write, held until the transaction ends.

    Raises Missing when the person may not even know of it, Forbidden when writing into it is not his to do.
    """
    known = sources(rights.committee_id).where(WorkSource.unit_id.in_(rights.reach(*Role)))
    found = get(session, known, named(name), to_change=True)
    if not rights.over(found.unit_id, *PROVIDERS):
        raise Forbidden(_("Anh/chị không có quyền gửi số liệu vào nguồn này. Hãy dùng mã của quản trị hoặc văn phòng."))
    return found


def known(session: Session, rights: Rights, name: str) -> WorkSource:
    """The source of which the person may read something: of its unit or of one below. Raises Missing."""
    found = get(session, sources(rights.committee_id), named(name))
    if rights.readable.isdisjoint(unit.id for unit in units_of(session, found)):
        raise _missing()
    return found


def units_of(session: Session, source: WorkSource) -> Sequence[Unit]:
    """The unit of a source, all below it, and those whose work they took over; open ones first."""
    edges = unit_queries.edges(source.committee_id)
    reach = scoped(Unit, source.committee_id, Unit.id.label("id")).where(Unit.id == source.unit_id)
    reached = reach.cte("reach", recursive=True)
    reached = reached.union(unscoped(edges.c.below).join_from(reached, edges, edges.c.above == reached.c.id))
    return session.scalars(people.units(source.committee_id).where(Unit.id.in_(unscoped(reached.c.id)))).all()


def current(source: WorkSource, own_ids: Sequence[str]) -> Select[SourceItem]:
    """What is known now of these items."""
    query = scoped(SourceItem, source.committee_id).where(SourceItem.source_id == source.id)
    return query.where(SourceItem.own_id.in_(own_ids), SourceItem.replaced_at.is_(None))


def batches(source: WorkSource) -> Select[SourceBatch]:
    """The deliveries of a source, with those in whose name they came."""
    query = scoped(SourceBatch, source.committee_id).options(joinedload(SourceBatch.by))
    return query.where(SourceBatch.source_id == source.id)


def item(session: Session, rights: Rights, item_id: int) -> SourceItem:
    """One version of an item of a unit that the person may read. Raises Missing."""
    query = scoped(SourceItem, rights.committee_id).where(SourceItem.unit_id.in_(rights.readable))
    found: SourceItem | None = session.scalars(query.where(SourceItem.id == item_id)).one_or_none()
    if found is None:
        raise Missing(_("Không có mục này, hoặc mục nằm ngoài phạm vi của anh/chị."))
    return found


def versions(item: SourceItem, rights: Rights) -> Select[SourceItem]:
    """All that was said of the same item, the newest first, as far as the person may read it."""
    query = scoped(SourceItem, item.committee_id).options(
        joinedload(SourceItem.batch).joinedload(SourceBatch.by), joinedload(SourceItem.unit)
    )
    query = query.where(SourceItem.source_id == item.source_id, SourceItem.own_id == item.own_id)
    return query.where(SourceItem.unit_id.in_(rights.readable)).order_by(SourceItem.version.desc())


def with_units(query: Select[SourceItem]) -> Select[SourceItem]:
    """The items with the units they belong to."""
    return query.options(joinedload(SourceItem.unit))


def latest(session: Session, found: Sequence[WorkSource]) -> dict[int, datetime]:
    """When each of the sources was last told of anything; one query."""
    if not found:
        return {}
    query = scoped(SourceBatch, found[0].committee_id, SourceBatch.source_id, func.max(SourceBatch.taken_at))
    return {row[0]: row[1] for row in session.execute(query.group_by(SourceBatch.source_id))}


def is_only_committee(session: Session) -> bool:
    """Whether the installation serves one committee: then its folders stand without its code."""
    return len(session.scalars(unscoped(Committee.id).limit(2)).all()) == 1


def moment_of(now: datetime, committee: Committee) -> Moment:
    """The present on the wall clock of the committee."""
    return moment(clock.local(now, committee.timezone))


def _missing() -> Missing:
    return Missing(_("Không có nguồn này, hoặc nguồn nằm ngoài phạm vi của anh/chị."))
