"""The page that opens without a network, what it keeps and sends, and what makes the site an app: worker, manifest."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, json, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.errors import Refused
from taskapp.base.web import write_errors
from taskapp.offline import bundle, forms, queries, reporting, shell
from taskapp.offline.judging import Fate
from taskapp.people.auth import public, viewer, viewer_or_none
from taskapp.people.letting_in import demand_on, was_ended
from taskapp.tasks import sheets
from taskapp.tasks.deadlines import ends
from taskapp.tasks.desks import TITLES
from taskapp.tasks.results import due_of
from taskapp.tasks.selections import EVERYTHING
from taskapp.tasks.states import State

bp = Blueprint("offline", __name__)
REPORTS = "/offline/reports"


def init_app(app: Flask) -> None:
    """Register the pages of this package; a device is told in JSON what became of a report."""
    app.register_blueprint(bp)
    write_errors(app, REPORTS, _refusal)


@bp.get("/offline")
@public  # without a network nobody can be asked who he is; what is kept stands on the device alone
def show() -> str:
    asking = viewer_or_none()
    if asking is None or "kept" in request.args:
        return _kept()
    return render_template("offline/show.html", form=_form(), owner=bundle.owner_of(asking))


@bp.get("/worker.js")
@public  # a browser looks for a newer one by itself, also when nobody is signed in
def worker() -> Response:
    text = shell.worker(_kept(), url_for("offline.show", kept=1))
    return Response(text, mimetype="text/javascript", headers={"Cache-Control": "no-cache"})


@bp.get("/app.webmanifest")
@public  # browsers ask for it without cookies
def manifest() -> Response:
    told, headers = json.dumps(shell.manifest()), {"Cache-Control": "no-cache"}
    return Response(told, mimetype="application/manifest+json", headers=headers)


@bp.get("/offline/tasks")
@public  # whoever is signed out is told whether what the device keeps may stay
def tasks() -> Response:
    asking = viewer_or_none()
    if asking is None or demand_on(asking) is not None:
        return jsonify({"is": "gone" if asking is None and was_ended() else "ended"})
    answer = jsonify(_told())
    if "begin" in request.args:  # a copy goes out of the house: the access log says so, as of any file
        answer.headers["Content-Disposition"] = "attachment; filename=tasks.json"
    return answer


@bp.post(REPORTS)
def report() -> ResponseReturnValue:
    given, rights, now = forms.read(request.get_json(silent=True)), viewer().rights, clock.database_now(db.session())
    taken = reporting.take(db.session(), rights, given, by=sheets.actor(), now=now)
    db.session.commit()
    if taken.fate is not Fate.CONFLICT:
        return jsonify({"is": "sent"})
    zone = viewer().committee.timezone
    others = [bundle.line(row.full_name, row.recorded_at, row.note, zone) for row in taken.others]
    return jsonify({"is": "conflict", "others": others, "seen": taken.others[-1].version}), 409


def _kept() -> str:
    return render_template("offline/kept.html", form=_form())


def _form() -> forms.ReportForm:
    """For its words: it is filled in by a script, and read as JSON."""
    return forms.ReportForm(formdata=None)


def _told() -> dict[str, Any]:
    who, now = viewer(), sheets.seen_now()
    views = queries.own_lists(who.rights)
    pages = [sheets.page(view, EVERYTHING, None, size=bundle.MOST) for view in views]
    tasks = [task for page in pages for task in page.rows]
    tasks.sort(key=lambda task: (task.state is State.SUBMITTED, ends(due_of(task))))
    return {
        "is": "in",
        "owner": bundle.owner_of(who),
        "name": who.person.full_name,
        "token": generate_csrf(),
        "list": str(TITLES[views[0]]) if views else "",
        "told": bundle.told_at(now.at, now.zone),
        "today": now.today.isoformat(),
        "is_cut": any(page.next_mark for page in pages),
        "tasks": bundle.tasks_of(db.session(), who, tasks, now),
    }


def _refusal(status: int, _title: str, reason: str, because: Refused | None) -> Response:
    """A rule that said no will say so again; anything else may be gone when the device tries again."""
    answer = jsonify({"is": "refused" if because else "later", "reason": reason})
    answer.status_code = status
    return answer
