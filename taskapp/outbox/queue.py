"""Into the queue and out of it by hand: put, cancel, send again. The caller commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from taskapp.base.db import insert_into, scoped
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.outbox.channels import Channel
from taskapp.outbox.models import ORDINARY, Message, MessageAbout, MessageState

REASON_LENGTH = 500


def put(
    session: Session,
    *,
    committee_id: int,
    key: str,
    kind: str,
    person_id: int | None,
    to_address: str,
    to_name: str,
    now: datetime,
    about: Sequence[str] = (),
    not_before: datetime | None = None,
    valid_until: datetime | None = None,
    rank: int = ORDINARY,
    channel: Channel = Channel.MAIL,
) -> Message:
    """The message with this key: a new one, or the one that is already there, unchanged.

    Two callers at once get the same message: the unique key decides, not what either has read. `now`, `not_before`
    (else `now`) and `valid_until` are instants; after `valid_until` the message is cancelled instead of sent. Does not
    commit.
    """
    values = {
        "committee_id": committee_id,
        "key": key,
        "kind": kind,
        "channel": channel,
        "rank": rank,
        "person_id": person_id,
        "to_address": to_address,
        "to_name": to_name,
        "created_at": now,
        "next_try_at": not_before or now,
        "valid_until": valid_until,
        "message_id": "",
    }
    added = session.execute(
        insert_into(session, Message)
        .values(values)
        .on_conflict_do_nothing(index_elements=["committee_id", "key"])
        .returning(Message.id)
    ).scalar_one_or_none()
    message: Message = session.scalars(scoped(Message, committee_id).where(Message.key == key)).one()
    if added is not None:
        tell_about(session, message, about)
    return message


def tell_about(session: Session, message: Message, about: Sequence[str]) -> None:
    """Add to what the message is about; what it is already about stays once. Does not commit."""
    rows = [
        {"committee_id": message.committee_id, "message_id": message.id, "about": item} for item in dict.fromkeys(about)
    ]
    if rows:
        session.execute(insert_into(session, MessageAbout).on_conflict_do_nothing(), rows)


def cancel(session: Session, message: Message, *, reason: str, now: datetime) -> None:
    """Take a message that waits or is in doubt out of the queue, saying why. Raises Refused when it is neither."""
    _change(
        session,
        message,
        (MessageState.WAITING, MessageState.IN_DOUBT, MessageState.REFUSED),
        {"state": MessageState.CANCELLED, "finished_at": now, "error": reason[:REASON_LENGTH]},
    )


def send_again(session: Session, message: Message, *, reason: str, now: datetime) -> None:
    """Try a message that is in doubt, refused or waiting for its next try once more, now, with the same Message-ID.

    The waits start from the beginning and `valid_until` no longer holds: a person wants it sent. Raises Refused when
    the message is being sent, was delivered or cancelled.
    """
    _change(
        session,
        message,
        (MessageState.IN_DOUBT, MessageState.REFUSED, MessageState.WAITING),
        {
            "state": MessageState.WAITING,
            "next_try_at": now,
            "attempts": 0,
            "valid_until": None,
            "finished_at": None,
            "error": reason[:REASON_LENGTH],
        },
    )


def _change(session: Session, message: Message, states: Sequence[MessageState], values: dict[str, Any]) -> None:
    # conditional like the claim itself: a worker may have taken the message since the person's page was shown
    changed = session.execute(update(Message).where(Message.id == message.id, Message.state.in_(states)).values(values))
    if cast("CursorResult[Any]", changed).rowcount != 1:
        raise Refused(_("Thư này vừa được xử lý. Hãy tải lại trang để xem trạng thái mới."))
