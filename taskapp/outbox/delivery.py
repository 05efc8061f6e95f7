"""From due to settled: claim, check, keep, send, settle. Any number of processes may do this on one database.

Never two at once on one message: the claim decides. Never silently gone: every way out is a state with a reason.
A copy may go out twice when we die or lose the line between the server's yes and our own record of it; it is counted.

Messages are claimed and prepared a few at a time and sent one by one: the outcome of one and the beginning of the next
are one commit, so that never more than one message of a process lies between the server's yes and our record of it.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.settings import MailRate, Settings
from taskapp.outbox import browsers, claims, hooks, pacing, pauses
from taskapp.outbox.channels import Channel
from taskapp.outbox.claims import Claim
from taskapp.outbox.contract import Cancel, Checks
from taskapp.outbox.faults import Verdict
from taskapp.outbox.models import MessageState
from taskapp.outbox.outcomes import outcome, words
from taskapp.outbox.preparing import Ready, prepare
from taskapp.outbox.smtp import FINAL_SECONDS
from taskapp.outbox.transport import Answer, Parcel, Transport

log = logging.getLogger("taskapp.outbox")

ROUND_SECONDS = 30.0  # a round ends by itself, so that the scheduler's heartbeat shows that it lives
# Whoever cannot wait for the server's answer within the lease does not finish: another worker would send it again.
NEEDED_AFTER_DOT = timedelta(seconds=FINAL_SECONDS + 30)
MOST_AT_A_TIME = 32
BRISK = 1.0  # seconds in which a batch should be done: nothing is sent long after it was checked
STALE = 2.0  # seconds after which what was checked and not yet begun goes back, to be checked again
LATELY = timedelta(minutes=5)  # in which what another process delivered says that the server is well
WHOLE_SERVER = (Verdict.BUSY, Verdict.MISCONFIGURED, Verdict.AWAY)  # a way is closed: the rest goes back


@dataclass(frozen=True)
class Counts:
    """What one round did, in messages. `retrying` wait for their next try, those of a paused server included."""

    delivered: int = 0
    refused: int = 0
    retrying: int = 0
    in_doubt: int = 0
    cancelled: int = 0

    @property
    def total(self) -> int:
        return self.delivered + self.refused + self.retrying + self.in_doubt + self.cancelled


@dataclass(frozen=True)
class Round:
    """Who delivers, how, as of when and how long; `at` None means the database's clock.

    `done` counts what has been done so far; `failing` are the ways (pauses) whose failures are still remembered.
    """

    checks: Checks
    transport: Transport
    owner: str
    settings: Settings
    at: datetime | None
    is_over: Callable[[], bool]
    done: Counter[str] = field(default_factory=Counter)
    failing: set[str] = field(default_factory=set)

    @property
    def rate(self) -> MailRate | None:
        """What the mail server allows; other channels know no such limit."""
        return self.settings.mail_rate if Channel.MAIL in self.transport.channels else None


def deliver_due(
    session: Session,
    checks: Checks,
    transport: Transport,
    *,
    owner: str,
    settings: Settings,
    at: datetime | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Counts:
    """Deliver what is due, one message after the other, for at most ROUND_SECONDS; what that round did.

    `owner` is a name of this process alone (a uuid). `at`: what is due at that instant instead of now; leases keep to
    the database's clock. `should_stop` is asked between messages. Commits: the claims before anything else is done, the
    kept bytes before they are sent, each outcome before the next message is sent. Raises only what the database raises.
    """
    ends = clock.monotonic() + ROUND_SECONDS
    this = Round(checks, transport, owner, settings, at, lambda: clock.monotonic() >= ends or should_stop())
    this.done["in_doubt"] += claims.take_back(session, clock.database_now(session))
    session.commit()
    most = 1
    while not this.is_over():
        began = clock.monotonic()
        taken = _claim(session, this, most)
        if not taken:
            break
        if not _deliver(session, this, taken):
            break
        most = _next_size(most, clock.monotonic() - began)
    return Counts(**this.done)


def _next_size(most: int, took: float) -> int:
    if took > BRISK:
        return max(1, most // 2)
    return min(2 * most, MOST_AT_A_TIME) if took <= BRISK / 2 else most


def _claim(session: Session, this: Round, most: int) -> list[Claim]:
    server, now, rate = this.transport.server, clock.database_now(session), this.rate
    ways = pauses.ways(session, server, now)
    this.failing.update(ways.failing)
    taken: list[Claim] = []
    if not ways.is_closed:
        most = 1 if rate else most
        taken = claims.claim(
            session,
            this.owner,
            due_at=this.at or now,
            channels=this.transport.channels,
            but=[*ways.closed_domains, *_paused(session, this)],
            most=most,
        )
    if taken and rate and not pacing.take(session, server, now, rate):
        session.rollback()  # the message keeps its place until there is a token for it
        return []
    session.commit()  # before anything else is done: from here on no other worker touches these messages
    return taken


def _paused(session: Session, this: Round) -> Sequence[str]:
    return hooks.paused(session) if Channel.HOOK in this.transport.channels else ()


def _deliver(session: Session, this: Round, taken: Sequence[Claim]) -> bool:
    """A few claimed messages, all the way; what cannot be begun soon goes back unspent. False: the server is closed."""
    checked = clock.monotonic()
    at = this.at or clock.database_now(session)
    ready = prepare(session, this.checks, this.settings, taken, at)
    if len(ready) < len(taken):
        log.warning("late worker: %d messages were taken back while prepared", len(taken) - len(ready))
    for number, one in enumerate(ready):
        if number and (this.is_over() or clock.monotonic() - checked > STALE):
            claims.release(session, [rest.claim for rest in ready[number:]])
            break
        verdict = _one(session, this, one)
        if verdict in WHOLE_SERVER:
            claims.release(session, [rest.claim for rest in ready[number + 1 :]])
            session.commit()
            return verdict == Verdict.AWAY
    session.commit()
    return True


def _one(session: Session, this: Round, one: Ready) -> Verdict | None:
    """One message to its outcome, which is committed with whatever comes next."""
    if isinstance(one.what, Cancel):
        this.done[_cancel(session, one, one.what)] += 1
        return None
    answer = _send(session, this, one, one.what) if isinstance(one.what, Parcel) else one.what
    if answer is None:
        log.warning("late worker: message %s was taken back before its try began", one.claim.message_id)
        return None
    this.done[_settle(session, this, one, answer)] += 1
    return answer.verdict


def _send(session: Session, this: Round, one: Ready, parcel: Parcel) -> Answer | None:
    mine = claims.begin_try(session, one.claim, one.committee_id)
    session.commit()  # the begun try is visible, and the outcome before it kept, whatever happens to this process now
    return this.transport.send(parcel, lambda: mine.has_left(NEEDED_AFTER_DOT)) if mine else None


def _cancel(session: Session, one: Ready, why: Cancel) -> str:
    now = clock.database_now(session)
    values = {"state": MessageState.CANCELLED, "finished_at": now, "error": why.reason}
    if not claims.settle(session, one.claim, values):
        return _too_late(one, "cancelled")
    claims.execute_along(session, why.along)
    return "cancelled"


def _settle(session: Session, this: Round, one: Ready, answer: Answer) -> str:
    """Record the outcome unless the message belongs to another worker by now; the name of the count."""
    now = clock.database_now(session)
    # a round as of a later instant must not meet the same message again before that round is over
    count, values = outcome(one.before, answer, now, max(now, this.at or now))
    if not claims.settle(session, one.claim, values, answer, now):
        return _too_late(one, answer.verdict)
    _tell_pauses(session, this, one, answer, now)
    if answer.is_gone:
        _lose(session, this, one, words(answer), now)
    return count


def _lose(session: Session, this: Round, one: Ready, reason: str, now: datetime) -> None:
    """Nobody is reached there any more."""
    if Channel.HOOK in this.transport.channels:
        hooks.pause(session, one.committee_id, hooks.number_of(one.to_address), now, reason)
    else:
        browsers.lose(session, one.committee_id, int(one.to_address), reason, now)


def _too_late(one: Ready, what: str) -> str:
    number = one.claim.message_id
    log.warning("late worker: message %s was taken back, its outcome %s is not recorded", number, what)
    return "in_doubt"


def _tell_pauses(session: Session, this: Round, one: Ready, answer: Answer, now: datetime) -> None:
    server = this.transport.server
    way = pauses.behind(server, one.to_address.rpartition("@")[2])
    if answer.verdict in (Verdict.BUSY, Verdict.MISCONFIGURED):
        ours = answer.verdict == Verdict.MISCONFIGURED
        closes = ours or bool(answer.code) or not _others_reach_it(session, this, one, now)
        pauses.begin(session, server, now, reason=words(answer), needs_administrator=ours, closes=closes)
    elif answer.verdict == Verdict.AWAY:
        pauses.begin(session, way, now, reason=words(answer), needs_administrator=False)
    elif answer.verdict == Verdict.DELIVERED and this.failing & {server, way}:
        pauses.end(session, server, way)
        this.failing.difference_update({server, way})


def _others_reach_it(session: Session, this: Round, one: Ready, now: datetime) -> bool:
    """Whether another process has just delivered: then the server is well, and only the way from here to it is not."""
    return claims.delivered_by_others(
        session, one.committee_id, this.owner, channels=this.transport.channels, since=now - LATELY
    )
