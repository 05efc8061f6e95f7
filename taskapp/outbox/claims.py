"""Whose a message is: conditional updates with an owner, a fence that only grows, a lease by the database's clock.

A message that was claimed is lent for a short time; that of a try begins when the try does, in the update that says so.
Nothing is sent before that update found the message still ours: so whatever is taken back before it was never sent, and
cannot be sent any more by whoever had it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Row, Table, Update, bindparam, func, insert, or_, update
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import scoped, unscoped
from taskapp.base.i18n import _
from taskapp.outbox.channels import Channel
from taskapp.outbox.contract import ABOUT_MAIL
from taskapp.outbox.faults import Verdict
from taskapp.outbox.models import OPEN_HOLD, SENDING, WAITING, DeliveryTry, MailHold, Message, MessageState
from taskapp.outbox.transport import Answer
from taskapp.outbox.waits import SENT_AGAIN, SENT_AGAIN_TO_PROGRAMS

CLAIMED = timedelta(minutes=1)  # for what was claimed and not begun: checking and writing a few letters
LEASE = timedelta(minutes=15)  # for a try, from its beginning
LOST = "lost"  # outcome of a try whose worker never came back
# "fetch"ing or evaluating is for objects in the session; these rows are read again where they are needed
ROWS_ELSEWHERE = {"synchronize_session": False}

# Made once: a mail costs four of these, and making them would take longer than executing them.
_message, _try = cast("Table", Message.__table__), cast("Table", DeliveryTry.__table__)
_of_message = update(_message).where(_message.c.id == bindparam("message"))
_of_claim = _of_message.where(
    _message.c.owner == bindparam("by"), _message.c.fence == bindparam("at"), _message.c.state == MessageState.SENDING
)
_of_try = update(_try).where(
    _try.c.message_id == bindparam("message"), _try.c.fence == bindparam("at"), _try.c.ended_at.is_(None)
)
_new_try = insert(_try)


@dataclass(frozen=True)
class Claim:
    """One worker's right to one message, until `ends` of its own monotonic clock."""

    message_id: int
    owner: str
    fence: int
    ends: float

    def has_left(self, needed: timedelta) -> bool:
        """Whether the lease lasts that much longer. Only differences of one clock: a stepped clock does not matter."""
        return clock.monotonic() + needed.total_seconds() <= self.ends


def claim(
    session: Session,
    owner: str,
    *,
    due_at: datetime,
    channels: Collection[Channel] = (Channel.MAIL,),
    but: Sequence[str] = (),
    most: int = 1,
) -> list[Claim]:
    """Take at most so many messages, those of the lowest rank that are due the longest at `due_at`; none when none is.

    `channels`: on which they go; `but`: domains that are not to be written to now. The caller commits at once.
    """
    asked = clock.monotonic()  # before the database's clock is read: our own idea of the lease ends no later
    held = unscoped(MailHold.committee_id).where(OPEN_HOLD)
    # a restored database knows mails as owed that went out after the backup was made: those about the mail too
    from_backup = unscoped(MailHold.id).where(OPEN_HOLD, MailHold.committee_id == Message.committee_id)
    from_backup = from_backup.where(MailHold.backup_at.is_not(None), Message.created_at <= MailHold.held_at)
    due = (
        unscoped(Message.id)
        .where(WAITING, Message.channel.in_(channels), Message.next_try_at <= due_at)
        .where(or_(Message.kind.in_(ABOUT_MAIL), Message.committee_id.not_in(held)), ~from_backup.exists())
        .where(*(~func.lower(Message.to_address).endswith(f"@{domain}", autoescape=True) for domain in but))
        .order_by(Message.rank, Message.next_try_at, Message.id)
        .limit(most)
        .with_for_update(skip_locked=True)  # PostgreSQL; SQLite has one writer at a time
    )
    found = session.scalars(due).all()
    if not found:
        return []
    mine = (
        update(Message)
        .where(Message.id.in_(found), Message.state == MessageState.WAITING)
        .values(
            state=MessageState.SENDING,
            owner=owner,
            fence=Message.fence + 1,
            lease_until=clock.database_now(session) + CLAIMED,
        )
        .returning(Message.id, Message.fence)
    )
    fences = {row.id: row.fence for row in session.execute(mine, execution_options=ROWS_ELSEWHERE)}
    ends = asked + CLAIMED.total_seconds()
    return [Claim(number, owner, fences[number], ends) for number in found if number in fences]


def release(session: Session, claims: Sequence[Claim]) -> None:
    """Give back what was claimed and not begun: it keeps its place and has spent nothing. Does not commit."""
    for mine in claims:
        settle(session, mine, {"state": MessageState.WAITING})


def keep(session: Session, mine: Claim, values: dict[str, Any]) -> bool:
    """Write what later tries send again if the message is still ours; False, and nothing kept, if not. No commit."""
    return _changes(session, _of_claim, _ours(mine) | values)


def begin_try(session: Session, mine: Claim, committee_id: int) -> Claim | None:
    """Take the lease of a try and leave a row that says it has begun: a crash leaves it open. The claim from now on.

    None, and nothing is changed or may be sent, when the message is no longer ours. Does not commit.
    """
    asked = clock.monotonic()  # as in claim()
    now = clock.database_now(session)
    if not _changes(session, _of_claim, _ours(mine) | {"lease_until": now + LEASE}):
        return None
    row = {"message_id": mine.message_id, "fence": mine.fence, "owner": mine.owner, "started_at": now, "reply": ""}
    session.execute(_new_try, {"committee_id": committee_id, **row})
    return replace(mine, ends=asked + LEASE.total_seconds())


def settle(
    session: Session,
    mine: Claim,
    values: Mapping[str, Any],
    answer: Answer | None = None,
    now: datetime | None = None,
) -> bool:
    """Write the outcome if the message is still ours; False, and nothing changed, if it is not. Does not commit."""
    if not _changes(session, _of_claim, _ours(mine) | {"owner": None, "lease_until": None, **values}):
        return False
    if answer is not None:
        ended = {"ended_at": now, "outcome": answer.verdict.value, "code": answer.code or None, "reply": answer.reply}
        _end_try(session, mine.message_id, mine.fence, ended)
    return True


def take_back(session: Session, now: datetime) -> int:
    """Messages whose worker did not come back within the lease wait again; how many of them may have gone out.

    One whose try had begun may have been sent: it is counted, and sent once more, and after that held for a person. The
    others have spent nothing. Does not commit.
    """
    columns = (Message.id, Message.fence, Message.attempts, Message.possible_copies, Message.channel)
    overdue = unscoped(*columns).where(SENDING, Message.lease_until <= now)
    # PostgreSQL: whoever is about to begin a try has the row, or will find that it is no longer his
    rows = session.execute(overdue.with_for_update(skip_locked=True)).all()
    return sum(_take_back(session, row, now) for row in rows)


def _take_back(session: Session, row: Row[Any], now: datetime) -> bool:
    reason = _("Tiến trình gửi thư dừng đột ngột giữa chừng.")
    begun = _end_try(session, row.id, row.fence, {"ended_at": now, "outcome": LOST, "reply": reason})
    copies = row.possible_copies + begun
    held = copies > (SENT_AGAIN_TO_PROGRAMS if row.channel is Channel.HOOK else SENT_AGAIN)
    values: dict[str, Any] = {
        "state": MessageState.IN_DOUBT if held else MessageState.WAITING,
        "finished_at": now if held else None,
        "next_try_at": now,
        "attempts": row.attempts + begun,
        "possible_copies": copies,
        "error": reason,
        "owner": None,
        "lease_until": None,
    }
    return _changes(session, _of_message, {"message": row.id, **values}) and begun


def delivered_by_others(
    session: Session, committee_id: int, owner: str, *, channels: Collection[Channel], since: datetime
) -> bool:
    """Whether a process other than `owner` has delivered something of the committee in a try begun since then."""
    lately = scoped(DeliveryTry, committee_id, DeliveryTry.id).join(Message, Message.id == DeliveryTry.message_id)
    lately = lately.where(DeliveryTry.started_at >= since, Message.channel.in_(channels))
    theirs = lately.where(DeliveryTry.outcome == Verdict.DELIVERED.value, DeliveryTry.owner != owner)
    return session.scalar(theirs.limit(1)) is not None


def execute_along(session: Session, statements: Sequence[Update]) -> None:
    """What the owner of a matter wants written together with what was just kept or settled. Does not commit."""
    for statement in statements:
        session.execute(statement, execution_options=ROWS_ELSEWHERE)


def _ours(mine: Claim) -> dict[str, Any]:
    return {"message": mine.message_id, "by": mine.owner, "at": mine.fence}


def _end_try(session: Session, message_id: int, fence: int, values: dict[str, Any]) -> bool:
    return _changes(session, _of_try, {"message": message_id, "at": fence, **values})


def _changes(session: Session, statement: Update, values: Mapping[str, Any]) -> bool:
    """Whether there was such a row: the columns of `values` that the statement does not ask for are set."""
    done = session.execute(statement, values)
    return cast("CursorResult[Any]", done).rowcount == 1
