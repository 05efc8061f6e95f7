"""Registers the API: its operations, its document, the page that shows it, its errors as problems."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Flask, Response, render_template
from flask.typing import ResponseReturnValue

from taskapp.api import (
    bulk_views,
    directive_views,
    duty_views,
    handover_views,
    move_views,
    people_views,
    report_views,
    source_views,
    split_views,
    talk_views,
    task_views,
)
from taskapp.api.bodies import prepare
from taskapp.api.doc_sheets import entries, shapes
from taskapp.api.entrance import PACE
from taskapp.api.openapi import document
from taskapp.api.operations import OPERATIONS, PREFIX
from taskapp.api.pacing import Pace
from taskapp.api.refusals import write_problem
from taskapp.base.web import csrf, write_errors
from taskapp.people.auth import public

VERSION = "1.0.0"
BLUEPRINTS = (
    task_views.bp,
    move_views.bp,
    split_views.bp,
    bulk_views.bp,
    talk_views.bp,
    handover_views.bp,
    duty_views.bp,
    directive_views.bp,
    people_views.bp,
    report_views.bp,
    source_views.bp,
)

bp = Blueprint("api", __name__, url_prefix=PREFIX)


def init_app(app: Flask) -> None:
    """Register everything below /api/v1. No cookie is looked at there, so no token of a form is asked for either."""
    app.extensions[PACE] = Pace()
    write_errors(app, f"{PREFIX}/", write_problem)
    for operations in BLUEPRINTS:
        csrf.exempt(operations)
        app.register_blueprint(operations)
    app.register_blueprint(bp)
    with app.test_request_context():
        prepare(declared.form for declared in OPERATIONS.values() if declared.form)


@bp.get("/openapi.json")
@public
def openapi() -> Response:
    return Response(msgspec.json.encode(document(VERSION)), mimetype="application/json")


@bp.get("/docs")
def docs() -> ResponseReturnValue:
    told = document(VERSION)
    return render_template("api/docs.html", document=told, sections=entries(told), shapes=shapes(told))
