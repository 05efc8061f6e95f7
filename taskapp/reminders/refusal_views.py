"""What a receiver may do without: the optional kinds of letters, each with a tick."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.forms import choices
from taskapp.base.i18n import _
from taskapp.people.auth import viewer
from taskapp.reminders import policies
from taskapp.reminders.policy_forms import RefusalForm
from taskapp.reminders.words import STEP_NAMES

bp = Blueprint("refusals", __name__)


@bp.get("/account/reminders")
def show() -> ResponseReturnValue:
    form, kinds = _form()
    refused = policies.refused_kinds(db.session(), viewer().person)
    form.wanted.data = [kind for kind in kinds if kind not in refused]
    return render_template("reminders/refusals.html", form=form, mandatory=_mandatory(kinds))


@bp.post("/account/reminders")
def choose() -> ResponseReturnValue:
    form, kinds = _form()
    if not form.validate():
        return render_template("reminders/refusals.html", form=form, mandatory=_mandatory(kinds)), 400
    now = clock.database_now(db.session())
    policies.refuse(db.session(), viewer().person, set(kinds) - set(form.wanted.data or ()), now)
    db.session.commit()
    flash(_("Đã ghi các loại thư anh/chị muốn nhận, áp dụng từ bây giờ."), "success")
    return redirect(url_for("refusals.show"))


def _form() -> tuple[RefusalForm, list[str]]:
    policy, _earlier = policies.load(db.session(), viewer().committee)
    form, kinds = RefusalForm(), policy.optional_kinds()
    form.wanted.choices = choices((kind, STEP_NAMES[kind]) for kind in kinds)
    return form, kinds


def _mandatory(kinds: list[str]) -> list[str]:
    return [str(name) for kind, name in STEP_NAMES.items() if kind not in kinds]
