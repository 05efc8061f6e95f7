"""What happened since a webhook was last told becomes messages to it: each thing once, in the order of the record.

An event is looked at only when no earlier one can appear any more, so that none is passed over. How far a webhook has
been told moves on in the transaction that puts its messages; the key of each lets two who do it at once put one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, func, update
from sqlalchemy.orm import Session

from taskapp.api.webhooks.events import OVERDUE, word
from taskapp.base import clock
from taskapp.base.db import scoped, unscoped
from taskapp.base.i18n import _
from taskapp.outbox import hooks
from taskapp.outbox.hook_models import Webhook
from taskapp.people import unit_queries
from taskapp.people.models import Committee, Person
from taskapp.tasks.audit import sealing
from taskapp.tasks.deadlines import Moment, is_past, moment
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.queries import one_of
from taskapp.tasks.states import OPEN, LimitKind, State

MOST = 500  # events of one webhook at a time
OVERDUE_EVERY = timedelta(minutes=1)
DUE = OPEN - {State.SUBMITTED}


@dataclass(frozen=True)
class News:
    """What one webhook is to be told: keys of messages; how far it has been told then; whether it has to stop."""

    hook_id: int
    keys: Sequence[str]
    seen_before: int
    seen: int
    overdue_until: datetime
    must_stop: bool = False


def newest(session: Session) -> int:
    """The id of the newest event: what happens from now on is told."""
    return session.scalar(unscoped(func.max(TaskEvent.id))) or 0


def look(session: Session, now: datetime) -> list[News]:
    """What is to be told to which webhook. Only reads; on PostgreSQL it may wait for those who write just now."""
    working = hooks.working(session)
    top = sealing.settled(session) if working else 0
    found = (_news(session, hook, top, now) for hook in working)
    return [news for news in found if news is not None]


def put(session: Session, news: News, now: datetime) -> int:
    """Put the messages and move on; how many, 0 when another process was quicker. Does not commit."""
    hook = session.get_one(Webhook, news.hook_id)
    if news.must_stop:
        hooks.pause(session, hook.committee_id, hook.id, now, _("Tài khoản của người tạo webhook đã bị khóa."))
        return 0
    moved = update(Webhook).where(Webhook.id == hook.id, Webhook.seen_event_id == news.seen_before)
    values = {"seen_event_id": news.seen, "overdue_until": news.overdue_until}
    done = session.execute(moved.values(values), execution_options={"synchronize_session": False})
    if cast("CursorResult[Any]", done).rowcount != 1:
        return 0
    for key in news.keys:
        hooks.owe(session, hook, key, now)
    return len(news.keys)


def _news(session: Session, hook: Webhook, top: int, now: datetime) -> News | None:
    person = session.get_one(Person, hook.person_id)
    if not person.is_enabled:
        return News(hook.id, (), hook.seen_event_id, hook.seen_event_id, hook.overdue_until, must_stop=True)
    keys, seen = _happened(session, hook, top, now)
    until = hook.overdue_until
    if now - until >= OVERDUE_EVERY:
        keys, until = [*keys, *_overdue(session, hook, now)], now
    if not keys and seen == hook.seen_event_id and until == hook.overdue_until:
        return None
    return News(hook.id, keys, hook.seen_event_id, seen, until)


def _happened(session: Session, hook: Webhook, top: int, now: datetime) -> tuple[list[str], int]:
    columns = (TaskEvent.id, TaskEvent.kind, TaskEvent.lead_unit_id)
    query = scoped(TaskEvent, hook.committee_id, *columns)
    query = query.where(TaskEvent.id > hook.seen_event_id, TaskEvent.id <= top).order_by(TaskEvent.id).limit(MOST)
    rows = session.execute(query).all()
    units = _units(session, hook, now) if rows else None
    keys = [str(row.id) for row in rows if word(row.kind) in hook.wants and _is_of(row.lead_unit_id, units)]
    return keys, rows[-1].id if rows else hook.seen_event_id


def _overdue(session: Session, hook: Webhook, now: datetime) -> list[str]:
    """Open tasks without a result whose limit has passed since the webhook was last told of such."""
    if OVERDUE not in hook.wants:
        return []
    local = _local(session, hook)
    before, after = local(hook.overdue_until), local(now)
    query = scoped(Task, hook.committee_id).where(one_of(DUE), Task.limit_kind == LimitKind.DATED)
    tasks = session.scalars(query.where(Task.due_on >= before.on - timedelta(days=1), Task.due_on <= after.on)).all()
    units = _units(session, hook, now) if tasks else None
    return [
        f"overdue:{task.id}:{task.due_version}"
        for task in tasks
        if task.due_on is not None
        and _is_of(task.lead_unit_id, units)
        and is_past(Moment(task.due_on, task.due_time), after)
        and not is_past(Moment(task.due_on, task.due_time), before)
    ]


def _local(session: Session, hook: Webhook) -> Callable[[datetime], Moment]:
    zone = session.get_one(Committee, hook.committee_id).timezone
    return lambda instant: moment(clock.local(instant, zone))


def _units(session: Session, hook: Webhook, now: datetime) -> Collection[int] | None:
    if hook.unit_id is None:
        return None
    on = clock.local_day(now, session.get_one(Committee, hook.committee_id).timezone)
    return unit_queries.ids_below(session, hook.committee_id, hook.unit_id, on, now)


def _is_of(unit_id: int, units: Collection[int] | None) -> bool:
    return units is None or unit_id in units
