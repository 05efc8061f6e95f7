"""Pages of reports: the dashboard, Mẫu A, and the tasks behind each number."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock, sections
from taskapp.base.db import db
from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.base.shell import NavItem, add_nav
from taskapp.people.auth import requires, viewer, viewer_or_none
from taskapp.people.rights import READERS, Role
from taskapp.reports import (
    asking,
    board_views,
    choices,
    contest_views,
    decisions,
    draft_views,
    evaluation_views,
    link_views,
    listing_views,
    open_views,
    realism_views,
    rows,
    scoring_views,
    sending_views,
    type_views,
    update_views,
    words,
)
from taskapp.reports.addresses import link_args
from taskapp.reports.board import BOARD_ROLES, Board, read_board
from taskapp.reports.cells import Cell
from taskapp.reports.forms import AskForm, Opening
from taskapp.reports.naming import name_of
from taskapp.reports.opening import Wanted, opened
from taskapp.reports.picker_sheets import KEEPERS, frame, picked, sent, tabs
from taskapp.reports.summary import Summary, summarise
from taskapp.reports.xlsx import summary_xlsx
from taskapp.tasks import permissions, rule_settings, selections, sheets
from taskapp.tasks.now import Now
from taskapp.tasks.selections import View

bp = Blueprint("reports", __name__)


def init_app(app: Flask) -> None:
    """Register the pages of this package and their menu items."""
    figures = (listing_views, type_views, update_views, evaluation_views, scoring_views)
    pages = (*figures, contest_views, realism_views, draft_views, sending_views, link_views, open_views)
    for blueprint in (bp, board_views.bp, *(page.bp for page in pages)):
        app.register_blueprint(blueprint)
    add_nav(app, menu)
    add_nav(app, evaluation_views.menu)
    add_nav(app, link_views.menu)


def menu() -> list[NavItem]:
    """The dashboard for those who answer for more than their own work, the report for all who read tasks."""
    who = viewer_or_none()
    if who is None:
        return []
    items = []
    if who.rights.has(*BOARD_ROLES):
        items.append(
            NavItem(10, _("Bảng điều hành"), url_for("reports.dashboard"), "speedometer2", section=sections.BOARD)
        )
    if who.rights.has(Role.MONITOR, Role.UNIT_HEAD):
        items.append(NavItem(58, _("Theo dõi tiến độ"), url_for("board.office"), "eye", section=sections.BOARD))
    if who.rights.has(*READERS):
        also = tuple(url_for(endpoint, **said) for _name, endpoint, said in tabs()[1:])
        items.append(
            NavItem(
                80,
                _("Báo cáo"),
                url_for("reports.summary"),
                "clipboard-data",
                also=also,
                section=sections.REPORTS,
            )
        )
    if who.rights.has(*KEEPERS):
        there = url_for("sendings.index")
        items.append(NavItem(82, _("Gửi theo lịch"), there, "envelope-check", section=sections.REPORTS))
    return items


@bp.get("/dashboard")
@requires(*BOARD_ROLES)
def dashboard() -> ResponseReturnValue:
    who, session = viewer(), db.session()
    board = read_board(session, who.committee, who.rights, now=clock.now())
    numbers = sheets.numbers([view for view in View if view not in selections.UNCOUNTED])
    args = link_args(board.question)
    return render_template(
        "reports/dashboard.html",
        board=board,
        args=args,
        desk=decisions.desk(session, sheets.sight(), numbers[View.DECIDE], _seen(board)),
        urged=numbers[View.URGED] if who.rights.has(Role.LEADER, Role.MONITOR) else None,
        urgent=rows.shown(session, who.rights, board.urgent, board.by),
        chart=choices.outlook_chart(board.outlook, args),
        words=words,
        weeks=choices.weeks(board.today),
        may_assign=permissions.may_assign(who.rights),
    )


@bp.get("/reports/summary")
@requires(*READERS)
def summary() -> ResponseReturnValue:
    form, found = _summary()
    if found is None:
        return render_template("reports/summary.html", form=form, summary=None, **frame("reports.summary")), 400
    page = found.page(request.args.get("mark", ""), is_whole=request.args.get("rows") == "all")
    return render_template(
        "reports/summary.html",
        form=form,
        summary=found,
        page=page,
        supporting=found.supporting_of(page),
        args=link_args(found.figures.question),
        part_args=link_args(found.parts.question),
        formulas=choices.formula_lines(found.total),
        **frame("reports.summary"),
    )


@bp.get("/reports/summary.xlsx")
@requires(*READERS)
def summary_file() -> Response:
    _form, found = _summary()
    if found is None:
        raise BadInput(_("Kỳ báo cáo chưa đúng. Hãy quay lại trang báo cáo và chọn lại."))
    question = found.question
    return sent(summary_xlsx(found), f"mau-a-{question.first:%Y%m%d}-{question.last:%Y%m%d}", "xlsx")


@bp.get("/reports/tasks")
@requires(*READERS)
def tasks() -> ResponseReturnValue:
    who, opening = viewer(), Opening.read(request.args)
    question = asking.question(db.session(), opening.asked, who.committee, who.rights, clock.now())
    wanted = Wanted(opening.cell, opening.row, opening.day)
    found = opened(db.session(), question, wanted, who.rights)
    page = rows.page(db.session(), who.rights, found, request.args.get("mark", ""))
    return render_template(
        "reports/tasks.html",
        found=found,
        page=page,
        question=question,
        opening=opening,
        args=link_args(question),
        row_name=name_of(db.session(), question, opening.row) if opening.row else "",
    )


def _summary() -> tuple[AskForm, Summary | None]:
    who, now = viewer(), clock.now()
    form = picked()
    found = form.answered(lambda asked: summarise(db.session(), who.committee, asked, rights=who.rights, now=now))
    if found:
        form.show(found.figures.question, now)
    return form, found


def _seen(board: Board) -> Now:
    question, committee = board.question, viewer().committee
    return Now(question.as_of, question.zone, board.by.calendar, rule_settings.of(committee))


@bp.app_template_global()
def cell_name(cell: Cell) -> str:
    return str(words.CELL_NAMES[cell])
