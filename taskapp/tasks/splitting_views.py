"""Pages of shared work: a unit head splits a task into pieces, the assigning side brings in a supporting unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from taskapp.base import clock
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Refused
from taskapp.base.i18n import _, _n
from taskapp.people.auth import viewer
from taskapp.people.models import Unit
from taskapp.tasks import deadlines, forms, lifecycle, permissions, queries, results, sheets, splitting_sheets
from taskapp.tasks.models import Task
from taskapp.tasks.splitting import UnfitPieces
from taskapp.tasks.splitting_forms import Helpers, PartForm, SplitForm
from taskapp.tasks.states import Change

bp = Blueprint("splitting", __name__)
Refusal = Refused | StaleDataError


@bp.route("/tasks/<int:task_id>/pieces", methods=["GET", "POST"])
def pieces(task_id: int) -> ResponseReturnValue:
    task = _task(task_id, Change.SPLIT)
    form, helpers = SplitForm(), splitting_sheets.helpers(db.session(), task)
    form.offer(helpers, _proposed(task))
    if form.is_submitted() and "more" in request.form:
        form.add_row(helpers, _proposed(task))
    elif form.is_submitted() and form.validate():
        refused = _once(task, form, form.keys(), lambda: _hand_out(task, form, helpers))
        return _page("split", task_id, form, refused) if refused else _to(task_id)
    return _page("split", task_id, form)


@bp.route("/tasks/<int:task_id>/parts", methods=["GET", "POST"])
def parts(task_id: int) -> ResponseReturnValue:
    task = _task(task_id, Change.ADD_PART)
    form, units = PartForm(), splitting_sheets.units_to_bring_in(db.session(), task, viewer().rights)
    form.offer(units.values())
    if form.is_submitted() and form.validate():
        refused = _once(task, form, form.keys(), lambda: _bring_in(task, form, units))
        return _page("part", task_id, form, refused) if refused else _to(task_id)
    return _page("part", task_id, form)


def _task(task_id: int, action: Change) -> Task:
    """The task; a form that comes too late is answered with what was typed, so only its page is refused outright."""
    task, rights = queries.get(db.session(), viewer().rights, task_id), viewer().rights
    if request.method != "POST" or not permissions.has_right(rights, action, results.facts_of(task)):
        lifecycle.check(task, action, sheets.actor())
    return task


def _once(task: Task, form: forms.ActForm, keys: Sequence[str], do: Callable[[], None]) -> Refusal | None:
    """Do it and commit, unless this very form has done it already; gives the refusal."""
    if _is_made(keys):
        return None
    try:
        lifecycle.expect_version(task, form.version.number)
        do()
        db.session.commit()
    except (Refused, StaleDataError, IntegrityError) as error:
        back_to_reading(db.session())
        if _is_made(keys):  # the same form at the same moment: the other one was quicker
            return None
        if isinstance(error, IntegrityError):
            raise
        return error
    return None


def _is_made(keys: Sequence[str]) -> bool:
    return bool(keys) and db.session.scalars(queries.made_of(viewer().committee.id, keys)).first() is not None


def _hand_out(task: Task, form: SplitForm, helpers: Helpers) -> None:
    made = splitting_sheets.handed_out(db.session(), task, form, helpers, now=clock.database_now(db.session()))
    flash(_n("Đã giao 1 việc con.", "Đã giao %(num)s việc con.", len(made)), "success")


def _bring_in(task: Task, form: PartForm, units: dict[int, Unit]) -> None:
    unit = splitting_sheets.brought_in(db.session(), task, form, units, now=clock.database_now(db.session()))
    flash(_("Đã giao phần phối hợp cho %(unit)s.", unit=unit.name), "success")


def _proposed(task: Task) -> date | None:
    now, whole = sheets.seen_now(), results.due_of(task)
    return whole and deadlines.internal_due(whole.on, now.rules.internal_days, now.today, now.calendar)


def _page(name: str, task_id: int, form: SplitForm | PartForm, refused: Refusal | None = None) -> ResponseReturnValue:
    status = 200 if not form.errors else 400
    if isinstance(refused, UnfitPieces) and isinstance(form, SplitForm):
        status = form.blame_rows(refused)
    elif refused:
        status = forms.blame(form, refused)
    task = queries.get(db.session(), viewer().rights, task_id)
    if refused or not form.is_submitted():
        form.version.data = str(task.version)
    return render_template(f"tasks/{name}.html", task=task, form=form, **sheets.limit(task)), status


def _to(task_id: int) -> ResponseReturnValue:
    return redirect(url_for("tasks.show", task_id=task_id))
