"""The register of directives: the list, a document with its tasks, its file."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from taskapp.base.db import db
from taskapp.base.errors import Missing
from taskapp.base.i18n import _
from taskapp.base.paging import page
from taskapp.directives.reviews import book_queries
from taskapp.directives.reviews.book_queries import DOERS, READERS, Counts, Filters
from taskapp.duties.queries import duties_of
from taskapp.duties.rule_words import rule_text
from taskapp.people.auth import requires, viewer
from taskapp.tasks import file_sheets, lists, permissions, sheets
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.models import StoredFile
from taskapp.tasks.selections import DUE_ORDER

bp = Blueprint("book", __name__, url_prefix="/directives")


@bp.get("")
@requires(*READERS)
def index() -> ResponseReturnValue:
    rights, today, filters = viewer().rights, sheets.seen_now().today, _filters(request.args)
    whole = book_queries.sees_all(db.session(), rights)
    query = book_queries.narrowed(book_queries.visible(rights, whole=whole), rights.committee_id, filters, today)
    found = page(db.session(), query, [Directive.id.desc()], request.args.get("mark"))
    measured, in_time = db.session.execute(book_queries.punctuality(query, today)).one()
    return render_template(
        "directives/book.html",
        page=found,
        counts=book_queries.counts(db.session(), rights, [each.id for each in found.rows], today),
        nothing=Counts(),
        filters=filters,
        parameters={name: value for name, value in request.args.items() if value and name != "mark"},
        measured=measured,
        in_time=in_time,
        may_draft=permissions.may_draft(rights),
        late=lambda each: book_queries.is_late(each, today),
        **book_queries.choices(db.session(), rights.committee_id),
    )


@bp.get("/<int:directive_id>")
@requires(*READERS, *DOERS)
def show(directive_id: int) -> ResponseReturnValue:
    rights, now = viewer().rights, sheets.seen_now()
    directive = book_queries.get(db.session(), rights, directive_id)
    tasks = page(db.session(), book_queries.tasks_of(rights, directive_id), DUE_ORDER, request.args.get("mark"))
    context: dict[str, Any] = {
        "directive": directive,
        "has_register": rights.has(*READERS),
        "page": tasks,
        "groups": lists.grouped(lists.row(task, rights, now) for task in tasks.rows),
        "back": request.full_path,
        "files": db.session.scalars(book_queries.files_of(rights.committee_id, directive_id)).all(),
        "duties": db.session.scalars(duties_of(rights, directive_id)).all(),
        "rule_text": rule_text,
        "is_late": book_queries.is_late(directive, now.today),
        "counts": book_queries.counts(db.session(), rights, [directive_id], now.today).get(directive_id, Counts()),
    }
    return render_template("directives/directive.html", **context)


@bp.get("/<int:directive_id>/files/<int:file_id>")
@requires(*READERS, *DOERS)
def download(directive_id: int, file_id: int) -> Response:
    directive = book_queries.get(db.session(), viewer().rights, directive_id)
    query = book_queries.files_of(directive.committee_id, directive.id).where(StoredFile.id == file_id)
    stored = db.session.scalars(query).one_or_none()
    if stored is None:
        raise Missing(_("Không có tệp này."))
    return file_sheets.sent(stored)


def _filters(asked: MultiDict[str, str]) -> Filters:
    year = asked.get("year", "")
    return Filters(
        words=asked.get("q", ""),
        kind=asked.get("kind", ""),
        issuer=asked.get("issuer", ""),
        year=int(year) if year.isascii() and year.isdigit() and 1900 < int(year[:5]) < 2200 else None,
        way=asked.get("way", ""),
        tasks=asked.get("tasks", ""),
    )
