"""The yearly review of rights, and accounts that nobody uses."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.people import administering, auth
from taskapp.people.access import access_queries, reviewing
from taskapp.people.auth import requires, viewer
from taskapp.people.rights import Role

bp = Blueprint("review", __name__)


@bp.get("/admin/review")
@requires(Role.ADMIN)
def show() -> ResponseReturnValue:
    asking, now = viewer(), clock.database_now(db.session())
    labels = {row.unit.id: row.unit.label for row in administering.unit_rows(db.session(), asking.rights)}
    reach = asking.rights.reach(Role.ADMIN)
    idle = db.session.scalars(access_queries.idle_people(asking.committee.id, now=now))
    return render_template(
        "people/access/review.html",
        rows=reviewing.rows(db.session(), asking.rights, labels, now=now),
        idle=[person for person in idle if person.unit_id in reach],
        local=lambda moment: clock.local(moment, asking.committee.timezone),
    )


@bp.post("/admin/review")
@requires(Role.ADMIN)
def confirm() -> ResponseReturnValue:
    asking, now = viewer(), clock.database_now(db.session())
    chosen = {int(value) for value in request.form.getlist("person") if value.isascii() and value.isdigit()}
    if not chosen:
        raise BadInput(_("Chưa chọn ai. Hãy đánh dấu những người đã rà soát rồi ghi lại."))
    count = reviewing.confirm(db.session(), asking.rights, chosen, by=asking.person, source=auth.source(), now=now)
    db.session.commit()
    flash(_("Đã ghi rà soát quyền của %(n)s người.", n=count), "success")
    return redirect(url_for("review.show"))
