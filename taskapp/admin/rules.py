"""The page of the house rules: what the committee has decided for itself about its tasks, who changed it and why."""

from __future__ import annotations

from dataclasses import fields

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from taskapp.admin.rule_forms import RulesForm
from taskapp.base import clock, sections
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Changed, Forbidden, Refused
from taskapp.base.i18n import _
from taskapp.base.shell import NavItem, add_nav
from taskapp.people.auth import decides_for_all, requires, viewer, viewer_or_none
from taskapp.people.rights import Role
from taskapp.tasks import rule_settings
from taskapp.tasks.forms import blame
from taskapp.tasks.rules import OfficeRules

bp = Blueprint("rules", __name__)
READERS = (Role.LEADER, Role.MONITOR, Role.INSPECTOR, Role.ADMIN)
DECIDING = (Role.LEADER, Role.MONITOR)
NAMES = frozenset(f.name for f in fields(OfficeRules))


def init_app(app: Flask) -> None:
    """Register the page and its place in the menu."""
    app.register_blueprint(bp)
    add_nav(app, _nav)


@bp.get("/admin/rules")
@requires(*READERS)
def show() -> ResponseReturnValue:
    form = RulesForm(obj=rule_settings.of(viewer().committee))
    return _page(form, 200)


@bp.post("/admin/rules")
@requires(*READERS)
def change() -> ResponseReturnValue:
    if not decides_for_all(*DECIDING):
        raise Forbidden(_("Quy định của cơ quan do lãnh đạo hoặc Văn phòng theo dõi toàn cơ quan thay đổi."))
    form = RulesForm()
    if not form.validate():
        return _page(form, 400)
    try:
        changed = _choose(form)
    except Refused as error:
        back_to_reading(db.session())
        return _page(form, blame(form, error))
    flash(_("Đã ghi quy định mới, áp dụng từ bây giờ.") if changed else _("Không có quy định nào thay đổi."), "success")
    return redirect(url_for("rules.show"))


def _choose(form: RulesForm) -> list[str]:
    who, now = viewer(), clock.database_now(db.session())
    if rule_settings.version(db.session(), who.committee.id) != form.seen.number:
        raise Changed(_("Đã có người thay đổi quy định trước anh/chị. Hãy xem lại các mục rồi gửi lần nữa."))
    reason = form.reason.data or ""
    changed = rule_settings.choose(db.session(), who.committee, form.rules(), reason=reason, by=who.person, now=now)
    db.session.commit()
    return changed


def _page(form: RulesForm, status: int) -> ResponseReturnValue:
    committee = viewer().committee
    form.seen.data = str(rule_settings.version(db.session(), committee.id))
    page = render_template(
        "admin/rules.html",
        form=form,
        rules=[field for field in form if field.name in NAMES and field.name not in rule_settings.READINGS],
        readings=[form[name] for name in rule_settings.READINGS],
        history=rule_settings.history(db.session(), committee.id),
        switches=rule_settings.SWITCHES,
        may_change=decides_for_all(*DECIDING),
    )
    return page, status


def _nav() -> list[NavItem]:
    who = viewer_or_none()
    if who is None or not who.rights.has(*READERS):
        return []
    return [NavItem(76, _("Quy định của cơ quan"), url_for("rules.show"), "clipboard-check", section=sections.RULES)]
