"""Recurring duties of a unit that has ended: its successor's from now on. Does not commit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import or_
from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.base.i18n import _
from taskapp.duties.keeping import note
from taskapp.duties.models import Duty, DutyPhase, DutySupport, Note
from taskapp.people.models import Unit
from taskapp.tasks.record import Actor


def follow_units(
    session: Session,
    committee_id: int,
    heirs: Mapping[int, Unit],
    by_person: Mapping[int, Unit],
    *,
    decision: str,
    by: Actor,
    now: datetime,
) -> int:
    """Hand what closed units were to do or to support to `heirs`; how many duties, those that were stopped left out.

    A duty goes where its officer goes (`by_person`, by id), else to its unit's successor. Each gets a line of history.
    """
    supported = scoped(DutySupport, committee_id, DutySupport.duty_id).where(DutySupport.unit_id.in_(heirs))
    concerned = or_(Duty.lead_unit_id.in_(heirs), Duty.id.in_(supported))
    duties = list(session.scalars(scoped(Duty, committee_id).where(Duty.phase != DutyPhase.ENDED, concerned)))
    for duty in duties:
        told = _follow(duty, heirs, by_person)
        note(session, duty, Note.CHANGED, by=by, now=now, reason=decision, text="; ".join(told))
    session.flush()
    return len(duties)


def _follow(duty: Duty, heirs: Mapping[int, Unit], by_person: Mapping[int, Unit]) -> list[str]:
    told = []
    if duty.lead_unit_id in heirs:
        officer = by_person.get(duty.officer_id) if duty.officer_id else None
        lead = officer or heirs[duty.lead_unit_id]
        told.append(_("%(old)s → %(new)s", old=duty.lead_unit.name, new=lead.name))
        duty.lead_unit, duty.lead_unit_id = lead, lead.id
    taken = {duty.lead_unit_id, *(support.unit_id for support in duty.supports if support.unit_id not in heirs)}
    for support in list(duty.supports):  # no unit supports twice, or what it leads
        heir = heirs.get(support.unit_id)
        if heir is not None:
            told.append(_("%(old)s → %(new)s", old=support.unit.name, new=heir.name))
        if support.unit_id == duty.lead_unit_id or (heir is not None and heir.id in taken):
            duty.supports.remove(support)
        elif heir is not None:
            support.unit, support.unit_id = heir, heir.id
            taken.add(heir.id)
    return told
