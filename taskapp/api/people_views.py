"""Who works where; the person of the token, and what he was reminded of."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g

from taskapp.api import office_shapes, shapes, telling
from taskapp.api.bodies import read_query
from taskapp.api.operations import PREFIX, Decorator, Operation, operation
from taskapp.api.questions import Paged, PersonQuestion, said
from taskapp.base import paging
from taskapp.base.db import db
from taskapp.base.errors import Missing
from taskapp.base.i18n import _, _l
from taskapp.base.text import fold
from taskapp.people import queries
from taskapp.people.auth import viewer
from taskapp.people.models import Person, Unit
from taskapp.people.scopes import Scope
from taskapp.people.token_models import ApiToken
from taskapp.reminders import queries as reminder_queries
from taskapp.tasks import sheets

bp = Blueprint("api_people", __name__, url_prefix=PREFIX)


def _read(rule: str, name: str, summary: Any, answer: Any, query: Any = None) -> Decorator:
    return operation(bp, Operation("GET", rule, name, summary, Scope.READ, answer, query, tag="people"))


@_read("/me", "me", _l("Người của mã truy cập, việc mã được làm"), office_shapes.Me)
def me() -> Any:
    person, token = viewer().person, db.session.get_one(ApiToken, g.api_token_id)
    return office_shapes.Me(
        id=person.id,
        username=person.username,
        full_name=person.full_name,
        position=person.position,
        unit=shapes.UnitRef(person.unit.id, person.unit.name),
        roles=sorted(viewer().rights.reaches),
        token=token.name,
        scopes=sorted(token.allows),
        expires_at=token.expires_at,
    )


@_read("/me/reminders", "my_reminders", _l("Những gì tôi đã được nhắc"), office_shapes.ReminderPage, Paged)
def reminders() -> Any:
    asked, who = read_query(Paged), viewer()
    query = reminder_queries.of_person(who.committee.id, who.person.id)
    page = paging.page(db.session(), query, reminder_queries.NEWEST, said(asked.cursor), asked.limit)
    return office_shapes.ReminderPage([telling.reminder(row) for row in page.rows], page.next_mark)


@_read("/people", "list_people", _l("Người đang làm việc, theo thứ tự tên"), office_shapes.PersonPage, PersonQuestion)
def people() -> Any:
    asked = read_query(PersonQuestion)
    query = queries.at_work(viewer().rights)
    for word in fold(asked.q).split()[:8]:
        query = query.where(Person.search_key.contains(word, autoescape=True))
    if unit := said(asked.unit):
        query = query.where(Person.unit_id == unit)
    page = paging.page(db.session(), query, (Person.sort_key, Person.id), said(asked.cursor), asked.limit)
    return office_shapes.PersonPage([telling.person(row) for row in page.rows], page.next_mark)


@_read("/people/<int:person_id>", "read_person", _l("Một người"), office_shapes.PersonItem)
def person(person_id: int) -> Any:
    query = queries.at_work(viewer().rights).where(Person.id == person_id)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise Missing(_("Không có người dùng này trong cơ quan của anh/chị."))
    return telling.person(found)


@_read("/units", "list_units", _l("Các đơn vị hiện nay"), office_shapes.Units)
def units() -> Any:
    found = db.session.scalars(queries.units_on(viewer().committee.id, sheets.seen_now().today))
    return office_shapes.Units([telling.unit(row) for row in found])


@_read("/units/<int:unit_id>", "read_unit", _l("Một đơn vị"), office_shapes.UnitItem)
def unit(unit_id: int) -> Any:
    query = queries.units_on(viewer().committee.id, sheets.seen_now().today).where(Unit.id == unit_id)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise Missing(_("Không có đơn vị này trong cơ quan của anh/chị."))
    return telling.unit(found)
