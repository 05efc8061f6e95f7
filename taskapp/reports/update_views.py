"""The page of the share of progress reports (tỷ lệ cập nhật)."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.people.auth import requires, viewer
from taskapp.people.rights import READERS
from taskapp.reports.addresses import link_args
from taskapp.reports.picker_sheets import frame, picked
from taskapp.reports.update_sheets import read_updates

bp = Blueprint("updates", __name__)


@bp.get("/reports/updates")
@requires(*READERS)
def show() -> ResponseReturnValue:
    who, now = viewer(), clock.now()
    form = picked()
    found = form.answered(lambda asked: read_updates(db.session(), who.committee, who.rights, asked, now=now))
    around = {"form": form, "found": found, **frame("updates.show")}
    if found is None:
        return render_template("reports/updates.html", **around), 400
    form.show(found.measured.question, now)
    return render_template("reports/updates.html", args=link_args(found.measured.question), **around)
