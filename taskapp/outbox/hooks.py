"""Webhooks: made, changed, paused, resumed, ended, and the messages to them. Functions do not commit."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, String, cast, update
from sqlalchemy.orm import Session, defer, selectinload

from taskapp.base.db import scoped, unscoped
from taskapp.base.errors import BadInput, Missing, Refused
from taskapp.base.i18n import _
from taskapp.base.settings import Network
from taskapp.outbox import hook_places, queue
from taskapp.outbox.channels import Channel
from taskapp.outbox.hook_models import Webhook
from taskapp.outbox.hook_places import BadPlace
from taskapp.outbox.hook_words import why_not
from taskapp.outbox.models import URGENT, Message

KIND, TEST = "hook", "hook_test"
MOST = 20  # of one committee
SHOWN = 30  # deliveries
REASON_LENGTH = 300


class Whose(NamedTuple):
    """Who makes a webhook."""

    committee_id: int
    person_id: int


@dataclass(frozen=True)
class Wish:
    """What a webhook is to be: `unit_id` None means all that its maker may be told of."""

    name: str
    address: str
    events: Sequence[str]
    unit_id: int | None


def make(
    session: Session, wish: Wish, whose: Whose, allowed: Collection[Network], *, seen_event_id: int, now: datetime
) -> Webhook:
    """A new webhook, told of what happens after the event of that id and `now`. Raises BadInput, Refused."""
    _check(wish, allowed)
    if len(session.scalars(of_committee(whose.committee_id)).all()) >= MOST:
        raise Refused(_("Đã có %(most)s webhook. Hãy bỏ bớt webhook không dùng.", most=MOST))
    made = Webhook(
        committee_id=whose.committee_id,
        person_id=whose.person_id,
        unit_id=wish.unit_id,
        name=wish.name,
        address=wish.address,
        events=_events(wish),
        salt=secrets.token_urlsafe(32),
        made_at=now,
        seen_event_id=seen_event_id,
        overdue_until=now,
    )
    session.add(made)
    session.flush()
    return made


def change(hook: Webhook, wish: Wish, allowed: Collection[Network]) -> None:
    """Let it be so from now on; what still waits goes to its new address. Raises BadInput."""
    _check(wish, allowed)
    hook.name, hook.address, hook.unit_id = wish.name, wish.address, wish.unit_id
    hook.events = _events(wish)


def _check(wish: Wish, allowed: Collection[Network]) -> None:
    try:
        hook_places.read(wish.address, allowed)
    except BadPlace as error:
        raise BadInput(why_not(error), field="address") from error


def _events(wish: Wish) -> str:
    return " ".join(sorted(wish.events))


def of_committee(committee_id: int) -> Select[Webhook]:
    """Those that have not ended, the oldest first."""
    return scoped(Webhook, committee_id).where(Webhook.ended_at.is_(None)).order_by(Webhook.id)


def get(session: Session, committee_id: int, hook_id: int) -> Webhook:
    """One that has not ended. Raises Missing."""
    found: Webhook | None = session.scalars(of_committee(committee_id).where(Webhook.id == hook_id)).one_or_none()
    if found is None:
        raise Missing(_("Không có webhook này, hoặc webhook đã bị bỏ."))
    return found


def is_any(session: Session) -> bool:
    """Whether an office has ever made one: else nobody need look for what is to be told."""
    return session.scalar(unscoped(Webhook.id).limit(1)) is not None


def working(session: Session) -> Sequence[Webhook]:
    """Those of all committees that are to be told now."""
    query = unscoped(Webhook).where(Webhook.ended_at.is_(None), Webhook.paused_at.is_(None))
    return session.scalars(query.order_by(Webhook.id)).all()


def paused(session: Session) -> Sequence[str]:
    """What stands after the @ of the boxes to which nothing goes now."""
    waiting = (Webhook.ended_at.is_(None), Webhook.paused_at.is_not(None))
    return session.scalars(unscoped(cast(Webhook.id, String)).where(*waiting)).all()


def stopped_by_itself(session: Session) -> Sequence[Webhook]:
    """Those of all committees that no person has paused, and that are paused."""
    query = unscoped(Webhook).where(Webhook.ended_at.is_(None), Webhook.paused_at.is_not(None))
    return session.scalars(query.where(Webhook.pause_reason != "").order_by(Webhook.id)).all()


def of_message(session: Session, message: Message) -> Webhook | None:
    """The webhook that a message goes to; None when it has ended."""
    query = of_committee(message.committee_id).where(Webhook.id == number_of(message.to_address))
    found: Webhook | None = session.scalars(query).one_or_none()
    return found


def number_of(box: str) -> int:
    """The id of the webhook whose box that is."""
    return int(box.rpartition("@")[2])


def pause(session: Session, committee_id: int, hook_id: int, now: datetime, reason: str = "") -> None:
    """Send nothing more there until it is resumed; what happens meanwhile is told then. `reason`: why, by itself."""
    statement = update(Webhook).where(
        Webhook.committee_id == committee_id, Webhook.id == hook_id, Webhook.paused_at.is_(None)
    )
    session.execute(statement.values(paused_at=now, pause_reason=reason[:REASON_LENGTH]))


def resume(hook: Webhook) -> None:
    """Go on where it was paused."""
    hook.paused_at, hook.pause_reason = None, ""


def new_secret(hook: Webhook) -> None:
    """Sign with another key from now on."""
    hook.salt = secrets.token_urlsafe(32)


def end(hook: Webhook, now: datetime) -> None:
    """Nothing goes there any more; what still waits is cancelled when its turn comes."""
    hook.ended_at, hook.paused_at = now, None


def owe(session: Session, hook: Webhook, key: str, now: datetime, *, kind: str = KIND) -> Message:
    """A message to the webhook, once for each key."""
    return queue.put(
        session,
        committee_id=hook.committee_id,
        key=f"{kind}:{hook.id}:{key}",
        kind=kind,
        channel=Channel.HOOK,
        person_id=None,
        to_address=hook.box,
        to_name=hook.name,
        now=now,
        rank=URGENT,
    )


def deliveries(session: Session, hook: Webhook) -> Sequence[Message]:
    """The last messages to it, the newest first, with their tries and without their content."""
    query = scoped(Message, hook.committee_id).where(Message.channel == Channel.HOOK, Message.to_address == hook.box)
    query = query.options(defer(Message.content), selectinload(Message.tries))
    return session.scalars(query.order_by(Message.id.desc()).limit(SHOWN)).all()
