"""Who is asking: Flask-Login over rows of sign-ins, closed by default, roles asked for by decorator."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, current_app, flash, g, has_request_context, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy import inspect, update
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from werkzeug.local import LocalProxy

from taskapp.base import clock
from taskapp.base.db import db, writing
from taskapp.base.errors import Forbidden
from taskapp.base.i18n import _, empty_cookie
from taskapp.people import sessions
from taskapp.people.local_paths import local_path
from taskapp.people.models import Committee, Person, SignInSession
from taskapp.people.organisation import top_unit_id
from taskapp.people.queries import rights_of
from taskapp.people.rights import Rights, Role

log = logging.getLogger("taskapp.people")
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Viewer:
    """The signed-in person of this request. The last four members are what Flask-Login asks of a user.

    `via`: how the record names the door by which he came; a program's token is no sign-in and has no `session_id`.
    """

    person: Person
    committee: Committee
    rights: Rights
    session_id: int
    token: str
    via: str = "web"

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.token


def init_auth(app: Flask) -> None:
    """Close every route that is not marked public, and give templates `viewer` (None when signed out)."""
    manager = LoginManager()
    manager.session_protection = None  # officers' phones change their address; the token itself is what protects
    manager.user_loader(_load)
    manager.init_app(app, add_context_processor=False)
    app.before_request(_let_in)
    # looked up when a page uses it: a page about a fault of the database must not ask the database who is reading
    app.add_template_global(LocalProxy(_viewer_for_page), "viewer")


def viewer() -> Viewer:
    """The signed-in person of this request. Raises Forbidden on a public page that nobody signed in to see."""
    found = viewer_or_none()
    if found is None:
        raise Forbidden(_("Anh/chị cần đăng nhập để tiếp tục."))
    return found


def viewer_or_none() -> Viewer | None:
    """The signed-in person of this request, None when signed out."""
    user = current_user._get_current_object()
    return user if isinstance(user, Viewer) else None


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view that needs no sign-in."""
    view.is_public = True  # type: ignore[attr-defined]  # a mark on the function, read before each request
    return view


def requires(*roles: Role) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a view that only holders of one of the roles (in any unit) may use: 403 for others."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not viewer().rights.has(*roles):
                raise Forbidden(
                    _("Chức năng này dành cho vai trò khác. Nếu cần dùng, hãy liên hệ người quản trị của cơ quan.")
                )
            return view(*args, **kwargs)

        guarded.required_roles = roles  # type: ignore[attr-defined]  # read by the test that walks all routes
        return guarded

    return mark


def decides_for_all(*roles: Role) -> bool:
    """Whether the person of this request holds one of the roles over the whole committee, in their own right."""
    top = db.session.scalar(top_unit_id(viewer().committee.id))
    return top is not None and viewer().rights.alone.over(top, *roles)


def start(person: Person, *, now: datetime) -> None:
    """Sign the person in with a new token; whatever the cookie held before is forgotten. Does not commit."""
    browser = request.headers.get("User-Agent", "")
    token = sessions.open_session(db.session(), person, now=now, address=address(), browser=browser)
    empty_cookie()
    g.pop("csrf_token", None)
    db.session.flush()
    login_user(_load(token))


def enter_as(asking: Viewer) -> None:
    """Let this request, and nothing after it, be asked by this person, whatever its cookie holds."""
    g._login_user = asking


def stop(*, now: datetime) -> None:
    """End this browser's sign-in and empty its cookie. Does not commit."""
    asking = viewer_or_none()
    if asking is not None:
        sessions.end(db.session(), asking.committee.id, asking.session_id, person_id=asking.person.id, now=now)
    logout_user()
    empty_cookie()


def address() -> str:
    """The address that asks; behind proxies it is right only with TASKAPP_PROXY_HOPS set."""
    return request.remote_addr or ""


def _load(token: str) -> Viewer | None:
    now = clock.now()
    found = sessions.find(db.session(), token, now=now)
    if found is None:
        return None
    person, committee = found.person, found.person.committee
    rights = rights_of(db.session(), person, on=clock.local_day(now, committee.timezone))
    asking = Viewer(person, committee, rights, found.id, token)
    if now - found.last_seen_at >= sessions.TOUCH_EVERY:
        _touch(found.id, now)
    return asking


def _touch(session_id: int, now: datetime) -> None:
    seen = update(SignInSession).where(SignInSession.id == session_id).values(last_seen_at=now)
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        db.session.execute(
            seen, execution_options={"synchronize_session": False}
        )  # this request holds SQLite's write lock
        return
    try:
        with writing(), db.engine.begin() as connection:
            connection.execute(seen)
    except OperationalError:
        log.warning("could not note that a sign-in is in use")  # reading goes on while the database cannot be written


def _let_in() -> ResponseReturnValue | None:
    if request.endpoint is None or request.endpoint == "static":
        return None
    if getattr(current_app.view_functions[request.endpoint], "is_public", False) or viewer_or_none() is not None:
        return None
    if "_user_id" in cookie:
        flash(
            _("Phiên làm việc đã hết. Hãy đăng nhập lại; nội dung đang nhập dở được giữ trên trình duyệt này."), "info"
        )
        cookie.pop("_user_id")
    if request.headers.get("HX-Request"):
        back = local_path(request.headers.get("HX-Current-URL", ""), request.host)
        return "", 401, {"HX-Redirect": url_for("people.sign_in", next=back)}
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?") if request.path != "/" else None))
    return redirect(url_for("people.sign_in", next=local_path(request.referrer or "", request.host)))


def _viewer_for_page() -> Viewer | None:
    """The viewer, unless the database is gone: the page that says so must still be drawn."""
    if not has_request_context():
        return None
    try:
        found = viewer_or_none()
        if found is not None:
            _reload(found.person, found.committee)
    except SQLAlchemyError:
        return None
    return found


def _reload(*rows: Any) -> None:
    for row in rows:
        if inspect(row).expired:  # a rollback or commit before the page was drawn
            db.session.refresh(row)
