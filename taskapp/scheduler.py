"""The ticker process. It owns nothing: any number may run on one database, and any of them may die at any moment."""

from __future__ import annotations

import gc
import logging
import os
import signal
import threading
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from flask import Flask

from taskapp.base import clock, heartbeat, steady
from taskapp.base.db import db, start_reading
from taskapp.base.settings import Settings
from taskapp.base.ticks import Tick
from taskapp.jobs import JOBS, Job
from taskapp.outbox import pauses

log = logging.getLogger("taskapp.scheduler")

DEAD_AFTER = heartbeat.DEAD_AFTER.total_seconds()
LONGEST_RUN = 20 * 60.0  # no job's run is this long: a claim ends after 15 minutes
LOOK_EVERY = 1.0
PATIENCE = 25.0  # for the mail under way when the process is told to stop
DIED = 70  # exit code when the watchdog ended the process
UNFINISHED = 75  # exit code when a job did not end within PATIENCE


@BaseTrigger.register
class Every:
    """A tick at a steady pace, which goes on from now when the clock has run ahead of it.

    Counting what was missed one by one, as APScheduler's own interval does, keeps a core busy for minutes where a clock
    that began without a battery is set.
    """

    def __init__(self, seconds: float) -> None:
        self.interval = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """The tick after the one at `previous` (aware; None: there was none)."""
        following = (previous or now) + self.interval
        return following if following > now else now + self.interval


class Ticker:
    """Runs the jobs of one process and remembers, on the monotonic clock, that they run."""

    def __init__(self, app: Flask, jobs: Sequence[Job] = JOBS) -> None:
        self.app = app
        self.jobs = jobs
        self.owner = str(uuid.uuid4())  # per process: two copies with one configuration are still two
        self.stopping = threading.Event()
        self.watch = steady.Watch()
        self.last_end = clock.monotonic()
        self.running: dict[str, float] = {}

    def tick(self, job: Job) -> None:
        """One run of a job, whatever happens in it; what went wrong stands in its heartbeat."""
        self.running[job.name] = clock.monotonic()
        try:
            with self.app.app_context():
                start_reading(False)
                self._run(job)
        except Exception:  # the database is away: there is nowhere to note it, and the next tick tries again
            log.exception("job %s could not even be noted", job.name)
        finally:
            self.last_end = clock.monotonic()
            self.running.pop(job.name, None)

    def is_dead(self) -> bool:
        """Whether no tick has ended for 90 s, or a job has been running for longer than any job does."""
        now = clock.monotonic()
        stuck = any(now - began > LONGEST_RUN for began in list(self.running.values()))
        return stuck or now - self.last_end > DEAD_AFTER

    def _run(self, job: Job) -> None:
        session = db.session()
        settings: Settings = self.app.extensions["taskapp"]
        heartbeat.begin(session, job.name, self.owner, clock.database_now(session))
        session.commit()
        count, error, trouble = 0, "", ""
        try:
            count = job.function(Tick(session, settings, self.owner, self.stopping.is_set, self.watch))
        except heartbeat.Trouble as raised:
            session.rollback()
            log.error("job %s is in trouble: %s", job.name, raised)
            trouble = str(raised)[:2000]
        except Exception as raised:
            session.rollback()
            log.exception("job %s failed", job.name)
            error = f"{type(raised).__name__}: {raised}"[:2000]
        heartbeat.end(
            session, job.name, self.owner, clock.database_now(session), count=count, error=error, trouble=trouble
        )
        session.commit()


def run(app: Flask, jobs: Sequence[Job] = JOBS) -> int:
    """Tick until SIGTERM or SIGINT, then let the mail under way finish; the exit code.

    When the ticker is dead (no tick ended for 90 s) the process ends itself at once: its supervisor starts another.
    """
    ticker = Ticker(app, jobs)
    _stop_on_signals(ticker)
    _try_servers_again(app)
    gc.freeze()  # what has been loaded by now stays: planning makes many objects, and each look at all of it costs
    scheduler = _start(ticker)
    log.info("scheduler %s ticks in process %d", ticker.owner, os.getpid())
    while not ticker.stopping.wait(LOOK_EVERY):
        if ticker.is_dead():
            log.critical("scheduler %s: no tick has ended for %d s, the process ends itself", ticker.owner, DEAD_AFTER)
            logging.shutdown()
            os._exit(DIED)  # a hanging thread would keep an orderly exit waiting for ever
    log.info("scheduler %s was told to stop: what is under way is finished first", ticker.owner)
    return _finish(scheduler)


def _start(ticker: Ticker) -> BackgroundScheduler:
    # APScheduler only ticks: its store is memory, nothing of ours depends on a run having happened
    scheduler = BackgroundScheduler(
        timezone="UTC",
        executors={"default": ThreadPoolExecutor(len(ticker.jobs))},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for number, job in enumerate(ticker.jobs):
        first = clock.now() + timedelta(milliseconds=100 * number)
        scheduler.add_job(ticker.tick, Every(job.seconds), [job], id=job.name, next_run_time=first)
    scheduler.start()
    return scheduler


def _finish(scheduler: BackgroundScheduler) -> int:
    done = threading.Thread(target=scheduler.shutdown, daemon=True)
    done.start()
    done.join(PATIENCE)
    if not done.is_alive():
        return 0
    log.warning("a job did not end in time; its message is taken back when its lease ends")
    logging.shutdown()
    os._exit(UNFINISHED)


def _stop_on_signals(ticker: Ticker) -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        ticker.stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def _try_servers_again(app: Flask) -> None:
    # whoever mended the settings has just restarted us: do not wait for the rest of the pause
    try:
        with app.app_context():
            pauses.lift(db.session(), clock.database_now(db.session()))
            db.session.commit()
    except Exception:
        log.exception("the pauses of the mail servers could not be lifted")
