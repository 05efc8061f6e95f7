"""Everything that the page of a task offers: an operation for each of its doors, with the door's own form."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app

from taskapp.api import shapes, versions
from taskapp.api.bodies import read_form
from taskapp.api.operations import PREFIX, Operation, kept, operation, told
from taskapp.api.task_sheets import read_task, whole
from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.i18n import _l
from taskapp.people.scopes import Scope
from taskapp.tasks import passing_doors, sheets
from taskapp.tasks.door_sheets import DOORS, SUBMISSION
from taskapp.tasks.doors import Door, Visit
from taskapp.tasks.forms import ActForm, ResultForm
from taskapp.tasks.models import Task
from taskapp.tasks.states import Change, Move

bp = Blueprint("api_moves", __name__, url_prefix=PREFIX)
ONE = "/tasks/<int:task_id>"
DISCARD = "discard"  # after which there is nothing left to tell of

# What those do who assign and who do the work. Every other door decides something, and asks for more of a token.
DOING = frozenset(
    {
        Move.ISSUE,
        Move.ACCEPT,
        Move.DECLINE,
        Move.TAKE_BACK_DECLINE,
        Move.SUBMIT,
        Move.RECALL,
        Change.NAME_OFFICER,
        Change.PROGRESS,
        Change.ASK_EXTENSION,
        Change.EXPLAIN,
        Change.DISPUTE,
    }
)
Passing = Callable[[Visit, Any, Path], AbstractContextManager[None]]


def scope_of(door: Door) -> Scope:
    """What a token must have been made for to go through the door."""
    return Scope.TASKS if door.action is None or door.action in DOING else Scope.DECIDE


def _pass(task_id: int, kind: type[ActForm], passing: Passing, *, is_left: bool = True) -> Response:
    task = read_task(task_id)
    versions.expect_seen(task)
    form, now = read_form(kind), clock.database_now(db.session())
    visit = Visit(db.session(), task, sheets.actor(), now, sheets.seen_now().terms)
    with passing(visit, form, current_app.extensions["taskapp"].files_dir):
        db.session.flush()
        answer = kept(_told(task) if is_left else told(None))
        db.session.commit()
    return answer


def _told(task: Task) -> Response:
    db.session.expire(task)  # what hangs on it may have changed with it
    return told(whole(task), headers=versions.etag(task))


def _declare(noun: str, door: Door) -> None:
    is_left = noun != DISCARD

    def passing(visit: Visit, form: ActForm, folder: Path) -> AbstractContextManager[None]:
        return passing_doors.passed(visit, noun, form, folder)

    declared = Operation(
        "POST",
        f"{ONE}/{noun}",
        noun.replace("-", "_"),
        door.label,
        scope_of(door),
        shapes.Task if is_left else None,
        form=door.form,
        status=200 if is_left else 204,
        is_versioned=True,
        tag="moves",
    )
    operation(bp, declared)(partial(_pass, kind=door.form, passing=passing, is_left=is_left))


for _noun, _door in DOORS.items():
    _declare(_noun, _door)


@operation(
    bp,
    Operation(
        "POST",
        f"{ONE}/{SUBMISSION}",
        SUBMISSION,
        _l("Báo cáo kết quả, kèm minh chứng"),
        Scope.TASKS,
        shapes.Task,
        form=ResultForm,
        is_versioned=True,
        tag="moves",
    ),
)
def submit(task_id: int) -> Response:
    return _pass(task_id, ResultForm, passing_doors.handed_in)
