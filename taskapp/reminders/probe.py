"""A test mail to oneself: the same way as every other mail, so that it shows where that way ends."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from taskapp.base.i18n import _
from taskapp.outbox import queue
from taskapp.outbox.channels import Channel
from taskapp.outbox.contract import TEST, Check, Letter
from taskapp.outbox.models import URGENT, Message
from taskapp.people.frame import Frame, written
from taskapp.people.models import Committee, Person
from taskapp.reminders import notes

KIND = TEST


def put(session: Session, person: Person, now: datetime) -> Message:
    """Owe the person a test mail from now on. Does not commit."""
    return queue.put(
        session,
        committee_id=person.committee_id,
        key=f"{KIND}:{person.id}:{secrets.token_hex(8)}",
        kind=KIND,
        person_id=person.id,
        to_address=person.email,
        to_name=person.full_name,
        now=now,
        rank=URGENT,
    )


def checking(base_url: str) -> Check:
    """The outbox's question about this kind of message, on whatever channel: a test always holds."""

    def check(session: Session, message: Message, _now: datetime) -> Letter:
        committee = session.get_one(Committee, message.committee_id)
        if message.channel is not Channel.MAIL:
            return notes.test(committee, base_url)
        occasion = Frame(committee, session.get_one(Person, message.person_id), base_url)
        return written("probe", _("Thư thử của hệ thống Giao Việc"), occasion=occasion)

    return check
