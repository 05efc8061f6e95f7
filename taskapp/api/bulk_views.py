"""One move on many tasks, as from a list of the pages: what refuses one task leaves the others done."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, Response

from taskapp.api import shapes
from taskapp.api.bodies import read_form
from taskapp.api.forms import BULK_FORMS
from taskapp.api.move_views import scope_of
from taskapp.api.operations import PREFIX, Operation, kept, operation, told
from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.i18n import _l
from taskapp.people.auth import viewer
from taskapp.people.scopes import Scope
from taskapp.tasks import bulk, bulk_doors, sheets
from taskapp.tasks.bulk import Outcome
from taskapp.tasks.bulk_doors import Round
from taskapp.tasks.door_sheets import DOORS
from taskapp.tasks.permissions import Action
from taskapp.tasks.states import Change, Move

bp = Blueprint("api_bulk", __name__, url_prefix=PREFIX)
# Named like the door of a single task's page.
NOUNS: dict[str, tuple[Action, Any]] = {
    "acceptance": (Move.ACCEPT, _l("Tiếp nhận nhiều nhiệm vụ")),
    "officer": (Change.NAME_OFFICER, _l("Phân công nhiều nhiệm vụ cho một người")),
    "urging": (Change.URGE, _l("Đôn đốc nhiều nhiệm vụ")),
    "extension": (Change.EXTEND, _l("Gia hạn nhiều nhiệm vụ đến cùng một ngày")),
}


def _act(action: Action) -> Response:
    session, by = db.session(), sheets.actor()
    form: Any = read_form(BULK_FORMS[action])
    now = clock.database_now(session)
    deed = bulk_doors.deed_of(action, form, Round(session, viewer().committee.id, now, sheets.seen_now().terms))
    outcomes = bulk.run(session, form.chosen(), deed, by=by)
    answer = kept(told(_result(outcomes)))
    session.commit()
    return answer


def _result(outcomes: list[Outcome]) -> shapes.BulkResult:
    session = db.session()
    session.flush()
    seen = bulk.load(session, viewer().rights, [each.task_id for each in outcomes])
    versions = {task.id: task.version for task in seen.values()}
    items = [
        shapes.BulkItem(each.task_id, each.is_done, each.is_repeated, each.reason, versions.get(each.task_id))
        for each in outcomes
    ]
    return shapes.BulkResult(items)


def _declare(noun: str, action: Action, summary: Any) -> None:
    scope: Scope = scope_of(DOORS[noun])
    declared = Operation(
        "POST", f"/tasks/bulk/{noun}", noun, summary, scope, shapes.BulkResult, form=BULK_FORMS[action], tag="moves"
    )
    operation(bp, declared)(partial(_act, action))


for _noun, (_action, _summary) in NOUNS.items():
    _declare(_noun, _action, _summary)
