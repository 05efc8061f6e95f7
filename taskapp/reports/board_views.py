"""Pages beside the dashboard; those that it loads after itself are also pages of their own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.people.auth import requires, viewer
from taskapp.reports import choices, drawing, followup, heat, ranking, rows, words
from taskapp.reports.addresses import link_args
from taskapp.reports.board import BOARD_ROLES, question_now, read_board
from taskapp.reports.cells import Cell
from taskapp.reports.meeting import read_sheet
from taskapp.reports.trend import read_trend
from taskapp.workdays.outlook import years_to_record

bp = Blueprint("board", __name__)


@bp.get("/dashboard/trend")
@requires(*BOARD_ROLES)
def trend() -> ResponseReturnValue:
    who = viewer()
    points = read_trend(db.session(), *question_now(db.session(), who.committee, who.rights, clock.now()))
    links = [link_args(one.question).tasks(Cell.DENOMINATOR) for one in points]
    return _block("trend", points=points, chart=choices.trend_chart(points, links), link_args=link_args)


@bp.get("/dashboard/units")
@requires(*BOARD_ROLES)
def units() -> ResponseReturnValue:
    who, session = viewer(), db.session()
    quarter, question = question_now(session, who.committee, who.rights, clock.now())
    found = ranking.read_ranking(session, question)
    return _block(
        "units",
        quarter=quarter,
        ranking=found,
        few=ranking.FEW,
        heat_level=heat.level,
        args=link_args(question),
        heat_args=link_args(found.heat.question),
    )


@bp.get("/dashboard/office")
@requires(*BOARD_ROLES)
def office() -> ResponseReturnValue:
    who, session = viewer(), db.session()
    found = followup.read_followup(session, who.committee, who.rights, now=clock.now())
    first = [one.task for one in (*found.not_accepted.first, *found.silent.first)]
    return render_template(
        "reports/office.html",
        found=found,
        lines={line.image.task_id: line for line in rows.shown(session, who.rights, first, found.by)},
        args=link_args(found.question),
        words=words,
        unrecorded=years_to_record(found.question.at.on, found.by.calendar),
    )


@bp.get("/dashboard/wall")
@requires(*BOARD_ROLES)
def wall() -> ResponseReturnValue:
    who, session = viewer(), db.session()
    board = read_board(session, who.committee, who.rights, now=clock.now())
    return render_template(
        "reports/wall.html",
        board=board,
        committee=who.committee,
        urgent=rows.shown(session, who.rights, board.urgent, board.by),
        columns=drawing.columns(board.outlook),
        ranking=ranking.read_ranking(session, board.question),
        args=link_args(board.question),
        words=words,
    )


@bp.get("/reports/meeting")
@requires(*BOARD_ROLES)
def meeting() -> ResponseReturnValue:
    who = viewer()
    sheet = read_sheet(db.session(), who.committee, who.rights, now=clock.now())
    args = link_args(sheet.board.question)
    return render_template(
        "reports/meeting.html", sheet=sheet, committee=who.committee, args=args, words=words, document=rows.document
    )


def _block(name: str, **parts: Any) -> str:
    """Part of the page that asks for it, or a page around it for a browser that opens it."""
    template = f"reports/_{name}.html" if request.headers.get("HX-Request") else f"reports/{name}.html"
    return render_template(template, words=words, **parts)
