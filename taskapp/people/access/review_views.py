"""The yearly review of rights, and accounts that nobody uses."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock, paging
from taskapp.base.db import db
from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.people import administering
from taskapp.people.access import access_queries, reviewing
from taskapp.people.auth import requires, viewer
from taskapp.people.models import Person
from taskapp.people.rights import Role

bp = Blueprint("review", __name__)
MOST_IDLE = 500


@bp.get("/admin/review")
@requires(Role.ADMIN)
def show() -> ResponseReturnValue:
    asking, now = viewer(), clock.database_now(db.session())
    labels = {row.unit.id: row.unit.label for row in administering.unit_rows(db.session(), asking.rights)}
    reach = asking.rights.reach(Role.ADMIN)
    idle = access_queries.idle_people(asking.committee.id, now=now).where(Person.unit_id.in_(reach)).limit(MOST_IDLE)
    mark, people = request.args.get("mark"), access_queries.reviewable(asking.rights)
    page = paging.page(db.session(), people, access_queries.REVIEW_ORDER, mark, 100)
    return render_template(
        "people/access/review.html",
        page=page,
        rows=reviewing.rows(db.session(), asking.committee.id, page.rows, labels, now=now),
        idle=[] if mark else list(db.session.scalars(idle)),
    )


@bp.post("/admin/review")
@requires(Role.ADMIN)
def confirm() -> ResponseReturnValue:
    asking, now = viewer(), clock.database_now(db.session())
    chosen = {int(value) for value in request.form.getlist("person") if value.isascii() and value.isdigit()}
    if not chosen:
        raise BadInput(_("Chưa chọn ai. Hãy đánh dấu những người đã rà soát rồi ghi lại."))
    count = reviewing.confirm(db.session(), asking.rights, chosen, by=asking.person, now=now)
    db.session.commit()
    flash(_("Đã ghi rà soát quyền của %(n)s người.", n=count), "success")
    return redirect(url_for("review.show"))
