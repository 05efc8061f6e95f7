"""One round by hand: plan, fill, deliver until nothing is due any more, and say what happened."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TypedDict

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import unscoped
from taskapp.base.settings import Settings
from taskapp.outbox import pauses
from taskapp.outbox import queries as outbox_queries
from taskapp.outbox.channel_transport import ChannelTransport
from taskapp.outbox.delivery import deliver_due
from taskapp.outbox.transport import Transport, open_transport
from taskapp.people.models import Committee
from taskapp.reminders.check import checks
from taskapp.reminders.fill import Filled, fill


class Outcome(TypedDict):
    """`owed` counts reminders that were not yet in the ledger, the others messages of this round."""

    owed: int
    planned: int
    delivered: int
    refused: int
    retrying: int
    in_doubt: int
    cancelled: int


def play(session: Session, settings: Settings, *, owner: str, at: datetime, dry_run: bool = False) -> Outcome:
    """Plan as of `at` and deliver what is due then; with `dry_run` only count what is owed. Commits after each step."""
    filled = Filled()
    for committee_id in session.scalars(unscoped(Committee.id).order_by(Committee.id)).all():
        filled += fill(session, committee_id, at, dry_run=dry_run)
    if dry_run:
        return _outcome(filled, Counter())
    done: Counter[str] = Counter()
    mail, besides = open_transport(settings), ChannelTransport(settings)
    try:
        for transport in (mail, besides):
            done += _deliver(session, settings, transport, owner, at)
        waiting = outbox_queries.due(session, at)
        if waiting and pauses.current(session, mail.server, clock.database_now(session)):
            done["retrying"] = max(done["retrying"], waiting)  # the server is paused: these keep their place
        return _outcome(filled, done)
    finally:
        mail.close()


def _deliver(session: Session, settings: Settings, transport: Transport, owner: str, at: datetime) -> Counter[str]:
    done: Counter[str] = Counter()
    while True:
        counts = deliver_due(session, checks(settings), transport, owner=owner, settings=settings, at=at)
        done.update(vars(counts))
        if not counts.delivered + counts.cancelled:
            return done


def _outcome(filled: Filled, done: Counter[str]) -> Outcome:
    return {
        "owed": filled.owed,
        "planned": filled.planned,
        "delivered": done["delivered"],
        "refused": done["refused"],
        "retrying": done["retrying"],
        "in_doubt": done["in_doubt"],
        "cancelled": done["cancelled"] + filled.merged,
    }
