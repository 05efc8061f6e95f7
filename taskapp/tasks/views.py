"""Pages of the tasks: lists, one task with its story, files; the menu items of this package."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Flask, Response, current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import paging
from taskapp.base.db import db
from taskapp.base.errors import Missing
from taskapp.base.i18n import _, _l, _n
from taskapp.base.shell import Banner, NavItem, add_banner, add_nav
from taskapp.people.auth import viewer, viewer_or_none
from taskapp.people.queries import units_on
from taskapp.people.rights import Role
from taskapp.tasks import (
    asked,
    assign_views,
    away_views,
    bulk_sheets,
    bulk_views,
    evidence,
    handover_queries,
    handover_views,
    lists,
    move_views,
    permissions,
    queries,
    selections,
    sheets,
    talk_views,
)
from taskapp.tasks.selections import View
from taskapp.tasks.states import State
from taskapp.tasks.words import KIND_NAMES, STATE_NAMES

bp = Blueprint("tasks", __name__)

TITLES = {
    View.MINE: _l("Việc của tôi"),
    View.UNIT: _l("Việc cần xử lý"),
    View.SUPPORT: _l("Phối hợp"),
    View.KNOW: _l("Để biết"),
    View.DECIDE: _l("Chờ duyệt"),
    View.GIVEN: _l("Tôi giao đi"),
    View.URGED: _l("Đôn đốc chưa trả lời"),
    View.UNATTENDED: _l("Không có người phụ trách"),
    View.DRAFTS: _l("Dự thảo"),
    View.DONE: _l("Đã hoàn thành"),
    View.ALL: _l("Tất cả nhiệm vụ"),
}
ICONS = {
    View.MINE: "person-check",
    View.UNIT: "inbox",
    View.SUPPORT: "people",
    View.KNOW: "eye",
    View.DECIDE: "check2-square",
    View.GIVEN: "send",
    View.URGED: "megaphone",
    View.UNATTENDED: "person-x",
    View.DRAFTS: "pencil-square",
    View.DONE: "check-circle",
    View.ALL: "list-task",
}


def init_app(app: Flask) -> None:
    """Register the pages of this package and their menu items."""
    for blueprint in (
        bp,
        assign_views.bp,
        move_views.bp,
        bulk_views.bp,
        talk_views.bp,
        handover_views.bp,
        away_views.bp,
    ):
        app.register_blueprint(blueprint)
    add_nav(app, menu)
    add_banner(app, banners)


def menu() -> list[NavItem]:
    """Menu items with their counters: one query whatever the roles; an alarm without a task stays out."""
    rights = viewer().rights
    shown, numbers = asked.views_of(rights), _numbers()
    items = [
        NavItem(
            order=20 + place,
            label=str(TITLES[view]),
            href=url_for("tasks.index", view=view.value),
            icon=ICONS[view],
            count=numbers.get(view),
            is_alarm=view in (View.UNIT, View.MINE, View.DECIDE, View.UNATTENDED),
        )
        for place, view in enumerate(shown)
        if view is not View.UNATTENDED or numbers.get(view)
    ]
    if rights.has(*handover_queries.READING) or numbers.get(handover_queries.WAITING):
        label, href = _("Bàn giao công việc"), url_for("handover.index")
        items.append(NavItem(77, label, href, "arrow-left-right", numbers.get(handover_queries.WAITING), is_alarm=True))
    return items


def banners() -> list[Banner]:
    """What came to the person and waits for his word; for who keeps the board, tasks that nobody sees to."""
    if viewer_or_none() is None:
        return []
    numbers, found = _numbers(), []
    if count := numbers.get(handover_queries.WAITING):
        text = _n("Bàn giao chờ xác nhận: 1 việc.", "Bàn giao chờ xác nhận: %(num)s việc.", count)
        found.append(Banner("info", text, url_for("handover.index")))
    if (count := numbers.get(View.UNATTENDED)) and request.endpoint == "reports.dashboard":
        text = _n("1 việc đang mở không có người phụ trách.", "%(num)s việc đang mở không có người phụ trách.", count)
        found.append(Banner("warning", text, url_for("tasks.index", view=View.UNATTENDED.value)))
    return found


def _numbers() -> Mapping[str, int]:
    """How many tasks each list of the person's menu holds, and what waits for his word; asked once a request."""
    return sheets.numbers([view for view in asked.views_of(viewer().rights) if view not in selections.UNCOUNTED])


@bp.get("/")
def home() -> ResponseReturnValue:
    rights = viewer().rights
    if rights.has(Role.LEADER, Role.MONITOR, Role.INSPECTOR):
        return redirect(url_for("reports.dashboard"))
    shown = asked.views_of(rights)
    return redirect(url_for("tasks.index", view=shown[0].value) if shown else url_for("admin_people.index"))


@bp.get("/tasks")
def index() -> ResponseReturnValue:
    who, now = viewer(), sheets.seen_now()
    view, filters = asked.view_of(request.args, who.rights), asked.filters_of(request.args)
    query = selections.in_view(sheets.sight(), view, filters, now.today, now.soon)
    page = paging.page(db.session(), query, selections.order_of(view), request.args.get("mark"))
    why = lists.why_unattended if view is View.UNATTENDED else lambda _task: ""
    rows = [lists.row(task, who.rights, now, why(task)) for task in page.rows]
    return render_template(
        "tasks/index.html",
        view=view,
        title=str(TITLES[view]),
        groups=lists.grouped(rows),
        page=page,
        heading=_heading(view, rows),
        filters=filters,
        choices=_choices(view),
        may_assign=permissions.may_draft(who.rights),
        parameters=asked.parameters_of(view, filters),
        bulk=bulk_sheets.bar(view, filters, rows, is_whole=not ("mark" in request.args or page.next_mark)),
    )


@bp.get("/tasks/<int:task_id>")
def show(task_id: int) -> ResponseReturnValue:
    task = queries.get(db.session(), viewer().rights, task_id)
    return render_template("tasks/show.html", **sheets.sheet(db.session(), viewer(), task))


@bp.get("/files/<int:file_id>")
def download(file_id: int) -> Response:
    stored = queries.get_file(db.session(), viewer().rights, file_id)
    path = evidence.path_of(current_app.extensions["taskapp"].files_dir, stored.key)
    if not path.is_file():
        raise Missing(_("Tệp này không còn trên máy chủ. Hãy báo quản trị."))
    answer = send_file(path, mimetype=stored.media_type, as_attachment=True, download_name=stored.name)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _heading(view: View, rows: list[lists.Row]) -> str:
    is_personal = view in (View.MINE, View.UNIT) and not request.args.get("mark")
    return lists.heading(rows) if is_personal else str(TITLES[view])


def _choices(view: View) -> dict[str, object]:
    if view is not View.ALL:
        return {}
    committee = viewer().committee
    return {
        "units": db.session.scalars(units_on(committee.id, sheets.seen_now().today)).all(),
        "kinds": KIND_NAMES,
        "states": {state.value: STATE_NAMES[state] for state in State if state is not State.DRAFT},
        "times": {
            "overdue": _("Quá hạn"),
            "today": _("Đến hạn hôm nay"),
            "soon": _("Sắp đến hạn"),
            "no_limit": _("Không thời hạn"),
            "starred": _("Gắn sao"),
        },
    }
