"""What the pages of absences and delegations show."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from taskapp.base import paging
from taskapp.base.db import scoped
from taskapp.base.i18n import _
from taskapp.base.shell import Banner
from taskapp.people import standing_queries
from taskapp.people.auth import Viewer
from taskapp.people.models import RoleHeld, Unit
from taskapp.people.rights import Rights, Role, Standing
from taskapp.people.standing import ABSENCE_KEEPERS
from taskapp.people.standing_choices import keeps_all
from taskapp.people.standing_models import Absence, Delegation
from taskapp.people.standing_tables import absence_row, delegation_row, passed_on, until

AHEAD = timedelta(days=30)
OWN_SHOWN = 10


def overview(session: Session, rights: Rights, today: date, mark: str | None) -> dict[str, Any]:
    """The values of the page: own absences, places filled, who else is away, delegations."""
    is_office = keeps_all(session, rights)
    own = session.scalars(standing_queries.absences_of(rights).limit(OWN_SHOWN))
    filled = session.scalars(standing_queries.deputyships_of(rights, today))
    to_me = session.scalars(standing_queries.delegations_to(rights, today))
    return {
        "own": [absence_row(absence, rights, today) for absence in own],
        "filled": [absence_row(absence, rights, today) for absence in filled],
        "to_me": [delegation_row(delegation, today, can_revoke=False) for delegation in to_me],
        **_others(session, rights, today, mark),
        **_delegations(session, rights, today, is_office=is_office),
    }


def absence_sheet(session: Session, rights: Rights, absence: Absence, today: date) -> dict[str, Any]:
    """The values of one absence's page: what goes with the place, and what stands in the way."""
    row, person = absence_row(absence, rights, today), absence.person
    held = session.scalars(scoped(RoleHeld, rights.committee_id).where(RoleHeld.person_id == person.id)).all()
    labels = scoped(Unit, rights.committee_id).where(Unit.id.in_({role.unit_id for role in held}))
    deputy = absence.deputy if row.is_open else None
    return {
        "row": row,
        "passed_on": passed_on(held, {unit.id: unit.label for unit in session.scalars(labels)}),
        "deputy_away": standing_queries.absences_in(session, deputy, absence.term) if deputy else [],
        "also_fills": standing_queries.deputyships_in(session, person, absence.term) if row.is_open else [],
    }


def again(absence: Absence, today: date) -> dict[str, Any]:
    """What is left of an absence from today on, to be written down anew: values of AbsenceForm."""
    first_on = max(absence.first_on, today)
    return {
        "person_id": absence.person_id,
        "first_on": first_on,
        "last_on": max(absence.last_on, first_on),
        "reason": absence.reason,
    }


def banners(session: Session, asking: Viewer, today: date) -> list[Banner]:
    """Whose place the person fills today, and until when; asks the database only for who fills one."""
    standings = {place.standing for place in asking.rights.places}
    found = []
    if Standing.DEPUTY in standings:
        absences = standing_queries.deputyships_of(asking.rights, today).where(Absence.first_on <= today)
        who = "; ".join(until(absence) for absence in session.scalars(absences))
        found.append(Banner("info", _("Anh/chị đang thay %(who)s.", who=who), "/absences"))
    if Standing.DELEGATE in standings:
        delegations = standing_queries.delegations_to(asking.rights, today).where(Delegation.first_on <= today)
        who = "; ".join(until(delegation) for delegation in session.scalars(delegations))
        found.append(Banner("info", _("Anh/chị đang được ủy quyền quyết định thay %(who)s.", who=who), "/absences"))
    return found


def _others(session: Session, rights: Rights, today: date, mark: str | None) -> dict[str, Any]:
    if not rights.reach(*ABSENCE_KEEPERS):
        return {"others": None}
    query = standing_queries.absences_within(rights, today, today + AHEAD)
    page = paging.page(session, query, (Absence.first_on, Absence.id), mark)
    return {"others": page, "other_rows": [absence_row(absence, rights, today) for absence in page.rows]}


def _delegations(session: Session, rights: Rights, today: date, *, is_office: bool) -> dict[str, Any]:
    if not is_office and not rights.alone.has(Role.LEADER):
        return {"may_delegate": False}
    found = session.scalars(standing_queries.delegations_by(rights, today, all_leaders=is_office))
    rows = [delegation_row(delegation, today, can_revoke=True) for delegation in found]
    return {"may_delegate": True, "delegated": rows}
