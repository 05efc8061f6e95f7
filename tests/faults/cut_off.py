"""Four schedulers and eight web processes on eight machines, with nothing between them but PostgreSQL.

A busy morning; the machines' clocks are wrong by minutes. Two are cut off from the database, one from the mail server,
then all schedulers from the database; what is cut swallows what is sent and tells nobody. In real time, so this is no
part of `make test`: `make test-faults` runs it, and it fails where network namespaces cannot be made.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from taskapp.app import create_app
from taskapp.base import clock, migrate
from taskapp.base.db import db, unscoped
from taskapp.base.heartbeat import Heartbeat
from taskapp.outbox.models import Message, MessageState
from taskapp.people.models import Committee
from tests.conftest import MONDAY, create_database, make_settings, token_of
from tests.faults import crowd, proof
from tests.faults.network import Cable, Host, Network
from tests.faults.test_dead_scheduler import STOPPED
from tests.office import Office, build_office
from tests.postgres import VARIABLE
from tests.smtp_server import Received, SmtpServer
from tests.tasks.making import Desk, at

HOUSES = 50  # units of four persons, each of whom gets a digest
DUE = (date(2026, 3, 2),) * 6 + (date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 6))
MORNING = at("03/03", "07:29") + timedelta(seconds=40)
OFF = (-7, -2, 3, 8)  # minutes by which the clocks of the machines are ahead
PORTS = (8001, 8002)  # of the two web processes of a machine
SOON = 90.0  # seconds
LONG = 240.0
GONE = "Cơ sở dữ liệu đang bận hoặc không ghi được"


@dataclass
class Node:
    """A machine with the product's processes, joined to the database's network and to that of the mail server."""

    host: Host
    database: Cable
    mail: Cable
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def ask(self, port: int, path: str, cookie: str = "") -> tuple[int, str]:
        """What a web process on it answers; fails if it does not within 90 seconds."""
        return self.host.inside(lambda: _asked(port, path, cookie))


class Morning:
    """The office, its machines and what happens on them."""

    def __init__(self, session: Session, nodes: list[Node], server: SmtpServer, database_url: str, cookie: str) -> None:
        self.session, self.server, self.database_url, self.cookie = session, server, database_url, cookie
        self.schedulers, self.webs = nodes[:4], nodes[4:]

    def assign(self, number: int) -> None:
        """So many new tasks, each told at once."""
        desk = Desk(self.session, Office.load(self.session))
        for which in range(number):
            now = clock.database_now(self.session)
            desk.task(now, content=f"Việc mới {which} lúc {now:%H:%M:%S}", due_on=date(2026, 3, 9))
            self.session.commit()

    def waits_for(self, what: Callable[[], bool], patience: float) -> None:
        """Until it is so; fails when it does not come."""
        idle, began = threading.Event(), time.monotonic()
        while not self._holds(what):
            assert time.monotonic() < began + patience, f"{what.__name__}: not within {patience} s"
            idle.wait(0.5)
        print(f"{what.__name__} after {time.monotonic() - began:.0f} s, {len(self.server.received)} mails")

    def all_is_delivered(self) -> bool:
        waiting = select(Message.id).where(Message.state.in_((MessageState.WAITING, MessageState.SENDING)))
        return not self.missing() and self.session.scalar(waiting.limit(1)) is None

    def missing(self) -> list[proof.Key]:
        """What is owed and not in the ledger."""
        return proof.missing(self.session, clock.database_now(self.session))

    def answers(self, path: str, of: list[Node]) -> list[tuple[int, str]]:
        return [node.ask(port, path, self.cookie) for node in of for port in PORTS]

    def _holds(self, what: Callable[[], bool]) -> bool:
        self.session.rollback()
        return what()


def test_nodes_that_are_cut_off_lose_nothing_send_nothing_twice_and_say_so_and_go_on_by_themselves(
    tmp_path: Path, frozen_clock: Callable[[datetime | None], None]
) -> None:
    with machines(tmp_path, frozen_clock) as morning:
        session, server = morning.session, morning.server
        deaf, dumb, *others = morning.schedulers
        blind, *seeing = morning.webs
        server.wait_for(20, LONG)

        with holding_the_turn(deaf, morning.database_url, tmp_path):
            deaf.database.cut()
        dumb.mail.cut()
        blind.database.cut()
        morning.assign(20)
        for status, page in morning.answers("/account", [blind]):
            assert status == 503
            assert GONE in page
        for status, said in morning.answers("/readyz", [blind]):
            assert status == 503
            assert json.loads(said)["database"] == "failed"
        assert all(status == 200 and STOPPED not in page for status, page in morning.answers("/account", seeing))
        assert all(status == 200 for status, _said in morning.answers("/readyz", seeing))
        morning.waits_for(morning.all_is_delivered, LONG)  # without those that were cut off

        for scheduler in (dumb, *others):
            scheduler.database.cut()
        morning.assign(10)

        def every_page_says_so() -> bool:
            pages = morning.answers("/account", seeing)
            return all(status == 200 and STOPPED in page for status, page in pages)

        morning.waits_for(every_page_says_so, SOON + 10)
        assert all(status == 503 for status, _said in morning.answers("/readyz", seeing))

        began = clock.database_now(session)
        for node in (*morning.schedulers, *morning.webs):
            node.database.mend()
            node.mail.mend()

        def all_work_again() -> bool:
            ticked = select(Heartbeat.owner).where(Heartbeat.job == "deliver", Heartbeat.ended_at > began)
            pages = [*morning.answers("/account", morning.webs), *morning.answers("/readyz", morning.webs)]
            return len(set(session.scalars(ticked))) == len(morning.schedulers) and all(
                status == 200 and STOPPED not in page for status, page in pages
            )

        morning.waits_for(all_work_again, SOON + 10)
        morning.waits_for(morning.all_is_delivered, LONG)
        for node in (*morning.schedulers, *morning.webs):
            assert [one.poll() for one in node.running] == [None] * len(node.running), "none of them has ended"
        now = clock.database_now(session)
        copies = [server.received.pop(number) for number in _copies(server.received)]
        print(f"{len(server.received)} mails, {len(copies)} copies")
        assert len(copies) <= 2, "one of each node that was cut off in the middle of a mail"
        proof.is_kept(session, server.received, now)


@contextmanager
def holding_the_turn(node: Node, database_url: str, folder: Path) -> Iterator[None]:
    """Whatever happens inside happens to a node whose turn it is to plan: all others wait for it."""
    app = create_app(make_settings(database_url, folder))
    with app.app_context():
        connection = node.host.inside(db.engine.connect)
        connection.execute(unscoped(Committee.id).with_for_update(key_share=True))
        yield
        connection.invalidate()
        connection.close()
        db.engine.dispose()


def _copies(received: list[Received]) -> list[int]:
    """Where the second copies stand, from the end on; each is what the first one was."""
    first: dict[str, int] = {}
    found = []
    for number, one in enumerate(received):
        known = first.setdefault(one.message_id, number)
        if known != number:
            assert one == received[known]
            found.append(number)
    return found[::-1]


@contextmanager
def machines(folder: Path, frozen_clock: Callable[[datetime | None], None]) -> Iterator[Morning]:
    """Everything, running."""
    with ExitStack() as stack:
        house, post = stack.enter_context(Network(1)), stack.enter_context(Network(2))
        database, mail = stack.enter_context(Host()), stack.enter_context(Host())
        house.plug(database, 1)
        post.plug(mail, 1)
        server_url = stack.enter_context(_postgres(database, house.address(1)))
        url = create_database(server_url)
        app = create_app(make_settings(url, folder))
        ahead, cookie = _furnish(app, frozen_clock)
        listener = mail.inside(lambda: socket.create_server((post.address(1), 2525)))
        server = stack.enter_context(SmtpServer(listener=listener))
        theirs = make_url(url).set(host=house.address(1), query={}).render_as_string(hide_password=False)
        nodes = []
        for number in range(8):
            host = stack.enter_context(Host())
            node = Node(host, house.plug(host, 10 + number), post.plug(host, 10 + number))
            kinds = ["scheduler"] if number < 4 else [f"web:{port}" for port in PORTS]
            for kind in kinds:
                clock_off = ahead + timedelta(minutes=OFF[number % 4])
                log = stack.enter_context((folder / f"{number}-{kind}.log").open("w"))
                command = [sys.executable, "-m", "tests.faults.remote", kind, theirs, str(folder), server.url]
                running = host.start([*command, str(clock_off.total_seconds())], stdout=log, stderr=log)
                stack.callback(running.wait)
                stack.callback(running.terminate)
                node.running.append(running)
            nodes.append(node)
        with app.app_context():
            stack.callback(db.engine.dispose)
            yield Morning(db.session(), nodes, server, theirs, cookie)
            db.session.remove()


@contextmanager
def _postgres(host: Host, address: str) -> Iterator[str]:
    """A server on the machine, at the address and, for us, on a socket in its folder."""
    say = [sys.executable, "-c", f"import os; print(os.environ['{VARIABLE}'], flush=True); input()"]
    command = [sys.executable, "-m", "tests.postgres", "--listen", address, "--", *say]
    running = host.start(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert running.stdout is not None
    try:
        yield running.stdout.readline().strip()
    finally:
        running.communicate("\n")


def _furnish(app: Flask, frozen_clock: Callable[[datetime | None], None]) -> tuple[timedelta, str]:
    """Tasks of yesterday in many units, and the database's clock set to the morning; by how much, and a way in."""
    with app.app_context():
        session = db.session()
        migrate.upgrade(db.engine)
        build_office(db.session)
        session.commit()
        desk = Desk(session, Office.load(session))
        houses = crowd.settle_in(desk, HOUSES, MONDAY, away=(date(2026, 3, 1), date(2026, 3, 31)))
        for number, due_on in enumerate(DUE):
            like = desk.in_progress(content=f"Rà soát hồ sơ, phần {number}", due_on=due_on)
            session.commit()
            crowd.spread(session, like, houses)
        frozen_clock(None)
        real = clock.now()
        client = app.test_client()
        ahead = MORNING - real
        name = make_url(str(db.engine.url)).database
        session.execute(
            text(
                "CREATE FUNCTION clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS "
                f"$$ SELECT pg_catalog.clock_timestamp() + interval '{ahead.total_seconds()} seconds' $$"
            )
        )
        session.execute(text(f'ALTER DATABASE "{name}" SET search_path = public, pg_catalog'))
        session.commit()
        db.engine.dispose()
    frozen_clock(MORNING)
    data = {"username": "congchuc", "password": "demo", "csrf_token": token_of(client, "/sign-in")}
    answer = client.post("/sign-in", data=data)
    assert answer.status_code == 302
    cookies = client.get_cookie("giaoviec")
    assert cookies is not None
    frozen_clock(None)
    return ahead, f"giaoviec={cookies.value}"


def _asked(port: int, path: str, cookie: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=SOON)
    try:
        connection.request("GET", path, headers={"Host": "localhost", "Cookie": cookie})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()
