"""The welcome of an administrator: the first page as long as something is missing, later one of the menu."""

from __future__ import annotations

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.admin import welcome
from taskapp.admin.backups import folder
from taskapp.admin.welcome import Standing, Step
from taskapp.base import clock, sections
from taskapp.base.db import db
from taskapp.base.errors import Forbidden
from taskapp.base.i18n import _, _n
from taskapp.base.settings import Settings
from taskapp.base.shell import Banner, NavItem, add_banner, add_nav
from taskapp.people.auth import decides_for_all, requires, viewer, viewer_or_none
from taskapp.people.rights import Role

STEPS = ", ".join(Step)

bp = Blueprint("welcome", __name__, url_prefix="/admin/welcome")


def init_app(app: Flask) -> None:
    """Register the page, its place in the menu and what leads to it."""
    app.register_blueprint(bp)
    add_nav(app, _nav)
    add_banner(app, _banners)


@bp.get("")
@requires(Role.ADMIN)
def show() -> ResponseReturnValue:
    found = _steps()
    left = sum(each.is_open for each in found)
    return render_template("admin/welcome.html", steps=found, left=left, may_leave=decides_for_all(Role.ADMIN))


@bp.get("/first")
@requires(Role.ADMIN)
def first() -> ResponseReturnValue:
    is_new = decides_for_all(Role.ADMIN) and any(each.is_open for each in _steps())
    return redirect(url_for("welcome.show" if is_new else "admin_people.index"))


@bp.post(f"/<any({STEPS}):step>/passing")
@requires(Role.ADMIN)
def leave(step: str) -> ResponseReturnValue:
    if not decides_for_all(Role.ADMIN):
        raise Forbidden(_("Chỉ người quản trị toàn cơ quan bỏ qua được các bước bắt đầu."))
    welcome.leave(db.session(), viewer().committee, Step(step))
    db.session.commit()
    flash(_("Đã bỏ qua. Bước này vẫn ở trang Các bước bắt đầu khi cần."), "success")
    return redirect(url_for("welcome.show"))


def _steps() -> list[Standing]:
    settings: Settings = current_app.extensions["taskapp"]
    committee = viewer().committee
    today = clock.local_day(clock.now(), committee.timezone)
    newest = folder.newest_at(settings.backup_dir) if settings.backup_dir else None
    return welcome.steps(
        db.session(),
        committee,
        today=today,
        sends_mail=settings.smtp_url is not None,
        backed_up_on=clock.local_day(newest, committee.timezone) if newest else None,
    )


def _nav() -> list[NavItem]:
    who = viewer_or_none()
    if who is None or not who.rights.has(Role.ADMIN):
        return []
    return [NavItem(92, _("Các bước bắt đầu"), url_for("welcome.show"), "check2-square", section=sections.PEOPLE)]


def _banners() -> list[Banner]:
    """For who administers beside other work, and so begins elsewhere."""
    who = viewer_or_none()
    if request.endpoint != "reports.dashboard" or who is None or not who.rights.has(Role.ADMIN):
        return []
    if not (left := sum(each.is_open for each in _steps())):
        return []
    text = _n("Còn 1 bước để cơ quan bắt đầu dùng.", "Còn %(num)s bước để cơ quan bắt đầu dùng.", left)
    return [Banner("info", text, url_for("welcome.show"))]
