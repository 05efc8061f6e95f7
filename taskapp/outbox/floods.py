"""Mails that are held until a person decides: a flood before the first of it goes out, and all after a restore.

A flood comes of a wrong import, a wrong date, a wrong rule. What just happened is counted, in one planning of one
committee, against the busiest day of the week before. Mails about the mail itself go out all the same. A restored
database does not know what went out after its backup was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Select, func, update
from sqlalchemy.orm import Session

from taskapp.base.db import insert_into, scoped, unscoped
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.outbox.channels import Channel
from taskapp.outbox.models import OPEN_HOLD, HoldEnd, MailHold, Message, MessageState
from taskapp.outbox.queue import REASON_LENGTH

FLOOR = 200  # so many mails at once are never a flood
TIMES = 5  # times the busiest day
DAYS = 7
DAY = timedelta(days=1)
RESTORE = "restore"  # kind of a hold: not one of mails
OWED = (MessageState.WAITING, MessageState.SENDING)


def is_flood(made: int, usual: int) -> bool:
    """Whether `made` mails at once are far more than `usual`, the most of a day. Pure."""
    return made > max(FLOOR, TIMES * usual)


def guard(session: Session, committee_id: int, kind: str, now: datetime) -> bool:
    """Hold the committee's mails if those of this kind made at `now` are a flood; whether they are held by this.

    To be called in the transaction that made them, so that none of them is seen unheld. Does not commit.
    """
    made = _made(session, committee_id, kind, Message.created_at == now)
    if not is_flood(made, 0):
        return False
    days = [(now - (back + 1) * DAY, now - back * DAY) for back in range(DAYS)]
    counts = [
        _made(session, committee_id, kind, Message.created_at >= begin, Message.created_at < end) for begin, end in days
    ]
    usual = max(counts)
    return is_flood(made, usual) and _hold(session, committee_id, kind, now, made=made, usual=usual)


def hold_restored(session: Session, committee_ids: Iterable[int], *, backup_at: datetime, now: datetime) -> int:
    """Hold all mails of these committees after the database went back to `backup_at`; how many messages are owed.

    A flood that was being held then ends in it. Does not commit.
    """
    flooded = update(MailHold).where(OPEN_HOLD).values(decision=HoldEnd.RELEASED, ended_at=now, ended_by="")
    session.execute(flooded)
    total = 0
    for committee_id in committee_ids:
        owed = scoped(Message, committee_id, func.count()).where(Message.state.in_(OWED))
        made = session.scalar(owed) or 0
        session.add(
            MailHold(committee_id=committee_id, kind=RESTORE, made=made, usual=0, held_at=now, backup_at=backup_at)
        )
        total += made
    return total


def held(session: Session) -> frozenset[int]:
    """The committees whose mails are held."""
    return frozenset(session.scalars(unscoped(MailHold.committee_id).where(OPEN_HOLD)))


def current(session: Session, committee_id: int) -> MailHold | None:
    """The hold that lasts, if any."""
    found: MailHold | None = session.scalars(scoped(MailHold, committee_id).where(OPEN_HOLD)).one_or_none()
    return found


def history(committee_id: int) -> Select[Any]:
    """The holds that a person has ended, newest first."""
    return scoped(MailHold, committee_id).where(MailHold.ended_at.is_not(None)).order_by(MailHold.id.desc())


def flooding(hold: MailHold) -> Select[Any]:
    """The messages of the flood that still wait, those of its kind that came after it included; of a restore all."""
    waiting = scoped(Message, hold.committee_id).where(Message.state == MessageState.WAITING)
    if hold.backup_at is not None:
        return waiting
    return waiting.where(Message.kind == hold.kind, Message.created_at >= hold.held_at)


def readers(session: Session, hold: MailHold, most: int) -> Sequence[tuple[str, str, int]]:
    """Who would get the mails of the flood, and how many: name, address, count, the most first."""
    columns = (Message.to_name, Message.to_address, func.count())
    query = flooding(hold).with_only_columns(*columns).group_by(Message.to_name, Message.to_address)
    query = query.where(Message.channel == Channel.MAIL)
    rows = session.execute(query.order_by(func.count().desc(), Message.to_name).limit(most))
    return [(row[0], row[1], row[2]) for row in rows]


def size(session: Session, hold: MailHold) -> int:
    """How many mails of the flood, or since the restore, still wait."""
    query = flooding(hold).where(Message.channel == Channel.MAIL)
    return session.scalar(query.with_only_columns(func.count())) or 0


def release(session: Session, hold: MailHold, *, by_id: int, by_name: str, now: datetime) -> None:
    """Let everything go out: each mail is checked again before it does. Raises Refused when already decided."""
    _end(session, hold, {"decision": HoldEnd.RELEASED, "ended_by_id": by_id, "ended_by": by_name, "ended_at": now})


def cancel(session: Session, hold: MailHold, *, reason: str, by_id: int, by_name: str, now: datetime) -> int:
    """Cancel the flood on all channels, let the others go out; how many mails. Raises Refused when already decided."""
    values = {
        "decision": HoldEnd.CANCELLED,
        "ended_by_id": by_id,
        "ended_by": by_name,
        "ended_at": now,
        "reason": reason,
    }
    words = _("%(name)s hủy cả đợt thư: %(reason)s", name=by_name, reason=reason)[:REASON_LENGTH]
    ids = flooding(hold).with_only_columns(Message.id).scalar_subquery()
    ended = {"state": MessageState.CANCELLED, "finished_at": now, "error": words}
    # still waiting: a worker may hold one that it took before the flood was seen
    gone = update(Message).where(Message.id.in_(ids), Message.state == MessageState.WAITING).values(ended)
    gone_on = session.scalars(gone.returning(Message.channel), execution_options={"synchronize_session": False})
    count = sum(channel is Channel.MAIL for channel in gone_on)
    _end(session, hold, values | {"cancelled": count})
    return count


def _made(session: Session, committee_id: int, kind: str, *when: Any) -> int:
    query = scoped(Message, committee_id, func.count()).where(Message.kind == kind, *when)
    query = query.where(Message.channel == Channel.MAIL)
    return session.scalar(query) or 0


def _hold(session: Session, committee_id: int, kind: str, now: datetime, *, made: int, usual: int) -> bool:
    values = {"committee_id": committee_id, "kind": kind, "made": made, "usual": usual, "held_at": now}
    texts = {"ended_by": "", "reason": "", "cancelled": 0}
    new = insert_into(session, MailHold).values(values | texts).on_conflict_do_nothing().returning(MailHold.id)
    return session.execute(new).scalar_one_or_none() is not None


def _end(session: Session, hold: MailHold, values: dict[str, Any]) -> None:
    ended = update(MailHold).where(MailHold.id == hold.id, MailHold.ended_at.is_(None)).values(values)
    if cast("CursorResult[Any]", session.execute(ended)).rowcount != 1:
        raise Refused(_("Đợt thư này vừa có người quyết định. Hãy tải lại trang để xem kết quả."))
