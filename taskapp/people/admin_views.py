"""Persons, for administrators: list, create, edit, roles, one-time links, sign-ins, disabling."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock, paging
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Missing, Refused
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.outbox import bounces, browsers, channel_addresses
from taskapp.outbox.channel_words import CHANNEL_NAMES
from taskapp.people import accounts, administering, organisation, sessions, signing_in
from taskapp.people.auth import requires, viewer
from taskapp.people.factors import factor_queries
from taskapp.people.forms import HOME_UNIT, NewPersonForm, PersonForm, RoleForm, blame, offer_units
from taskapp.people.models import Person, Unit
from taskapp.people.rights import WHOLE_COMMITTEE, Role
from taskapp.people.sso import outer_queries
from taskapp.people.tables import UnitRow, by_unit, event_rows, remarks_on, role_texts, session_rows
from taskapp.people.words import ROLE_NAMES, ROLE_RIGHTS

PAGE_SIZE = 100

bp = Blueprint("admin_people", __name__, url_prefix="/admin/people")


@bp.get("")
@requires(Role.ADMIN)
def index() -> ResponseReturnValue:
    rights, asked = viewer().rights, request.args
    query = administering.list_people(rights, asked.get("q", ""), asked.get("unit", type=int), asked.get("state", ""))
    order = (Unit.sort_order, Unit.id, Person.sort_key, Person.id)
    page = paging.page(db.session(), query, order, asked.get("mark"), PAGE_SIZE)
    rows = administering.unit_rows(db.session(), rights)
    labels = {row.unit.id: row.unit.label for row in rows}
    failing = bounces.failing_addresses(db.session(), rights.committee_id, (p.email for p in page.rows))
    words = {"role_texts": role_texts, "remarks_on": lambda person: remarks_on(person, failing)}
    return render_template(
        "people/people.html", page=page, groups=by_unit(page.rows), units=rows, labels=labels, **words
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Role.ADMIN)
def new() -> ResponseReturnValue:
    form = NewPersonForm(unit_id=request.args.get("unit", type=int))
    offer_units(form, _units())
    if form.validate_on_submit():
        try:
            person = _create(form)
            flash(_("Đã tạo tài khoản %(name)s. Hãy tạo liên kết đặt mật khẩu.", name=person.username), "success")
            return redirect(url_for("admin_people.show", person_id=person.id))
        except Refused as error:
            back_to_reading(db.session())
            blame(form, error)
    page = render_template("people/person_new.html", form=form, role_names=ROLE_NAMES, role_rights=ROLE_RIGHTS)
    return page, 400 if form.errors else 200


@bp.route("/<int:person_id>", methods=["GET", "POST"])
@requires(Role.ADMIN)
def show(person_id: int) -> ResponseReturnValue:
    person = administering.get_person(db.session(), viewer().rights, person_id)
    form = PersonForm(obj=person)
    offer_units(form, _units())
    if form.validate_on_submit():
        try:
            _edit(person, form)
            flash(_("Đã lưu."), "success")
            return redirect(url_for("admin_people.show", person_id=person_id))
        except Refused as error:
            back_to_reading(db.session())
            blame(form, error)
    return _page(person, form, RoleForm(formdata=None), 400 if form.errors else 200)


@bp.post("/<int:person_id>/roles")
@requires(Role.ADMIN)
def give_role(person_id: int) -> ResponseReturnValue:
    asking = viewer()
    person = administering.get_person(db.session(), asking.rights, person_id)
    form = RoleForm()
    offer_units(form, _units())
    if form.validate_on_submit():
        try:
            unit = _scope(form, person.unit_id)
            accounts.give_role(db.session(), person, Role(form.role.data), unit, by=asking.person, now=_now())
            return _done(person, _("Đã giao vai trò."))
        except Refused as error:
            back_to_reading(db.session())
            blame(form, error)
    return _page(person, PersonForm(formdata=None, obj=person), form, 409)


@bp.post("/<int:person_id>/roles/<int:role_id>/removal")
@requires(Role.ADMIN)
def take_role(person_id: int, role_id: int) -> ResponseReturnValue:
    asking = viewer()
    person = administering.get_person(db.session(), asking.rights, person_id)
    held = next((held for held in person.roles if held.id == role_id), None)
    if held is None:
        raise Missing(_("Người này không còn vai trò đó."))
    accounts.take_role(db.session(), person, held, by=asking.person, now=_now())
    return _done(person, _("Đã bỏ vai trò."))


@bp.post("/<int:person_id>/link")
@requires(Role.ADMIN)
def make_link(person_id: int) -> ResponseReturnValue:
    asking = viewer()
    person = administering.get_person(db.session(), asking.rights, person_id)
    token = accounts.make_link(db.session(), person, by=asking.person, now=_now())
    db.session.commit()
    settings: Settings = current_app.extensions["taskapp"]
    address = settings.base_url + url_for("account.set_password", token=token)
    return render_template("people/person_link.html", person=person, address=address)


@bp.post("/<int:person_id>/disabling")
@requires(Role.ADMIN)
def disable(person_id: int) -> ResponseReturnValue:
    person = administering.get_person(db.session(), viewer().rights, person_id)
    accounts.disable(db.session(), person, by=viewer().person, now=_now())
    return _done(person, _("Đã khóa tài khoản. Mọi phiên đăng nhập của người này đã kết thúc."))


@bp.post("/<int:person_id>/enabling")
@requires(Role.ADMIN)
def enable(person_id: int) -> ResponseReturnValue:
    person = administering.get_person(db.session(), viewer().rights, person_id)
    accounts.enable(db.session(), person, by=viewer().person, now=_now())
    return _done(person, _("Đã mở lại tài khoản."))


@bp.post("/<int:person_id>/sign-ins/ending")
@requires(Role.ADMIN)
def end_sign_ins(person_id: int) -> ResponseReturnValue:
    person = administering.get_person(db.session(), viewer().rights, person_id)
    ended = accounts.end_sign_ins(db.session(), person, by=viewer().person, now=_now())
    return _done(person, _("Đã kết thúc %(n)s phiên đăng nhập.", n=ended))


def _create(form: NewPersonForm) -> Person:
    session, asking, now = db.session(), viewer(), _now()
    unit = administering.get_unit(session, asking.rights, form.unit_id.data)
    reached = _scope(form, unit.id)
    person = accounts.create_person(
        session,
        asking.committee.id,
        username=form.username.data or "",
        full_name=form.full_name.data or "",
        unit=unit,
        position=form.position.data or "",
        email=form.email.data or "",
        by=asking.person,
        now=now,
    )
    accounts.give_role(session, person, Role(form.role.data), reached, by=asking.person, now=now)
    session.commit()
    return person


def _scope(form: RoleForm | NewPersonForm, home_id: int) -> Unit:
    chosen = form.role_unit_id.data
    if chosen == HOME_UNIT:
        top = db.session.scalar(organisation.top_unit_id(viewer().committee.id))
        chosen = top if form.role.data in WHOLE_COMMITTEE else home_id
    return administering.get_unit(db.session(), viewer().rights, chosen)


def _edit(person: Person, form: PersonForm) -> None:
    asking = viewer()
    accounts.edit_person(
        db.session(),
        person,
        full_name=form.full_name.data or "",
        unit=administering.get_unit(db.session(), asking.rights, form.unit_id.data),
        position=form.position.data or "",
        email=form.email.data or "",
        by=asking.person,
        now=_now(),
    )
    db.session.commit()


def _page(person: Person, form: PersonForm, role_form: RoleForm, status: int) -> tuple[str, int]:
    asking, zone = viewer(), viewer().committee.timezone
    rows = administering.unit_rows(db.session(), asking.rights)
    offer_units(form, rows)
    offer_units(role_form, rows)
    live = db.session.scalars(sessions.of_person(asking.committee.id, person.id, now=clock.now()))
    page = render_template(
        "people/person.html",
        person=person,
        disabled_on=clock.local_day(person.disabled_at, zone) if person.disabled_at else None,
        form=form,
        role_form=role_form,
        labels={row.unit.id: row.unit.name for row in rows},
        role_names=ROLE_NAMES,
        role_rights=ROLE_RIGHTS,
        sign_ins=session_rows(live, zone),
        ways=outer_queries.ways_of(db.session(), person),
        factors=list(db.session.scalars(factor_queries.factors_of(person))),
        wait_minutes=max(0, -(-int(signing_in.wait_of(db.session(), person, now=clock.now()).total_seconds()) // 60)),
        channels=channel_addresses.current(db.session(), person.committee_id, person.id),
        ended_browsers=browsers.ended(db.session(), person.committee_id, person.id, clock.now()),
        channel_names=CHANNEL_NAMES,
        events=event_rows(db.session.scalars(administering.events_of(person)), zone),
    )
    return page, status


def _units() -> list[UnitRow]:
    return administering.unit_rows(db.session(), viewer().rights)


def _done(person: Person, text: str) -> ResponseReturnValue:
    db.session.commit()
    flash(text, "success")
    return redirect(url_for("admin_people.show", person_id=person.id))


def _now() -> datetime:
    return clock.database_now(db.session())
