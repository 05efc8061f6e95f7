"""Recurring duties: the list, one with its days, writing and changing one, and what is done to its occurrences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response

from taskapp.api import duty_shapes, duty_telling, versions
from taskapp.api.bodies import read_form, read_query
from taskapp.api.forms import SkipOccurrenceForm
from taskapp.api.operations import PREFIX, Operation, kept, operation, told
from taskapp.api.questions import NewTaskQuestion
from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.errors import Forbidden, Missing, Refused
from taskapp.base.forms import Form
from taskapp.base.i18n import _, _l
from taskapp.duties import giving, keeping, queries
from taskapp.duties.duty_sheets import DutyDesk
from taskapp.duties.forms import AfterAllForm, DutyForm, DutyReasonForm
from taskapp.duties.models import Duty
from taskapp.people.auth import requires, viewer
from taskapp.people.scopes import Scope
from taskapp.tasks import permissions
from taskapp.tasks.sheets import actor, seen_now

bp = Blueprint("api_duties", __name__, url_prefix=PREFIX)
ONE = "/duties/<int:duty_id>"


def _read(rule: str, name: str, summary: Any, answer: Any) -> Operation:
    return Operation("GET", rule, name, summary, Scope.READ, answer, tag="duties")


def _act(noun: str, name: str, summary: Any, scope: Scope, form: type[Form] | None = None) -> Operation:
    return Operation("POST", f"{ONE}/{noun}", name, summary, scope, duty_shapes.Duty, form=form, tag="duties")


@operation(bp, _read("/duties", "list", _l("Các việc định kỳ"), duty_shapes.Duties))
@requires(*queries.READERS)
def index() -> Any:
    found = db.session.scalars(queries.listed(viewer().rights))
    return duty_shapes.Duties([duty_telling.item(duty) for duty in sorted(found, key=lambda duty: duty.id)])


@operation(bp, _read(ONE, "read", _l("Một việc định kỳ, các kỳ đã qua và sắp tới"), duty_shapes.Duty))
def show(duty_id: int) -> Any:
    duty = queries.get(db.session(), viewer().rights, duty_id)
    return told(duty_telling.whole(duty, seen_now()), headers=versions.etag(duty))


@operation(
    bp,
    Operation(
        "POST",
        "/duties",
        "write",
        _l("Ghi việc định kỳ: mỗi đơn vị chủ trì một việc"),
        Scope.TASKS,
        duty_shapes.Duties,
        NewTaskQuestion,
        DutyForm,
        status=201,
        tag="duties",
    ),
)
@requires(*permissions.DRAFTERS)
def write() -> Response:
    asked, (desk, now) = read_query(NewTaskQuestion), _desk(None)
    session, by, committee_id = db.session(), actor(), viewer().committee.id
    made = [keeping.write(session, wish, by=by, committee_id=committee_id, now=now) for wish in desk.wishes()]
    for duty in () if asked.draft else made:
        keeping.begin(session, duty, by=by, now=now)
    session.flush()
    place = {"Location": f"{PREFIX}/duties/{made[0].id}"} if len(made) == 1 else {}
    answer = kept(told(duty_shapes.Duties([duty_telling.item(duty) for duty in made]), 201, place))
    session.commit()
    return answer


@operation(
    bp,
    Operation(
        "POST",
        f"{ONE}/change",
        "change",
        _l("Sửa việc định kỳ; các kỳ đã giao giữ nguyên"),
        Scope.TASKS,
        duty_shapes.Duty,
        form=DutyForm,
        is_versioned=True,
        tag="duties",
    ),
)
@requires(*permissions.DRAFTERS)
def change(duty_id: int) -> Response:
    duty = queries.get(db.session(), viewer().rights, duty_id, to_change=True)
    if not keeping.may_write(viewer().rights, duty):
        raise Forbidden(_("Anh/chị không có quyền sửa việc định kỳ này."))
    versions.expect_seen(duty)
    desk, now = _desk(duty)
    wishes = desk.wishes()
    if len(wishes) > 1:
        raise Refused(_("Mỗi việc định kỳ có một đơn vị chủ trì. Hãy chọn một."), field="leads")
    keeping.change(db.session(), duty, wishes[0], seen=duty.version, by=actor(), now=now)
    return _done(duty)


@operation(bp, _act("begin", "begin", _l("Giao việc định kỳ đang là dự thảo"), Scope.TASKS))
def begin(duty_id: int) -> Response:
    return _acted(duty_id, lambda duty, now: keeping.begin(db.session(), duty, by=actor(), now=now))


@operation(bp, _act("skips", "skip", _l("Bỏ một kỳ sắp tới"), Scope.DECIDE, SkipOccurrenceForm))
def skip(duty_id: int) -> Response:
    def act(duty: Duty, now: Any) -> None:
        form, calendar = read_form(SkipOccurrenceForm), seen_now().calendar
        reason = form.reason.data or ""
        keeping.skip(db.session(), duty, form.day(), reason=reason, by=actor(), now=now, calendar=calendar)

    return _acted(duty_id, act)


@operation(bp, _act("end", "end", _l("Dừng việc định kỳ"), Scope.DECIDE, DutyReasonForm))
def end(duty_id: int) -> Response:
    return _acted(duty_id, lambda duty, now: keeping.end(db.session(), duty, reason=_reason(), by=actor(), now=now))


@operation(bp, _act("resume", "resume", _l("Cho việc định kỳ tiếp tục"), Scope.DECIDE, DutyReasonForm))
def resume(duty_id: int) -> Response:
    return _acted(duty_id, lambda duty, now: keeping.resume(db.session(), duty, reason=_reason(), by=actor(), now=now))


@operation(
    bp,
    _act("occurrences/<int:occurrence_id>/task", "give_after_all", _l("Giao bù một kỳ"), Scope.TASKS, AfterAllForm),
)
def give_after_all(duty_id: int, occurrence_id: int) -> Response:
    def act(duty: Duty, now: Any) -> None:
        one = next((each for each in duty.occurrences if each.id == occurrence_id), None)
        if one is None:
            raise Missing(_("Không có kỳ này."))
        form = read_form(AfterAllForm)
        giving.give_after_all(db.session(), one, form.due_on.data or seen_now().today, by=actor(), now=now)

    return _acted(duty_id, act)


def _desk(duty: Duty | None) -> tuple[DutyDesk, Any]:
    found: list[DutyDesk] = []
    read_form(DutyForm, lambda form: found.append(DutyDesk.of(duty, form)))
    return found[0], clock.database_now(db.session())


def _reason() -> str:
    return read_form(DutyReasonForm).reason.data or ""


def _acted(duty_id: int, act: Callable[[Duty, Any], object]) -> Response:
    duty = queries.get(db.session(), viewer().rights, duty_id, to_change=True)
    act(duty, clock.database_now(db.session()))
    return _done(duty)


def _done(duty: Duty) -> Response:
    session = db.session()
    session.flush()
    session.expire_all()
    found = queries.get(session, viewer().rights, duty.id)
    answer = kept(told(duty_telling.whole(found, seen_now()), headers=versions.etag(found)))
    session.commit()
    return answer
