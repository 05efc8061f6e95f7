"""Where persons are reached besides mail: added, confirmed with a code sent there, ended. The caller commits."""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, defer

from taskapp.base.db import scoped
from taskapp.base.errors import BadInput, Missing, Refused
from taskapp.base.i18n import _
from taskapp.outbox import channels, queue
from taskapp.outbox.channel_words import CHANNEL_NAMES, why_not
from taskapp.outbox.channels import BadAddress, Begun, Channel
from taskapp.outbox.contract import CODE, TEST
from taskapp.outbox.models import URGENT, ChannelAddress, Message, MessageState

CODE_HOLDS = timedelta(hours=1)
DAY = timedelta(days=1)
ADDED_A_DAY = 5  # each sends a code somewhere
WRONG_CODES = 5


class Owner(NamedTuple):
    """Whose channel it is; `name` as messages carry it."""

    committee_id: int
    person_id: int
    name: str


class Trouble(NamedTuple):
    """Why a message has not arrived, "" when it has; and whether it is tried again by itself."""

    reason: str
    is_tried_again: bool


def current(session: Session, committee_id: int, person_id: int) -> Sequence[ChannelAddress]:
    """The person's addresses that have not ended, confirmed or not."""
    query = scoped(ChannelAddress, committee_id).where(
        ChannelAddress.person_id == person_id, ChannelAddress.ended_at.is_(None)
    )
    return session.scalars(query.order_by(ChannelAddress.id)).all()


def get(session: Session, owner: Owner, address_id: int) -> ChannelAddress:
    """One of the person's own that has not ended, held until the transaction ends. Raises Missing."""
    query = scoped(ChannelAddress, owner.committee_id).where(
        ChannelAddress.id == address_id,
        ChannelAddress.person_id == owner.person_id,
        ChannelAddress.ended_at.is_(None),
    )
    found: ChannelAddress | None = session.scalars(query.with_for_update()).one_or_none()
    if found is None:
        raise Missing(_("Kênh này không còn. Hãy tải lại trang Kênh nhận tin."))
    return found


def begun(session: Session, committee_id: int) -> Mapping[int, Sequence[Begun]]:
    """The confirmed channels of everybody, by person. One query."""
    columns = (ChannelAddress.person_id, ChannelAddress.channel, ChannelAddress.id, ChannelAddress.confirmed_at)
    query = scoped(ChannelAddress, committee_id, *columns).where(
        ChannelAddress.ended_at.is_(None), ChannelAddress.confirmed_at.is_not(None)
    )
    found: dict[int, list[Begun]] = defaultdict(list)
    for person_id, channel, address_id, since in session.execute(query):
        found[person_id].append(Begun(channel, str(address_id), since))
    return found


def of_message(session: Session, message: Message) -> ChannelAddress | None:
    """Where a message of a channel goes; None when the person has ended it."""
    query = scoped(ChannelAddress, message.committee_id).where(
        ChannelAddress.id == int(message.to_address),
        ChannelAddress.person_id == message.person_id,
        ChannelAddress.ended_at.is_(None),
    )
    found: ChannelAddress | None = session.scalars(query).one_or_none()
    return found


def newest_message(session: Session, address: ChannelAddress) -> Message | None:
    """The last message made for the address, without its content: how the channel fares."""
    query = scoped(Message, address.committee_id).where(
        Message.person_id == address.person_id,
        Message.channel == address.channel,
        Message.to_address == str(address.id),
    )
    found: Message | None = session.scalars(
        query.order_by(Message.id.desc()).limit(1).options(defer(Message.content))
    ).one_or_none()
    return found


def trouble(session: Session, address: ChannelAddress) -> Trouble:
    """Why the last message for the address has not arrived."""
    last = newest_message(session, address)
    is_waiting = last is not None and last.state is MessageState.WAITING and last.attempts > 0
    is_failing = is_waiting or (last is not None and last.state is MessageState.REFUSED)
    return Trouble(last.error if last is not None and is_failing else "", is_waiting)


def add(
    session: Session, owner: Owner, channel: Channel, text: str, *, allowed: Collection[str], now: datetime
) -> ChannelAddress:
    """Take an address and owe it a code; one of the same kind that was never confirmed ends. Does not commit.

    Raises BadInput for an address that must not be used, Refused when the person has one of the kind or added many.
    """
    try:
        place = channels.read(text, channel, allowed)
    except BadAddress as error:
        raise BadInput(why_not(error), field="address") from error
    _check_number(session, owner, now)
    for before in current(session, owner.committee_id, owner.person_id):
        if before.channel is channel:
            _make_room(session, before, now)
    row = ChannelAddress(
        committee_id=owner.committee_id,
        person_id=owner.person_id,
        channel=channel,
        address=text,
        host=place.name,
        added_at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:  # the same form twice at once
        raise Refused(_("Kênh này vừa được thêm. Hãy tải lại trang.")) from error
    _owe(session, owner, row, CODE, now)
    return row


def code_of(address: ChannelAddress, secret: str) -> str:
    """The six digits that are sent to the address and typed back."""
    about = f"channel-code:{address.committee_id}:{address.id}:{address.address}"
    digest = hmac.new(secret.encode(), about.encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06}"


def confirm(address: ChannelAddress, code: str, *, secret: str, now: datetime) -> bool:
    """Whether the code is right; reminders go there from now on. Wrong ones are counted, and too many end the address.

    Raises Refused when it was confirmed before or the code is too old. Does not commit.
    """
    if address.confirmed_at is not None:
        raise Refused(_("Kênh này đã được xác nhận."))
    if now >= address.added_at + CODE_HOLDS:
        raise Refused(_("Mã đã quá 1 giờ nên không dùng được nữa. Hãy gỡ kênh này rồi thêm lại để nhận mã mới."))
    if hmac.compare_digest(code.encode(), code_of(address, secret).encode()):
        address.confirmed_at = now
        return True
    address.wrong_codes += 1
    if address.wrong_codes >= WRONG_CODES:
        end(address, _("Nhập sai mã quá nhiều lần."), now)
    return False


def test(session: Session, owner: Owner, address: ChannelAddress, now: datetime) -> Message:
    """Owe the address a test, at most one a minute. Raises Refused before it is confirmed. Does not commit."""
    if address.confirmed_at is None:
        raise Refused(_("Hãy xác nhận kênh bằng mã đã gửi rồi mới gửi tin thử."))
    return _owe(session, owner, address, TEST, now)


def end(address: ChannelAddress, reason: str, now: datetime) -> None:
    """Nothing goes there any more; what still waits is cancelled when its turn comes. Does not commit."""
    address.ended_at, address.reason = now, reason


def _check_number(session: Session, owner: Owner, now: datetime) -> None:
    query = scoped(ChannelAddress, owner.committee_id, func.count()).where(
        ChannelAddress.person_id == owner.person_id,
        ChannelAddress.channel.in_(channels.TYPED),
        ChannelAddress.added_at > now - DAY,
    )
    if (session.scalar(query) or 0) >= ADDED_A_DAY:
        raise Refused(_("Mỗi ngày thêm được %(most)s kênh. Hãy thử lại vào ngày mai.", most=ADDED_A_DAY))


def _make_room(session: Session, before: ChannelAddress, now: datetime) -> None:
    if before.confirmed_at is not None:
        raise Refused(
            _("Anh/chị đã có một kênh %(kind)s. Hãy gỡ kênh đó trước.", kind=CHANNEL_NAMES[before.channel]),
            field="channel",
        )
    end(before, _("Thêm lại khi chưa xác nhận."), now)
    session.flush()


def _owe(session: Session, owner: Owner, address: ChannelAddress, kind: str, now: datetime) -> Message:
    return queue.put(
        session,
        committee_id=owner.committee_id,
        key=f"{kind}:{address.channel}:{address.id}:{now:%Y%m%dT%H%M}",
        kind=kind,
        channel=address.channel,
        person_id=owner.person_id,
        to_address=str(address.id),
        to_name=owner.name,
        now=now,
        valid_until=now + CODE_HOLDS,
        rank=URGENT,
    )
