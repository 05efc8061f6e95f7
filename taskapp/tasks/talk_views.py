"""The talk on a task over HTTP: what is said, earlier opinions, who has the task to know, names to complete."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from taskapp.base import clock
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.base.text import fold
from taskapp.people.auth import viewer
from taskapp.tasks import followers, queries, sheets, talk, talk_doors, talk_sheets
from taskapp.tasks.forms import blame
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import Comment
from taskapp.tasks.talk_forms import CommentForm, FollowersForm, offer

bp = Blueprint("talk", __name__)
COMPLETIONS = 8


@bp.post("/tasks/<int:task_id>/comments")
def say(task_id: int) -> ResponseReturnValue:
    task, form = _task(task_id), CommentForm()
    talk.check_speaker(task, sheets.actor())
    if not form.validate():
        return _again(task_id, form, 400)
    try:
        said = _say(task, form, clock.database_now(db.session()))
    except Refused as error:
        back_to_reading(db.session())
        return _again(task_id, form, blame(form, error))
    flash(_("Đã gửi ý kiến chỉ đạo.") if form.directing.data else _("Đã gửi ý kiến."), "success")
    if nobody := talk.named_in_vain(said) if said else []:
        flash(_("Trong cơ quan không có ai là %(names)s, nên không báo cho ai.", names=", ".join(nobody)), "warning")
    return redirect(url_for("tasks.show", task_id=task_id, _anchor=f"comment-{said.id}" if said else "talk"))


@bp.get("/tasks/<int:task_id>/comments")
def earlier(task_id: int) -> ResponseReturnValue:
    task = _task(task_id)
    lines, mark = talk_sheets.page_of(db.session(), task, request.args.get("mark"))
    template = "tasks/_comments.html" if request.headers.get("HX-Request") else "tasks/comments.html"
    return render_template(template, task=task, lines=lines, earlier=mark)


@bp.get("/tasks/<int:task_id>/people")
def everybody(task_id: int) -> ResponseReturnValue:
    task, form = _task(task_id), CommentForm(formdata=None)
    talk.check_speaker(task, sheets.actor())
    talk_sheets.prepare(db.session(), form, task, with_people=True)
    return render_template("tasks/_people.html", form=form, task=task)


@bp.get("/tasks/<int:task_id>/names")
def names(task_id: int) -> ResponseReturnValue:
    task = _task(task_id)
    talk.check_speaker(task, sheets.actor())
    query = talk.called(task.committee_id, request.args.get("q", "")[:100])
    persons = db.session.scalars(query.limit(COMPLETIONS)).all()
    bearers = Counter(fold(person.full_name) for person in persons)
    return render_template("tasks/_names.html", persons=persons, bearers=bearers, fold=fold)


@bp.route("/tasks/<int:task_id>/followers", methods=["GET", "POST"])
def add_followers(task_id: int) -> ResponseReturnValue:
    task, form = _task(task_id), FollowersForm()
    followers.check_adding(db.session(), task, sheets.actor())
    offer(form.know, talk_sheets.everybody(db.session(), task.committee_id))
    if not form.is_submitted() or not form.validate():
        return render_template("tasks/followers.html", task=task, form=form), 400 if form.is_submitted() else 200
    persons = talk.persons(db.session(), task.committee_id, form.know.data or ())
    now = clock.database_now(db.session())
    added = followers.add(db.session(), task, persons, by=sheets.actor(), now=now)
    db.session.commit()
    flash(_("Đã thêm %(count)s người để biết.", count=len(added)), "success")
    return redirect(url_for("tasks.show", task_id=task_id, _anchor="followers"))


@bp.post("/tasks/<int:task_id>/followers/<int:person_id>/removal")
def remove_follower(task_id: int, person_id: int) -> ResponseReturnValue:
    task = _task(task_id)
    followers.remove(db.session(), task, person_id, by=sheets.actor())
    db.session.commit()
    flash(_("Đã bỏ khỏi mục để biết."), "success")
    if not queries.sees(db.session(), viewer().rights, task_id):
        return redirect(url_for("tasks.home"))  # what one only had to know, one no longer sees
    return redirect(url_for("tasks.show", task_id=task_id, _anchor="followers"))


@bp.post("/tasks/<int:task_id>/following")
def follow(task_id: int) -> ResponseReturnValue:
    task = _task(task_id)
    followers.follow(db.session(), task, by=sheets.actor(), now=clock.database_now(db.session()))
    db.session.commit()
    flash(_("Anh/chị sẽ nhận tin về việc này."), "success")
    return redirect(url_for("tasks.show", task_id=task_id, _anchor="followers"))


def _task(task_id: int) -> Task:
    return queries.get(db.session(), viewer().rights, task_id)


def _say(task: Task, form: CommentForm, now: datetime) -> Comment | None:
    """Say it; None when this very form has been taken before."""
    session, by, folder = db.session(), sheets.actor(), current_app.extensions["taskapp"].files_dir
    once = talk.once_key(form.once.data or "", form.text.data or "")
    if talk.said_before(session, task, once, by):
        return None
    try:
        with talk_doors.spoken(session, task, form, folder, by=by, now=now) as comment:
            session.commit()
            return comment
    except IntegrityError:  # the same form at the same moment: the other one was quicker
        back_to_reading(session)
        if not talk.said_before(session, task, once, by):
            raise
        return None


def _again(task_id: int, form: CommentForm, status: int) -> ResponseReturnValue:
    task = _task(task_id)
    sheet = sheets.sheet(db.session(), viewer(), task)
    kept = talk_sheets.talk_of(db.session(), viewer(), task, form)
    return render_template("tasks/show.html", **(sheet | {"talk": kept})), status
