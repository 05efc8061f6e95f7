"""The doors of a task over HTTP, all with the same manners; what is handed in has a page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from taskapp.base import clock
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.base.text import shortened
from taskapp.people.auth import viewer
from taskapp.people.local_paths import local_path
from taskapp.tasks import forms, lifecycle, passing_doors, queries, results, shares, sheets
from taskapp.tasks.door_sheets import DOORS, SUBMISSION, alike
from taskapp.tasks.doors import Visit
from taskapp.tasks.models import Task
from taskapp.tasks.states import Move
from taskapp.tasks.ways import live

bp = Blueprint("moves", __name__)

# Doors through which one may go back at once, with nothing to type: by the same person, before anybody has decided.
WAYS_BACK = {
    SUBMISSION: "recall",
    "refusal": "refusal-recall",
    "extension-request": "extension-recall",
    "dispute": "dispute-recall",
    "star": "star",
}


LONGEST_SAID = 80  # letters of a task's content


@bp.post(f"/tasks/<int:task_id>/<any({', '.join(repr(noun) for noun in DOORS)}):noun>")
def act(task_id: int, noun: str) -> ResponseReturnValue:
    task = queries.get(db.session(), viewer().rights, task_id)
    form = DOORS[noun].form()
    if not form.validate():
        return _again(task_id, noun, form, 400)
    try:
        lifecycle.expect_version(task, form.version.number)
        _go_through(task, noun, form, clock.database_now(db.session()))
    except (Refused, StaleDataError) as error:
        return _again(task_id, noun, form, forms.blame(form, error))
    back = local_path(form.next.data or "")
    flash(_done_text(task, noun) if back else str(DOORS[noun].done), _kind_said(task, noun))
    return redirect(back or _after(task_id, noun))


@bp.get("/tasks/<int:task_id>/alike")
def candidates(task_id: int) -> ResponseReturnValue:
    rights = viewer().rights
    task = queries.get(db.session(), rights, task_id)
    lifecycle.check(task, Move.MERGE, sheets.actor())
    found = alike(db.session(), rights, task, request.args.get("other", "")[:200])
    return render_template("tasks/_alike.html", found=found)


@bp.route("/tasks/<int:task_id>/submission", methods=["GET", "POST"])
def submission(task_id: int) -> ResponseReturnValue:
    task = queries.get(db.session(), viewer().rights, task_id)
    form = forms.ResultForm()
    if not form.is_submitted():
        lifecycle.check(task, Move.SUBMIT, sheets.actor())
        form.version.data = str(task.version)
        if task.submissions:
            form.begin_from(task.submissions[-1])
        return _submission_page(task, form, 200)
    if not form.validate():
        return _submission_page(task, form, 400)
    try:
        lifecycle.expect_version(task, form.version.number)
        _submit(task, form, clock.database_now(db.session()))
    except (Refused, StaleDataError) as error:
        status = forms.blame(form, error)
        back_to_reading(db.session())
        return _submission_page(queries.get(db.session(), viewer().rights, task_id), form, status)
    flash(_("Đã gửi báo cáo kết quả, chờ người giao duyệt."), _kind_said(task, SUBMISSION))
    return redirect(url_for("tasks.show", task_id=task_id))


def _done_text(task: Task, noun: str) -> str:
    """What was done to which task, where its page does not say it."""
    return f"{DOORS[noun].done} {shortened(task.content, LONGEST_SAID)}"


def _kind_said(task: Task, noun: str) -> str:
    """The kind of what is said after a door; where another leads straight back, with the way there."""
    back = WAYS_BACK.get(noun)
    return f"undo {url_for('moves.act', task_id=task.id, noun=back)} {task.version}" if back else "success"


def _go_through(task: Task, noun: str, form: forms.ActForm, now: datetime) -> None:
    with passing_doors.passed(_visit(task, now), noun, form, _folder()):
        db.session.commit()


def _submit(task: Task, form: forms.ResultForm, now: datetime) -> None:
    with passing_doors.handed_in(_visit(task, now), form, _folder()):
        db.session.commit()


def _visit(task: Task, now: datetime) -> Visit:
    return Visit(db.session(), task, sheets.actor(), now, sheets.seen_now().terms)


def _folder() -> Path:
    folder: Path = current_app.extensions["taskapp"].files_dir
    return folder


def _submission_page(task: Task, form: forms.ResultForm, status: int) -> ResponseReturnValue:
    now, news = sheets.seen_now(), _news(task, form) if status == 409 else None
    form.version.data = str(task.version) if status == 409 else form.version.data
    needs = results.needs_explanation(task, now.moment, now.terms)
    around = {**sheets.limit(task), **shares.loose_ends(task), "news": news}
    return render_template("tasks/submission.html", task=task, form=form, needs_explanation=needs, **around), status


def _again(task_id: int, noun: str, form: forms.ActForm, status: int) -> ResponseReturnValue:
    back_to_reading(db.session())
    task = queries.get(db.session(), viewer().rights, task_id)
    news = _news(task, form)  # before the sheet gives the form the version of now
    sheet = sheets.sheet(db.session(), viewer(), task, (noun, form))
    return render_template("tasks/show.html", news=news, **sheet), status


def _news(task: Task, form: forms.ActForm) -> Sequence[live.News]:
    """What others did since the page of a form was drawn, to stand beside what was typed in it."""
    return live.since(task.id, form.version.number) if form.version.number < task.version else []


def _after(task_id: int, noun: str) -> str:
    return url_for("tasks.index", view="drafts") if noun == "discard" else url_for("tasks.show", task_id=task_id)
