"""The mail that tells a person that an administrator took the second factor away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.i18n import _
from taskapp.outbox import queue
from taskapp.outbox.contract import Check, Letter
from taskapp.outbox.models import URGENT, Message
from taskapp.people.frame import Frame, written
from taskapp.people.models import Committee, Person

KIND = "factors_reset"


def put(session: Session, person: Person, *, now: datetime) -> None:
    """Owe the person the mail, when there is an address for it. Does not commit."""
    if not person.email:
        return
    queue.put(
        session,
        committee_id=person.committee_id,
        key=f"{KIND}:{person.id}:{now.isoformat()}",
        kind=KIND,
        person_id=person.id,
        to_address=person.email,
        to_name=person.full_name,
        now=now,
        rank=URGENT,
    )


def checking(base_url: str) -> Check:
    """The outbox's question about this kind of message: it always holds, for it tells of something done."""

    def check(session: Session, message: Message, _now: datetime) -> Letter:
        committee = session.get_one(Committee, message.committee_id)
        occasion = Frame(committee, session.get_one(Person, message.person_id), base_url)
        return written(
            "factors_reset",
            _("Bước xác nhận thứ hai của tài khoản Giao Việc vừa được gỡ"),
            occasion=occasion,
            when=clock.local(message.created_at, committee.timezone),
        )

    return check
