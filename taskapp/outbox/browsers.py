"""The browsers that a person lets notify him: let in by a click, ended by him or by the service. The caller commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from taskapp.base.db import scoped, unscoped
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.outbox import channel_addresses
from taskapp.outbox.channel_addresses import Owner
from taskapp.outbox.channels import Channel
from taskapp.outbox.models import ChannelAddress, Message, MessageState
from taskapp.outbox.push import Subscription

BROWSERS = 10  # of one person at a time
LABEL_LENGTH, REASON_LENGTH = 80, 200
SHOWN_AFTER_ITS_END = timedelta(days=30)  # on pages


def current(session: Session, committee_id: int, person_id: int) -> Sequence[ChannelAddress]:
    """The person's browsers that are notified."""
    found = channel_addresses.current(session, committee_id, person_id)
    return [one for one in found if one.channel is Channel.PUSH]


def let_in(session: Session, owner: Owner, browser: Subscription, label: str, now: datetime) -> ChannelAddress:
    """Notify a browser from now on; one that is let in already stays as it is. Does not commit.

    Whoever sits before it now is the one whom it notifies: it ends for anybody else, of whatever committee. Raises
    Refused when the person has let in many.
    """
    for before in _let_in_already(session, browser):
        if before.person_id == owner.person_id:
            return before
        channel_addresses.end(before, _("Người khác bật thông báo trên trình duyệt này."), now)
    session.flush()
    if len(current(session, owner.committee_id, owner.person_id)) >= BROWSERS:
        full = _("Đã có %(most)s trình duyệt nhận thông báo. Hãy gỡ một trình duyệt không dùng nữa.", most=BROWSERS)
        raise Refused(full)
    row = ChannelAddress(
        committee_id=owner.committee_id,
        person_id=owner.person_id,
        channel=Channel.PUSH,
        address=browser.text,
        host=browser.address.name,
        label=label[:LABEL_LENGTH],
        added_at=now,
        confirmed_at=now,  # the browser has asked the person who sits before it
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:  # the same browser twice at once
        raise Refused(_("Trình duyệt này vừa được thêm. Hãy tải lại trang.")) from error
    return row


def lose(session: Session, committee_id: int, address_id: int, reason: str, now: datetime) -> None:
    """Nobody is reached there any more, says its service: it ends, for the page to show why. Does not commit."""
    statement = update(ChannelAddress).where(
        ChannelAddress.committee_id == committee_id, ChannelAddress.id == address_id, ChannelAddress.ended_at.is_(None)
    )
    session.execute(statement.values(ended_at=now, reason=reason[:REASON_LENGTH]))


def ended(session: Session, committee_id: int, person_id: int, now: datetime) -> Sequence[ChannelAddress]:
    """The person's browsers that were let in once and have ended lately, the last first."""
    query = scoped(ChannelAddress, committee_id).where(
        ChannelAddress.person_id == person_id,
        ChannelAddress.channel == Channel.PUSH,
        ChannelAddress.ended_at >= now - SHOWN_AFTER_ITS_END,
    )
    return session.scalars(query.order_by(ChannelAddress.ended_at.desc())).all()


def last_reached(session: Session, address: ChannelAddress) -> datetime | None:
    """When a message was last taken over for the address."""
    query = scoped(Message, address.committee_id, func.max(Message.finished_at)).where(
        Message.person_id == address.person_id,
        Message.channel == address.channel,
        Message.to_address == str(address.id),
        Message.state == MessageState.DELIVERED,
    )
    found: datetime | None = session.scalar(query)
    return found


def _let_in_already(session: Session, browser: Subscription) -> list[ChannelAddress]:
    query = unscoped(ChannelAddress).where(
        ChannelAddress.channel == Channel.PUSH,
        ChannelAddress.address == browser.text,
        ChannelAddress.ended_at.is_(None),
    )
    return list(session.scalars(query.with_for_update()))
