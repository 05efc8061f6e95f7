"""The page of the committee's rules of signing in."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Forbidden, Refused
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.people import auth, sign_in_policy
from taskapp.people.access import recording
from taskapp.people.access.access_forms import SignInRulesForm
from taskapp.people.access.access_models import AccessKind
from taskapp.people.auth import decides_for_all, requires, viewer
from taskapp.people.demands import is_in_earnest
from taskapp.people.forms import blame
from taskapp.people.rights import Role
from taskapp.people.sign_in_policy import SignInPolicy

bp = Blueprint("sign_in_rules", __name__)


@bp.get("/admin/sign-in-rules")
@requires(Role.ADMIN)
def show() -> ResponseReturnValue:
    policy = sign_in_policy.of(viewer().committee.sign_in_rules)
    form = SignInRulesForm(data={**policy.as_json(), "networks": "\n".join(policy.networks)})
    return _page(form, 200)


@bp.post("/admin/sign-in-rules")
@requires(Role.ADMIN)
def change() -> ResponseReturnValue:
    if not decides_for_all(Role.ADMIN):
        raise Forbidden(_("Quy định đăng nhập do người quản trị của cả cơ quan thay đổi."))
    form = SignInRulesForm()
    if not form.validate():
        return _page(form, 400)
    try:
        _choose(form.policy(), clock.database_now(db.session()))
    except Refused as error:
        back_to_reading(db.session())
        blame(form, error)
        return _page(form, error.status)
    flash(_("Đã ghi quy định đăng nhập, áp dụng từ bây giờ."), "success")
    return redirect(url_for("sign_in_rules.show"))


def _choose(policy: SignInPolicy, now: datetime) -> None:
    asking, address = viewer(), auth.address()
    if policy.is_outside(address) and asking.sign_in.factor_at is None:
        raise Refused(
            _(
                "Địa chỉ của anh/chị (%(address)s) không thuộc các mạng này và anh/chị chưa dùng bước xác nhận thứ "
                "hai: ghi lại là tự khóa mình ở ngoài. Hãy bổ sung mạng, hoặc bật đăng nhập hai bước trước.",
                address=address,
            ),
            field="networks",
        )
    kept = policy.as_json()
    if kept == sign_in_policy.of(asking.committee.sign_in_rules).as_json():
        return
    asking.committee.sign_in_rules = kept
    said = " · ".join(f"{name}={_said(value)}" for name, value in kept.items())
    recording.note(
        db.session(),
        asking.person,
        AccessKind.RULES_CHANGED,
        by=asking.person,
        now=now,
        text=said,
    )
    db.session.commit()


def _said(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _page(form: SignInRulesForm, status: int) -> ResponseReturnValue:
    settings: Settings = current_app.extensions["taskapp"]
    page = render_template(
        "people/access/rules.html",
        form=form,
        address=auth.address(),
        may_change=decides_for_all(Role.ADMIN),
        in_earnest=is_in_earnest(settings.env, viewer().committee),
    )
    return page, status
