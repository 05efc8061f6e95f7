"""One of several nodes on a database: KIND DATABASE_URL DATA_DIR SMTP_URL PORT NUMBER are the arguments of `main`.

It is told the hour over a connection to PORT, works as of that hour, and says what it did. Leases and outcomes keep to
the database's own clock. A scheduler plans and delivers until nothing is due, its clock a little off that of the
others; a writer does to tasks what people do over the web, and is refused what they are refused.
"""

from __future__ import annotations

import json
import logging
import socket
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from taskapp.app import create_app
from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.errors import Refused
from taskapp.base.settings import Settings
from taskapp.outbox import floods
from taskapp.outbox.delivery import deliver_due
from taskapp.outbox.transport import open_transport
from taskapp.people.models import Person, Unit
from taskapp.reminders import reconciliation
from taskapp.reminders.check import checks
from taskapp.reminders.fill import fill_reminders
from taskapp.tasks import changes, extensions, lifecycle
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.models import Task
from taskapp.tasks.states import State
from tests.conftest import make_settings
from tests.faults.scale import SCALE, SEED
from tests.office import Office
from tests.tasks.making import REPORT, TERMS, Desk

WRITES = max(1, SCALE // 4)  # of each writer in an hour
OFF = timedelta(seconds=100)  # by which the clock of each scheduler is ahead of that of the one before


def main(kind: str, database_url: str, data_dir: str, smtp_url: str, port: str, number: str) -> None:
    settings = replace(make_settings(database_url, Path(data_dir)), smtp_url=smtp_url)
    app, node = create_app(settings), KINDS[kind](settings, int(number))
    with socket.create_connection(("127.0.0.1", int(port))) as line, line.makefile("rw") as orders:
        for hour in orders:
            with app.app_context():
                done = node.work(db.session(), datetime.fromisoformat(hour.strip()))
            print(json.dumps(done), file=orders, flush=True)


@dataclass
class Scheduler:
    """Plans and delivers; `failed` counts what went wrong in planning and was left to the next tick."""

    settings: Settings
    number: int
    owner: str = field(default_factory=lambda: str(uuid.uuid4()))

    def __post_init__(self) -> None:
        floods.FLOOR = 1_000_000  # all of it is wanted
        self._errors: list[logging.LogRecord] = []
        handler = logging.Handler(logging.ERROR)
        handler.emit = self._errors.append  # type: ignore[method-assign]
        logging.getLogger("taskapp").addHandler(handler)

    def work(self, session: Session, hour: datetime) -> dict[str, int]:
        at = hour + self.number * OFF
        owed = fill_reminders(session, at).owed
        reconciliation.owe(session, at)
        session.commit()
        delivered = sum(iter(partial(self._deliver, session, at), 0))
        return {"owed": owed, "delivered": delivered, "failed": len(self._errors)}

    def _deliver(self, session: Session, at: datetime) -> int:
        """One round; like the ticker it comes again when the database was busy for too long."""
        transport = open_transport(self.settings)
        try:
            given = {"owner": self.owner, "settings": self.settings, "at": at}
            return deliver_due(session, checks(self.settings), transport, **given).total  # type: ignore[arg-type]
        except OperationalError:
            session.rollback()
            return 1
        finally:
            transport.close()


@dataclass
class Writer:
    """Does what people do; two writers always go for the same tasks at about the same time."""

    settings: Settings
    number: int

    def work(self, session: Session, hour: datetime) -> dict[str, int]:
        rng, done = Random(f"{SEED} {self.number // 2} {hour}"), Counter[str]()
        desk = Desk(session, Office.load(session))
        last = session.scalar(select(func.max(Task.id)))
        assert last
        for number in range(WRITES):
            now = hour + (number + 1) * timedelta(minutes=50) / WRITES
            clock.freeze(now)
            task = session.get_one(Task, rng.randrange(1, last + 1))
            deed = rng.choice(DEEDS.get(task.state, (assign,)))
            done[_attempt(session, deed, desk, task, now)] += 1
        clock.freeze(None)
        return dict(done)


Deed = Callable[[Desk, Task, datetime], object]
KINDS: dict[str, Callable[[Settings, int], Scheduler | Writer]] = {"scheduler": Scheduler, "writer": Writer}


def _attempt(session: Session, deed: Deed, desk: Desk, task: Task, now: datetime) -> str:
    try:
        deed(desk, task, now)
        session.commit()
    except (Refused, StaleDataError, IntegrityError):
        session.rollback()
        return "refused"
    return deed.__name__


def assign(desk: Desk, task: Task, now: datetime) -> None:
    unit = desk.session.get_one(Unit, task.lead_unit_id)
    desk.task(now, content=f"Việc mới lúc {now:%H:%M}", leads=[unit], due_on=now.date() + timedelta(days=1))


def name_officer(desk: Desk, task: Task, now: datetime) -> None:
    people = select(Person).where(Person.unit_id == task.lead_unit_id).order_by(Person.id)
    head, officer = desk.session.scalars(people).all()[:2]
    changes.name_officer(desk.session, task, officer=officer, by=desk.by(head.username), now=now)


def hand_in(desk: Desk, task: Task, now: datetime) -> None:
    officer = desk.session.get_one(Person, task.assignee_id)
    desk.submit(task, now, by=officer.username, result=replace(REPORT, explanation="Chờ ý kiến của tỉnh"))


def approve(desk: Desk, task: Task, now: datetime) -> None:
    lifecycle.approve(desk.session, task, note="", by=desk.by("chutich"), now=now)


def send_back(desk: Desk, task: Task, now: datetime) -> None:
    words = {"reason": "Thiếu phụ lục", "terms": TERMS}
    lifecycle.send_back(desk.session, task, by=desk.by("chutich"), now=now, **words)  # type: ignore[arg-type]


def urge(desk: Desk, task: Task, now: datetime) -> None:
    changes.urge(desk.session, task, text="Đề nghị báo cáo ngay", by=desk.by("chutich"), now=now)


def extend(desk: Desk, task: Task, now: datetime) -> None:
    limit = Moment(max(task.due_on or now.date(), now.date()) + timedelta(days=3))
    words = {"limit": limit, "reason": "Chờ ý kiến của tỉnh", "terms": TERMS}
    extensions.extend(desk.session, task, by=desk.by("chutich"), now=now, **words)  # type: ignore[arg-type]


DEEDS: dict[State, tuple[Deed, ...]] = {
    State.ASSIGNED: (assign, name_officer, urge, extend),
    State.IN_PROGRESS: (assign, hand_in, hand_in, urge, extend),
    State.SUBMITTED: (approve, send_back),
}
