"""Splitting a task: pieces for officers and units below, parts for supporting units."""

from __future__ import annotations

from flask import Blueprint, Response

from taskapp.api import shapes, versions
from taskapp.api.bodies import read_form
from taskapp.api.operations import PREFIX, Operation, kept, operation, told
from taskapp.api.refusals import FieldProblem, Invalid
from taskapp.api.task_sheets import read_task, whole
from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.i18n import _l
from taskapp.people.auth import viewer
from taskapp.people.scopes import Scope
from taskapp.tasks import lifecycle, sheets, splitting_sheets
from taskapp.tasks.models import Task
from taskapp.tasks.splitting import UnfitPieces
from taskapp.tasks.splitting_forms import PartForm, SplitForm
from taskapp.tasks.states import Change

bp = Blueprint("api_splitting", __name__, url_prefix=PREFIX)


def _declared(noun: str, summary: object, form: type[SplitForm | PartForm]) -> Operation:
    rule, scope = f"/tasks/<int:task_id>/{noun}", Scope.TASKS
    return Operation(
        "POST", rule, noun, summary, scope, shapes.Task, form=form, status=201, is_versioned=True, tag="moves"
    )


@operation(bp, _declared("pieces", _l("Chia thành việc con cho công chức, đơn vị cấp dưới"), SplitForm))
def pieces(task_id: int) -> Response:
    task = _task(task_id, Change.SPLIT)
    helpers = splitting_sheets.helpers(db.session(), task)
    form = read_form(SplitForm, lambda form: form.offer(helpers, None))
    try:
        splitting_sheets.handed_out(db.session(), task, form, helpers, now=clock.database_now(db.session()))
    except UnfitPieces as error:
        raise Invalid(
            [FieldProblem(f"rows[{place}].{why.field or ''}", why.reason) for place, why in error.found]
        ) from error
    return _done(task)


@operation(bp, _declared("parts", _l("Thêm một đơn vị phối hợp"), PartForm))
def parts(task_id: int) -> Response:
    task = _task(task_id, Change.ADD_PART)
    units = splitting_sheets.units_to_bring_in(db.session(), task, viewer().rights)
    form = read_form(PartForm, lambda form: form.offer(units.values()))
    splitting_sheets.brought_in(db.session(), task, form, units, now=clock.database_now(db.session()))
    return _done(task)


def _task(task_id: int, action: Change) -> Task:
    task = read_task(task_id)
    lifecycle.check(task, action, sheets.actor())
    versions.expect_seen(task)
    return task


def _told(error: UnfitPieces) -> list[FieldProblem]:
    return [FieldProblem(f"rows[{place}].{why.field or ''}", why.reason) for place, why in error.found]


def _done(task: Task) -> Response:
    db.session.flush()
    db.session.expire(task)
    answer = kept(told(whole(task), 201, versions.etag(task)))
    db.session.commit()
    return answer
