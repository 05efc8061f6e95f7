"""The access log for administrators: who came in, who was refused and why, what was changed and taken out."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

from flask import Blueprint, render_template, request, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.workbook import MEDIA_TYPE
from taskapp.people.access import access_queries
from taskapp.people.access.access_forms import AccessFilterForm
from taskapp.people.access.access_models import AccessEvent, AccessKind
from taskapp.people.access.access_words import KIND_NAMES, WHY_NAMES
from taskapp.people.access.access_xlsx import access_xlsx
from taskapp.people.auth import decides_for_all, requires, viewer
from taskapp.people.rights import Role
from taskapp.people.tables import browser_name

bp = Blueprint("access", __name__)
MOST_EXPORTED = 50_000


@bp.get("/admin/access")
@requires(Role.ADMIN)
def index() -> ResponseReturnValue:
    form = _form()
    page = access_queries.page(db.session(), _asked(form), request.args.get("mark"))
    return render_template(
        "people/access/index.html",
        form=form,
        page=page,
        kinds=KIND_NAMES,
        whys=WHY_NAMES,
        device=browser_name,
        asked={name: request.args.get(name) or None for name in ("q", "kind", "first", "last")},
    )


@bp.get("/admin/access.xlsx")
@requires(Role.ADMIN)
def export() -> ResponseReturnValue:
    lines, zone = db.session.scalars(_asked(_form()).limit(MOST_EXPORTED)), viewer().committee.timezone
    content = access_xlsx(lines, lambda moment: clock.local(moment, zone))
    return send_file(BytesIO(content), mimetype=MEDIA_TYPE, as_attachment=True, download_name="nhat-ky-truy-cap.xlsx")


def _form() -> AccessFilterForm:
    form = AccessFilterForm(request.args, meta={"csrf": False})
    form.validate()
    return form


def _asked(form: AccessFilterForm) -> Select[AccessEvent]:
    asking = viewer()
    query = access_queries.log(asking.rights, sees_all=decides_for_all(Role.ADMIN))
    if form.q.data:
        query = access_queries.about(query, asking.committee.id, form.q.data)
    if form.kind.data in set(AccessKind):
        query = access_queries.of_kind(query, AccessKind(form.kind.data))
    zone = asking.committee.timezone
    begin = clock.start_of(form.first.data, zone) if form.first.data else None
    end = clock.start_of(form.last.data + timedelta(days=1), zone) if form.last.data else None
    return access_queries.between(query, begin, end)
