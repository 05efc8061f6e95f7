"""Letting a program in: its token, the person in whose name it asks, how often, and for what."""

from __future__ import annotations

from flask import current_app, g, request

from taskapp.api.pacing import Pace
from taskapp.api.refusals import NoToken, TooFast
from taskapp.base import clock
from taskapp.base.db import db, reading
from taskapp.base.errors import Forbidden
from taskapp.base.i18n import _
from taskapp.people import auth, tokens
from taskapp.people.auth import Viewer
from taskapp.people.models import SignInSession
from taskapp.people.queries import rights_of
from taskapp.people.scopes import Scope
from taskapp.people.token_models import ApiToken
from taskapp.people.words import SCOPE_NAMES
from taskapp.tasks.states import Via

PACE = "api_pace"


def enter(scope: Scope) -> None:
    """Let this request be asked by the person of its token, whose rights are those of this moment.

    Raises NoToken, TooFast, or Forbidden when the token was not made for this.
    """
    shown = _shown()
    with reading():  # a program that is turned away keeps no writer waiting
        token_id = _found(shown).id
        db.session.rollback()
    pace: Pace = current_app.extensions[PACE]
    wait = pace.spend(token_id, address=auth.address(), now=clock.now())
    if wait:
        raise TooFast(wait)
    token = _found(shown)
    g.api_token_id, person = token.id, token.person
    rights = rights_of(db.session(), person, on=clock.local_day(clock.now(), person.committee.timezone))
    no_sign_in = SignInSession(id=0)  # a program has none: nothing of a browser's sign-in may be asked of it
    auth.enter_as(Viewer(person, person.committee, rights, no_sign_in, "", Via.API.value))
    check_scope(token, scope)


def check_made_for(scope: Scope) -> None:
    """Raise Forbidden unless this request's token was made for this too."""
    check_scope(db.session.get_one(ApiToken, g.api_token_id), scope)


def check_scope(token: ApiToken, scope: Scope) -> None:
    """Raise Forbidden unless the token was made for this."""
    if scope not in token.allows:
        raise Forbidden(
            _("Mã truy cập này không được tạo cho việc “%(scope)s”. Hãy tạo mã khác.", scope=SCOPE_NAMES[scope])
        )


def _shown() -> str:
    scheme, _blank, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NoToken(is_shown=False)
    return token.strip()


def _found(shown: str) -> ApiToken:
    token = tokens.find(db.session(), shown, now=clock.now())
    if token is None:
        raise NoToken(is_shown=True)
    return token
