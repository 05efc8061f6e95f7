"""Mails that came back, taken from a Maildir into which the mail server delivers the sender's box."""

from __future__ import annotations

import logging
import mailbox
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, update
from sqlalchemy.orm import Session, defer

from taskapp.base.db import scoped, unscoped
from taskapp.outbox.channels import Channel
from taskapp.outbox.models import Message, MessageState
from taskapp.outbox.reports import read

log = logging.getLogger("taskapp.outbox")
AT_ONCE = 200  # mails of one round


def take_in(session: Session, folder: Path, secret: str, now: datetime) -> int:
    """Note what the new mails of the Maildir report; how many concerned messages of ours. Commits before it marks them.

    A mail is marked as seen once its report stands in the database: after a crash it is read again, to the same end.
    """
    if not (folder / "new").is_dir():
        log.warning("there is no Maildir at %s", folder)
        return 0
    box = mailbox.Maildir(folder, create=False)
    noted, read_now = 0, []
    for key in sorted(key for key in box.keys() if (folder / "new" / key).exists())[:AT_ONCE]:  # noqa: SIM118 - a Maildir is no dict
        report = read((folder / "new" / key).read_bytes(), secret)
        if report is not None and report.is_final:
            returned = update(Message).where(Message.id == report.message_id, Message.returned_at.is_(None))
            session.execute(returned.values(returned_at=now, return_reason=report.reason))
            noted += 1
        read_now.append(key)
    session.commit()
    for key in read_now:
        seen = box[key]
        seen.set_subdir("cur")
        seen.add_flag("S")
        box[key] = seen
    return noted


def failing_addresses(session: Session, committee_id: int, addresses: Iterable[str]) -> dict[str, Message]:
    """Of these addresses those whose newest mail was refused for good or came back, with that mail."""
    wanted = sorted({address.lower() for address in addresses if address})
    final = (MessageState.DELIVERED, MessageState.REFUSED)
    address = func.lower(Message.to_address)
    newest = (
        scoped(Message, committee_id, func.max(Message.id))
        .where(Message.channel == Channel.MAIL, address.in_(wanted), Message.state.in_(final))
        .group_by(address)
    )
    query = unscoped(Message).where(Message.id.in_(newest)).options(defer(Message.content))
    failed = (m for m in session.scalars(query) if m.returned_at is not None or m.state is MessageState.REFUSED)
    return {message.to_address.lower(): message for message in failed}
