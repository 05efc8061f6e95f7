"""Eight nodes on one database for a day, four schedulers and four that write: each reminder once, none missed."""

from __future__ import annotations

import json
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from taskapp.base.db import db
from tests.conftest import MONDAY
from tests.faults import crowd, proof
from tests.faults.nursery import Nursery
from tests.faults.scale import SCALE
from tests.office import Office
from tests.smtp_server import SmtpServer
from tests.tasks.making import Desk, at

HOUSES = 7 * SCALE
DUE = (date(2026, 3, 2),) * 14 + tuple(date(2026, 3, day) for day in (3, 4, 4, 6, 6, 10))  # twenty tasks a house
SCHEDULERS = WRITERS = 4
DAY = [at("03/03", "00:31") + number * timedelta(hours=1) for number in range(24)]
PATIENCE = 120.0 * SCALE


class Nodes:
    """`with Nodes() as nodes: nodes.port` is where they come; `nodes.work(hour)` lets all of them work through it."""

    def __enter__(self) -> Nodes:
        self._there = socket.create_server(("127.0.0.1", 0))
        self._there.settimeout(PATIENCE)
        self.port = str(self._there.getsockname()[1])
        self._lines: list[socket.socket] = []
        return self

    def __exit__(self, *_error: object) -> None:
        for line in (*self._lines, self._there):
            line.close()

    def welcome(self, count: int) -> None:
        """Wait until so many have come."""
        self._lines = [self._there.accept()[0] for _node in range(count)]
        for line in self._lines:
            line.settimeout(PATIENCE)

    def work(self, hour: datetime) -> Counter[str]:
        """Tell all of them the hour; what they did in it, taken together."""
        for line in self._lines:
            line.sendall(f"{hour.isoformat()}\n".encode())
        done: Counter[str] = Counter()
        for line in self._lines:
            with line.makefile() as answer:
                done.update(json.loads(answer.readline()))
        return done


@contextmanager
def nodes(nursery: Nursery, server: SmtpServer, database_url: str, folder: Path) -> Iterator[Nodes]:
    """Eight nodes at work on the database."""
    with Nodes() as found, ExitStack() as stack:
        for kind, count in (("scheduler", SCHEDULERS), ("writer", WRITERS)):
            for number in range(count):
                where = (kind, database_url, str(folder), server.url, found.port, str(number))
                stack.enter_context(nursery.born("node", *where))
        found.welcome(SCHEDULERS + WRITERS)
        yield found


def furnish(session: Session, office: Office) -> None:
    """Tasks of yesterday in many units whose people are away: overdue today, or due in 0, 1, 3 and 5 working days."""
    desk = Desk(session, office)
    houses = crowd.settle_in(desk, HOUSES, MONDAY, away=(date(2026, 3, 1), date(2026, 3, 31)))
    for number, due_on in enumerate(DUE):
        begin = desk.in_progress if number % 10 else desk.task  # two of them nobody has been named for
        like = begin(content=f"Rà soát hồ sơ, phần {number}", due_on=due_on)
        session.commit()
        crowd.spread(session, like, houses)


def test_through_a_day_on_eight_nodes_each_reminder_goes_out_once_and_none_is_missed(
    app: Flask, office: Office, nursery: Nursery, server: SmtpServer, database_url: str, tmp_path: Path
) -> None:
    with app.app_context():
        furnish(db.session(), office)
    done: Counter[str] = Counter()
    with nodes(nursery, server, database_url, tmp_path) as eight:
        for hour in DAY:
            done += eight.work(hour)
    assert done["failed"] == 0
    assert {"assign", "name_officer", "hand_in", "approve", "urge", "extend"} <= set(done), done
    with app.app_context():
        reminders = proof.is_kept(db.session(), server.received, DAY[-1])
    assert reminders >= 1000 * SCALE
    assert done["owed"] == reminders, "whoever planned it, each was entered once"
