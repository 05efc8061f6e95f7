"""Who can be given pieces and parts of a task, and handing them out by the forms; for pages and programs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.people import standing_queries
from taskapp.people.models import Unit, UnitKind
from taskapp.people.queries import people_of, units_below, units_on
from taskapp.people.rights import Rights
from taskapp.tasks import queries, sheets, splitting
from taskapp.tasks.models import Task
from taskapp.tasks.splitting_forms import Helpers, PartForm, SplitForm
from taskapp.tasks.states import Change


def helpers(session: Session, task: Task) -> Helpers:
    """Who may be given a piece of the task today."""
    committee_id = task.committee_id
    officers = session.scalars(people_of(committee_id, [task.lead_unit_id])).all()
    busy = queries.busy(session, committee_id, [person.id for person in officers])
    today = sheets.seen_now().today
    units = units_below(session, committee_id, task.lead_unit_id, today)
    away = standing_queries.away_until(session, committee_id, today)
    return Helpers(task.lead_unit, officers, busy, units, away)


def units_to_bring_in(session: Session, task: Task, rights: Rights) -> dict[int, Unit]:
    """Units that can be brought in, by id: in reach, and without a part in the task."""
    taken = {task.lead_unit_id, *(part.lead_unit_id for part in splitting.taking_part(task))}
    found = session.scalars(units_on(task.committee_id, sheets.seen_now().today))
    return {u.id: u for u in found if u.id in rights.readable - taken and u.kind is not UnitKind.COMMITTEE}


def handed_out(session: Session, task: Task, form: SplitForm, given_to: Helpers, *, now: datetime) -> list[Task]:
    """The pieces of the form, handed out. Raises UnfitPieces, Forbidden, Refused; does not commit."""
    by = sheets.acting(task, Change.SPLIT)
    return splitting.split(session, task, form.pieces(given_to), by=by, now=now)


def brought_in(session: Session, task: Task, form: PartForm, units: dict[int, Unit], *, now: datetime) -> Unit:
    """The unit of the form, brought in with a part. Raises Forbidden, Refused; does not commit."""
    unit = units.get(form.unit.data or 0)
    if unit is None:
        raise Refused(_("Hãy chọn đơn vị phối hợp."), field="unit")
    by, keys = sheets.acting(task, Change.ADD_PART), form.keys()
    due_on, reason, key = form.due_on.data, form.reason.data or "", keys[0] if keys else ""
    splitting.add_part(session, task, unit=unit, due_on=due_on, reason=reason, by=by, now=now, key=key)
    return unit
