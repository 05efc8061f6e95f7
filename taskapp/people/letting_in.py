"""The gate before every request: closed by default; what was sent in vain is kept; what went out is written down."""

from __future__ import annotations

import logging
from datetime import datetime
from urllib.parse import unquote

from flask import Flask, Response, current_app, flash, g, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy import insert
from sqlalchemy.exc import OperationalError

from taskapp.base import clock
from taskapp.base.db import db, writing
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.base.web import csrf_refused, request_id
from taskapp.people import sessions, sign_in_policy
from taskapp.people.access import held, recording
from taskapp.people.access.access_models import AccessEvent, AccessKind
from taskapp.people.access.recording import NOWHERE
from taskapp.people.auth import HELD, Viewer, address, is_background, source, viewer_or_none
from taskapp.people.demands import Demand, is_in_earnest, lacks_factor, lacks_password
from taskapp.people.local_paths import local_path
from taskapp.people.models import Person
from taskapp.people.rights import Role
from taskapp.people.signing_in import account_of

log = logging.getLogger("taskapp.people")
ENDED = "ended"  # of the session cookie: the token of the sign-in that was there before
REFUSALS = (401, 403, 404, 429)  # not allowed, not in one's reach, too often
STOP_ASKING = 286  # htmx: end of polling


def init_gate(app: Flask) -> None:
    """Close every route that is not marked public."""
    app.before_request(lambda: recording.come_from(source()))
    app.before_request(_let_in)
    app.after_request(_note_download)
    app.after_request(_log_refusal)
    app.teardown_request(lambda _error: recording.come_from(NOWHERE))
    app.register_error_handler(CSRFError, _stale_token)


def demand_on(asking: Viewer) -> Demand | None:
    """What this sign-in still lacks; None: nothing."""
    settings: Settings = current_app.extensions["taskapp"]
    policy = sign_in_policy.of(asking.committee.sign_in_rules)
    person, is_admin = asking.person, asking.rights.has(Role.ADMIN)
    if is_in_earnest(settings.env, asking.committee) and lacks_factor(
        policy, asking.sign_in, is_admin=is_admin, address=address()
    ):
        return Demand.FACTOR
    is_lacking = lacks_password(policy, person, asking.sign_in, is_admin=is_admin, now=clock.now())
    return Demand.RENEWAL if is_lacking else None


def was_ended() -> bool:
    """Whether the sign-in that this browser had was ended on purpose, or its account closed: not only left too long."""
    token = cookie.get("_user_id") or cookie.get(ENDED)
    return token is not None and sessions.is_ended(db.session(), token)


def landing(target: str) -> str:
    """Where a new sign-in leads: to what was sent in vain, if there is such, else to `target`."""
    return url_for("held.show", next=target) if cookie.get(HELD) else target


def _let_in() -> ResponseReturnValue | None:
    if request.endpoint is None or request.endpoint == "static":
        return None
    view = current_app.view_functions[request.endpoint]
    if getattr(view, "is_public", False):
        return None
    asking = viewer_or_none()
    if asking is None:
        return _signed_out()
    if held.MARK in request.form:
        cookie.pop(HELD, None)
    demand = None if getattr(view, "is_preliminary", False) else demand_on(asking)
    return None if demand is None else _elsewhere(demand)


def _elsewhere(demand: Demand) -> ResponseReturnValue:
    target = url_for("factors.show" if demand is Demand.FACTOR else "account.show")
    return ("", 401, {"HX-Redirect": target}) if request.headers.get("HX-Request") else redirect(target)


def _signed_out() -> ResponseReturnValue:
    if is_background():  # the page stays as it is, with whatever is being typed in it
        return "", STOP_ASKING, {"HX-Reswap": "none", "HX-Trigger": "session-ended"}
    if not _is_beside():
        note_end()
    if request.method == "POST" and cookie.get(ENDED):
        now = clock.now()
        person = sessions.whose(db.session(), cookie[ENDED], now=now)
        if person is not None:
            hold(person, now)
    if request.headers.get("HX-Request"):
        back = local_path(request.headers.get("HX-Current-URL", ""), request.host)
        return "", 401, {"HX-Redirect": url_for("people.sign_in", next=back)}
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?") if request.path != "/" else None))
    return redirect(url_for("people.sign_in", next=local_path(request.referrer or "", request.host)))


def _is_beside() -> bool:
    """Whether a page that is open asks, not the browser for another page.

    Its answer may come after that to a form sent meanwhile; a cookie of its own would no longer name what was kept.
    """
    mode = request.headers.get("Sec-Fetch-Mode", "navigate")
    return request.method in ("GET", "HEAD") and ("HX-Request" in request.headers or mode != "navigate")


def note_end() -> None:
    """Say once in this browser that its sign-in has ended, if it has, and remember whose it was."""
    if "_user_id" not in cookie:
        return
    flash(_("Phiên làm việc đã hết. Hãy đăng nhập lại; nội dung đang nhập dở được giữ trên trình duyệt này."), "info")
    cookie[ENDED] = cookie.pop("_user_id")


def hold(person: Person, now: datetime) -> bool:
    """Keep what was sent, by a transaction of its own; whether there was anything to keep."""
    fields = held.worth_keeping((name, value) for name, values in request.form.lists() for value in values)
    path = local_path(request.full_path.rstrip("?"))
    if not fields or path is None or request.endpoint == "account.change_password":
        return False
    token, had_files = sessions.new_token(), any(file.filename for file in request.files.values())
    statements = held.keeping(person, token, path, fields, had_files=had_files, now=now)
    db.session.rollback()  # SQLite: whoever asked first who this is holds the lock
    with writing(), db.engine.begin() as connection:
        for statement in statements:
            connection.execute(statement)
    cookie[HELD] = token
    return True


def _stale_token(error: CSRFError) -> ResponseReturnValue:
    """A form of a page from before a new sign-in: its browser says that it is a page of ours, so the person may decide.

    Other pages cannot send that header, and nothing is done before the person has seen what it is and sent it again.
    """
    asking = viewer_or_none() if request.headers.get("Sec-Fetch-Site") == "same-origin" else None
    if asking is None or request.endpoint is None or not hold(asking.person, clock.now()):
        log.warning("form without its token [%s]: %s, from %s", request_id(), request.endpoint, address())
        return csrf_refused(error)
    target = url_for("held.show", next=local_path(request.referrer or "", request.host))
    return ("", 401, {"HX-Redirect": target}) if request.headers.get("HX-Request") else redirect(target)


def _note_download(response: Response) -> Response:
    """Write down which list, report or file was taken out, and by whom; a busy database stops nothing."""
    is_file = response.headers.get("Content-Disposition", "").startswith("attachment")
    asking = viewer_or_none() if is_file and response.status_code == 200 else None
    if asking is None:
        return response
    line = insert(AccessEvent).values(
        committee_id=asking.committee.id,
        person_id=asking.person.id,
        by_id=asking.person.id,
        account=account_of(asking.person)[:100],
        kind=AccessKind.EXPORTED,
        note=unquote(request.full_path.rstrip("?"))[:300],
        address=source().address[:45],
        browser=source().browser[:200],
        recorded_at=clock.now(),
    )
    try:
        if request.method != "GET":
            db.session.rollback()  # the view has committed what it wanted to
        with writing(), db.engine.begin() as connection:
            connection.execute(line)
    except OperationalError:
        log.warning("could not write down that %s was downloaded", request.path)
    return response


def _log_refusal(response: Response) -> Response:
    """Log who was refused what: names of doors and numbers only, nothing that was typed or that opens anything."""
    if response.status_code in REFUSALS and request.endpoint not in (None, "static"):
        asking = g.get("_login_user")  # whoever is known by now: a refusal asks the database nothing
        ids = {name: value for name, value in (request.view_args or {}).items() if isinstance(value, int)}
        log.warning(
            "refused with %d [%s]: %s %s %s, person %s, from %s",
            response.status_code,
            request_id(),
            request.method,
            request.endpoint,
            ids,
            asking.rights.person_id if isinstance(asking, Viewer) else None,
            address(),
        )
    return response
