"""Before anything is sent: ask whether each claimed message still holds, write its letter once, keep the bytes."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import unscoped
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.outbox import channel_addresses
from taskapp.outbox.channels import Channel
from taskapp.outbox.claims import Claim
from taskapp.outbox.contract import Cancel, Check, Checks, Letter
from taskapp.outbox.faults import Verdict
from taskapp.outbox.models import Message
from taskapp.outbox.outcomes import Standing
from taskapp.outbox.rendering import BadSender, Unsendable, message_id, render, sender
from taskapp.outbox.reports import return_address
from taskapp.outbox.transport import Answer, Parcel

log = logging.getLogger("taskapp.outbox")


@dataclass(frozen=True)
class Ready:
    """A claimed message and what is to be done with it: send it, cancel it, or settle it without a try."""

    claim: Claim
    committee_id: int
    to_address: str
    before: Standing
    what: Parcel | Cancel | Answer


def prepare(session: Session, checks: Checks, settings: Settings, claims: Sequence[Claim], at: datetime) -> list[Ready]:
    """What is to be done with each of the claimed messages, judged as of `at`. Commits the bytes that it keeps.

    One whose letter cannot be written takes nothing from the others: they are prepared again, each by itself. Whoever
    slept past his lease keeps nothing and gets nothing: the bytes of another worker stand.
    """
    try:
        ready = _prepare(session, checks, settings, claims, at)
        if not all(claim.has_left(timedelta()) for claim in claims):
            session.rollback()
            return []
        session.commit()
    except Exception as error:
        session.rollback()
        if len(claims) > 1:
            return [one for each in claims for one in prepare(session, checks, settings, [each], at)]
        return [_unready(session, claims[0], error)]
    return ready


def _prepare(
    session: Session, checks: Checks, settings: Settings, claims: Sequence[Claim], at: datetime
) -> list[Ready]:
    messages = _messages(session, claims)
    asked, now = checks(session, messages, at), clock.database_now(session)
    found = []
    for claim, message in zip(claims, messages, strict=True):
        letter = _still_holds(session, asked[message.kind], message, at)
        found.append(_ready(claim, message, _outgoing(session, settings, message, letter, now)))
    return found


def _outgoing(
    session: Session, settings: Settings, message: Message, letter: Letter | Cancel, now: datetime
) -> Parcel | Cancel | Answer:
    if isinstance(letter, Cancel) or message.channel is Channel.MAIL:
        return letter if isinstance(letter, Cancel) else _kept(settings, message, letter, now)
    address = channel_addresses.of_message(session, message)
    if address is None:
        return Cancel(_("Người nhận đã gỡ kênh này."))
    if message.content is None:
        message.content, message.subject = letter.text.encode(), letter.subject[:300]
    return Parcel("", address.address, message.content, message.channel)


def _messages(session: Session, claims: Sequence[Claim]) -> list[Message]:
    ids = [claim.message_id for claim in claims]
    found = session.scalars(unscoped(Message).where(Message.id.in_(ids)).execution_options(populate_existing=True))
    by_id = {message.id: message for message in found}
    return [by_id[number] for number in ids]


def _ready(claim: Claim, message: Message, what: Parcel | Cancel | Answer) -> Ready:
    return Ready(claim, message.committee_id, message.to_address, Standing.of(message), what)


def _unready(session: Session, claim: Claim, error: Exception) -> Ready:
    log.error("message %s could not be prepared", claim.message_id, exc_info=error)
    reason = _("Không soạn được thư: %(error)s", error=f"{type(error).__name__}: {error}")
    return _ready(claim, _messages(session, [claim])[0], Answer(Verdict.LATER, reply=reason))


def _still_holds(session: Session, check: Check, message: Message, at: datetime) -> Letter | Cancel:
    if message.valid_until is not None and at >= message.valid_until:
        return Cancel(_("Quá thời điểm thư còn ý nghĩa. %(last)s", last=message.error).strip())
    return check(session, message, at)


def _kept(settings: Settings, message: Message, letter: Letter, now: datetime) -> Parcel | Answer:
    """What goes out: the bytes that were kept before, else those of this letter. An Answer when no mail can be made."""
    try:
        if message.content is None:
            _keep(settings, message, letter, now)
        return Parcel(_return_address(settings, message), message.to_address, message.content or b"")
    except BadSender as error:
        return Answer(Verdict.MISCONFIGURED, reply=error.reason)
    except Unsendable as error:
        return Answer(Verdict.REFUSED, reply=error.reason)


def _return_address(settings: Settings, message: Message) -> str:
    """Who is told when the mail comes back: a box of its own for each message where somebody reads them."""
    address = sender(settings.mail_from).addr_spec
    return return_address(address, message.id, settings.secret_key) if settings.bounces else address


def _keep(settings: Settings, message: Message, letter: Letter, now: datetime) -> None:
    mail_from = settings.mail_from
    identity = message_id(message.committee_id, message.key, secret=settings.secret_key, mail_from=mail_from)
    message.content = render(
        letter,
        mail_from=mail_from,
        to_address=message.to_address,
        to_name=message.to_name,
        identity=identity,
        now=now,
    )
    message.message_id = identity
    message.subject = letter.subject[:300]
