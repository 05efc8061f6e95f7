"""The own account: password by one-time link, change of password, own sign-ins, language, look and keys of pages."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock, themes
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import BadInput, Missing, Refused
from taskapp.base.i18n import _, choose
from taskapp.base.settings import Settings
from taskapp.people import accounts, auth, letting_in, links, passwords, sessions, signing_in, single_keys
from taskapp.people.auth import preliminary, public, viewer
from taskapp.people.demands import Demand
from taskapp.people.factors import factor_queries
from taskapp.people.forms import ChangePasswordForm, NewPasswordForm, blame
from taskapp.people.local_paths import local_path
from taskapp.people.models import Person
from taskapp.people.sso import outer_queries
from taskapp.people.tables import session_rows

bp = Blueprint("account", __name__)


@bp.route("/password/<token>", methods=["GET", "POST"])
@public
def set_password(token: str) -> ResponseReturnValue:
    now = clock.database_now(db.session())
    person = links.owner(db.session(), token, now=now)
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            links.use(db.session(), token, now=now)
            accounts.set_password(db.session(), person, form.password.data or "", by=person, now=now)
            db.session.commit()
            flash(_("Đã đặt mật khẩu. Hãy đăng nhập bằng tên %(name)s.", name=person.username), "success")
            return redirect(url_for("people.sign_in"))
        except BadInput as error:
            back_to_reading(db.session())
            blame(form, error)
    hint = _hint(person)
    return render_template("people/set_password.html", form=form, person=person, hint=hint), 400 if form.errors else 200


@bp.get("/account")
@preliminary
def show() -> ResponseReturnValue:
    return _page(ChangePasswordForm(formdata=None), 200)


@bp.post("/account/password")
@preliminary
def change_password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    if not form.validate_on_submit():
        return _page(form, 400)
    try:
        _change(form)
    except Refused as error:
        back_to_reading(db.session())
        blame(form, error)
        return _page(form, error.status)
    flash(_("Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc."), "success")
    return redirect(url_for("account.show"))


@bp.post("/account/sign-ins/<int:session_id>/ending")
def end_one(session_id: int) -> ResponseReturnValue:
    asking = viewer()
    now = clock.database_now(db.session())
    if not sessions.end(db.session(), asking.committee.id, session_id, person_id=asking.person.id, now=now):
        raise Missing(_("Phiên đăng nhập này đã kết thúc."))
    db.session.commit()
    flash(_("Đã kết thúc phiên đăng nhập."), "success")
    return redirect(url_for("account.show"))


@bp.post("/account/sign-ins/ending")
def end_others() -> ResponseReturnValue:
    asking = viewer()
    now = clock.database_now(db.session())
    ended = sessions.end_all(db.session(), asking.person, now=now, but=asking.session_id)
    db.session.commit()
    flash(_("Đã kết thúc %(n)s phiên đăng nhập khác.", n=ended), "success")
    return redirect(url_for("account.show"))


@bp.get("/account/here")
def stay() -> ResponseReturnValue:
    return "", 204  # somebody is typing: whoever loads a page or asks here is still there


@bp.post("/language")
@public
def choose_language() -> ResponseReturnValue:
    choose(request.form.get("language", ""))
    return redirect(_page_before())


@bp.post("/theme")
@public
def choose_theme() -> ResponseReturnValue:
    themes.choose(request.form.get("theme", ""))
    return redirect(_page_before())


@bp.post("/account/keys")
def choose_keys() -> ResponseReturnValue:
    single_keys.choose(viewer().person, request.form.get("keys", ""))
    db.session.commit()
    flash(_("Đã ghi lựa chọn phím tắt."), "success")
    return redirect(url_for("account.show"))


def _page_before() -> str:
    """Where this request came from, unless that address only takes forms, as that of a refused form may."""
    path = local_path(request.referrer or "", request.host) or "/"
    return path if current_app.url_map.bind("").test(path.partition("?")[0], "GET") else "/"


def _change(form: ChangePasswordForm) -> None:
    asking = viewer()
    now = clock.database_now(db.session())
    attempt = signing_in.begin_for(db.session(), asking.person, address=auth.address(), now=now)
    db.session.commit()
    current = form.current.data or ""
    if not passwords.verify(attempt.password_hash, current):
        raise BadInput(_("Mật khẩu hiện tại chưa đúng."), field="current")
    person = signing_in.succeed(db.session(), attempt, current)
    if person is None:
        raise Refused(_("Tài khoản vừa bị khóa. Hãy liên hệ người quản trị của cơ quan."))
    new = form.password.data or ""
    accounts.set_password(db.session(), person, new, by=person, now=now, keep_session=asking.session_id)
    db.session.commit()


def _page(form: ChangePasswordForm, status: int) -> tuple[str, int]:
    asking = viewer()
    settings: Settings = current_app.extensions["taskapp"]
    live = db.session.scalars(sessions.of_person(asking.committee.id, asking.person.id, now=clock.now()))
    page = render_template(
        "people/account.html",
        form=form,
        rows=session_rows(live, asking.committee.timezone, current_id=asking.session_id),
        hint=_hint(asking.person),
        has_factor=factor_queries.has_factor(db.session(), asking.person),
        ways=outer_queries.ways_of(db.session(), asking.person),
        oidc=settings.oidc,
        ldap=settings.ldap,
        single_keys=single_keys,
        must_change=letting_in.demand_on(asking) is Demand.RENEWAL,
    )
    return page, status


def _hint(person: Person) -> str:
    has_factor = factor_queries.has_factor(db.session(), person)
    return passwords.hint(sessions.policy_of(person), has_factor=has_factor)
