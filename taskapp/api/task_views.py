"""Tasks: lists, one of them, its record, results and reminders; assigning."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from taskapp.api import office_shapes, shapes, telling, versions
from taskapp.api.bodies import read_form, read_query
from taskapp.api.operations import FILE, PREFIX, Decorator, Operation, kept, operation, told
from taskapp.api.questions import NewTaskQuestion, Paged, TaskQuestion, said
from taskapp.api.task_sheets import read_task, whole
from taskapp.base import clock, paging
from taskapp.base.db import db
from taskapp.base.errors import Forbidden
from taskapp.base.i18n import _, _l
from taskapp.people.auth import viewer
from taskapp.people.scopes import Scope
from taskapp.reminders import queries as reminder_queries
from taskapp.tasks import assign_sheets, file_sheets, forms, permissions, queries, sheets
from taskapp.tasks.worktypes import filling_forms as filling
from taskapp.tasks.worktypes.filling_forms import Choice

bp = Blueprint("api_tasks", __name__, url_prefix=PREFIX)
ONE = "/tasks/<int:task_id>"


def _read(rule: str, name: str, summary: Any, answer: Any, query: Any = None) -> Decorator:
    return operation(bp, Operation("GET", rule, name, summary, Scope.READ, answer, query, tag="tasks"))


@_read("/tasks", "list", _l("Danh sách nhiệm vụ, lọc như trên trang"), shapes.TaskPage, TaskQuestion)
def index() -> Any:
    asked, now = read_query(TaskQuestion), sheets.seen_now()
    page = sheets.page(asked.view, asked.filters, said(asked.cursor), asked.limit)
    return shapes.TaskPage([telling.item(task, now) for task in page.rows], page.next_mark)


@_read(ONE, "read", _l("Một nhiệm vụ, các giấy tờ của nó và việc được làm lúc này"), shapes.Task)
def show(task_id: int) -> Any:
    task = read_task(task_id)
    return told(whole(task), headers=versions.etag(task))


@_read(f"{ONE}/events", "events", _l("Nhật ký của nhiệm vụ"), shapes.Events)
def events(task_id: int) -> Any:
    task = read_task(task_id)
    story = db.session.scalars(queries.story(task.committee_id, task.id))
    return shapes.Events([telling.event(row) for row in story])


@_read(f"{ONE}/submissions", "submissions", _l("Các lần nộp kết quả và minh chứng"), shapes.Submissions)
def submissions(task_id: int) -> Any:
    return shapes.Submissions([telling.submission(row) for row in read_task(task_id).submissions])


@_read(f"{ONE}/reminders", "reminders", _l("Lời nhắc về nhiệm vụ"), office_shapes.ReminderPage, Paged)
def reminders(task_id: int) -> Any:
    task, asked = read_task(task_id), read_query(Paged)
    query = reminder_queries.of_task(task.committee_id, task.id)
    page = paging.page(db.session(), query, reminder_queries.NEWEST, said(asked.cursor), asked.limit)
    return office_shapes.ReminderPage([telling.reminder(row) for row in page.rows], page.next_mark)


@operation(bp, Operation("GET", "/files/<int:file_id>", "file", _l("Tải một tệp"), Scope.READ, FILE, tag="tasks"))
def download(file_id: int) -> Response:
    return file_sheets.sent(queries.get_file(db.session(), viewer().rights, file_id))


@operation(
    bp,
    Operation(
        "POST",
        "/tasks",
        "assign",
        _l("Giao việc: mỗi đơn vị chủ trì một nhiệm vụ"),
        Scope.TASKS,
        shapes.Assigned,
        NewTaskQuestion,
        forms.AssignForm,
        status=201,
        tag="tasks",
    ),
)
def assign() -> Response:
    who, asked = viewer(), read_query(NewTaskQuestion)
    if not permissions.may_draft(who.rights):
        raise Forbidden(_("Anh/chị không có quyền giao việc."))
    units, now = assign_sheets.units_of_today(db.session(), who), clock.database_now(db.session())
    chosen: list[Choice] = []
    form = read_form(forms.AssignForm, lambda form: chosen.append(_offer(form, units)))
    receipt, session = chosen[0].receipt, db.session()
    tasks = assign_sheets.written_down(session, form, units, receipt, who, issue=not asked.draft, now=now)
    db.session.flush()
    answer = kept(told(shapes.Assigned([whole(task) for task in tasks]), 201, _place([task.id for task in tasks])))
    db.session.commit()
    return answer


def _offer(form: forms.AssignForm, units: dict[int, Any]) -> Choice:
    """What can be chosen; of work of a type what it offers where nothing was sent. Raises BadInput."""
    who, now = viewer(), sheets.seen_now()
    assign_sheets.offer(db.session(), form, units, who)
    found = filling.choice(db.session(), form, who.committee.id, now)
    if found.problem:
        raise found.problem
    if found.receipt:
        filling.fill(db.session(), form, found, who.committee.id, now)
    return found


def _place(ids: list[int]) -> dict[str, str]:
    """Where the task can be read, when there is one."""
    return {"Location": f"{PREFIX}/tasks/{ids[0]}"} if len(ids) == 1 else {}
