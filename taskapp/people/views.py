"""Signing in and out; registers all pages of this package."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock, sections
from taskapp.base.db import db
from taskapp.base.errors import BadInput, Forbidden, Refused
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.base.shell import Banner, NavItem, add_banner, add_nav
from taskapp.people import (
    account_views,
    admin_views,
    auth,
    letting_in,
    passwords,
    pasting_views,
    signing_in,
    standing_views,
    token_views,
    unit_views,
)
from taskapp.people.access import access_views, held_views, recording, review_views, rule_views
from taskapp.people.access.access_models import Why
from taskapp.people.auth import public, viewer_or_none
from taskapp.people.factors import admin_factor_views, factor_queries, factor_views, proof_views
from taskapp.people.forms import SignInForm, blame
from taskapp.people.local_paths import local_path
from taskapp.people.models import Person
from taskapp.people.queries import DEMO_PASSWORD, demo_people, is_code_needed
from taskapp.people.rights import Role
from taskapp.people.signing_in import TooManyTries
from taskapp.people.sso import directory_door, provider_views
from taskapp.people.sso import views as sign_on_views

bp = Blueprint("people", __name__)


def init_app(app: Flask) -> None:
    """Close the application to who is not signed in and register the pages of this package."""
    settings: Settings = app.extensions["taskapp"]
    if settings.env == "test":
        passwords.use_cheap_hashing()
    auth.init_auth(app)
    letting_in.init_gate(app)
    for pages in (bp, account_views.bp, admin_views.bp, unit_views.bp, standing_views.bp, token_views.bp):
        app.register_blueprint(pages)
    for more in (
        pasting_views.bp,
        factor_views.bp,
        proof_views.bp,
        admin_factor_views.bp,
        access_views.bp,
        review_views.bp,
    ):
        app.register_blueprint(more)
    for rest in (rule_views.bp, held_views.bp, sign_on_views.bp):
        app.register_blueprint(rest)
    directory_door.init_app(app)
    provider_views.init_app(app)
    add_nav(app, _menu)
    add_nav(app, standing_views.menu)
    add_nav(app, token_views.menu)
    add_banner(app, standing_views.banners)
    if settings.env == "production":
        add_banner(app, _demo_in_earnest)


def _menu() -> list[NavItem]:
    asking = viewer_or_none()
    if asking is None or not asking.rights.has(Role.ADMIN):
        return []
    return [
        NavItem(90, _("Người dùng"), "/admin/people", "people", section=sections.PEOPLE),
        NavItem(91, _("Đơn vị"), "/admin/units", "diagram-3", section=sections.PEOPLE),
        *(NavItem(92, label, url_for(endpoint), "key", section=sections.ACCESS) for label, endpoint in _access()),
    ]


def _access() -> list[tuple[str, str]]:
    return [
        (_("Nhật ký truy cập"), "access.index"),
        (_("Rà soát quyền"), "review.show"),
        (_("Quy định đăng nhập"), "sign_in_rules.show"),
        (_("Đăng nhập một lần"), "sign_on.index"),
    ]


def _demo_in_earnest() -> list[Banner]:
    asking = viewer_or_none()
    if asking is None or not asking.committee.is_demo:
        return []
    text = _(
        "Đây là cơ quan mẫu, mật khẩu ai cũng biết: không dùng cho công việc thật. Hãy đặt một thư mục dữ liệu riêng."
    )
    return [Banner("danger", text)]


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    target = local_path(request.args.get("next", "")) or "/"
    if request.method == "GET":
        if viewer_or_none() is not None:
            return redirect(target)
        letting_in.note_end()
    form = SignInForm()
    if not form.validate_on_submit():
        return _page(form, 400 if form.is_submitted() else 200)
    try:
        is_in = _let_in(form)
    except TooManyTries as error:
        blame(form, error)
        return *_page(form, error.status), {"Retry-After": str(error.wait_s)}
    except Refused as error:
        blame(form, error)
        return _page(form, error.status)
    return redirect(letting_in.landing(target) if is_in else url_for("proof.sign_in", next=target))


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    auth.stop(now=clock.database_now(db.session()))
    db.session.commit()
    flash(_("Anh/chị đã đăng xuất."), "success")
    return redirect(url_for("people.sign_in"))


def _let_in(form: SignInForm) -> bool:
    """Three steps, because hashing takes long: count the try, check outside any transaction, let in.

    False: the password was right, the second factor is to follow.
    """
    session = db.session()
    now = clock.database_now(session)
    whom = signing_in.meant(session, form.username.data or "", host=request.host.partition(":")[0])
    attempt = _count(whom, now)
    password = form.password.data or ""
    is_right = passwords.verify(attempt.password_hash, password)
    person = signing_in.succeed(session, attempt, password) if is_right else _by_directory(attempt, password, now)
    if person is None:
        _note_refusal(attempt, now)
        raise BadInput(_("Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra rồi nhập lại."))
    has_factor = factor_queries.has_factor(session, person)
    (auth.await_factor if has_factor else auth.start)(person, now=now)
    session.commit()
    return not has_factor


def _by_directory(attempt: signing_in.Attempt, password: str, now: datetime) -> Person | None:
    try:
        return directory_door.let_in(db.session(), attempt, password, now=now)
    except Refused as error:
        if not isinstance(error, Forbidden):  # the directory is away; what it says of an account it has noted
            _note_refusal(attempt, now)
        raise


def _note_refusal(attempt: signing_in.Attempt, now: datetime) -> None:
    why = Why.WRONG if attempt.why is Why.UNSET and directory_door.is_there() else attempt.why
    recording.refuse(db.session(), attempt.committee_id, attempt.person_id, attempt.account, why, now=now)
    db.session.commit()


def _count(whom: signing_in.Meant, now: datetime) -> signing_in.Attempt:
    session = db.session()
    try:
        attempt = signing_in.begin(session, whom, address=auth.address(), now=now)
    except TooManyTries:
        ids = (whom.committee.id if whom.committee else None, whom.person.id if whom.person else None)
        recording.refuse(session, *ids, whom.account, Why.TOO_MANY, now=now)
        session.commit()
        raise
    session.commit()
    return attempt


def _settings() -> Settings:
    settings: Settings = current_app.extensions["taskapp"]
    return settings


def _page(form: SignInForm, status: int) -> tuple[str, int]:
    settings = _settings()
    demo = demo_people(db.session()) if settings.is_demo else []
    if any(person.username == request.args.get("as") for person in demo) and not form.is_submitted():
        form.fill(request.args["as"], DEMO_PASSWORD)
    page = render_template(
        "people/sign_in.html",
        form=form,
        demo=demo,
        oidc=settings.oidc,
        ldap=settings.ldap,
        needs_code=is_code_needed(db.session(), request.host.partition(":")[0]),
    )
    return page, status
