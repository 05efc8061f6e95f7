"""Which version of a type holds on a day, now or as it was known at an instant."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, UnaryExpression, func
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from taskapp.base.db import scoped
from taskapp.base.errors import Missing
from taskapp.base.i18n import _
from taskapp.base.text import fold
from taskapp.tasks.worktypes.models import WorkType, WorkTypeVersion


def in_force(committee_id: int, day: date, as_of: datetime | None = None) -> Select[WorkTypeVersion]:
    """The version of each type that holds on a local day, ended ones too, by code; their units and types loaded.

    `as_of` (aware): only of what was recorded by then.
    """
    recorded = [WorkTypeVersion.recorded_at <= as_of] if as_of is not None else []
    return _one_of_each(committee_id, WorkTypeVersion.valid_from.desc(), WorkTypeVersion.valid_from <= day, *recorded)


def coming(committee_id: int, day: date) -> Select[WorkTypeVersion]:
    """What each type will say first that does not apply yet on a local day, by code; units and types loaded."""
    begun = scoped(WorkTypeVersion, committee_id, WorkTypeVersion.work_type_id).where(WorkTypeVersion.valid_from <= day)
    return _one_of_each(committee_id, WorkTypeVersion.valid_from.asc(), WorkTypeVersion.work_type_id.not_in(begun))


def _one_of_each(
    committee_id: int, by_day: UnaryExpression[date], *where: ColumnElement[bool]
) -> Select[WorkTypeVersion]:
    """Of each type the version that comes first, of one day the newest."""
    order = (by_day, WorkTypeVersion.id.desc())
    place = func.row_number().over(partition_by=WorkTypeVersion.work_type_id, order_by=order)
    ranked = scoped(WorkTypeVersion, committee_id, WorkTypeVersion.id, place.label("place"))
    found = ranked.where(*where).subquery()
    return (
        scoped(WorkTypeVersion, committee_id)
        .join(found, found.c.id == WorkTypeVersion.id)
        .where(found.c.place == 1)
        .join(WorkTypeVersion.work_type)
        .options(contains_eager(WorkTypeVersion.work_type), joinedload(WorkTypeVersion.lead_unit))
        .order_by(WorkType.code)
    )


def usable(session: Session, committee_id: int, day: date) -> list[WorkTypeVersion]:
    """The versions that a task received on a local day can be of; one query."""
    return list(session.scalars(in_force(committee_id, day).where(WorkTypeVersion.is_ended.is_(False))))


def get(session: Session, committee_id: int, work_type_id: int) -> WorkType:
    """One type of the committee. Raises Missing."""
    found: WorkType | None = session.scalars(
        scoped(WorkType, committee_id).where(WorkType.id == work_type_id)
    ).one_or_none()
    if found is None:
        raise Missing(_("Không có loại việc này trong cơ quan của anh/chị."))
    return found


def every(session: Session, committee_id: int) -> list[WorkType]:
    """All types of the committee with their versions. Two queries."""
    return list(session.scalars(scoped(WorkType, committee_id).options(selectinload(WorkType.versions))))


def known(session: Session, committee_id: int) -> dict[str, WorkType]:
    """The same by their folded codes: as these are compared."""
    return {fold(each.code): each for each in every(session, committee_id)}


def names(session: Session, committee_id: int, day: date, as_of: datetime) -> dict[str, str]:
    """What each type is called on a day, by its id as figures write it; one query."""
    return {str(each.work_type_id): each.name for each in session.scalars(in_force(committee_id, day, as_of))}


def version(session: Session, committee_id: int, version_id: int | None) -> WorkTypeVersion | None:
    """One version of the committee, its type loaded; None when there is no such one."""
    query = scoped(WorkTypeVersion, committee_id).options(joinedload(WorkTypeVersion.work_type))
    found: WorkTypeVersion | None = session.scalars(query.where(WorkTypeVersion.id == version_id)).one_or_none()
    return found
