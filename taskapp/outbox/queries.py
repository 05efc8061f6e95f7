"""Messages as lists: about something, to somebody, the delivery log; and what monitoring counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func
from sqlalchemy.orm import Session, defer, selectinload

from taskapp.base.db import scoped, unscoped
from taskapp.base.errors import Missing
from taskapp.base.i18n import _
from taskapp.base.paging import SIZE, Page
from taskapp.outbox.channels import Channel
from taskapp.outbox.models import WAITING, Message, MessageAbout, MessageState

PERSONAL = Message.channel != Channel.HOOK  # what waits for a webhook that is away or paused is no alarm


def about(committee_id: int, key: str) -> Select[Any]:
    """Messages about something ("task:17"), newest first, without their content."""
    carrying = scoped(MessageAbout, committee_id, MessageAbout.message_id).where(MessageAbout.about == key)
    return log(committee_id).where(Message.id.in_(carrying))


def to_person(committee_id: int, person_id: int) -> Select[Any]:
    """Mails handed over to one person, newest first, without their content."""
    handed_over = (MessageState.DELIVERED, MessageState.IN_DOUBT)
    return on(log(committee_id), Channel.MAIL).where(Message.person_id == person_id, Message.state.in_(handed_over))


def delivered(committee_id: int) -> Select[Any]:
    """Every delivered mail of the committee, newest first, without content: the demo's mailbox."""
    return on(log(committee_id, MessageState.DELIVERED), Channel.MAIL)


def log(committee_id: int, state: MessageState | None = None) -> Select[Any]:
    """The delivery log, newest first, of all messages or of those in one state; contents are not loaded."""
    query = scoped(Message, committee_id).options(defer(Message.content)).order_by(Message.id.desc())
    return query.where(Message.state == state) if state else query


def on(query: Select[Any], channel: Channel) -> Select[Any]:
    """The log narrowed to one channel."""
    return query.where(Message.channel == channel)


def of_persons(query: Select[Any], person_ids: Sequence[int]) -> Select[Any]:
    """The log narrowed to what these persons get."""
    return query.where(Message.person_id.in_(person_ids))


def made_between(query: Select[Any], begin: datetime, end: datetime) -> Select[Any]:
    """The log narrowed to messages made from `begin` on and before `end`."""
    return query.where(Message.created_at >= begin, Message.created_at < end)


def page(session: Session, query: Select[Any], mark: str | None, size: int = SIZE) -> Page:
    """One page of a query that is sorted newest first; `mark` is the next_mark of the page before."""
    if mark and mark.isascii() and mark.isdigit():
        query = query.where(Message.id < int(mark[:18]))
    rows = list(session.scalars(query.limit(size + 1)))
    return Page(rows[:size], str(rows[size - 1].id) if len(rows) > size else None)


def get(session: Session, committee_id: int, message_id: int) -> Message:
    """One message with its tries. Raises Missing."""
    query = scoped(Message, committee_id).where(Message.id == message_id).options(selectinload(Message.tries))
    found: Message | None = session.scalars(query).one_or_none()
    if found is None:
        raise Missing(_("Không có thư này, hoặc thư không gửi cho anh/chị."))
    return found


def counts(session: Session, committee_id: int | None = None) -> Mapping[MessageState, int]:
    """How many messages are in each state, of one committee or of all; read from an index alone."""
    columns = (Message.state, func.count())
    query = unscoped(*columns) if committee_id is None else scoped(Message, committee_id, *columns)
    found: dict[MessageState, int] = dict(session.execute(query.group_by(Message.state)).all())
    return {state: found.get(state, 0) for state in MessageState}


def oldest_due(session: Session) -> datetime | None:
    """Since when the message that waits the longest has been due; None when none waits."""
    moment: datetime | None = session.scalar(unscoped(func.min(Message.next_try_at)).where(WAITING, PERSONAL))
    return moment


def due(session: Session, at: datetime) -> int:
    """How many messages of all committees wait to be handed over at that instant."""
    return (
        session.scalar(unscoped(func.count()).select_from(Message).where(WAITING, PERSONAL, Message.next_try_at <= at))
        or 0
    )
