"""Administrators hear by mail that a webhook has stopped by itself: its receiver said 410, or its maker is gone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from taskapp.base.i18n import _
from taskapp.outbox import hooks, queue
from taskapp.outbox.contract import Cancel, Check, Letter
from taskapp.outbox.hook_models import Webhook
from taskapp.outbox.models import Message
from taskapp.people.access import idle
from taskapp.people.frame import Frame, written
from taskapp.people.models import Committee, Person

KIND = "hook_stopped"


def owe(session: Session, now: datetime) -> int:
    """Put one letter to each administrator for each stop; how many were asked for. Does not commit."""
    return sum(_owe(session, hook, now) for hook in hooks.stopped_by_itself(session))


def checking(base_url: str) -> Check:
    """The outbox's question about this kind of message: whether the webhook is still stopped."""

    def check(session: Session, message: Message, _now: datetime) -> Letter | Cancel:
        hook = session.get_one(Webhook, int(message.key.split(":")[1]))
        if hook.paused_at is None or hook.ended_at is not None:
            return Cancel(_("Webhook đã chạy lại hoặc đã bị bỏ."))
        occasion = Frame(
            session.get_one(Committee, message.committee_id), session.get_one(Person, message.person_id), base_url
        )
        subject = _("Webhook “%(name)s” đã tạm dừng", name=hook.name)
        href = f"{base_url}/admin/webhooks/{hook.id}"
        return written("hook_stopped", subject, occasion=occasion, hook=hook, href=href)

    return check


def _owe(session: Session, hook: Webhook, now: datetime) -> int:
    people = session.scalars(idle.administrators(hook.committee_id)).all()
    for person in people:
        queue.put(
            session,
            committee_id=hook.committee_id,
            key=f"{KIND}:{hook.id}:{hook.paused_at:%Y%m%dT%H%M%S}:{person.id}",
            kind=KIND,
            person_id=person.id,
            to_address=person.email,
            to_name=person.full_name,
            now=now,
        )
    return len(people)
