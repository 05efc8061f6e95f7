"""The report of a period with its words, to be edited and taken away as Word or PDF."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from wtforms import RadioField, TextAreaField
from wtforms.validators import Length

from taskapp.base import clock
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Refused
from taskapp.base.forms import Form, choices
from taskapp.base.i18n import _l
from taskapp.people.auth import requires, viewer
from taskapp.people.rights import READERS
from taskapp.reports.addresses import link_args
from taskapp.reports.comparing import beside
from taskapp.reports.drafting import MOST, Report, draft
from taskapp.reports.forms import AskForm
from taskapp.reports.listings import Scope
from taskapp.reports.picker_sheets import as_pdf, frame, picked, sent
from taskapp.reports.summary_docx import summary_docx
from taskapp.tasks.forms import blame

bp = Blueprint("drafts", __name__)


class WordsForm(Form):
    """What the report says, as edited; a paragraph a line."""

    text = TextAreaField(_l("Nội dung báo cáo"), [Length(max=20_000)], render_kw={"rows": 14})
    ending = RadioField(_l("Định dạng"), choices=choices([("docx", _l("Word")), ("pdf", _l("PDF"))]), default="docx")


@bp.get("/reports/summary/document")
@requires(*READERS)
def show() -> ResponseReturnValue:
    asked, report = _drafted(most=0)
    words = WordsForm(text="\n".join(report.narrative) if report else "")
    return _page(asked, report, words, 200 if report else 400)


@bp.post("/reports/summary/document")
@requires(*READERS)
def write() -> ResponseReturnValue:
    back_to_reading(db.session())
    asked, report = _drafted()
    words = WordsForm()
    if report is None or not words.validate():
        return _page(asked, report, words, 400)
    try:
        document = summary_docx(report.saying(words.text.data or ""))
        ending = words.ending.data
        return sent(as_pdf(document) if ending == "pdf" else document, report.file_name, ending)
    except Refused as error:
        return _page(asked, report, words, blame(words, error))


def _drafted(most: int = MOST) -> tuple[AskForm, Report | None]:
    who, now = viewer(), clock.now()
    asked = picked()
    report = asked.answered(
        lambda what: draft(db.session(), Scope(who.committee, who.rights), what, now=now, most=most)
    )
    if report:
        asked.show(report.summary.figures.question, now)
    return asked, report


def _page(asked: AskForm, report: Report | None, words: WordsForm, status: int) -> ResponseReturnValue:
    figures = {}
    if report:
        totals = (report.summary.total, report.compared.previous.total, report.compared.year_ago.total)
        figures = {"args": link_args(report.summary.figures.question), "beside": beside(*totals)}
    around = frame("drafts.show") | figures
    return render_template("reports/document.html", form=asked, report=report, draft_form=words, **around), status
