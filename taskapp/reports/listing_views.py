"""Pages and files of Mẫu B, C, D."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.people.auth import requires, viewer
from taskapp.people.rights import READERS
from taskapp.reports import listing_words
from taskapp.reports.addresses import link_args
from taskapp.reports.forms import AskForm
from taskapp.reports.listing import Listing
from taskapp.reports.listing_docx import listing_docx
from taskapp.reports.listing_xlsx import listing_xlsx
from taskapp.reports.listings import Listed, Scope, listed
from taskapp.reports.pdf import program_of
from taskapp.reports.picker_sheets import as_pdf, frame, picked, sent

bp = Blueprint("listings", __name__)
KINDS = '<any("overdue", "due-soon", "undated"):kind>'


@bp.get(f"/reports/{KINDS}")
@requires(*READERS)
def show(kind: str) -> ResponseReturnValue:
    form, found = _listed(kind)
    around = {"form": form, "found": found, "listing": listing_words, "kind": Listing(kind), "pdf": program_of()}
    around |= frame("listings.show", kind=kind)
    if found is None:
        return render_template("reports/listing.html", **around), 400
    page = found.page(db.session(), request.args.get("mark", ""))
    return render_template("reports/listing.html", page=page, args=link_args(found.measured.question), **around)


@bp.get(f"/reports/{KINDS}.xlsx")
@requires(*READERS)
def download(kind: str) -> Response:
    return _sent(kind, "xlsx", listing_xlsx)


@bp.get(f"/reports/{KINDS}.docx")
@requires(*READERS)
def document(kind: str) -> Response:
    return _sent(kind, "docx", listing_docx)


@bp.get(f"/reports/{KINDS}.pdf")
@requires(*READERS)
def pdf(kind: str) -> Response:
    return _sent(kind, "pdf", lambda session, found: as_pdf(listing_docx(session, found)))


def _sent(kind: str, ending: str, write: Callable[[Session, Listed], bytes]) -> Response:
    _form, found = _listed(kind)
    if found is None:
        raise BadInput(_("Kỳ báo cáo chưa đúng. Hãy quay lại trang báo cáo và chọn lại."))
    return sent(write(db.session(), found), found.file_name, ending)


def _listed(kind: str) -> tuple[AskForm, Listed | None]:
    who, now = viewer(), clock.now()
    scope = Scope(who.committee, who.rights)
    form = picked()
    found = form.answered(lambda asked: listed(db.session(), Listing(kind), scope, asked, now=now))
    if found:
        form.show(found.measured.question, now)
    return form, found
