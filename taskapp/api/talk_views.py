"""What is said about a task, and who has it to know. It is no move: no version is asked for."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app

from taskapp.api import entrance, shapes, telling
from taskapp.api.bodies import read_form, read_query
from taskapp.api.operations import PREFIX, Operation, kept, operation, told
from taskapp.api.questions import Paged, said
from taskapp.api.task_sheets import read_task
from taskapp.base import clock, paging
from taskapp.base.db import db
from taskapp.base.forms import Form
from taskapp.base.i18n import _l
from taskapp.people.scopes import Scope
from taskapp.tasks import followers, sheets, talk, talk_doors
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import Comment
from taskapp.tasks.talk_forms import CommentForm, FollowersForm

bp = Blueprint("api_talk", __name__, url_prefix=PREFIX)
ONE = "/tasks/<int:task_id>"


def _read(noun: str, summary: Any, answer: Any, query: Any = None) -> Operation:
    return Operation("GET", f"{ONE}/{noun}", f"read_{noun}", summary, Scope.READ, answer, query, tag="talk")


def _write(
    noun: str, name: str, summary: Any, answer: Any, form: type[Form] | None = None, *, status: int = 200
) -> Operation:
    rule = f"{ONE}/{noun}"
    return Operation("POST", rule, name, summary, Scope.TASKS, answer, form=form, status=status, tag="talk")


@operation(bp, _read("comments", _l("Trao đổi về nhiệm vụ, mới nhất trước"), shapes.CommentPage, Paged))
def comments(task_id: int) -> Any:
    task, asked = read_task(task_id), read_query(Paged)
    query = talk.thread(task.committee_id, task.id)
    page = paging.page(db.session(), query, (Comment.id * -1,), said(asked.cursor), asked.limit)
    return shapes.CommentPage([telling.comment(row) for row in page.rows], page.next_mark)


@operation(bp, _write("comments", "say", _l("Gửi ý kiến"), shapes.CommentItem, CommentForm, status=201))
def say(task_id: int) -> Response:
    task, session, by = read_task(task_id), db.session(), sheets.actor()
    talk.check_speaker(task, by)
    form, now = read_form(CommentForm), clock.database_now(session)
    if form.directing.data:
        entrance.check_made_for(Scope.DECIDE)
    with talk_doors.spoken(session, task, form, current_app.extensions["taskapp"].files_dir, by=by, now=now) as comment:
        session.flush()
        session.refresh(comment)
        answer = kept(told(telling.comment(comment), 201))
        session.commit()
    return answer


@operation(bp, _read("followers", _l("Ai được gửi để biết"), shapes.Followers))
def read_followers(task_id: int) -> Any:
    return _followers(read_task(task_id))


@operation(bp, _write("followers", "add_followers", _l("Gửi thêm người để biết"), shapes.Followers, FollowersForm))
def add_followers(task_id: int) -> Response:
    task, session, by = read_task(task_id), db.session(), sheets.actor()
    followers.check_adding(session, task, by)
    form = read_form(FollowersForm)
    persons = talk.persons(session, task.committee_id, form.know.data or ())
    followers.add(session, task, persons, by=by, now=clock.database_now(session))
    return _done(_followers(task))


@operation(bp, _write("following", "follow", _l("Theo dõi việc này"), shapes.Followers))
def follow(task_id: int) -> Response:
    task = read_task(task_id)
    followers.follow(db.session(), task, by=sheets.actor(), now=clock.database_now(db.session()))
    return _done(_followers(task))


@operation(
    bp,
    _write(
        "followers/<int:person_id>/removal", "remove_follower", _l("Bỏ một người khỏi mục để biết"), None, status=204
    ),
)
def remove_follower(task_id: int, person_id: int) -> Response:
    followers.remove(db.session(), read_task(task_id), person_id, by=sheets.actor())
    return _done(None)  # what one only had to know, one may no longer see


def _followers(task: Task) -> shapes.Followers:
    rows = db.session.scalars(followers.of_task(task.committee_id, task.id))
    return shapes.Followers([telling.follower(row) for row in rows])


def _done(shape: Any) -> Response:
    answer = kept(told(shape))
    db.session.commit()
    return answer
