"""Figures of the sources: the report, its workbook, the block of the dashboard, the items behind each number."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock, paging
from taskapp.base.db import db
from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.people.auth import requires, viewer
from taskapp.people.rights import READERS
from taskapp.reports import asking
from taskapp.reports import words as report_words
from taskapp.reports.addresses import link_args
from taskapp.reports.board import BOARD_ROLES, question_now
from taskapp.reports.forms import AskForm
from taskapp.reports.picker_sheets import frame, picked, sent
from taskapp.reports.question import Question
from taskapp.sources import counting, queries, taking, words
from taskapp.sources.counting import Cell
from taskapp.sources.figures import BySource, by_source, read_rows
from taskapp.sources.lines import line, lines
from taskapp.sources.models import WorkSource
from taskapp.sources.source_xlsx import sources_xlsx
from taskapp.workdays import calendars

bp = Blueprint("sources", __name__)


@bp.get("/reports/sources")
@requires(*READERS)
def show() -> ResponseReturnValue:
    form, found = _found()
    around = {"form": form, "found": found, "telling": words, **frame("sources.show")}
    if found is None:
        return render_template("sources/report.html", **around), 400
    return render_template("sources/report.html", args=link_args(found.question), **around)


@bp.get("/reports/sources.xlsx")
@requires(*READERS)
def download() -> Response:
    _form, found = _found()
    if found is None:
        raise BadInput(_("Kỳ báo cáo chưa đúng. Hãy quay lại trang báo cáo và chọn lại."))
    days = f"{found.question.first:%Y%m%d}-{found.question.last:%Y%m%d}"
    return sent(sources_xlsx(found), f"ho-so-van-ban-{days}", "xlsx")


@bp.get("/dashboard/sources")
@requires(*BOARD_ROLES)
def board() -> ResponseReturnValue:
    who = viewer()
    quarter, question = question_now(db.session(), who.committee, who.rights, clock.now())
    around = {"rows": read_rows(db.session(), question), "quarter": quarter, "args": link_args(question)}
    template = "sources/_board.html" if request.headers.get("HX-Request") else "sources/board.html"
    return render_template(template, telling=words, report_words=report_words, **around)


@bp.get("/reports/sources/items")
@requires(*READERS)
def items() -> ResponseReturnValue:
    source, cell, question = _opened()
    query = counting.behind(question, cell, source.id)
    page = paging.page(db.session(), queries.with_units(query), counting.ORDER, request.args.get("mark"))
    return render_template(
        "sources/items.html",
        source=source,
        cell=cell,
        name=words.CELL_NAMES[cell],
        question=question,
        count=counting.count(db.session(), query),
        page=page,
        lines=lines(page.rows, question.at, calendars.load(db.session(), source.committee_id)),
        args=link_args(question),
    )


@bp.get("/reports/sources/items/<int:item_id>")
@requires(*READERS)
def item(item_id: int) -> ResponseReturnValue:
    who = viewer()
    known = db.session.scalars(queries.versions(queries.item(db.session(), who.rights, item_id), who.rights)).all()
    now, calendar = clock.now(), calendars.load(db.session(), who.committee.id)
    at = queries.moment_of(now, who.committee)
    around = {"line": line(known[0], at, calendar), "may_take": taking.may_take_limit(who.rights, known[0])}
    return render_template("sources/item.html", versions=known, source=known[0].source, telling=words, **around)


@bp.post("/reports/sources/items/<int:item_id>/limit")
@requires(*READERS)
def take_limit(item_id: int) -> ResponseReturnValue:
    rights, session = viewer().rights, db.session()
    taking.take_limit(session, queries.item(session, rights, item_id), by=rights, now=clock.database_now(session))
    session.commit()
    flash(_("Đã nhận hạn này; từ nay mục được tính theo hạn."), "success")
    return redirect(url_for("sources.item", item_id=item_id))


def _found() -> tuple[AskForm, BySource | None]:
    who, now, form = viewer(), clock.now(), picked()
    found = form.answered(lambda asked: by_source(db.session(), who.committee, asked, rights=who.rights, now=now))
    if found:
        form.show(found.question, now)
    return form, found


def _opened() -> tuple[WorkSource, Cell, Question]:
    """The source, the number and the question that an address names. Raises BadInput, Missing."""
    who, session, now = viewer(), db.session(), clock.now()
    source = queries.known(session, who.rights, request.args.get("source", ""))
    question = picked().answered(lambda asked: asking.question(session, asked, who.committee, who.rights, now))
    cell = request.args.get("cell", "")
    if question is None or cell not in list(Cell):
        raise BadInput(_("Địa chỉ danh sách không đúng. Hãy mở lại từ bảng điều hành hoặc báo cáo."))
    return source, Cell(cell), question
