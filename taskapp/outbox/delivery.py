"""From due to settled: claim, check, keep, send, settle. Any number of processes may do this on one database.

Never two at once on one message: the claim decides. Never silently gone: every way out is a state with a reason.
A copy may go out twice when we die or lose the line between the server's yes and our own record of it; it is counted.
"""

from __future__ import annotations

import logging
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.outbox import claims, pacing, pauses
from taskapp.outbox.claims import Claim
from taskapp.outbox.contract import Cancel, Check, Letter
from taskapp.outbox.faults import Verdict
from taskapp.outbox.models import Message, MessageState
from taskapp.outbox.rendering import BadSender, Unsendable, message_id, render, sender
from taskapp.outbox.reports import return_address
from taskapp.outbox.smtp import FINAL_SECONDS
from taskapp.outbox.transport import Answer, Parcel, Transport
from taskapp.outbox.waits import before_next_try
from taskapp.outbox.words import refusal

log = logging.getLogger("taskapp.outbox")

ROUND_SECONDS = 30.0  # a round ends by itself, so that the scheduler's heartbeat shows that it lives
# Whoever cannot wait for the server's answer within the lease does not finish: another worker would send it again.
NEEDED_AFTER_DOT = timedelta(seconds=FINAL_SECONDS + 30)
SENT_AGAIN = 1  # automatic second copies after "no answer to the final dot"; then a person decides


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
    """Who delivers, how, and as of when; `at` None means the database's clock."""

    checks: Mapping[str, Check]
    transport: Transport
    owner: str
    settings: Settings
    at: datetime | None = None

    def judged_at(self, session: Session) -> datetime:
        """The instant as of which messages are due, hold and lapse."""
        return self.at or clock.database_now(session)


def deliver_due(
    session: Session,
    checks: Mapping[str, Check],
    transport: Transport,
    *,
    owner: str,
    settings: Settings,
    at: datetime | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Counts:
    """Deliver what is due, one message after the other, for at most ROUND_SECONDS; what that round did.

    `owner` is a name of this process alone (a uuid). `at`: what is due at that instant instead of now; leases keep to
    the database's clock. `should_stop` is asked between messages. Commits: the claim before anything else is done, the
    kept bytes before they are sent, the outcome after. Raises only what the database raises.
    """
    this = Round(checks, transport, owner, settings, at)
    ends = clock.monotonic() + ROUND_SECONDS
    done: Counter[str] = Counter()
    held = claims.take_back(session, clock.database_now(session))
    session.commit()
    done["in_doubt"] += held
    while clock.monotonic() < ends and not should_stop():
        claim = _claim(session, this)
        if claim is None:
            break
        done[_deliver(session, this, claim)] += 1
    return Counts(**done)


def _claim(session: Session, this: Round) -> Claim | None:
    due_at = this.judged_at(session)
    server, now = this.transport.server, clock.database_now(session)
    if pauses.current(session, server, now):
        claim = None
    else:
        claim = claims.claim(session, this.owner, due_at=due_at, but=pauses.closed_domains(session, server, now))
    rate = this.settings.mail_rate
    if claim and rate and not pacing.take(session, server, now, rate):
        session.rollback()  # the message keeps its place until there is a token for it
        return None
    session.commit()  # before anything else is done: from here on no other worker touches the message
    return claim


def _deliver(session: Session, this: Round, claim: Claim) -> str:
    """One claimed message, all the way; the name of the count it belongs to."""
    message = session.get_one(Message, claim.message_id, populate_existing=True)
    try:
        parcel = _parcel(session, this, message)
    except BadSender as error:
        return _settle(session, this, claim, Answer(Verdict.MISCONFIGURED, reply=error.reason), message)
    except Unsendable as error:
        return _settle(session, this, claim, Answer(Verdict.REFUSED, reply=error.reason), message)
    except Exception as error:
        session.rollback()
        log.exception("message %s could not be prepared", claim.message_id)
        reason = _("Không soạn được thư: %(error)s", error=f"{type(error).__name__}: {error}")
        return _settle(session, this, claim, Answer(Verdict.LATER, reply=reason), message)
    if isinstance(parcel, Cancel):
        return _cancel(session, claim, parcel)
    claims.begin_try(session, claim, message.committee_id, clock.database_now(session))
    session.commit()  # the bytes are kept and the begun try is visible, whatever happens to this process now
    answer = this.transport.send(parcel, lambda: claim.has_left(NEEDED_AFTER_DOT))
    return _settle(session, this, claim, answer, message)


def _parcel(session: Session, this: Round, message: Message) -> Parcel | Cancel:
    """What goes out, kept in the message. Raises Unsendable, and whatever the check raises."""
    now = this.judged_at(session)
    if message.valid_until is not None and now >= message.valid_until:
        return Cancel(_("Quá thời điểm thư còn ý nghĩa. %(last)s", last=message.error).strip())
    letter = this.checks[message.kind](session, message, now)
    if isinstance(letter, Cancel):
        return letter
    if message.content is None:
        _keep(this, message, letter, clock.database_now(session))
    return Parcel(_return_address(this.settings, message), message.to_address, message.content or b"")


def _return_address(settings: Settings, message: Message) -> str:
    """Who is told when the mail comes back: a box of its own for each message where somebody reads them."""
    address = sender(settings.mail_from).addr_spec
    return return_address(address, message.id, settings.secret_key) if settings.bounces else address


def _keep(this: Round, message: Message, letter: Letter, now: datetime) -> None:
    mail_from = this.settings.mail_from
    identity = message_id(message.committee_id, message.key, secret=this.settings.secret_key, mail_from=mail_from)
    message.content = render(
        letter,
        mail_from=mail_from,
        to_address=message.to_address,
        to_name=message.to_name,
        identity=identity,
        now=now,
    )
    message.message_id = identity
    message.subject = letter.subject[:300]


def _cancel(session: Session, claim: Claim, why: Cancel) -> str:
    now = clock.database_now(session)
    values = {"state": MessageState.CANCELLED, "finished_at": now, "error": why.reason}
    if not claims.settle(session, claim, values):
        return _too_late(session, claim, "cancelled")
    session.commit()
    return "cancelled"


def _settle(session: Session, this: Round, claim: Claim, answer: Answer, message: Message) -> str:
    """Record the outcome unless the message belongs to another worker by now; the name of the count."""
    now = clock.database_now(session)
    count, values = _outcome(message, answer, now, _retry_base(this, now))
    if not claims.settle(session, claim, values, answer, now):
        return _too_late(session, claim, answer.verdict)
    _tell_pauses(session, this.transport.server, message.to_address, answer, now)
    session.commit()
    return count


def _retry_base(this: Round, now: datetime) -> datetime:
    # a round as of a later instant must not meet the same message again before that round is over
    return max(now, this.at or now)


def _too_late(session: Session, claim: Claim, outcome: str) -> str:
    session.rollback()
    log.warning("late worker: message %s was taken back, its outcome %s is not recorded", claim.message_id, outcome)
    return "in_doubt"


def _tell_pauses(session: Session, server: str, to_address: str, answer: Answer, now: datetime) -> None:
    way = pauses.behind(server, to_address.rpartition("@")[2])
    if answer.verdict in (Verdict.BUSY, Verdict.MISCONFIGURED):
        ours = answer.verdict == Verdict.MISCONFIGURED
        pauses.begin(session, server, now, reason=_words(answer), needs_administrator=ours)
    elif answer.verdict == Verdict.AWAY:
        pauses.begin(session, way, now, reason=_words(answer), needs_administrator=False)
    elif answer.verdict == Verdict.DELIVERED:
        pauses.end(session, server, way)


def _outcome(message: Message, answer: Answer, now: datetime, base: datetime) -> tuple[str, dict[str, object]]:
    """The count and the new column values for an answer given at `now`; waits begin at `base`."""
    if answer.verdict == Verdict.DELIVERED:
        return "delivered", _final(MessageState.DELIVERED, message, now, "")
    if answer.verdict == Verdict.REFUSED:
        return "refused", _final(MessageState.REFUSED, message, now, refusal(_words(answer)))
    if answer.verdict == Verdict.IN_DOUBT:
        return "in_doubt", _in_doubt(message, answer, now, base)
    if answer.verdict in (Verdict.LATER, Verdict.AWAY):
        return _again(message, answer, now, base)
    # the whole server: the message keeps its place and has spent no try
    return "retrying", {"state": MessageState.WAITING, "error": _words(answer)}


def _again(message: Message, answer: Answer, now: datetime, base: datetime) -> tuple[str, dict[str, object]]:
    wait = before_next_try(message.attempts + 1, random.random())
    if wait is None:
        given_up = _("Đã thử nhiều ngày không được. Lần cuối: %(reply)s", reply=_words(answer))
        return "refused", _final(MessageState.REFUSED, message, now, given_up)
    next_try = min(base + wait, message.valid_until or base + wait)  # at valid_until it is cancelled, with this reason
    return "retrying", {
        "state": MessageState.WAITING,
        "next_try_at": next_try,
        "attempts": message.attempts + 1,
        "error": _words(answer),
    }


def _in_doubt(message: Message, answer: Answer, now: datetime, base: datetime) -> dict[str, object]:
    copies = {"possible_copies": message.possible_copies + 1}
    wait = before_next_try(message.attempts + 1, random.random())
    if message.possible_copies >= SENT_AGAIN or wait is None:
        return _final(MessageState.IN_DOUBT, message, now, _words(answer)) | copies
    values = {"state": MessageState.WAITING, "next_try_at": base + wait, "attempts": message.attempts + 1}
    return values | copies | {"error": _words(answer)}


def _final(state: MessageState, message: Message, now: datetime, error: str) -> dict[str, object]:
    return {"state": state, "finished_at": now, "attempts": message.attempts + 1, "error": error}


def _words(answer: Answer) -> str:
    return f"{answer.code or ''} {answer.reply}".strip()
