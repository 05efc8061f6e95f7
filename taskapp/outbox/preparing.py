"""Before anything is sent: ask whether each claimed message still holds, write its letter once, keep the bytes."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Update
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import reading, unscoped
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.outbox import channel_addresses, claims, hook_signing, hooks
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
SUBJECT_LENGTH = 300


@dataclass(frozen=True)
class Ready:
    """A claimed message and what is to be done with it: send it, cancel it, or settle it without a try."""

    claim: Claim
    committee_id: int
    to_address: str
    before: Standing
    what: Parcel | Cancel | Answer


@dataclass(frozen=True)
class _Draft:
    """A message that is ready once `kept` is written to its row, and `along` executed with it."""

    ready: Ready
    kept: dict[str, object]  # empty when there is nothing to keep, or it was kept before
    along: Sequence[Update]


def prepare(session: Session, checks: Checks, settings: Settings, taken: Sequence[Claim], at: datetime) -> list[Ready]:
    """What is to be done with each of the claimed messages, judged as of `at`. Commits the bytes that it keeps.

    Asking and writing letters only reads, and keeps no writer waiting; the bytes are kept in one short transaction. One
    whose letter cannot be written takes nothing from the others: they are prepared again, each by itself. Whoever slept
    past his lease, or lost a message to another worker, keeps and gets nothing of it: the other's bytes stand.
    """
    try:
        with reading():
            drafts = _drafts(session, checks, settings, taken, at)
            session.rollback()
        return _keep(session, drafts)
    except Exception as error:
        session.rollback()
        if len(taken) > 1:
            return [one for each in taken for one in prepare(session, checks, settings, [each], at)]
        return [_unready(session, taken[0], error)]


def _drafts(session: Session, checks: Checks, settings: Settings, taken: Sequence[Claim], at: datetime) -> list[_Draft]:
    messages = _messages(session, taken)
    asked, now = checks(session, messages, at), clock.database_now(session)
    found = []
    for claim, message in zip(taken, messages, strict=True):
        letter = _still_holds(session, asked[message.kind], message, at)
        what, kept = _outgoing(session, settings, message, letter, now)
        found.append(_Draft(_ready(claim, message, what), kept, letter.along))
    return found


def _keep(session: Session, drafts: Sequence[_Draft]) -> list[Ready]:
    ours = [draft.ready for draft in drafts if not draft.kept or _is_kept(session, draft)]
    if not all(draft.ready.claim.has_left(timedelta()) for draft in drafts):
        session.rollback()
        return []
    session.commit()
    return ours


def _is_kept(session: Session, draft: _Draft) -> bool:
    if not claims.keep(session, draft.ready.claim, draft.kept):
        return False
    claims.execute_along(session, draft.along)
    return True


def _messages(session: Session, taken: Sequence[Claim]) -> list[Message]:
    ids = [claim.message_id for claim in taken]
    found = session.scalars(unscoped(Message).where(Message.id.in_(ids)).execution_options(populate_existing=True))
    by_id = {message.id: message for message in found}
    return [by_id[number] for number in ids]


def _ready(claim: Claim, message: Message, what: Parcel | Cancel | Answer) -> Ready:
    return Ready(claim, message.committee_id, message.to_address, Standing.of(message), what)


def _unready(session: Session, claim: Claim, error: Exception) -> Ready:
    log.error("message %s could not be prepared", claim.message_id, exc_info=error)
    reason = _("Không soạn được thư: %(error)s", error=f"{type(error).__name__}: {error}")
    with reading():
        ready = _ready(claim, _messages(session, [claim])[0], Answer(Verdict.LATER, reply=reason))
        session.rollback()
    return ready


def _still_holds(session: Session, check: Check, message: Message, at: datetime) -> Letter | Cancel:
    if message.valid_until is not None and at >= message.valid_until:
        return Cancel(_("Quá thời điểm thư còn ý nghĩa. %(last)s", last=message.error).strip())
    return check(session, message, at)


def _outgoing(
    session: Session, settings: Settings, message: Message, letter: Letter | Cancel, now: datetime
) -> tuple[Parcel | Cancel | Answer, dict[str, object]]:
    """What goes out, and what of it is to be kept before: nothing when bytes were kept, or none can be made."""
    if isinstance(letter, Cancel):
        return letter, {}
    try:
        if message.channel is Channel.MAIL:
            return _mail(settings, message, letter, now)
    except BadSender as error:
        return Answer(Verdict.MISCONFIGURED, reply=error.reason), {}
    except Unsendable as error:
        return Answer(Verdict.REFUSED, reply=error.reason), {}
    if message.channel is Channel.HOOK:
        return _hook(session, settings, message, letter)
    return _note(session, message, letter)


def _mail(settings: Settings, message: Message, letter: Letter, now: datetime) -> tuple[Parcel, dict[str, object]]:
    content = message.content
    kept: dict[str, object] = {}
    if content is None:
        mail_from = settings.mail_from
        identity = message_id(message.committee_id, message.key, secret=settings.secret_key, mail_from=mail_from)
        who = {"mail_from": mail_from, "to_address": message.to_address, "to_name": message.to_name}
        content = render(letter, **who, identity=identity, now=now)
        kept = {"content": content, "message_id": identity, "subject": letter.subject[:SUBJECT_LENGTH]}
    return Parcel(_return_address(settings, message), message.to_address, content), kept


def _note(session: Session, message: Message, letter: Letter) -> tuple[Parcel | Cancel, dict[str, object]]:
    address = channel_addresses.of_message(session, message)
    if address is None:
        return Cancel(_("Người nhận đã gỡ kênh này.")), {}
    content = message.content
    kept: dict[str, object] = {}
    if content is None:
        content = letter.text.encode()
        kept = {"content": content, "subject": letter.subject[:SUBJECT_LENGTH]}
    return Parcel("", address.address, content, message.channel), kept


def _hook(
    session: Session, settings: Settings, message: Message, letter: Letter
) -> tuple[Parcel | Cancel, dict[str, object]]:
    hook = hooks.of_message(session, message)
    if hook is None:
        return Cancel(_("Webhook này đã bị bỏ.")), {}
    identity = hook_signing.identity(message.committee_id, message.key, message.created_at)
    content = message.content
    kept: dict[str, object] = {}
    if content is None:
        content = letter.text.encode()
        kept = {"content": content, "message_id": identity, "subject": letter.subject[:SUBJECT_LENGTH]}
    key = hook_signing.key_of(settings.secret_key, hook.salt)
    return Parcel("", hook.address, content, message.channel, identity, key), kept


def _return_address(settings: Settings, message: Message) -> str:
    """Who is told when the mail comes back: a box of its own for each message where somebody reads them."""
    address = sender(settings.mail_from).addr_spec
    return return_address(address, message.id, settings.secret_key) if settings.bounces else address
