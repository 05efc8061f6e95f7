"""What the promise of the reminders says, held against the ledger and against the mails that arrived."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from taskapp.outbox.models import Message, MessageState
from taskapp.people.models import Committee
from taskapp.reminders import gather
from taskapp.reminders.carrying import AT_ONCE, DIGEST
from taskapp.reminders.models import Reminder, ReminderState
from taskapp.reminders.plan import plan
from tests.smtp_server import Received

LINK = re.compile(r"/tasks/(\d+)\b")
Key = tuple[int, int, str, int]


def is_kept(session: Session, received: list[Received], now: datetime) -> int:
    """Fails unless the promise was kept up to `now`; how many reminders stand in the ledger."""
    keys = Counter((one.task_id, one.due_version, one.step, one.person_id) for one in _ledger(session))
    assert not [key for key, count in keys.items() if count > 1], "a reminder stands in the ledger twice"
    assert not missing(session, now), "something is owed and not in the ledger"
    messages = {each.message_id: each for each in session.scalars(select(Message)) if each.message_id}
    ids = Counter(each.message_id for each in received)
    assert not [one for one, count in ids.items() if count > 1], "a mail arrived twice"
    delivered = {one for one, each in messages.items() if each.state is MessageState.DELIVERED}
    assert set(ids) == delivered, "what arrived is what is said to have been delivered"
    _every_reminder_has_its_mail(session, received, messages)
    return keys.total()


def missing(session: Session, now: datetime) -> list[Key]:
    """What is owed and not in the ledger."""
    there = {(one.task_id, one.due_version, one.step, one.person_id) for one in _ledger(session)}
    return [key for key in owed(session, now) if key not in there]


def owed(session: Session, now: datetime) -> set[Key]:
    """All that is owed, worked out from the beginning, whatever has been planned before."""
    committee = session.scalars(select(Committee)).one()
    setting = gather.setting(session, committee)
    return {one.key for one in plan(gather.gather(session, committee, setting, now), setting, now)}


def _every_reminder_has_its_mail(session: Session, received: list[Received], messages: dict[str, Message]) -> None:
    """A carried reminder is in one mail, that of its message, which speaks of its task and of no other."""
    carried: dict[int, set[str]] = defaultdict(set)
    for one in _ledger(session):
        if one.state is ReminderState.CARRIED:
            carried[one.message_id].add(str(one.task_id))
    for each in session.scalars(select(Message).where(Message.kind.in_((AT_ONCE, DIGEST)))):
        assert (each.id in carried) == (each.state is not MessageState.CANCELLED), f"{each.key}: {each.state}"
    for one in received:
        message = messages[one.message_id]
        assert one.recipient == message.to_address
        if message.kind in (AT_ONCE, DIGEST):
            assert told(one) == carried[message.id], f"{message.key} speaks of other tasks than it carries"


def told(received: Received) -> set[str]:
    """Of which tasks the mail speaks."""
    return set(links(received))


def links(received: Received) -> list[str]:
    """The ids of the tasks that the mail speaks of, as often as it does."""
    return LINK.findall(words(received))


def words(received: Received) -> str:
    """The mail as plain text."""
    body = received.mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def _ledger(session: Session) -> list[Reminder]:
    session.expire_all()
    return list(session.scalars(select(Reminder)))
