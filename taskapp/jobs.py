"""The table of scheduled jobs: name, function, interval. Each does one step and may run in any number of processes."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from importlib import import_module

from sqlalchemy.orm import Session

from taskapp.api import repeating
from taskapp.api.webhooks import filling
from taskapp.api.webhooks.letters import checks as hook_checks
from taskapp.base import clock, heartbeat, steady
from taskapp.base.db import reading, unscoped, writing
from taskapp.base.settings import Settings
from taskapp.directives.arrivals import arriving
from taskapp.directives.reviews import reviewing
from taskapp.duties import giving
from taskapp.outbox import bounces, hooks
from taskapp.outbox.channel_transport import ChannelTransport
from taskapp.outbox.contract import Checks
from taskapp.outbox.delivery import deliver_due
from taskapp.outbox.hook_transport import HookTransport
from taskapp.outbox.transport import Transport, open_transport
from taskapp.people import housekeeping
from taskapp.people.access import idle
from taskapp.people.models import Committee
from taskapp.reminders import hook_notices, reconciliation
from taskapp.reminders.check import checks
from taskapp.reminders.fill import fill_reminders
from taskapp.reports import nights, sendings
from taskapp.sources import dropping
from taskapp.sources import keeping as sources
from taskapp.tasks.audit import checks as audit_checks
from taskapp.tasks.audit import sealing, trouble
from taskapp.tasks.audit.sealing import means_of
from taskapp.tasks.audit.trouble import Hindered, Hindrance

log = logging.getLogger("taskapp.jobs")
HEARTBEATS_KEPT = timedelta(days=1)
LONGEST_AUDIT = 15 * 60.0  # seconds; a process whose job runs for twenty minutes ends itself
ALIVE_EVERY = 20.0


@dataclass(frozen=True)
class Tick:
    """What one run of a job gets: a fresh session, the settings, who runs it, what that process saw of the clock."""

    session: Session
    settings: Settings
    owner: str
    should_stop: Callable[[], bool] = lambda: False
    watch: steady.Watch = field(default_factory=steady.Watch)


@dataclass(frozen=True)
class Job:
    """One line of the table; `function` returns how many things it did and has committed them."""

    name: str
    function: Callable[[Tick], int]
    seconds: int


def deliver(tick: Tick) -> int:
    """Send the mails that are due; how many messages were handled. Commits each by itself."""
    return _deliver(tick, open_transport(tick.settings)) if _is_steady(tick) else 0


def channels(tick: Tick) -> int:
    """Send what is due besides mail: neither waits for the other; how many were handled. Commits each by itself."""
    return _deliver(tick, ChannelTransport(tick.settings)) if _is_steady(tick) else 0


def webhooks(tick: Tick) -> int:
    """Owe webhooks what has happened, then send what is due there; how many were handled. Commits each by itself."""
    session = tick.session
    with reading():
        is_any = hooks.is_any(session)
        session.rollback()
    if not is_any or not _is_steady(tick):
        return 0
    with reading():
        found = filling.look(session, clock.database_now(session))
        session.rollback()
    for news in found:
        filling.put(session, news, clock.database_now(session))
        session.commit()
    return _deliver(tick, HookTransport(tick.settings), hook_checks)


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
    return count


def plan(tick: Tick) -> int:
    """Fill the ledger with what is owed now, owe the other letters; how many reminders were new. Commits."""
    if not _is_steady(tick):
        return 0
    now = clock.database_now(tick.session)
    filled = fill_reminders(tick.session, now)
    reconciliation.owe(tick.session, now)
    sendings.owe(tick.session, now)
    idle.owe(tick.session, now)
    hook_notices.owe(tick.session, now)
    tick.session.commit()
    return filled.owed


def _is_steady(tick: Tick) -> bool:
    steady_now = steady.may_act(tick.session, clock.database_now(tick.session), tick.watch)
    tick.session.commit()
    return steady_now


def give_duties(tick: Tick) -> int:
    """Hand out what recurring duties owe by now; how many tasks. Commits for each duty, so that none delays another."""
    return _hand_out(tick) if _is_steady(tick) else 0


def _hand_out(tick: Tick) -> int:
    session, count, failed = tick.session, 0, 0
    with reading():
        looked = giving.look(session, clock.database_now(session))
        session.rollback()
    giving.seen(session, looked.idle)
    session.commit()
    for duty_id in looked.owing:
        if tick.should_stop():
            break
        try:
            count += giving.give_due(session, duty_id, clock.database_now(session))
            session.commit()
        except Exception:  # one duty's trouble leaves the others in time; somebody is told
            session.rollback()
            log.exception("duty %s could not be given", duty_id)
            failed += 1
    if failed:
        raise heartbeat.Trouble(giving.failed_text(failed))
    return count


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
    session, now, alive = tick.session, clock.database_now(tick.session), partial(_say_alive, tick, "documents")
    session.commit()
    return arriving.take_in(session, tick.settings.data_dir, now=now, alive=alive, should_stop=tick.should_stop)


def take_sources(tick: Tick) -> int:
    """Take what other systems have laid into the folders of their sources; how many items changed. Commits."""
    session, now, alive = tick.session, clock.database_now(tick.session), partial(_say_alive, tick, "sources")
    session.commit()
    return dropping.take_in(session, tick.settings.data_dir, now=now, alive=alive, should_stop=tick.should_stop)


def _say_alive(tick: Tick, job: str) -> None:
    with writing():
        heartbeat.end(tick.session, job, tick.owner, clock.database_now(tick.session))
        tick.session.commit()


def forecast(tick: Tick) -> int:
    """Estimate which open tasks will be late, once a night, one committee a tick; how many tasks. Commits.

    The transactions that write are short: whoever works at night waits for no learning.
    """
    session, now = tick.session, clock.database_now(tick.session)
    session.commit()
    with reading():
        waiting = nights.due(session, now)
        session.rollback()
    for committee_id in waiting:
        with writing():
            committee = session.get_one(Committee, committee_id)
            is_ours = nights.claim(session, committee, now)
            session.commit()
        if is_ours:
            return _foretold(session, committee)
    return 0


def _foretold(session: Session, committee: Committee) -> int:
    try:
        return _foretell(session, committee)
    except Exception:  # reminders go on without it, so no alarm; somebody tries again in half an hour
        session.rollback()
        log.exception("the forecast of committee %s could not be made", committee.id)
        return 0


def _foretell(session: Session, committee: Committee) -> int:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # threads of its own would only wait for those of the mail
    night = import_module("taskapp.reports.foretelling")  # with its library, which only this process needs, and now
    now = clock.database_now(session)
    today = clock.local_day(now, committee.timezone)
    with reading():
        found = night.foretell(session, committee, today)
    with writing():
        count: int = night.keep(session, committee.id, found, today, clock.database_now(session))
        session.commit()
    return count


def seal(tick: Tick) -> int:
    """Seal what the committees have recorded; how many rows. Commits. Raises Trouble when one cannot be sealed."""
    session, means = tick.session, means_of(tick.settings)
    with reading():
        committees = session.scalars(unscoped(Committee.id).order_by(Committee.id)).all()
        top = sealing.settled(session)
        session.rollback()
    count, hindrances = 0, []
    for committee_id in committees:
        try:
            count += sealing.seal(session, committee_id, means, top=top, now=clock.database_now(session))
        except Hindered as hindered:
            hindrances.append(trouble.say(hindered.hindrance, hindered.detail))
        except Exception as error:  # the other committees' records are sealed all the same, and reminders go on
            log.exception("the record of committee %s could not be sealed", committee_id)
            hindrances.append(trouble.say(Hindrance.UNEXPECTED, type(error).__name__))
        session.rollback()
    if hindrances:
        raise heartbeat.Trouble("; ".join(dict.fromkeys(hindrances)))
    return count


def audit(tick: Tick) -> int:
    """Do the verification that waits, nightly ones included; how many rows were checked. Commits.

    It may take minutes: it only reads, the heartbeat says meanwhile that the job lives, and it ends before the process
    would be thought stuck.
    """
    session, now = tick.session, clock.database_now(tick.session)
    audit_checks.owe(session, now)
    check = audit_checks.claim(session, now)
    session.commit()
    if check is None:
        return 0
    check_id, committee_id = check.id, check.committee_id
    session.rollback()
    with reading(), Session(session.get_bind()) as looking:
        found = audit_checks.look(looking, committee_id, means_of(tick.settings), now=now, tell=_while_it_lasts(tick))
    if tick.should_stop() and isinstance(found, Hindered):
        audit_checks.put_back(session, check_id)
    else:
        audit_checks.keep(session, check_id, found, clock.database_now(session))
    session.commit()
    return 0 if isinstance(found, Hindered) else found.rows


def _while_it_lasts(tick: Tick) -> Callable[[int], None]:
    """Says now and then that the job lives, and stops it when it has to end. Raises Hindered then."""
    began = said = clock.monotonic()

    def alive(_more: int) -> None:
        nonlocal said
        passed = clock.monotonic()
        if passed - began > LONGEST_AUDIT or tick.should_stop():
            raise Hindered(Hindrance.TOO_LONG)
        if passed - said > ALIVE_EVERY:
            said = passed
            _say_alive(tick, "audit")

    return alive


JOBS = (
    Job("plan", plan, seconds=30),
    Job("deliver", deliver, seconds=5),
    Job("channels", channels, seconds=5),
    Job("webhooks", webhooks, seconds=5),
    Job("housekeep", housekeep, seconds=60),
    Job("duties", give_duties, seconds=60),
    Job("returns", take_returns, seconds=60),
    Job("forecast", forecast, seconds=60),
    Job("documents", take_documents, seconds=60),
    Job("sources", take_sources, seconds=60),
    Job(audit_checks.SEALING, seal, seconds=60),
    Job("audit", audit, seconds=60),
)
