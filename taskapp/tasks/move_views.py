"""The moves of a task over HTTP: one door a noun, all with the same manners."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.errors import Refused
from taskapp.base.i18n import _, _l
from taskapp.people.auth import viewer
from taskapp.people.local_paths import local_path
from taskapp.people.queries import get_person, get_unit
from taskapp.tasks import assigning, changes, evidence, extensions, forms, lifecycle, queries, results, sheets
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor
from taskapp.tasks.states import Move

bp = Blueprint("moves", __name__)


@dataclass(frozen=True)
class Door:
    """What a noun does, and what is said afterwards."""

    do: Callable[[Task, Any, Actor, datetime], None]
    done: Any


def _lead(task: Task, form: forms.ReassignForm, by: Actor, now: datetime) -> None:
    lead = get_unit(db.session(), task.committee_id, form.lead.data or 0)
    lifecycle.reassign(db.session(), task, lead=lead, reason=form.reason.data or "", by=by, now=now)


def _officer(task: Task, form: forms.OfficerForm, by: Actor, now: datetime) -> None:
    officer = get_person(db.session(), task.committee_id, form.officer.data or 0)
    changes.name_officer(db.session(), task, officer=officer, by=by, now=now)


def _progress(task: Task, form: forms.ProgressForm, by: Actor, now: datetime) -> None:
    note, percent = form.note.data or "", form.percent.data or 0
    changes.progress(db.session(), task, percent=percent, note=note, by=by, now=now)


def _decline(task: Task, form: forms.ReasonForm, by: Actor, now: datetime) -> None:
    terms = sheets.seen_now().terms
    lifecycle.decline(db.session(), task, reason=form.reason.data or "", by=by, now=now, terms=terms)


def _return(task: Task, form: forms.ReasonForm, by: Actor, now: datetime) -> None:
    terms = sheets.seen_now().terms
    lifecycle.send_back(db.session(), task, reason=form.reason.data or "", by=by, now=now, terms=terms)


def _extension(task: Task, form: forms.ExtendForm, by: Actor, now: datetime) -> None:
    limit, reason = form.limit(), form.reason.data or ""
    extensions.extend(db.session(), task, limit=limit, reason=reason, by=by, now=now, terms=sheets.seen_now().terms)


def _with_reason(verb: Callable[..., None]) -> Callable[[Task, forms.ReasonForm, Actor, datetime], None]:
    return lambda task, form, by, now: verb(db.session(), task, reason=form.reason.data or "", by=by, now=now)


def _plain(verb: Callable[..., None]) -> Callable[[Task, forms.ActForm, Actor, datetime], None]:
    return lambda task, _form, by, now: verb(db.session(), task, by=by, now=now)


DOORS: dict[str, Door] = {
    "issue": Door(_plain(lifecycle.issue), _l("Đã giao việc.")),
    "discard": Door(_plain(assigning.discard), _l("Đã bỏ dự thảo.")),
    "acceptance": Door(_plain(lifecycle.accept), _l("Đã tiếp nhận nhiệm vụ.")),
    "refusal": Door(
        _decline,
        _l("Đã gửi đề nghị chuyển đơn vị khác. Thời hạn vẫn tính."),
    ),
    "refusal-answer": Door(_with_reason(lifecycle.refuse_decline), _l("Đã giữ nguyên đơn vị chủ trì.")),
    "lead": Door(_lead, _l("Đã chuyển đơn vị chủ trì.")),
    "officer": Door(_officer, _l("Đã phân công người xử lý.")),
    "progress": Door(_progress, _l("Đã cập nhật tiến độ.")),
    "recall": Door(_plain(lifecycle.recall), _l("Đã rút lại báo cáo.")),
    "approval": Door(
        lambda task, form, by, now: lifecycle.approve(db.session(), task, note=form.note.data or "", by=by, now=now),
        _l("Đã duyệt kết quả."),
    ),
    "return": Door(_return, _l("Đã trả lại để thực hiện tiếp, thời hạn giữ nguyên.")),
    "withdrawal": Door(_with_reason(lifecycle.withdraw), _l("Đã thu hồi nhiệm vụ.")),
    "reopening": Door(_with_reason(lifecycle.reopen), _l("Đã mở lại nhiệm vụ, thời hạn giữ nguyên.")),
    "extension": Door(_extension, _l("Đã gia hạn.")),
    "star": Door(
        lambda task, _form, by, now: changes.star(db.session(), task, starred=not task.starred, by=by, now=now),
        _l("Đã cập nhật dấu sao."),
    ),
}


@bp.post(f"/tasks/<int:task_id>/<any({', '.join(repr(noun) for noun in DOORS)}):noun>")
def act(task_id: int, noun: str) -> ResponseReturnValue:
    task = queries.get(db.session(), viewer().rights, task_id)
    form = sheets.FORMS[noun]()
    if not form.validate():
        return _again(task_id, noun, form, 400)
    try:
        lifecycle.expect_version(task, form.seen_version())
        by = sheets.acting(task, sheets.ACTIONS[noun]) if noun in sheets.ACTIONS else sheets.actor()
        DOORS[noun].do(task, form, by, clock.database_now(db.session()))
        db.session.commit()
    except (Refused, StaleDataError) as error:
        return _again(task_id, noun, form, forms.blame(form, error))
    flash(str(DOORS[noun].done), "success")
    return redirect(local_path(form.next.data or "") or _after(task_id, noun))


@bp.route("/tasks/<int:task_id>/submission", methods=["GET", "POST"])
def submission(task_id: int) -> ResponseReturnValue:
    task = queries.get(db.session(), viewer().rights, task_id)
    form = forms.ResultForm()
    if not form.is_submitted():
        lifecycle.check(task, Move.SUBMIT, sheets.actor())
        form.version.data = str(task.version)
        return _submission_page(task, form, 200)
    if not form.validate():
        return _submission_page(task, form, 400)
    try:
        lifecycle.expect_version(task, form.seen_version())
        _submit(task, form, clock.database_now(db.session()))
    except (Refused, StaleDataError) as error:
        status = forms.blame(form, error)
        db.session.rollback()
        return _submission_page(queries.get(db.session(), viewer().rights, task_id), form, status)
    flash(_("Đã gửi báo cáo kết quả, chờ người giao duyệt."), "success")
    return redirect(url_for("tasks.show", task_id=task_id))


def _submit(task: Task, form: forms.ResultForm, now: datetime) -> None:
    by, folder = sheets.acting(task, Move.SUBMIT), current_app.extensions["taskapp"].files_dir
    uploads = [evidence.Upload(f.filename, f.stream) for f in form.attached()]
    with evidence.kept(uploads, folder, committee_id=task.committee_id, by_id=by.person_id, now=now) as files:
        result = form.result(has_files=bool(files))
        handed_in = lifecycle.submit(db.session(), task, result=result, by=by, now=now, terms=sheets.seen_now().terms)
        for file in files:
            file.task_id = task.id
        handed_in.files.extend(files)
        db.session.commit()


def _submission_page(task: Task, form: forms.ResultForm, status: int) -> ResponseReturnValue:
    now = sheets.seen_now()
    form.version.data = str(task.version) if status == 409 else form.version.data
    needs = results.needs_explanation(task, now.moment, now.terms)
    page = render_template("tasks/submission.html", task=task, form=form, needs_explanation=needs, **sheets.limit(task))
    return page, status


def _again(task_id: int, noun: str, form: forms.ActForm, status: int) -> ResponseReturnValue:
    db.session.rollback()
    task = queries.get(db.session(), viewer().rights, task_id)
    return render_template("tasks/show.html", **sheets.sheet(db.session(), viewer(), task, (noun, form))), status


def _after(task_id: int, noun: str) -> str:
    return url_for("tasks.index", view="drafts") if noun == "discard" else url_for("tasks.show", task_id=task_id)
