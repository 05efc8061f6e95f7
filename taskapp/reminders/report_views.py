"""The page behind the link of a mail: progress or the result of one task, on a phone, without signing in.

Opening it changes nothing: scanners of mail open every link.
"""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from taskapp.base import clock
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.people.auth import public, viewer
from taskapp.reminders import report_links
from taskapp.reminders.report_links import Opened
from taskapp.tasks import changes, evidence, forms, lifecycle, lists, results, row_words, rule_settings
from taskapp.tasks.now import Now, time_class
from taskapp.tasks.states import Change, Move
from taskapp.workdays import calendars

bp = Blueprint("report_now", __name__)


@bp.get("/r/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    return _page(token, _open(token), 200)


@bp.post("/r/<token>/progress")
@public
def progress(token: str) -> ResponseReturnValue:
    opened, form = _open(token), forms.ProgressForm()
    if not form.validate():
        return _page(token, opened, 400, progress_form=form)
    try:
        _report(opened, form)
    except (Refused, StaleDataError) as error:
        status = forms.blame(form, error)
        back_to_reading(db.session())
        return _page(token, _open(token), status, progress_form=form)
    flash(_("Đã ghi tiến độ. Cảm ơn anh/chị."), "success")
    return redirect(url_for("report_now.show", token=token))


@bp.post("/r/<token>/result")
@public
def result(token: str) -> ResponseReturnValue:
    opened, form = _open(token), forms.ResultForm()
    if not form.validate():
        return _page(token, opened, 400, result_form=form)
    try:
        _hand_in(opened, form)
    except (Refused, StaleDataError) as error:
        status = forms.blame(form, error)
        back_to_reading(db.session())
        return _page(token, _open(token), status, result_form=form)
    return render_template("reminders/reported.html", task=opened.task)


@bp.post("/account/report-links/revocation")
def revoke() -> ResponseReturnValue:
    report_links.revoke(db.session(), viewer().person)
    db.session.commit()
    flash(_("Đã thu hồi mọi liên kết báo cáo trong các thư đã gửi. Thư sau này có liên kết mới."), "success")
    return redirect(url_for("account.show"))


def _open(token: str) -> Opened:
    secret = current_app.extensions["taskapp"].secret_key
    return report_links.open_link(db.session(), token, secret=secret, now=clock.now())


def _report(opened: Opened, form: forms.ProgressForm) -> None:
    lifecycle.expect_version(opened.task, form.version.number)
    now = clock.database_now(db.session())
    percent, note = form.percent.data or 0, form.note.data or ""
    changes.progress(db.session(), opened.task, percent=percent, note=note, by=opened.by, now=now)
    db.session.commit()


def _hand_in(opened: Opened, form: forms.ResultForm) -> None:
    task, folder = opened.task, current_app.extensions["taskapp"].files_dir
    lifecycle.expect_version(task, form.version.number)
    now = clock.database_now(db.session())
    uploads = [evidence.Upload(f.filename, f.stream) for f in form.attached()]
    with evidence.kept(uploads, folder, committee_id=task.committee_id, by_id=opened.person.id, now=now) as files:
        given = form.result(has_files=bool(files))
        handed_in = lifecycle.submit(db.session(), task, result=given, by=opened.by, now=now, terms=_seen(opened).terms)
        for file in files:
            file.task_id = task.id
        handed_in.files.extend(files)
        db.session.commit()


def _page(
    token: str,
    opened: Opened,
    status: int,
    *,
    progress_form: forms.ProgressForm | None = None,
    result_form: forms.ResultForm | None = None,
) -> ResponseReturnValue:
    task, seen = opened.task, _seen(opened)
    fresh = {"version": str(task.version)}
    cls = time_class(task, seen)
    return render_template(
        "reminders/report_now.html",
        token=token,
        task=task,
        person=opened.person,
        committee=opened.committee,
        progress_form=progress_form
        or forms.ProgressForm(formdata=None, data=fresh | {"percent": task.progress_percent}),
        result_form=result_form or forms.ResultForm(formdata=None, data=fresh),
        is_result_open=result_form is not None,
        may_progress=opened.may(Change.PROGRESS),
        may_submit=opened.may(Move.SUBMIT),
        needs_explanation=results.needs_explanation(task, seen.moment, seen.terms),
        kind=lists.KINDS[cls],
        due_text=row_words.due_text(task, cls, seen),
        due_note=row_words.due_note(task),
    ), status


def _seen(opened: Opened) -> Now:
    committee = opened.committee
    calendar = calendars.load(db.session(), committee.id)
    return Now(clock.now(), committee.timezone, calendar, rule_settings.of(committee))
