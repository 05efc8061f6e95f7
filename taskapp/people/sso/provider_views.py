"""Signing in through the provider, and showing there once more who one is."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, current_app, flash, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from taskapp.base import clock
from taskapp.base.db import back_to_reading, db, writing
from taskapp.base.errors import Forbidden, Refused
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.people import auth, letting_in, queries
from taskapp.people.auth import preliminary, public, viewer, viewer_or_none
from taskapp.people.factors import factor_queries
from taskapp.people.local_paths import local_path
from taskapp.people.sso import linking
from taskapp.people.sso.claims import Claims

if TYPE_CHECKING:
    from taskapp.people.sso.provider import Provider

log = logging.getLogger("taskapp.people")
PROVIDER = "taskapp.sign_on"
NEXT, PROOF = "outer_next", "outer_proof"  # of the session cookie; PROOF: since when a proof is awaited
BEGIN, BACK, PROVE = "/sign-in/outer", "/sign-in/outer/back", "/account/proof/outer"
CLOCKS_DIFFER = timedelta(minutes=1)  # those of the provider and ours

bp = Blueprint("outer", __name__)


def init_app(app: Flask) -> None:
    """Register the provider and the way in through it, when the settings name one."""
    settings: Settings = app.extensions["taskapp"]
    if settings.oidc:
        app.register_blueprint(bp)
        app.extensions[PROVIDER] = import_module("taskapp.people.sso.provider").Provider(app, settings.oidc)


@bp.get(BEGIN)
@public
def begin() -> ResponseReturnValue:
    provider, target = _provider(), local_path(request.args.get("next", "")) or "/"
    try:
        answer = provider.begin(back_address())
    except Refused as error:
        return _refused(error, target)
    cookie[NEXT] = target
    cookie.pop(PROOF, None)
    return answer


@bp.get(PROVE)
@preliminary
def prove() -> ResponseReturnValue:
    target = local_path(request.args.get("next", "")) or url_for("factors.show")
    try:
        answer = _provider().begin(back_address(), anew=True)
    except Refused as error:
        return _not_proved(error, target)
    cookie[NEXT], cookie[PROOF] = target, clock.now().isoformat()
    return answer


@bp.get(BACK)
@public
def finish() -> ResponseReturnValue:
    target, since = local_path(cookie.pop(NEXT, "")) or "/", cookie.pop(PROOF, None)
    try:
        claims = _provider().finish()
        db.session.rollback()
        with writing():  # the browser comes back by GET, and yet something is written
            is_in = _let_in(claims) if since is None else _prove(claims, datetime.fromisoformat(since))
    except Refused as error:
        return _refused(error, target) if since is None else _not_proved(error, target)
    return redirect(letting_in.landing(target) if is_in else url_for("proof.sign_in", next=target))


def back_address() -> str:
    """The address that is registered at the provider, whatever name the browser used for this server."""
    settings: Settings = current_app.extensions["taskapp"]
    return settings.base_url + BACK


def _provider() -> Provider:
    provider: Provider = current_app.extensions[PROVIDER]
    return provider


def _let_in(claims: Claims) -> bool:
    """Let in whose account it is; False: he has a second factor here, which is to follow like after a password."""
    session, now = db.session(), clock.database_now(db.session())
    committee = queries.committee_for_sign_in(session, "", request.host.partition(":")[0])
    account = linking.arrive(session, claims, committee, now=now)
    try:
        person = linking.person_of(account)
    except Forbidden:
        session.commit()  # the administrator is to see who came
        raise
    linking.follow_groups(session, person, claims.groups, now=now)
    has_factor = factor_queries.has_factor(session, person)
    (auth.await_factor if has_factor else auth.start)(person, now=now)
    session.commit()
    return not has_factor


def _prove(claims: Claims, since: datetime) -> bool:
    """Note that the signed-in person has just shown the password there. Raises Refused for somebody else's, or none."""
    asking, account = viewer(), linking.known(db.session(), claims)
    if account is None or account.person_id != asking.person.id:
        raise Refused(_("Tài khoản vừa đăng nhập ở đó không phải là của anh/chị. Hãy dùng đúng tài khoản mình."))
    if claims.signed_in_at is None or claims.signed_in_at < since - CLOCKS_DIFFER:
        log.warning("the sign-in provider did not ask for the password again, although it was to")
        raise Refused(_("Máy chủ đăng nhập không hỏi lại mật khẩu, nên chưa đủ để xác nhận. Hãy báo người quản trị."))
    asking.sign_in.proved_at = clock.database_now(db.session())
    db.session.commit()
    return True


def _not_proved(error: Refused, target: str) -> ResponseReturnValue:
    back_to_reading(db.session())
    flash(error.reason, "danger")
    return redirect(url_for("proof.show" if viewer_or_none() else "people.sign_in", next=target))


def _refused(error: Refused, target: str) -> ResponseReturnValue:
    back_to_reading(db.session())
    flash(error.reason, "danger")
    return redirect(url_for("people.sign_in", next=target if target != "/" else None))
