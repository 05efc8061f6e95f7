"""Blocks about tasks on pages of people, each with a route of its own."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from taskapp.base.db import db
from taskapp.base.errors import Forbidden
from taskapp.base.i18n import _
from taskapp.people import administering, standing_queries
from taskapp.people import queries as people_queries
from taskapp.people.auth import requires, viewer
from taskapp.people.models import Person
from taskapp.people.rights import Role
from taskapp.people.standing import may_keep_absence
from taskapp.tasks import away_sheets, sheets
from taskapp.tasks.handover_forms import AwayForm

bp = Blueprint("away", __name__)


@bp.get("/absences/<int:absence_id>/tasks")
def of_absence(absence_id: int) -> ResponseReturnValue:
    absence = standing_queries.get_absence(db.session(), viewer().rights, absence_id)
    return _due(absence.person, absence.first_on, absence.term.held_to, has_deputy=absence.has_deputy)


@bp.get("/absences/new/tasks")
def while_registering() -> ResponseReturnValue:
    who, form = viewer(), AwayForm(request.args)
    if not form.validate() or form.first_on.data is None or form.last_on.data is None:
        return ""  # the days are not both typed yet
    person = people_queries.get_person(db.session(), who.committee.id, form.person_id.data or who.person.id)
    if not may_keep_absence(who.rights, person.id, person.unit_id):
        raise Forbidden(_("Việc vắng mặt của người này do chính người đó, thủ trưởng đơn vị hoặc văn phòng ghi."))
    return _due(person, form.first_on.data, form.last_on.data, has_deputy=bool(form.deputy_id.data))


@bp.get("/admin/people/<int:person_id>/open-work")
@requires(Role.ADMIN)
def open_work(person_id: int) -> ResponseReturnValue:
    person = administering.get_person(db.session(), viewer().rights, person_id)
    found = away_sheets.open_work(db.session(), person)
    return render_template(_block("tasks/open_work.html"), person=person, found=found)


def _due(person: Person, first: date, last: date, *, has_deputy: bool) -> ResponseReturnValue:
    rights, now = viewer().rights, sheets.seen_now()
    shown = away_sheets.due_while_away(db.session(), rights, person, first, last, now=now)
    is_self = person.id == rights.person_id
    return render_template(_block("tasks/away_tasks.html"), has_deputy=has_deputy, is_self=is_self, **shown)


def _block(page: str) -> str:
    """The page, or only its block when the page that shows it asks for it."""
    return page.replace("/", "/_") if request.headers.get("HX-Request") else page
