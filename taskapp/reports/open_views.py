"""What anybody sees who has the address: the wall of a meeting room, a unit's public figure. No cookie, no sign-in."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.errors import Missing, Refused
from taskapp.base.i18n import own_language
from taskapp.base.web import framed_by
from taskapp.people import secret_keys
from taskapp.people.auth import public
from taskapp.reports import drawing, links, public_figure, ranking, rows, words
from taskapp.reports.addresses import Unlinked
from taskapp.reports.board import read_board
from taskapp.reports.link_models import LinkKind, OpenLink
from taskapp.reports.public_figure import PublicFigure

bp = Blueprint("open_pages", __name__)
PRIVATE = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}


@bp.get("/wall/<token>")
@public
def wall(token: str) -> ResponseReturnValue:
    with own_language():
        try:
            answer = make_response(_wall(token))
        except Refused as error:
            answer = _refused(error)
    answer.headers.update(PRIVATE)
    return answer


@bp.get("/public/<token>")
@public
def figure(token: str) -> ResponseReturnValue:
    with own_language():
        try:
            found, sites = _figure(token)
        except Refused as error:
            return _refused(error)
        return _cached(make_response(render_template("reports/figure.html", figure=found)), sites)


@bp.get("/public/<token>.json")
@public
def figure_json(token: str) -> ResponseReturnValue:
    with own_language():
        try:
            found, sites = _figure(token)
        except Refused as error:
            return {"error": error.reason}, error.status, PRIVATE
    answer = _cached(Response(public_figure.written(found), mimetype="application/json"), sites)
    answer.vary.add("Origin")
    if request.origin in sites:
        answer.headers["Access-Control-Allow-Origin"] = request.origin
    return answer


def _wall(token: str) -> str:
    session, now = db.session(), clock.now()
    link, rights = links.opened(session, LinkKind.WALL, token, now=now)
    links.pace(link, now)
    committee = link.person.committee
    board = read_board(session, committee, rights, now=now)
    urgent = rows.shown(session, rights, board.urgent, board.by)
    return render_template(
        "reports/wall_open.html",
        board=board,
        committee=committee,
        unit=link.unit,
        urgent=urgent if link.names_tasks else [replace(line, task=None) for line in urgent],
        columns=drawing.columns(board.outlook),
        ranking=ranking.read_ranking(session, board.question),
        args=Unlinked(),
        words=words,
    )


def _figure(token: str) -> tuple[PublicFigure, list[str]]:
    """The figure, and the sites that may frame it."""
    session, now = db.session(), clock.now()
    link, _rights = links.opened(session, LinkKind.FIGURE, token, now=now)
    found, is_new = public_figure.shown(session, link, now=now)
    sites = link.origins.split()
    if is_new:
        kept = {"figure": public_figure.written(found).decode(), "figure_at": now}
        secret_keys.note(OpenLink, link.id, now, **kept)
    return found, sites


def _cached(answer: Response, sites: list[str]) -> Response:
    answer.headers["Cache-Control"] = f"public, max-age={int(public_figure.KEPT.total_seconds())}"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    framed_by(answer, sites)
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _refused(error: Refused) -> Response:
    """A page that sets no cookie either."""
    page = render_template("reports/open_gone.html", is_gone=isinstance(error, Missing), reason=error.reason)
    answer = make_response(page, error.status, error.headers)
    answer.headers.update(PRIVATE)
    return answer
