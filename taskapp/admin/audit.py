"""The page of the sealed record: how far it is sealed, what the last verifications found; one more can be asked for."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from taskapp.base import clock, heartbeat, sections
from taskapp.base.db import db
from taskapp.base.i18n import _
from taskapp.base.shell import NavItem, add_nav
from taskapp.people.auth import requires, viewer, viewer_or_none
from taskapp.people.rights import Role
from taskapp.tasks.audit import checks, trouble, words
from taskapp.tasks.audit.seal_models import AuditCheck
from taskapp.tasks.audit.trouble import Hindrance

bp = Blueprint("audit", __name__)
READERS = (Role.INSPECTOR, Role.ADMIN)
SHOWN = 10


def init_app(app: Flask) -> None:
    """Register the page and its place in the menu."""
    app.register_blueprint(bp)
    add_nav(app, _nav)


@bp.get("/admin/audit")
@requires(*READERS)
def show() -> ResponseReturnValue:
    return render_template("admin/audit.html", **_seen())


@bp.post("/admin/audit/check")
@requires(*READERS)
def ask() -> ResponseReturnValue:
    who, now = viewer(), clock.database_now(db.session())
    is_new = checks.ask(db.session(), who.committee.id, by_id=who.person.id, now=now)
    db.session.commit()
    flash(_("Việc kiểm tra bắt đầu trong vòng một phút.") if is_new else _("Đang có một lần kiểm tra."), "success")
    return redirect(url_for("audit.show"))


def _seen() -> dict[str, Any]:
    session, committee = db.session(), viewer().committee
    now = clock.database_now(session)
    found = session.scalars(checks.history(committee.id).options(joinedload(AuditCheck.asked_by)).limit(SHOWN)).all()
    return {
        "standing": checks.standing(session, committee.id),
        "checks": found,
        "last": next((check for check in found if check.ended_at), None),
        "is_moving": bool(found) and found[0].ended_at is None,
        "troubles": heartbeat.troubles(session, now).get(checks.SEALING, []),
        "say_wrong": lambda problem: words.say(problem, committee.timezone),
        "say_failure": lambda failure: trouble.say(Hindrance(failure)),
    }


def _nav() -> list[NavItem]:
    who = viewer_or_none()
    if who is None or not who.rights.has(*READERS):
        return []
    return [NavItem(94, _("Kiểm tra nhật ký"), url_for("audit.show"), "check2-square", section=sections.ACCESS)]
