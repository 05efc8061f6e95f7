"""The own second factors: what there is, adding an app or a key, new recovery codes, taking one away."""

from __future__ import annotations

import segno
from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import BadInput, Forbidden, Refused
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.people import auth, letting_in, sessions, signing_in
from taskapp.people.auth import Viewer, preliminary, viewer
from taskapp.people.demands import Demand, is_in_earnest
from taskapp.people.factors import codes, factor_queries, keeping, keys
from taskapp.people.factors.factor_forms import AppForm, KeyForm
from taskapp.people.factors.proof_views import options, proven, site
from taskapp.people.forms import blame
from taskapp.people.rights import Role

bp = Blueprint("factors", __name__, url_prefix="/account/factors")
ISSUER = "Giao Việc"


@bp.get("")
@preliminary
def show() -> ResponseReturnValue:
    asking, settings = viewer(), _settings()
    held = list(db.session.scalars(factor_queries.factors_of(asking.person)))
    return render_template(
        "people/factors/show.html",
        factors=held,
        codes_left=factor_queries.codes_left(db.session(), asking.person),
        is_owed=letting_in.demand_on(asking) is Demand.FACTOR,
        may_begin=_may_begin(asking, has_factor=bool(held)),
        in_earnest=is_in_earnest(settings.env, asking.committee),
        keys_work=site() is not None,
        address=auth.address(),
    )


@bp.post("/app/begin")
@preliminary
@proven
def begin_app() -> ResponseReturnValue:
    asking = _beginner()
    now = clock.database_now(db.session())
    keeping.begin_app(db.session(), asking.person, secret_key=_settings().secret_key, now=now)
    db.session.commit()
    return redirect(url_for("factors.app"))


@bp.route("/app", methods=["GET", "POST"])
@preliminary
@proven
def app() -> ResponseReturnValue:
    asking, form, secret_key = _beginner(), AppForm(), _settings().secret_key
    seed = keeping.seed_of_begun(db.session(), asking.person, secret_key=secret_key)
    if form.validate_on_submit():
        try:
            return _confirmed(form, secret_key)
        except BadInput as error:
            back_to_reading(db.session())
            blame(form, error)
    address = codes.address_of(seed, signing_in.account_of(asking.person), ISSUER)
    drawn = segno.make(address, error="m").svg_inline(scale=5, light="#fff", border=3)
    groups = " ".join(seed[place : place + 4] for place in range(0, len(seed), 4))
    page = render_template("people/factors/app.html", form=form, qr=drawn, seed=groups)
    return page, 400 if form.errors else 200


@bp.post("/key/options")
@preliminary
@proven
def key_options() -> ResponseReturnValue:
    return options(_beginner().sign_in, keys.to_create)


@bp.route("/key", methods=["GET", "POST"])
@preliminary
@proven
def key() -> ResponseReturnValue:
    _beginner()
    form = KeyForm()
    if form.validate_on_submit():
        try:
            return _key_added(form)
        except Refused as error:
            back_to_reading(db.session())
            blame(form, error)
    page = render_template("people/factors/key.html", form=form, keys_work=site() is not None)
    return page, 400 if form.errors else 200


@bp.post("/codes")
@preliminary
@proven
def make_codes() -> ResponseReturnValue:
    asking = viewer()
    if not factor_queries.has_factor(db.session(), asking.person):
        raise Refused(_("Mã khôi phục đi cùng ứng dụng tạo mã hoặc khóa bảo mật. Hãy đăng ký một trong hai trước."))
    made = keeping.make_codes(db.session(), asking.person, now=clock.database_now(db.session()))
    db.session.commit()
    return render_template("people/factors/codes.html", codes=made)


@bp.post("/removal")
@preliminary
@proven
def remove() -> ResponseReturnValue:
    asking, now = viewer(), clock.database_now(db.session())
    policy, is_admin = sessions.policy_of(asking.person), asking.rights.has(Role.ADMIN)
    must_have = is_in_earnest(_settings().env, asking.committee) and policy.demands_factor(
        is_admin=is_admin, address=auth.address()
    )
    factor_id = request.form.get("factor", 0, type=int)
    keeping.remove(db.session(), asking.sign_in, factor_id, must_have=must_have, now=now)
    db.session.commit()
    flash(_("Đã gỡ. Các phiên đăng nhập khác đã kết thúc."), "success")
    return redirect(url_for("factors.show"))


def _confirmed(form: AppForm, secret_key: str) -> ResponseReturnValue:
    now, sign_in = clock.database_now(db.session()), viewer().sign_in
    attempt = signing_in.begin_factor(db.session(), sign_in.person, address=auth.address(), now=now)
    db.session.commit()
    made = keeping.confirm_app(
        db.session(), sign_in, form.code.data or "", form.label.data or "", secret_key=secret_key, now=now
    )
    signing_in.forgive(db.session(), attempt)
    db.session.commit()
    return _added(made)


def _key_added(form: KeyForm) -> ResponseReturnValue:
    sign_in, found = viewer().sign_in, site()
    new = keys.made(db.session(), sign_in, found, form.credential.data or "") if found else None
    if new is None:
        db.session.commit()
        raise BadInput(_("Chưa đăng ký được khóa. Hãy thử lại; nếu vẫn không được, dùng trình duyệt hoặc khóa khác."))
    made = keeping.add_key(db.session(), sign_in, new, form.label.data or "", now=clock.database_now(db.session()))
    db.session.commit()
    return _added(made)


def _added(made: list[str]) -> ResponseReturnValue:
    if made:
        return render_template("people/factors/codes.html", codes=made)
    flash(_("Đã thêm. Các phiên đăng nhập khác đã kết thúc."), "success")
    return redirect(url_for("factors.show"))


def _beginner() -> Viewer:
    """Who may add a factor. Raises Forbidden from outside for who has none: a stolen password must not be enough."""
    asking = viewer()
    if not _may_begin(asking, has_factor=factor_queries.has_factor(db.session(), asking.person)):
        raise Forbidden(
            _("Lần đầu đăng ký phải làm từ mạng của cơ quan. Hãy đăng ký ở cơ quan, hoặc nhờ người quản trị.")
        )
    return asking


def _may_begin(asking: Viewer, *, has_factor: bool) -> bool:
    is_outside = sessions.policy_of(asking.person).is_outside(auth.address())
    return has_factor or not is_outside or not is_in_earnest(_settings().env, asking.committee)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["taskapp"]
    return settings
