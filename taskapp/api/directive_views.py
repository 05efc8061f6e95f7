"""Documents: the register, one of them with its tasks, its files; entering one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from taskapp.api import office_shapes, telling
from taskapp.api.bodies import read_form, read_query
from taskapp.api.forms import DirectiveForm
from taskapp.api.operations import FILE, PREFIX, Decorator, Operation, kept, operation, told
from taskapp.api.questions import DirectiveQuestion, said
from taskapp.base import clock, paging
from taskapp.base.db import db
from taskapp.base.errors import Missing
from taskapp.base.i18n import _, _l
from taskapp.directives.reviews import book_queries, entering
from taskapp.directives.reviews.book_queries import READERS, Counts, Filters
from taskapp.people.auth import requires, viewer
from taskapp.people.scopes import Scope
from taskapp.tasks import file_sheets, sheets
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.models import StoredFile, Task

bp = Blueprint("api_directives", __name__, url_prefix=PREFIX)
ONE = "/directives/<int:directive_id>"


def _read(rule: str, name: str, summary: Any, answer: Any, query: Any = None) -> Decorator:
    return operation(bp, Operation("GET", rule, name, summary, Scope.READ, answer, query, tag="directives"))


@_read("/directives", "list", _l("Sổ văn bản chỉ đạo"), office_shapes.DirectivePage, DirectiveQuestion)
@requires(*READERS)
def index() -> Any:
    asked, rights, today = read_query(DirectiveQuestion), viewer().rights, sheets.seen_now().today
    filters = Filters(
        asked.q, asked.kind, asked.issuer, said(asked.year), said(asked.way) or "", said(asked.tasks) or ""
    )
    seen = book_queries.visible(rights, whole=book_queries.sees_all(db.session(), rights))
    query = book_queries.narrowed(seen, rights.committee_id, filters, today)
    page = paging.page(db.session(), query, [Directive.id.desc()], said(asked.cursor), asked.limit)
    counts = book_queries.counts(db.session(), rights, [row.id for row in page.rows], today)
    told_of = [telling.directive(row, counts.get(row.id, Counts())) for row in page.rows]
    return office_shapes.DirectivePage(told_of, page.next_mark)


@_read(ONE, "read", _l("Một văn bản, tệp và các nhiệm vụ của nó"), office_shapes.Directive)
@requires(*READERS)
def show(directive_id: int) -> Any:
    return _whole(book_queries.get(db.session(), viewer().rights, directive_id))


@_read(f"{ONE}/files/<int:file_id>", "file", _l("Tải tệp của văn bản"), FILE)
@requires(*READERS)
def download(directive_id: int, file_id: int) -> Response:
    directive = book_queries.get(db.session(), viewer().rights, directive_id)
    query = book_queries.files_of(directive.committee_id, directive.id).where(StoredFile.id == file_id)
    stored = db.session.scalars(query).one_or_none()
    if stored is None:
        raise Missing(_("Không có tệp này."))
    return file_sheets.sent(stored)


@operation(
    bp,
    Operation(
        "POST",
        "/directives",
        "register",
        _l("Vào sổ một văn bản"),
        Scope.DIRECTIVES,
        office_shapes.Directive,
        form=DirectiveForm,
        status=201,
        tag="directives",
    ),
)
def register() -> Response:
    form, seen, now = read_form(DirectiveForm), sheets.seen_now(), clock.database_now(db.session())
    came = entering.Came(bool(form.is_incoming.data), form.received_on.data)
    made = entering.register(
        db.session(),
        form.document(),
        came,
        committee_id=viewer().committee.id,
        by=sheets.actor(),
        calendar=seen.calendar,
        now=now,
    )
    db.session.flush()
    answer = kept(told(_whole(made), 201, {"Location": f"{PREFIX}/directives/{made.id}"}))
    db.session.commit()
    return answer


def _whole(directive: Directive) -> office_shapes.Directive:
    session, rights, today = db.session(), viewer().rights, sheets.seen_now().today
    counts = book_queries.counts(session, rights, [directive.id], today).get(directive.id, Counts())
    files = session.scalars(book_queries.files_of(rights.committee_id, directive.id)).all()
    ids = session.scalars(book_queries.tasks_of(rights, directive.id).with_only_columns(Task.id).order_by(Task.id))
    return telling.directive_whole(directive, counts, files, list(ids))
