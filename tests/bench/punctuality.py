"""How long after it is due a mail goes out: `python -m tests.bench.punctuality [MINUTES] [MAILS A MINUTE]`.

Tasks are assigned through the product at that pace, one transaction each, while one real scheduler ticks (plan every
30 s, deliver every 5 s) in a process of its own and sends to a local server that takes everything. Printed: how long
after the assignment the server had the mail, by what the database says. SQLite, or TEST_DATABASE_URL.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import quantiles

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from taskapp import scheduler
from taskapp.app import create_app
from taskapp.base import clock, migrate
from taskapp.base.db import db
from taskapp.base.settings import ROOT
from taskapp.outbox import floods
from taskapp.outbox.models import Message, MessageState
from taskapp.reminders.carrying import AT_ONCE
from taskapp.reminders.models import Reminder
from tests.bench.delivery import MOST_A_HEAD, _database, _said, _sink, _units
from tests.conftest import make_settings
from tests.office import Office, build_office
from tests.tasks.making import Desk

LONGEST = 120.0  # seconds after the last assignment in which the last mail should have gone


def main(minutes: float, a_minute: int) -> None:
    """Assign at the pace, wait for the last mail, print."""
    mails = int(minutes * a_minute)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, _database(Path(folder)) as url, _sink() as sink:
        app = create_app(make_settings(url, Path(folder)))
        with app.app_context():
            migrate.upgrade(db.engine)
            build_office(db.session)
            db.session.commit()
            with _scheduler(url, folder, f"smtp://127.0.0.1:{_said(sink)}"):
                took = _assign(db.session(), mails, a_minute)
                _wait_for(db.session(), mails)
            _print(db.session(), mails, took)
            db.session.remove()
            db.engine.dispose()


def _assign(session: Session, mails: int, a_minute: int) -> float:
    """As many tasks at the pace; how many seconds it took."""
    desk, idle = Desk(session, Office.load(session)), threading.Event()
    units = _units(session, desk.unit("tp"), mails // MOST_A_HEAD + 1)
    session.commit()
    began = time.monotonic()
    for number in range(mails):
        idle.wait(max(0.0, began + number * 60 / a_minute - time.monotonic()))
        now = clock.now()
        due_on = clock.local_day(now, "Asia/Ho_Chi_Minh") + timedelta(days=2)
        desk.task(now, content=f"Báo cáo số {number}", leads=[units[number % len(units)]], due_on=due_on)
        session.commit()
    return time.monotonic() - began


def _wait_for(session: Session, mails: int) -> None:
    gone = select(func.count()).select_from(Message).where(Message.state == MessageState.DELIVERED)
    ends, idle = time.monotonic() + LONGEST, threading.Event()
    while (session.scalar(gone.where(Message.kind == AT_ONCE)) or 0) < mails and time.monotonic() < ends:
        session.rollback()
        idle.wait(2)
    session.rollback()


def _print(session: Session, mails: int, took: float) -> None:
    query = select(Message.finished_at, Reminder.owed_since).join(Reminder, Reminder.message_id == Message.id)
    rows = session.execute(query.where(Message.kind == AT_ONCE, Message.state == MessageState.DELIVERED))
    waits = sorted((finished - since).total_seconds() for finished, since in rows)
    cuts = quantiles(waits, n=100)
    kind = session.get_bind().dialect.name
    print(f"{kind}: {mails} assigned in {took:.0f} s = {60 * mails / took:.0f} a minute, {len(waits)} mails went out")
    print(
        f"due -> handed over: p50 {cuts[49]:.1f} s, p90 {cuts[89]:.1f} s, p99 {cuts[98]:.1f} s, max {waits[-1]:.1f} s"
    )


@contextmanager
def _scheduler(url: str, folder: str, smtp_url: str) -> Iterator[None]:
    command = [sys.executable, "-m", "tests.bench.punctuality", "scheduler", url, folder, smtp_url]
    running = subprocess.Popen(command, cwd=ROOT)
    try:
        yield
    finally:
        running.terminate()
        running.wait(60)


def tick(url: str, folder: str, smtp_url: str) -> int:
    """The scheduler's process."""
    logging.basicConfig(level=logging.WARNING)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a delivery may last longer than until its next tick
    floods.FLOOR = 1_000_000  # all of it is wanted
    return scheduler.run(create_app(replace(make_settings(url, Path(folder)), smtp_url=smtp_url)))


if __name__ == "__main__":
    if sys.argv[1:2] == ["scheduler"]:
        sys.exit(tick(*sys.argv[2:]))
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 3, int(sys.argv[2]) if len(sys.argv) > 2 else 1000)
