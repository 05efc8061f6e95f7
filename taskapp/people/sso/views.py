"""The administrator's page of outer accounts: whose an account is, what its groups may do."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Forbidden, Missing, Refused
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.people import administering, auth, queries
from taskapp.people.auth import requires, viewer
from taskapp.people.forms import blame, offer_units
from taskapp.people.rights import Role
from taskapp.people.sso import linking
from taskapp.people.sso.forms import GroupRoleForm, PersonOfForm
from taskapp.people.sso.models import GroupRole, OuterAccount
from taskapp.people.sso.provider_views import back_address
from taskapp.people.words import ROLE_NAMES

bp = Blueprint("sign_on", __name__)


@bp.get("/admin/sign-on")
@requires(Role.ADMIN)
def index() -> ResponseReturnValue:
    _check_reach()
    return _page(_group_form())


@bp.post("/admin/sign-on/<int:account_id>/person")
@requires(Role.ADMIN)
def link(account_id: int) -> ResponseReturnValue:
    account, form = _account(account_id), PersonOfForm()
    try:
        if not form.validate():
            raise Missing(_("Hãy nhập tên đăng nhập của người được gắn."))
        name = (form.username.data or "").strip().lower()
        person = queries.person_for_sign_in(db.session(), viewer().committee, name)
        if person is None:
            raise Missing(_("Không có người dùng %(name)s. Hãy chọn một tên trong danh sách gợi ý.", name=name))
        person = administering.get_person(db.session(), viewer().rights, person.id)
        linking.link(db.session(), account, person, by=viewer().person, now=clock.database_now(db.session()))
        db.session.commit()
    except Refused as error:
        back_to_reading(db.session())
        flash(error.reason, "danger")
        return redirect(url_for("sign_on.index", account=account_id, typed=(form.username.data or "")[:100]))
    flash(_("Đã gắn với %(name)s.", name=person.full_name), "success")
    return redirect(url_for("sign_on.index"))


@bp.post("/admin/sign-on/<int:account_id>/refusal")
@requires(Role.ADMIN)
def refuse(account_id: int) -> ResponseReturnValue:
    linking.refuse(_account(account_id), now=clock.database_now(db.session()))
    db.session.commit()
    flash(_("Đã từ chối. Có thể gắn lại bất cứ lúc nào."), "success")
    return redirect(url_for("sign_on.index"))


@bp.post("/admin/sign-on/<int:account_id>/unlinking")
@requires(Role.ADMIN)
def unlink(account_id: int) -> ResponseReturnValue:
    account = _account(account_id)
    if account.person_id is not None:
        administering.get_person(db.session(), viewer().rights, account.person_id)
    linking.unlink(db.session(), account, by=viewer().person, now=clock.database_now(db.session()))
    db.session.commit()
    flash(_("Đã gỡ; các phiên đăng nhập của người đó đã kết thúc."), "success")
    return redirect(url_for("sign_on.index"))


@bp.post("/admin/sign-on/groups")
@requires(Role.ADMIN)
def add_group() -> ResponseReturnValue:
    _check_reach()
    form = _group_form()
    if form.validate_on_submit():
        try:
            unit = administering.get_unit(db.session(), viewer().rights, form.unit_id.data)
            role = Role(form.role.data)
            linking.map_group(db.session(), viewer().committee.id, form.group_name.data or "", role, unit)
            db.session.commit()
            flash(_("Đã thêm. Vai trò đổi theo nhóm từ lần đăng nhập sau của mỗi người."), "success")
            return redirect(url_for("sign_on.index"))
        except Refused as error:
            back_to_reading(db.session())
            blame(form, error)
    return _page(form), 400


@bp.post("/admin/sign-on/groups/<int:row_id>/removal")
@requires(Role.ADMIN)
def remove_group(row_id: int) -> ResponseReturnValue:
    _check_reach()
    query = linking.group_roles(viewer().committee.id).where(GroupRole.id == row_id)
    row = db.session.scalars(query).one_or_none()
    if row is None:
        raise Missing(_("Dòng này không còn nữa."))
    db.session.delete(row)
    db.session.commit()
    flash(_("Đã bỏ. Người đang giữ vai trò vẫn giữ, cho đến khi quản trị bỏ ở trang của từng người."), "success")
    return redirect(url_for("sign_on.index"))


def _account(account_id: int) -> OuterAccount:
    _check_reach()
    return linking.get(db.session(), viewer().committee.id, account_id)


def _check_reach() -> None:
    """Accounts there are of the whole committee. Raises Forbidden for administrators of a part of it."""
    if not auth.decides_for_all(Role.ADMIN):
        raise Forbidden(_("Việc này dành cho người quản trị của cả cơ quan. Hãy nhờ người quản trị cấp trên."))


def _group_form() -> GroupRoleForm:
    form = GroupRoleForm()
    offer_units(form, administering.unit_rows(db.session(), viewer().rights))
    return form


def _page(form: GroupRoleForm) -> str:
    settings: Settings = current_app.extensions["taskapp"]
    committee_id, zone = viewer().committee.id, viewer().committee.timezone
    persons = list(db.session.scalars(queries.people(committee_id)))
    accounts = list(db.session.scalars(linking.outer_accounts(committee_id)))
    return render_template(
        "people/sso/index.html",
        form=form,
        oidc=settings.oidc,
        ldap=settings.ldap,
        back=back_address(),
        waiting=[(one, linking.guess(one, persons)) for one in accounts if not one.person_id and not one.refused_at],
        linked=[one for one in accounts if one.person_id],
        refused=[one for one in accounts if one.refused_at and not one.person_id],
        persons=[person for person in persons if person.is_enabled],
        groups=list(db.session.scalars(linking.group_roles(committee_id))),
        role_names=ROLE_NAMES,
        day=lambda moment: clock.local_day(moment, zone),
    )
