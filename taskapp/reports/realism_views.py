"""A block of the assignment form: whether the limit is realistic, and who in the unit could take the task."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from taskapp.base.db import db
from taskapp.base.errors import Forbidden
from taskapp.base.i18n import _
from taskapp.people.auth import viewer
from taskapp.reports.realism_sheets import asked, look
from taskapp.tasks import permissions, sheets
from taskapp.tasks.forms import AssignForm

bp = Blueprint("realism", __name__)


@bp.get("/tasks/new/limit-check")
def show() -> ResponseReturnValue:
    who = viewer()
    if not permissions.may_draft(who.rights):
        raise Forbidden(_("Anh/chị không có quyền giao việc."))
    question = asked(request.args, request.args.getlist("leads"), sheets.seen_now())
    found = look(db.session(), who.rights, question, sheets.seen_now()) if question else None
    return render_template("reports/_realism.html", found=found, form=AssignForm(request.args))
