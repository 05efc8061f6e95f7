"""Eight machines on a busy morning: four schedulers, four with two web processes each; PostgreSQL and a mail server.

The database's clock is set to the morning; those of the machines are wrong by minutes.
"""

from __future__ import annotations

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
from taskapp.base.db import db
from taskapp.outbox.models import Message, MessageState
from tests.conftest import MONDAY, make_settings, token_of
from tests.databases import create_database
from tests.faults import crowd, proof
from tests.faults.network import Cable, Host, Network
from tests.office import Office, build_office
from tests.postgres import VARIABLE
from tests.smtp_server import SmtpServer
from tests.tasks.making import Desk, at

HOUSES = 50  # units of four persons, each of whom gets a digest
DUE = (date(2026, 3, 2),) * 6 + (date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 6))
MORNING = at("03/03", "07:29") + timedelta(seconds=40)
OFF = (-7, -2, 3, 8)  # minutes by which the clocks of the machines are ahead
SCHEDULERS = WEBS = 4
PORTS = (8001, 8002)  # of the two web processes of a machine
SOON = 90.0  # seconds
FreezeClock = Callable[[datetime | None], None]


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


@contextmanager
def machines(folder: Path, frozen_clock: FreezeClock) -> Iterator[Morning]:
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
        nodes = [_node(stack, house, post, number) for number in range(SCHEDULERS + WEBS)]
        stack.callback(_end, nodes)
        for number, node in enumerate(nodes):
            off = (ahead + timedelta(minutes=OFF[number % len(OFF)])).total_seconds()
            for kind in ["scheduler"] if number < SCHEDULERS else [f"web:{port}" for port in PORTS]:
                log = stack.enter_context((folder / f"{number}-{kind}.log").open("w"))
                command = [sys.executable, "-m", "tests.faults.remote", kind, theirs, str(folder), server.url, str(off)]
                node.running.append(node.host.start(command, stdout=log, stderr=log))
        with app.app_context():
            stack.callback(db.engine.dispose)
            yield Morning(db.session(), nodes, server, theirs, cookie)
            db.session.remove()


def _node(stack: ExitStack, house: Network, post: Network, number: int) -> Node:
    host = stack.enter_context(Host())
    return Node(host, house.plug(host, 10 + number), post.plug(host, 10 + number))


def _end(nodes: list[Node]) -> None:
    running = [one for node in nodes for one in node.running]
    for one in running:
        one.terminate()
    for one in running:
        try:
            one.wait(40)
        except subprocess.TimeoutExpired:
            one.kill()
            one.wait()


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


def _furnish(app: Flask, frozen_clock: FreezeClock) -> tuple[timedelta, str]:
    """Tasks of yesterday in many units; by how much the database's clock is ahead now, and an officer's cookie."""
    with app.app_context():
        session = db.session()
        migrate.upgrade(db.engine)
        build_office(db.session)
        desk = Desk(session, Office.load(session))
        houses = crowd.settle_in(desk, HOUSES, MONDAY, away=(date(2026, 3, 1), date(2026, 3, 31)))
        for number, due_on in enumerate(DUE):
            like = desk.in_progress(content=f"Rà soát hồ sơ, phần {number}", due_on=due_on)
            session.commit()
            crowd.spread(session, like, houses)
        frozen_clock(None)
        ahead = MORNING - clock.now()
        _set_clock(session, ahead)
        db.engine.dispose()
    frozen_clock(MORNING)
    client = app.test_client()
    data = {"username": "congchuc", "password": "demo", "csrf_token": token_of(client, "/sign-in")}
    assert client.post("/sign-in", data=data).status_code == 302
    cookie = client.get_cookie("giaoviec")
    assert cookie is not None
    frozen_clock(None)
    return ahead, f"giaoviec={cookie.value}"


def _set_clock(session: Session, ahead: timedelta) -> None:
    """For whoever connects from now on the database's clock is ahead: a function of ours is found before its own."""
    clock_of_ours = f"SELECT pg_catalog.clock_timestamp() + interval '{ahead.total_seconds()} seconds'"
    returns = "RETURNS timestamptz LANGUAGE sql VOLATILE"
    session.execute(text(f"CREATE FUNCTION clock_timestamp() {returns} AS $$ {clock_of_ours} $$"))
    name = session.scalar(text("SELECT current_database()"))
    session.execute(text(f'ALTER DATABASE "{name}" SET search_path = public, pg_catalog'))
    session.commit()


def _asked(port: int, path: str, cookie: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=SOON)
    try:
        connection.request("GET", path, headers={"Host": "localhost", "Cookie": cookie})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()
