"""Pages of the tasks: lists, one task with its story, files; the menu items of this package."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Flask, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.base.db import db
from taskapp.base.forms import hear_days
from taskapp.base.i18n import _
from taskapp.base.shell import add_banner, add_nav
from taskapp.people.auth import viewer
from taskapp.people.queries import units_on
from taskapp.people.rights import Role
from taskapp.tasks import (
    asked,
    assign_views,
    away_views,
    bulk_sheets,
    bulk_views,
    file_sheets,
    handover_views,
    lists,
    menu_views,
    move_views,
    nothing,
    permissions,
    queries,
    row_words,
    sheets,
    splitting_views,
    talk_views,
)
from taskapp.tasks.desks import TITLES, views_of
from taskapp.tasks.models import Task
from taskapp.tasks.selections import Filters, View
from taskapp.tasks.states import State
from taskapp.tasks.ways import sheets as way_sheets
from taskapp.tasks.ways import views as way_views
from taskapp.tasks.ways.shapes import BY_TIME, Asked, Shape
from taskapp.tasks.words import KIND_NAMES, STATE_NAMES
from taskapp.tasks.worktypes import views as worktype_views

bp = Blueprint("tasks", __name__)


def init_app(app: Flask) -> None:
    """Register the pages of this package and their menu items."""
    for blueprint in (
        bp,
        assign_views.bp,
        move_views.bp,
        bulk_views.bp,
        talk_views.bp,
        splitting_views.bp,
        handover_views.bp,
        away_views.bp,
        worktype_views.bp,
        way_views.bp,
    ):
        app.register_blueprint(blueprint)
    hear_days(app, way_sheets.hear_day)
    add_nav(app, menu_views.menu)
    add_nav(app, worktype_views.menu)
    add_banner(app, menu_views.banners)


@bp.get("/")
def home() -> ResponseReturnValue:
    rights = viewer().rights
    if rights.has(Role.LEADER, Role.MONITOR, Role.INSPECTOR):
        return redirect(url_for("reports.dashboard"))
    shown = views_of(rights)
    return redirect(url_for("tasks.index", view=shown[0].value) if shown else url_for("welcome.first"))


@bp.get("/tasks")
def index() -> ResponseReturnValue:
    view, filters = asked.list_of(request.args, viewer().rights)
    shown = way_sheets.asked_shape(view)
    is_in_time = shown.shape in BY_TIME
    found = way_sheets.in_time(view, filters, shown) if is_in_time else _in_rows(view, filters, shown)
    return render_template(
        "tasks/index.html",
        **_around(view, filters),
        **way_sheets.switch(view, filters, shown),
        **found,
    )


@bp.get("/tasks/<int:task_id>")
def show(task_id: int) -> ResponseReturnValue:
    task = queries.get(db.session(), viewer().rights, task_id)
    return render_template("tasks/show.html", **sheets.sheet(db.session(), viewer(), task))


@bp.get("/files/<int:file_id>")
def download(file_id: int) -> Response:
    stored = queries.get_file(db.session(), viewer().rights, file_id)
    return file_sheets.sent(stored)


def _in_rows(view: View, filters: Filters, shown: Asked) -> dict[str, object]:
    """A page of the list, one row under the other."""
    page = sheets.page(view, filters, request.args.get("mark"))
    rows = _rows(view, page.rows)
    return {
        "groups": lists.by_risk(rows) if filters.by_risk else lists.grouped(rows),
        "page": page,
        "heading": _heading(view, filters, rows),
        "risk": sheets.risk_order(view, filters),
        "bulk": bulk_sheets.bar(view, filters, rows, is_whole=not ("mark" in request.args or page.next_mark)),
        **(way_sheets.table(rows, shown) if shown.shape is Shape.TABLE else {}),
    }


def _rows(view: View, tasks: Sequence[Task]) -> list[lists.Row]:
    rights, now = viewer().rights, sheets.seen_now()
    why = row_words.why_unattended if view is View.UNATTENDED else lambda _task: ""
    return [lists.row(task, rights, now, why(task)) for task in tasks]


def _around(view: View, filters: Filters) -> dict[str, object]:
    """What stands around the rows, whichever they are."""
    may_draft = permissions.may_draft(viewer().rights)
    return {
        "view": view,
        "title": str(TITLES[view]),
        "filters": filters,
        "choices": _choices(view),
        "tabs": menu_views.tabs(view),
        "may_assign": may_draft,
        "nothing": nothing.nothing_in(view, filters, may_draft=may_draft),
    }


def _heading(view: View, filters: Filters, rows: list[lists.Row]) -> str:
    is_personal = view in (View.MINE, View.UNIT) and not (filters.by_risk or request.args.get("mark"))
    return lists.heading(rows) if is_personal else str(TITLES[view])


def _choices(view: View) -> dict[str, object]:
    if view is not View.ALL:
        return {}
    committee = viewer().committee
    return {
        "units": db.session.scalars(units_on(committee.id, sheets.seen_now().today)).all(),
        "kinds": KIND_NAMES,
        "states": {
            asked.UNDONE: _("Chưa hoàn thành"),
            **{state.value: STATE_NAMES[state] for state in State if state is not State.DRAFT},
        },
        "times": {
            "overdue": _("Quá hạn"),
            "today": _("Đến hạn hôm nay"),
            "soon": _("Sắp đến hạn"),
            "no_limit": _("Không thời hạn"),
            "starred": _("Gắn sao"),
            "at_risk": _("Nguy cơ trễ cao"),
        },
    }
