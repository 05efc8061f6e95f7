"""Units, for administrators: the tree as it is and as it was, a new unit, what happened to one, its short name."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.people import administering, organisation, unit_changes, unit_queries
from taskapp.people.auth import requires, viewer
from taskapp.people.forms import ShortNameForm, TreeForm, UnitForm, blame, offer_units
from taskapp.people.models import Unit, UnitKind
from taskapp.people.rights import Role
from taskapp.people.words import REARRANGING_NAMES, UNIT_CHANGE_NAMES, UNIT_KIND_NAMES

bp = Blueprint("admin_units", __name__, url_prefix="/admin/units")


@bp.get("")
@requires(Role.ADMIN)
def index() -> ResponseReturnValue:
    form, today = TreeForm(request.args), _today()
    day = form.day.data if form.validate() and form.day.data else today
    return render_template(
        "people/units.html",
        form=form,
        day=None if day == today else day,
        then=administering.tree_on(db.session(), viewer().rights, day) if day != today else [],
        rows=administering.unit_rows(db.session(), viewer().rights, counted=True) if day == today else [],
        kinds=UNIT_KIND_NAMES,
        rearrangings=REARRANGING_NAMES,
    ), 400 if form.errors else 200


@bp.route("/new", methods=["GET", "POST"])
@requires(Role.ADMIN)
def new() -> ResponseReturnValue:
    form = UnitForm(parent_id=request.args.get("parent", type=int))
    offer_units(form, administering.unit_rows(db.session(), viewer().rights))
    if form.validate_on_submit():
        try:
            unit = _create(form)
            flash(_("Đã thêm %(name)s.", name=unit.name), "success")
            return redirect(url_for("admin_units.index"))
        except Refused as error:
            back_to_reading(db.session())
            blame(form, error)
    return render_template("people/unit_new.html", form=form), 400 if form.errors else 200


@bp.route("/<int:unit_id>", methods=["GET", "POST"])
@requires(Role.ADMIN)
def edit(unit_id: int) -> ResponseReturnValue:
    unit = administering.get_unit(db.session(), viewer().rights, unit_id)
    form = ShortNameForm(obj=unit)
    if form.validate_on_submit():
        unit_changes.shorten(db.session(), unit, form.short_name.data or "", on=_today(), now=clock.now())
        db.session.commit()
        flash(_("Đã lưu."), "success")
        return redirect(url_for("admin_units.index"))
    inherited, left = unit_queries.successions_of(db.session(), unit.committee_id, unit.id)
    return render_template(
        "people/unit.html",
        form=form,
        unit=unit,
        inherited=inherited,
        left=left,
        events=db.session.scalars(unit_queries.events_of(unit.committee_id, unit.id)).all(),
        changes=UNIT_CHANGE_NAMES,
        rearrangings=REARRANGING_NAMES,
    ), 400 if form.errors else 200


def _today() -> date:
    return clock.local_day(clock.now(), viewer().committee.timezone)


def _create(form: UnitForm) -> Unit:
    asking = viewer()
    unit = organisation.create_unit(
        db.session(),
        asking.committee.id,
        name=form.name.data or "",
        short_name=form.short_name.data or "",
        kind=UnitKind(form.kind.data),
        parent=administering.get_unit(db.session(), asking.rights, form.parent_id.data),
    )
    db.session.commit()
    return unit
