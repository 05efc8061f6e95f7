"""The table of scheduled jobs: name, function, interval. Each does one step and may run in any number of processes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from taskapp.api import repeating
from taskapp.api.webhooks import steps as hook_steps
from taskapp.api.webhooks.letters import checks as hook_checks
from taskapp.base import clock, heartbeat, statistics
from taskapp.base.ticks import Tick, is_steady, say_alive
from taskapp.directives.arrivals import arriving
from taskapp.directives.reviews import reviewing
from taskapp.duties import steps as duties
from taskapp.outbox import bounces
from taskapp.outbox.channel_transport import ChannelTransport
from taskapp.outbox.contract import Checks
from taskapp.outbox.delivery import deliver_due
from taskapp.outbox.hook_transport import HookTransport
from taskapp.outbox.transport import Transport, open_transport
from taskapp.people import housekeeping
from taskapp.people.access import idle
from taskapp.reminders import hook_notices, reconciliation
from taskapp.reminders.check import checks
from taskapp.reminders.fill import fill_reminders
from taskapp.reports import sendings
from taskapp.reports import steps as nights
from taskapp.sources import dropping
from taskapp.sources import keeping as sources
from taskapp.tasks.audit import steps as audits
from taskapp.tasks.audit.checks import SEALING
from taskapp.tasks.models import TaskEvent

HEARTBEATS_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Job:
    """One line of the table; `function` returns how many things it did and has committed them."""

    name: str
    function: Callable[[Tick], int]
    seconds: int


def deliver(tick: Tick) -> int:
    """Send the mails that are due; how many messages were handled. Commits each by itself."""
    return _deliver(tick, open_transport(tick.settings)) if is_steady(tick) else 0


def channels(tick: Tick) -> int:
    """Send what is due besides mail: neither waits for the other; how many were handled. Commits each by itself."""
    return _deliver(tick, ChannelTransport(tick.settings)) if is_steady(tick) else 0


def webhooks(tick: Tick) -> int:
    """Owe webhooks what has happened, then send what is due there; how many were handled. Commits each by itself."""
    return _deliver(tick, HookTransport(tick.settings), hook_checks) if hook_steps.owe(tick) else 0


def _deliver(tick: Tick, transport: Transport, asked: Checks | None = None) -> int:
    try:
        counts = deliver_due(
            tick.session,
            asked or checks(tick.settings),
            transport,
            owner=tick.owner,
            settings=tick.settings,
            should_stop=tick.should_stop,
        )
    finally:
        transport.close()
    return counts.total


def housekeep(tick: Tick) -> int:
    """Forget what is old: heartbeats, sign-ins, links, wrong passwords, reviews, answers, idle deliveries; how many.

    Commits.
    """
    now = clock.database_now(tick.session)
    count = heartbeat.prune(tick.session, now - HEARTBEATS_KEPT, now) + housekeeping.prune(tick.session, now=now)
    count += reviewing.prune(tick.session, now=now) + repeating.prune(tick.session, now=now)
    count += sources.prune(tick.session, now=now)
    tick.session.commit()
    for _table in statistics.renew(tick.session, TaskEvent.id):
        tick.session.commit()
    return count


def plan(tick: Tick) -> int:
    """Fill the ledger with what is owed now, owe the other letters; how many reminders were new. Commits."""
    if not is_steady(tick):
        return 0
    now = clock.database_now(tick.session)
    filled = fill_reminders(tick.session, now)
    reconciliation.owe(tick.session, now)
    sendings.owe(tick.session, now)
    idle.owe(tick.session, now)
    hook_notices.owe(tick.session, now)
    tick.session.commit()
    return filled.owed


def take_returns(tick: Tick) -> int:
    """Note which mails came back; how many. Commits each."""
    settings = tick.settings
    if settings.bounces is None:
        return 0
    return bounces.take_in(tick.session, settings.bounces, settings.secret_key, clock.database_now(tick.session))


def take_documents(tick: Tick) -> int:
    """Read the documents laid into the folder, which then wait for review; how many. Commits each.

    Reading may take long, so the heartbeat says before each document that the job lives.
    """
    session, now, alive = tick.session, clock.database_now(tick.session), partial(say_alive, tick, "documents")
    session.commit()
    return arriving.take_in(session, tick.settings.data_dir, now=now, alive=alive, should_stop=tick.should_stop)


def take_sources(tick: Tick) -> int:
    """Take what other systems have laid into the folders of their sources; how many items changed. Commits."""
    session, now, alive = tick.session, clock.database_now(tick.session), partial(say_alive, tick, "sources")
    session.commit()
    return dropping.take_in(session, tick.settings.data_dir, now=now, alive=alive, should_stop=tick.should_stop)


JOBS = (
    Job("plan", plan, seconds=30),
    Job("deliver", deliver, seconds=5),
    Job("channels", channels, seconds=5),
    Job("webhooks", webhooks, seconds=5),
    Job("housekeep", housekeep, seconds=60),
    Job("duties", duties.give, seconds=60),
    Job("returns", take_returns, seconds=60),
    Job("forecast", nights.forecast, seconds=60),
    Job("documents", take_documents, seconds=60),
    Job("sources", take_sources, seconds=60),
    Job(SEALING, audits.seal, seconds=60),
    Job("audit", audits.audit, seconds=60),
)
