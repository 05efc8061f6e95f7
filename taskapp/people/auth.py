"""Who is asking: Flask-Login over rows of sign-ins, roles asked for by decorator. The gate itself is letting_in."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, g, has_request_context, request
from flask import session as cookie
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy import inspect, update
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from werkzeug.local import LocalProxy

from taskapp.base import clock
from taskapp.base.db import db, writing
from taskapp.base.errors import Forbidden
from taskapp.base.i18n import _, empty_cookie
from taskapp.people import sessions, sign_in_policy
from taskapp.people.access import recording
from taskapp.people.access.access_models import AccessKind, Why
from taskapp.people.access.recording import Source
from taskapp.people.models import Committee, Person, SignInSession
from taskapp.people.organisation import top_unit_id
from taskapp.people.queries import rights_of
from taskapp.people.rights import Rights, Role

log = logging.getLogger("taskapp.people")
P = ParamSpec("P")
R = TypeVar("R")
WAITING, HELD = "waiting", "held"  # of the session cookie: tokens of a half sign-in, of a form that was kept


@dataclass(frozen=True)
class Viewer:
    """The signed-in person of this request. The last four members are what Flask-Login asks of a user.

    `via`: how the record names the door by which he came; a program's token is no sign-in and has no `session_id`.
    """

    person: Person
    committee: Committee
    rights: Rights
    sign_in: SignInSession
    token: str
    via: str = "web"

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.token

    @property
    def session_id(self) -> int:
        return self.sign_in.id


def init_auth(app: Flask) -> None:
    """Know who asks, and give templates `viewer` (None when signed out)."""
    manager = LoginManager()
    manager.session_protection = None  # officers' phones change their address; the token itself is what protects
    manager.user_loader(_load)
    manager.init_app(app, add_context_processor=False)
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


def preliminary(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view that is open although the sign-in still lacks something: there it can be made up for."""
    vars(view)["is_preliminary"] = True
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


def start(person: Person, *, now: datetime, why: Why = Why.NONE) -> None:
    """Sign the person in with a new token; whatever the cookie held before is forgotten. Does not commit.

    `why`: what second factor was shown besides the password.
    """
    token = sessions.open_session(db.session(), person, now=now, address=address(), browser=source().browser)
    held = cookie.get(HELD)
    empty_cookie()
    if held:
        cookie[HELD] = held
    g.pop("csrf_token", None)
    db.session.flush()
    begun = _load(token)
    if begun is None:  # the account was closed in this very moment
        raise Forbidden(_("Tài khoản vừa bị khóa. Hãy liên hệ người quản trị của cơ quan."))
    begun.sign_in.factor_at = now if why is not Why.NONE else None
    person.last_sign_in_at = now
    recording.note(db.session(), person, AccessKind.SIGNED_IN, by=person, now=now, why=why)
    login_user(begun)


def await_factor(person: Person, *, now: datetime) -> None:
    """Remember in this browser, for ten minutes, that the person's password was right. Does not commit."""
    opened = sessions.open_session(
        db.session(), person, now=now, address=address(), browser=source().browser, awaits_factor=True
    )
    cookie[WAITING] = opened


def waiting(*, now: datetime) -> SignInSession | None:
    """The sign-in of this browser that waits for its second factor."""
    token = cookie.get(WAITING)
    return sessions.find_waiting(db.session(), token, now=now) if token else None


def enter_as(asking: Viewer) -> None:
    """Let this request, and nothing after it, be asked by this person, whatever its cookie holds."""
    g._login_user = asking


def stop(*, now: datetime) -> None:
    """End this browser's sign-in and empty its cookie. Does not commit."""
    asking = viewer_or_none()
    if asking is not None:
        sessions.end(db.session(), asking.committee.id, asking.session_id, person_id=asking.person.id, now=now)
        person = asking.person
        recording.note(db.session(), person, AccessKind.SIGNED_OUT, by=person, now=now)
    logout_user()
    empty_cookie()


def source() -> Source:
    """Where this request comes from, for the access log."""
    return Source(address(), request.headers.get("User-Agent", ""))


def is_background() -> bool:
    """Whether a page asks by itself, without its reader's hand: that keeps no sign-in alive."""
    return request.method == "GET" and request.headers.get("X-Background") == "1"


def address() -> str:
    """The address that asks; behind proxies it is right only with TASKAPP_PROXY_HOPS set."""
    return request.remote_addr or ""


def _load(token: str) -> Viewer | None:
    now = clock.now()
    found = sessions.find(db.session(), token, now=now)
    if found is None:
        return None
    person, committee = found.person, found.person.committee
    g.zone = committee.timezone
    rights = rights_of(db.session(), person, on=clock.local_day(now, committee.timezone))
    asking = Viewer(person, committee, rights, found, token)
    if now - found.last_seen_at >= sessions.TOUCH_EVERY and not is_background():
        _touch(found.id, now, sign_in_policy.of(committee.sign_in_rules).idle(is_admin=rights.has(Role.ADMIN)))
    return asking


def _touch(session_id: int, now: datetime, idle: timedelta) -> None:
    seen = update(SignInSession).where(SignInSession.id == session_id)
    seen = seen.values(last_seen_at=now, idle_until=now + idle)
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
