"""A decision about units step by step: what is decided, a preview of all that follows, done once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from taskapp.admin import reorganising, reorganising_sheets
from taskapp.admin.reorganising import By, Outcome, Plan
from taskapp.admin.reorganising_forms import FORMS, Choice, DecisionForm
from taskapp.base import clock
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Changed, Refused
from taskapp.base.i18n import _
from taskapp.people import administering
from taskapp.people.auth import requires, viewer
from taskapp.people.forms import blame
from taskapp.people.models import Unit
from taskapp.people.rights import Role
from taskapp.people.tables import UnitRow
from taskapp.people.unit_models import Rearranging
from taskapp.people.words import REARRANGING_NAMES

KINDS = ", ".join(Rearranging)
UNASKED = frozenset({"csrf_token", "seen", "step"})

bp = Blueprint("reorganising", __name__, url_prefix="/admin/units/changes")


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


@bp.route(f"/<any({KINDS}):kind>", methods=["GET", "POST"])
@requires(Role.ADMIN)
def change(kind: str) -> ResponseReturnValue:
    rows = administering.unit_rows(db.session(), viewer().rights)
    form = _form(kind, rows)
    if request.method == "GET":
        return _page(form)
    plan = outcome = None
    try:
        if not form.validate_on_submit():
            return _page(form, status=400)
        plan = _plan(form, {row.unit.id: row.unit for row in rows})
        if request.form.get("step") == "do":
            return _do(form, plan)
        outcome = reorganising.preview(db.session(), plan, _by())
    except (Refused, StaleDataError) as error:
        status = _blame(form, error)
        return _page(form, plan, status=status)
    db.session.rollback()
    return _page(form, plan, outcome)


def _do(form: DecisionForm, plan: Plan) -> ResponseReturnValue:
    done = reorganising.carry_out(db.session(), plan, _by())
    if _mark(done) != form.seen.data:
        raise Changed(_("Nội dung, số người hoặc số việc đã khác lúc xem trước. Hãy xem trước lại rồi thực hiện."))
    db.session.commit()
    flash(reorganising_sheets.told(done), "success")
    return redirect(url_for("admin_units.edit", unit_id=done.shown_id))


def _form(kind: str, rows: Sequence[UnitRow]) -> DecisionForm:
    """The form of the kind in the address, beginning with the unit that it names."""
    unit_id = request.args.get("unit", type=int)
    form = FORMS[Rearranging(kind)](data={"unit": unit_id, "units": [unit_id] if unit_id else []})
    form.offer(rows)
    if request.method == "GET":
        reorganising_sheets.begin(db.session(), form, unit_id)
    return form


def _plan(form: DecisionForm, units: Mapping[int, Unit]) -> Plan:
    plan = form.plan(units, Choice({}, {}))
    return form.plan(units, Choice.read(request.form, len(plan.heirs) + len(plan.new)))


def _by() -> By:
    asking = viewer()
    return By(asking.committee, asking.person, asking.rights, clock.database_now(db.session()))


def _mark(outcome: Outcome) -> str:
    """What was asked for and what it comes to: whoever confirms has seen just this."""
    asked = sorted((name, value) for name, value in request.form.items(multi=True) if name not in UNASKED)
    return sha256(repr((asked, outcome.mark)).encode()).hexdigest()


def _blame(form: DecisionForm, error: Refused | StaleDataError) -> int:
    back_to_reading(db.session())
    if isinstance(error, StaleDataError):
        error = Changed(_("Có nhiệm vụ vừa được cập nhật. Hãy xem trước lại rồi thực hiện."))
    blame(form, error)
    return error.status


def _page(
    form: DecisionForm, plan: Plan | None = None, outcome: Outcome | None = None, *, status: int = 200
) -> ResponseReturnValue:
    if outcome:
        form.seen.data = _mark(outcome)
    page = render_template(
        "admin/unit_change.html",
        form=form,
        title=REARRANGING_NAMES[form.kind],
        outcome=outcome,
        told=reorganising_sheets.lines(outcome, form.kind) if outcome else (),
        choice=reorganising_sheets.choice(db.session(), plan) if plan and form.kind is Rearranging.SPLIT else None,
    )
    return page, status
