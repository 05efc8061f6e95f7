"""Absences with deputies, and decisions delegated in writing: who is away, who fills the place."""

from __future__ import annotations

from datetime import date, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock, sections
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Refused
from taskapp.base.forms import choices
from taskapp.base.i18n import _
from taskapp.base.shell import Banner, NavItem
from taskapp.people import absences, delegations, queries, standing_choices, standing_queries, standing_sheets
from taskapp.people.auth import requires, viewer, viewer_or_none
from taskapp.people.forms import blame
from taskapp.people.rights import Role
from taskapp.people.standing_choices import Circle
from taskapp.people.standing_forms import NOBODY, AbsenceForm, DelegationForm, UnitsForm
from taskapp.people.standing_models import Absence
from taskapp.people.standing_tables import days_of

bp = Blueprint("absences", __name__)


def menu() -> list[NavItem]:
    asking = viewer_or_none()
    if asking is None or not asking.rights.readable:
        return []
    return [NavItem(76, _("Vắng mặt, ủy quyền"), url_for("absences.index"), "person-dash", section=sections.AWAY)]


def banners() -> list[Banner]:
    asking = viewer_or_none()
    return standing_sheets.banners(db.session(), asking, _today()) if asking else []


@bp.get("/absences")
def index() -> ResponseReturnValue:
    shown = standing_sheets.overview(db.session(), viewer().rights, _today(), request.args.get("mark"))
    return render_template("people/absences.html", days_of=days_of, **shown)


@bp.route("/absences/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    asking, former = viewer(), _former()
    form = AbsenceForm(data=standing_sheets.again(former, _today()) if former else {"person_id": asking.person.id})
    offered = _offered()
    form.offer(standing_choices.absent_persons(offered, asking.person, asking.rights), offered.persons)
    if form.validate_on_submit():
        try:
            absence = _register(form, former)
            flash(_("Đã ghi: %(name)s vắng %(days)s.", name=absence.person.full_name, days=days_of(absence)), "success")
            return redirect(url_for("absences.show", absence_id=absence.id))
        except Refused as error:
            back_to_reading(db.session())
            blame(form, error)
    return _form_page("people/absence_new.html", form, offered, former=former, days_of=days_of)


@bp.get("/absences/<int:absence_id>")
def show(absence_id: int) -> ResponseReturnValue:
    rights = viewer().rights
    absence = standing_queries.get_absence(db.session(), rights, absence_id)
    shown = standing_sheets.absence_sheet(db.session(), rights, absence, _today())
    return render_template("people/absence.html", days_of=days_of, **shown)


@bp.post("/absences/<int:absence_id>/ending")
def end(absence_id: int) -> ResponseReturnValue:
    rights = viewer().rights
    absence = standing_queries.get_absence(db.session(), rights, absence_id)
    absences.end(db.session(), absence, by=rights, now=_now())
    db.session.commit()
    flash(_("Đã kết thúc đợt vắng mặt. Từ hôm nay không còn ai làm thay theo đợt này."), "success")
    return redirect(url_for("absences.show", absence_id=absence_id))


@bp.route("/delegations/new", methods=["GET", "POST"])
@requires(Role.LEADER, Role.MONITOR)
def delegate() -> ResponseReturnValue:
    asking, form = viewer(), DelegationForm(person_id=viewer().person.id)
    offered = _offered()
    leaders = standing_choices.delegating_leaders(db.session(), asking.person, asking.rights)
    form.offer(leaders, offered.persons, asking.person.unit_id)
    if form.validate_on_submit():
        try:
            _delegate(form)
            flash(_("Đã ghi văn bản ủy quyền %(number)s.", number=form.paper.number), "success")
            return redirect(url_for("absences.index"))
        except Refused as error:
            back_to_reading(db.session())
            blame(form, error)
    return _form_page("people/delegation_new.html", form, offered)


@bp.post("/delegations/<int:delegation_id>/revocation")
def revoke(delegation_id: int) -> ResponseReturnValue:
    rights = viewer().rights
    is_office = standing_choices.keeps_all(db.session(), rights)
    delegation = standing_queries.get_delegation(db.session(), rights, delegation_id, all_leaders=is_office)
    delegations.revoke(db.session(), delegation, by=rights, now=_now())
    db.session.commit()
    flash(_("Đã thu hồi ủy quyền theo văn bản %(number)s.", number=delegation.paper_number), "success")
    return redirect(url_for("absences.index"))


def _former() -> Absence | None:
    """The absence in whose place another one is to be written down, with a deputy."""
    number = request.args.get("instead", type=int)
    return standing_queries.get_absence(db.session(), viewer().rights, number) if number else None


def _register(form: AbsenceForm, former: Absence | None) -> Absence:
    session, asking = db.session(), viewer()
    deputy_id = form.deputy_id.data
    if former:
        absences.end(session, former, by=asking.rights, now=_now())
    absence = absences.register(
        session,
        queries.get_person(session, asking.committee.id, form.person_id.data),
        form.term,
        deputy=queries.get_person(session, asking.committee.id, deputy_id) if deputy_id != NOBODY else None,
        reason=form.reason.data or "",
        by=asking.rights,
        now=_now(),
    )
    session.commit()
    return absence


def _delegate(form: DelegationForm) -> None:
    session, asking = db.session(), viewer()
    leader, delegate = (
        queries.get_person(session, asking.committee.id, field.data) for field in (form.person_id, form.delegate_id)
    )
    delegations.register(session, leader, delegate, form.term, form.paper, by=asking.rights, now=_now())
    session.commit()


def _offered() -> Circle:
    return standing_choices.circle(db.session(), viewer().rights, request.args.getlist("unit", type=int))


def _form_page(
    template: str, form: AbsenceForm | DelegationForm, offered: Circle, **shown: object
) -> ResponseReturnValue:
    units = None if offered.is_whole else _units_form()
    return render_template(template, form=form, units=units, **shown), 400 if form.errors else 200


def _units_form() -> UnitsForm:
    form = UnitsForm(request.args)
    found = db.session.scalars(queries.units_on(viewer().committee.id, _today()))
    form.unit.choices = choices((str(unit.id), unit.name) for unit in found)
    return form


def _today() -> date:
    return clock.local_day(clock.now(), viewer().committee.timezone)


def _now() -> datetime:
    return clock.database_now(db.session())
