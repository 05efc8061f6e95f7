"""What the outbox asks of those whose mail it carries: one Check per kind of message. It knows nothing of tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Update
from sqlalchemy.orm import Session

from taskapp.outbox.models import Message

# Kinds that speak of the mail itself, or of a channel: they go out even while a committee's mails are held.
TEST, RECONCILIATION, CODE = "test", "reconciliation", "channel_code"
ABOUT_MAIL = (TEST, RECONCILIATION, CODE)


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter; `media_type` such as application/pdf, `params` of it such as a charset."""

    name: str
    media_type: str
    content: bytes
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Letter:
    """What one person is to read. `headers` are further header lines, none with a line break.

    On a channel besides mail the text is all that goes; the subject is for the delivery log. `along` is executed in
    the transaction that keeps the letter: never when it is not kept, nor when one had been kept before.
    """

    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    along: tuple[Update, ...] = ()


@dataclass(frozen=True)
class Cancel:
    """The matter no longer holds: the message is not sent, and the delivery log says why.

    `along` is executed in the transaction that cancels the message.
    """

    reason: str
    along: tuple[Update, ...] = ()


# Asked just before each try whether the message still holds at this instant. It only reads, so that no writer waits for
# it; what is to change in rows of its own package it gives along. Once a letter was kept, later tries send that one.
Check = Callable[[Session, Message, datetime], Letter | Cancel]

# The checks for the messages that are about to be sent, by their kind. Whoever answers may read at once what he needs
# for all of them; these checks are asked about these messages and no others.
Checks = Callable[[Session, Sequence[Message], datetime], Mapping[str, Check]]
