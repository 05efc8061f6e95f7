"""What a message to a webhook says, written just before its first try: no more than its maker may read then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Select
from sqlalchemy.orm import Session, joinedload

from taskapp.api import telling
from taskapp.api.shapes import EventItem
from taskapp.api.webhooks.events import OVERDUE, word
from taskapp.api.webhooks.shapes import TaskPointer, Told
from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.base.i18n import _
from taskapp.outbox import hook_signing, hooks
from taskapp.outbox.contract import Cancel, Check, Letter
from taskapp.outbox.models import Message
from taskapp.people.models import Committee, Person
from taskapp.people.queries import rights_of
from taskapp.people.rights import Rights, Role
from taskapp.tasks import queries, rule_settings
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.now import Now
from taskapp.workdays import calendars


def checks(_session: Session, _messages: Sequence[Message], _now: datetime) -> Mapping[str, Check]:
    """Who writes each kind of message to a webhook."""
    return {hooks.KIND: _happened, hooks.TEST: _test}


def _test(_session: Session, message: Message, _now: datetime) -> Letter:
    return _letter(Told(_identity(message), "test", message.created_at, None, None))


def _happened(session: Session, message: Message, now: datetime) -> Letter | Cancel:
    hook = hooks.of_message(session, message)
    if hook is None:
        return Cancel(_("Webhook này đã bị bỏ."))
    committee, person = session.get_one(Committee, hook.committee_id), session.get_one(Person, hook.person_id)
    if not person.is_enabled:
        return Cancel(_("Tài khoản của người tạo webhook đã bị khóa."))
    rights = rights_of(session, person, on=clock.local_day(now, committee.timezone))
    news = _news(session, message, committee.timezone)
    task = session.scalars(_seen(rights, news.task_id)).one_or_none()
    if task is not None:
        shown = telling.item(task, _seen_at(session, committee, now))
        return _letter(Told(_identity(message), news.event, news.at, shown, news.change))
    unit_id = session.scalar(scoped(Task, committee.id, Task.lead_unit_id).where(Task.id == news.task_id))
    if unit_id is not None and rights.over(unit_id, Role.ADMIN):
        return _letter(Told(_identity(message), news.event, news.at, _pointer(news.task_id), None))
    return Cancel(_("Người tạo webhook không được xem nhiệm vụ này."))


class _News(NamedTuple):
    """What a message is about: the task, what happened to it, when, and as the record has it."""

    task_id: int
    event: str
    at: datetime
    change: EventItem | None


def _news(session: Session, message: Message, zone: str) -> _News:
    """What the message's key means, as hooks.owe() and filling.py make it."""
    _kind, _hook, *about = message.key.split(":")
    if about[0] != "overdue":
        row = session.scalars(scoped(TaskEvent, message.committee_id).where(TaskEvent.id == int(about[0]))).one()
        return _News(row.task_id, word(row.kind), row.recorded_at, telling.event(row))
    task_id, version = int(about[1]), int(about[2])
    columns = (Task.due_on, Task.due_time)
    same = scoped(Task, message.committee_id, *columns).where(Task.id == task_id, Task.due_version == version)
    limit = session.execute(same).one_or_none()  # none: it has been moved since
    at = _end_of(limit.due_on, limit.due_time, zone) if limit else None
    return _News(task_id, OVERDUE, at or message.created_at, None)


def _end_of(due_on: date | None, due_time: time | None, zone: str) -> datetime | None:
    """The instant in which a limit has passed."""
    if due_on is None:
        return None
    local = datetime.combine(due_on, due_time) if due_time else datetime.combine(due_on, time()) + timedelta(days=1)
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _seen(rights: Rights, task_id: int) -> Select[Task]:
    query = queries.visible_to(rights).where(Task.id == task_id)
    return query.options(joinedload(Task.directive), joinedload(Task.assignee), joinedload(Task.assigner))


def _seen_at(session: Session, committee: Committee, now: datetime) -> Now:
    calendar = calendars.load(session, committee.id)
    return Now(now, committee.timezone, calendar, rule_settings.of(committee))


def _pointer(task_id: int) -> TaskPointer:
    return TaskPointer(task_id, f"/tasks/{task_id}")


def _identity(message: Message) -> str:
    return hook_signing.identity(message.committee_id, message.key, message.created_at)


def _letter(told: Told) -> Letter:
    number = f" #{told.task.id}" if told.task else ""
    return Letter(f"{told.event}{number}", msgspec.json.encode(told).decode())
