"""What a person may see of the duties. Functions return a Select or a row."""

from __future__ import annotations

from sqlalchemy import Select, or_
from sqlalchemy.orm import Session, joinedload, selectinload

from taskapp.base.db import scoped
from taskapp.base.errors import Missing
from taskapp.base.i18n import _
from taskapp.duties.models import Duty, DutyNote, DutyOccurrence, DutyPhase, DutySupport
from taskapp.people.rights import Rights, Role

DRAFTERS = (Role.LEADER, Role.MONITOR, Role.CLERK)


def visible_to(rights: Rights) -> Select[Duty]:
    """Duties of units in the person's reach; drafts only for who drafts tasks of the unit."""
    drafting = rights.reach(*DRAFTERS)
    return scoped(Duty, rights.committee_id).where(
        Duty.lead_unit_id.in_(rights.readable),
        or_(Duty.phase != DutyPhase.DRAFT, Duty.lead_unit_id.in_(drafting)),
    )


def listed(rights: Rights) -> Select[Duty]:
    """The same with what a list shows."""
    return visible_to(rights).options(
        joinedload(Duty.lead_unit),
        joinedload(Duty.assigner),
        selectinload(Duty.occurrences).joinedload(DutyOccurrence.task),
    )


def duties_of(rights: Rights, directive_id: int) -> Select[Duty]:
    """The duties that a document has become, of those the person may see."""
    query = visible_to(rights).where(Duty.directive_id == directive_id)
    return query.options(joinedload(Duty.lead_unit)).order_by(Duty.id)


def get(session: Session, rights: Rights, duty_id: int, *, to_change: bool = False) -> Duty:
    """One duty with what its page shows; `to_change` holds it until the transaction ends. Raises Missing."""
    query = visible_to(rights).where(Duty.id == duty_id)
    found = session.scalars(query.with_for_update() if to_change else query.options(*_SHOWN)).one_or_none()
    if found is None:
        raise Missing(_("Không có việc định kỳ này, hoặc nó ngoài phạm vi của anh/chị."))
    return found


_SHOWN = (
    joinedload(Duty.lead_unit),
    joinedload(Duty.officer),
    joinedload(Duty.assigner),
    joinedload(Duty.directive),
    selectinload(Duty.supports).joinedload(DutySupport.unit),
    selectinload(Duty.occurrences).joinedload(DutyOccurrence.task),
    selectinload(Duty.notes).joinedload(DutyNote.by),
)


def of_task(session: Session, committee_id: int, task_id: int) -> DutyOccurrence | None:
    """The occurrence that a task is."""
    query = scoped(DutyOccurrence, committee_id).where(DutyOccurrence.task_id == task_id)
    return session.scalars(query.options(joinedload(DutyOccurrence.duty))).one_or_none()


def before(session: Session, one: DutyOccurrence) -> DutyOccurrence | None:
    """The occurrence before it that was given."""
    query = scoped(DutyOccurrence, one.committee_id).where(
        DutyOccurrence.duty_id == one.duty_id,
        DutyOccurrence.on_day < one.on_day,
        DutyOccurrence.task_id.is_not(None),
    )
    last = query.order_by(DutyOccurrence.on_day.desc()).limit(1).options(joinedload(DutyOccurrence.task))
    return session.scalars(last).one_or_none()
