"""What a person may see of the duties. Functions return a Select or a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_
from sqlalchemy.orm import Session, joinedload, selectinload

from taskapp.base.db import scoped
from taskapp.base.errors import Missing
from taskapp.base.i18n import _
from taskapp.duties.models import Duty, DutyNote, DutyOccurrence, DutyPhase, DutySupport, Outcome
from taskapp.people.rights import Rights, Role
from taskapp.tasks.permissions import DRAFTERS

READERS = (Role.LEADER, Role.MONITOR, Role.CLERK, Role.UNIT_HEAD, Role.INSPECTOR)


def visible_to(rights: Rights) -> Select[Duty]:
    """Duties of units in the person's reach; drafts only for who drafts tasks of the unit."""
    drafting = rights.reach(*DRAFTERS)
    return scoped(Duty, rights.committee_id).where(
        Duty.lead_unit_id.in_(rights.readable),
        or_(Duty.phase != DutyPhase.DRAFT, Duty.lead_unit_id.in_(drafting)),
    )


def listed(rights: Rights) -> Select[Duty]:
    """The same with what a list shows of the duties themselves."""
    return visible_to(rights).options(*_UNITS, joinedload(Duty.assigner))


def to_look_at(committee_id: int, today: date) -> Select[Duty]:
    """The running duties of which it is not yet known what they owe on a local day, with their units."""
    unseen = or_(Duty.looked_on.is_(None), Duty.looked_on < today)
    running = scoped(Duty, committee_id).where(Duty.phase == DutyPhase.RUNNING, unseen)
    return running.options(*_UNITS).order_by(Duty.id)


def settled_days(session: Session, committee_id: int, ids: Sequence[int], since: date) -> dict[int, set[date]]:
    """By duty the named days from a day on of which something has become; one query for many duties."""
    query = scoped(DutyOccurrence, committee_id, DutyOccurrence.duty_id, DutyOccurrence.on_day)
    found: dict[int, set[date]] = defaultdict(set)
    for duty_id, day in session.execute(query.where(DutyOccurrence.on_day >= since, DutyOccurrence.duty_id.in_(ids))):
        found[duty_id].add(day)
    return found


@dataclass(frozen=True)
class Past:
    """What a list says of a duty's occurrences: the named days of late that are settled, how many were missed, and the
    newest that was given or missed."""

    settled: Collection[date]
    missed: int
    last: DutyOccurrence | None


def pasts(session: Session, committee_id: int, ids: Sequence[int], since: date) -> dict[int, Past]:
    """By duty what became of its occurrences, `settled` from a day on; three queries for many duties."""
    of_these = DutyOccurrence.duty_id.in_(ids)
    counted = scoped(DutyOccurrence, committee_id, DutyOccurrence.duty_id, func.count())
    counted = counted.where(DutyOccurrence.outcome == Outcome.MISSED, of_these).group_by(DutyOccurrence.duty_id)
    missed = {row[0]: row[1] for row in session.execute(counted)}
    newest = scoped(DutyOccurrence, committee_id, func.max(DutyOccurrence.id))
    newest = newest.where(DutyOccurrence.outcome != Outcome.SKIPPED, of_these).group_by(DutyOccurrence.duty_id)
    shown = scoped(DutyOccurrence, committee_id).where(DutyOccurrence.id.in_(newest))
    last = {one.duty_id: one for one in session.scalars(shown.options(joinedload(DutyOccurrence.task)))}
    settled = settled_days(session, committee_id, ids, since)
    return {duty_id: Past(settled.get(duty_id, ()), missed.get(duty_id, 0), last.get(duty_id)) for duty_id in ids}


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


_UNITS = (joinedload(Duty.lead_unit), selectinload(Duty.supports).joinedload(DutySupport.unit))
_SHOWN = (
    *_UNITS,
    joinedload(Duty.officer),
    joinedload(Duty.assigner),
    joinedload(Duty.directive),
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
