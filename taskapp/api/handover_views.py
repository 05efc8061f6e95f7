"""Hand-overs: what of a person's open work can go to others, the lists that were signed, making and confirming one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from taskapp.api import handover_telling, office_shapes, telling
from taskapp.api.bodies import read_form, read_query
from taskapp.api.forms import HandOverLinesForm
from taskapp.api.operations import PREFIX, Operation, kept, operation, told
from taskapp.api.questions import Paged, said
from taskapp.api.refusals import FieldProblem, Invalid
from taskapp.base import clock, paging
from taskapp.base.db import db
from taskapp.base.i18n import _l
from taskapp.people.auth import requires, viewer
from taskapp.people.rights import READERS
from taskapp.people.scopes import Scope
from taskapp.tasks import handover, handover_queries, sheets
from taskapp.tasks.paper_models import Handed, HandOver

bp = Blueprint("api_handovers", __name__, url_prefix=PREFIX)
OF_PERSON, ONE = "/people/<int:person_id>/open-work", "/handovers/<int:hand_over_id>"


def _read(rule: str, name: str, summary: Any, answer: Any, query: Any = None) -> Operation:
    return Operation("GET", rule, name, summary, Scope.READ, answer, query, tag="handovers")


@operation(bp, _read(OF_PERSON, "open_work", _l("Việc của một người có thể bàn giao"), office_shapes.OpenWork))
@requires(*handover_queries.KEEPERS)
def open_work(person_id: int) -> Any:
    session, rights, now = db.session(), viewer().rights, sheets.seen_now()
    person = handover_queries.get_person(session, rights, person_id)
    lines = [
        office_shapes.HandOverLine(handed, telling.item(task, now))
        for handed in Handed
        for task in session.scalars(handover_queries.open_work(rights, handed, person.id))
    ]
    return office_shapes.OpenWork(telling.named(person), lines)


@operation(bp, _read("/handovers", "list", _l("Các biên bản bàn giao"), office_shapes.HandOverPage, Paged))
@requires(*READERS)
def index() -> Any:
    asked, query = read_query(Paged), handover_queries.lists(viewer().rights)
    newest = ((-HandOver.id).label("newest"),)
    page = paging.page(db.session(), query, newest, said(asked.cursor), asked.limit)
    return office_shapes.HandOverPage([handover_telling.handed_over(row) for row in page.rows], page.next_mark)


@operation(bp, _read(ONE, "read", _l("Một biên bản bàn giao"), office_shapes.HandOver))
def show(hand_over_id: int) -> Any:
    return _whole(handover_queries.get(db.session(), viewer().rights, hand_over_id))


@operation(
    bp,
    Operation(
        "POST",
        "/people/<int:person_id>/handover",
        "make",
        _l("Bàn giao việc của một người: tất cả các dòng, hoặc không dòng nào"),
        Scope.DECIDE,
        office_shapes.HandOver,
        form=HandOverLinesForm,
        status=201,
        tag="handovers",
    ),
)
@requires(*handover_queries.KEEPERS)
def make(person_id: int) -> Response:
    session, rights = db.session(), viewer().rights
    person = handover_queries.get_person(session, rights, person_id)
    form = read_form(HandOverLinesForm)
    wishes, now = form.wishes(), clock.database_now(session)
    try:
        made = handover.hand_over(session, person, wishes, form.why(), by=sheets.actor(), now=now)
    except handover.LinesRefused as error:
        places = {key: place for place, key in enumerate(wishes)}
        problems = [FieldProblem(f"lines[{places[key]}]", why) for key, why in error.lines.items()]
        raise Invalid(problems) from error
    return _done(made.id, 201, {"Location": f"{PREFIX}/handovers/{made.id}"})


@operation(
    bp,
    Operation(
        "POST",
        f"{ONE}/confirmation",
        "confirm",
        _l("Xác nhận đã nhận đủ việc bàn giao"),
        Scope.TASKS,
        office_shapes.HandOver,
        tag="handovers",
    ),
)
def confirm(hand_over_id: int) -> Response:
    found = handover_queries.get(db.session(), viewer().rights, hand_over_id)
    handover.confirm(found, by=sheets.actor(), now=clock.database_now(db.session()))
    return _done(found.id)


def _done(hand_over_id: int, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    session = db.session()
    session.flush()
    session.expire_all()
    answer = kept(told(_whole(handover_queries.get(session, viewer().rights, hand_over_id)), status, headers))
    session.commit()
    return answer


def _whole(found: HandOver) -> office_shapes.HandOver:
    items = handover_queries.readable_items(db.session(), viewer().rights, found)
    return handover_telling.handed_over_whole(found, items)
