"""Pages about lists: the columns of a table, and filters kept under a name."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.base.text import one_line
from taskapp.base.web import LARGEST_ID
from taskapp.people.auth import viewer
from taskapp.people.local_paths import local_path
from taskapp.tasks import asked
from taskapp.tasks.forms import blame
from taskapp.tasks.ways import keeping, live, shapes, sheets
from taskapp.tasks.ways.forms import ColumnsForm, FilterForm

bp = Blueprint("ways", __name__)


@bp.get("/live")
def live_news() -> Response:
    """Small and often asked: what the menu counts now, and what others did to the task that is open."""
    task_id, seen = (request.args.get(name, 0, type=int) for name in ("task", "seen"))
    is_asked = 0 < task_id <= LARGEST_ID
    answer = jsonify(counts=live.counters(), news=live.news_fragment(task_id, seen) if is_asked else "")
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@bp.get("/days/said")
def day() -> str:
    """What a date field has understood so far; `of` is the name of the field, `past` that its days lie behind."""
    text = one_line(request.args.get(request.args.get("of", ""), ""))[:100]
    return render_template("ways/_day.html", **sheets.day_told(text, is_past=bool(request.args.get("past"))))


@bp.post("/tasks/columns")
def columns() -> ResponseReturnValue:
    form = ColumnsForm()
    viewer().person.list_layout = shapes.kept_as(form.layout())
    db.session.commit()
    return redirect(local_path(form.next.data or "") or url_for("tasks.index"))


@bp.get("/tasks/filters")
def index() -> ResponseReturnValue:
    return _page(FilterForm(formdata=None), 200)


@bp.get("/tasks/filters/kept")
def kept() -> str:
    return render_template("ways/_saved.html", saved=sheets.saved())


@bp.post("/tasks/filters")
def save() -> ResponseReturnValue:
    form, address = FilterForm(), urlencode(_parameters())
    if not form.validate():
        return _page(form, 400)
    now, name = clock.database_now(db.session()), form.name.data or ""
    try:
        keeping.save(db.session(), viewer().person, name, address, is_shared=bool(form.is_shared.data), now=now)
        db.session.commit()
    except Refused as error:
        return _again(form, blame(form, error))
    flash(_("Đã lưu bộ lọc “%(name)s”.", name=name), "success")
    return redirect(f"{url_for('tasks.index')}?{address}")


@bp.post("/tasks/filters/<int:filter_id>")
def change(filter_id: int) -> ResponseReturnValue:
    form = FilterForm()
    if not form.validate():
        return _page(form, 400, filter_id)
    try:
        name, is_shared = form.name.data or "", bool(form.is_shared.data)
        keeping.change(db.session(), viewer().person, filter_id, name, is_shared=is_shared)
        db.session.commit()
    except Refused as error:
        return _again(form, blame(form, error), filter_id)
    flash(_("Đã lưu bộ lọc “%(name)s”.", name=name), "success")
    return redirect(url_for("ways.index"))


@bp.post("/tasks/filters/<int:filter_id>/removal")
def remove(filter_id: int) -> ResponseReturnValue:
    keeping.remove(db.session(), viewer().person, filter_id)
    db.session.commit()
    flash(_("Đã xóa bộ lọc."), "success")
    return redirect(url_for("ways.index"))


def _again(form: FilterForm, status: int, filter_id: int | None = None) -> ResponseReturnValue:
    back_to_reading(db.session())
    return _page(form, status, filter_id)


def _page(form: FilterForm, status: int, filter_id: int | None = None) -> ResponseReturnValue:
    saved = sheets.saved()
    failed = next((each for each in saved if each.id == filter_id), None)
    context: dict[str, Any] = {"form": form, "failed": failed, "parameters": _parameters() if request.args else None}
    return render_template("ways/filters.html", saved=saved, **context), status


def _parameters() -> dict[str, str]:
    """The list whose filter is being kept: its address stands in that of the form."""
    view, filters = asked.list_of(request.args, viewer().rights)
    return asked.parameters_of(view, filters) | {"as": sheets.asked_shape(view).shape.value}
