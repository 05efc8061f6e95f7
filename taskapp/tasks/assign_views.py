"""The page that assigns: one form, one task for each lead unit, issued at once or kept as a draft."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from taskapp.base import clock
from taskapp.base.db import back_to_reading, db, scoped
from taskapp.base.errors import Forbidden, Refused
from taskapp.base.i18n import _
from taskapp.people.auth import viewer
from taskapp.people.models import Unit
from taskapp.tasks import assign_sheets, assigning, forms, permissions, sheets, words
from taskapp.tasks.models import Task
from taskapp.tasks.states import State
from taskapp.tasks.worktypes import filling_forms as filling
from taskapp.tasks.worktypes import words as type_words
from taskapp.tasks.worktypes.filling_forms import Choice
from taskapp.tasks.worktypes.receipt import Receipt

bp = Blueprint("assign", __name__)


@bp.route("/tasks/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    who = viewer()
    if not permissions.may_draft(who.rights):
        raise Forbidden(_("Anh/chị không có quyền giao việc."))
    units = assign_sheets.units_of_today(db.session(), who)
    form = _form(units)
    chosen, is_filled = filling.chosen(db.session(), form, who.committee.id, sheets.seen_now())
    if is_filled or request.form.get("save") == "fill":
        return _page(form, chosen, is_filling=True)
    if not form.is_submitted() or not _is_valid(form, chosen, units):
        return _page(form, chosen, 400 if form.is_submitted() else 200)
    try:
        tasks = _sent_before(form) or _write_down(form, units, chosen.receipt)
    except IntegrityError:  # the same form at the same moment: the other one was quicker
        back_to_reading(db.session())
        return redirect(_after(_sent_before(form)))
    except Refused as error:
        back_to_reading(db.session())
        return _page(form, chosen, forms.blame(form, error))
    return redirect(_after(tasks))


def _is_valid(form: forms.AssignForm, chosen: Choice, units: dict[int, Unit]) -> bool:
    """Whether the form can be taken; beside what cannot be read it says what else is wrong, unless a type fills it."""
    is_read = form.validate()
    if not is_read and not chosen.problem:
        assign_sheets.say_all(db.session(), form, units, viewer())
    return is_read and not chosen.problem


def _page(
    form: forms.AssignForm, chosen: Choice, status: int = 200, *, is_filling: bool = False
) -> ResponseReturnValue:
    filling.complain(form, chosen)
    page = render_template(
        "tasks/new.html",
        form=form,
        may_issue=permissions.may_assign(viewer().rights),
        chosen=chosen,
        typing=type_words,
        is_filling=is_filling,
    )
    return page, status


def _write_down(form: forms.AssignForm, units: dict[int, Unit], receipt: Receipt | None) -> list[Task]:
    issue, now = request.form.get("save") != "draft", clock.database_now(db.session())
    tasks = assign_sheets.written_down(db.session(), form, units, receipt, viewer(), issue=issue, now=now)
    db.session.commit()
    flash(words.given_text(len(tasks), is_issued=issue), "success")
    return tasks


def _sent_before(form: forms.AssignForm) -> list[Task]:
    """The tasks that this very form has already become: a double click or a page sent again."""
    keys = [assigning.once_key(form.once.data or "", lead_id) for lead_id in form.leads.data or ()]
    if not form.once.data or not keys:
        return []
    found = scoped(Task, viewer().committee.id).where(Task.import_key.in_(keys)).order_by(Task.id)
    return list(db.session.scalars(found))


def _form(units: dict[int, Unit]) -> forms.AssignForm:
    who, form = viewer(), forms.AssignForm()
    leaders = assign_sheets.offer(db.session(), form, units, who)
    if not form.is_submitted():
        form.work_type.data = request.args.get("work_type", "")
    if not form.is_submitted() and who.person.id in leaders:
        form.assigner.data = who.person.id
    return form


def _after(tasks: list[Task]) -> str:
    if len(tasks) == 1:
        return url_for("tasks.show", task_id=tasks[0].id)
    return url_for("tasks.index", view="drafts" if tasks[0].state is State.DRAFT else "given")
