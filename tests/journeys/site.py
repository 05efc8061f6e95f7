"""The application behind a real web server, in threads of this process: its clock is the test's clock."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from taskapp.app import create_app
from taskapp.base import clock
from taskapp.base.db import db
from taskapp.people.models import Committee
from taskapp.reminders.round import Outcome, play
from taskapp.tasks.models import Task
from taskapp.tasks.states import Kind
from taskapp.workdays import calendars
from tests.conftest import make_settings
from tests.office import Office


class Server:
    """A web server in a thread, always at the same address; it can be stopped and started again."""

    def __init__(self, app: Flask, host: str, port: int) -> None:
        self.app, self.host, self.port = app, host, port

    def start(self, listener: int | None = None) -> None:
        """Answer, at a socket that listens already if there is one."""
        self.server = make_server(self.host, self.port, self.app, threaded=True, request_handler=_Silent, fd=listener)
        self.server.daemon_threads = False  # type: ignore[attr-defined]  # its end waits for answers under way
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """Let what is under way be answered, and close the door."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@dataclass(frozen=True)
class Site:
    """`url` is where it answers."""

    app: Flask
    url: str
    server: Server | None = None

    @contextmanager
    def away(self) -> Iterator[None]:
        """Inside, nobody listens at the address: whoever knocks is refused the connection."""
        assert self.server is not None
        self.server.stop()
        yield
        self.server.start()

    def remind(self) -> Outcome:
        """Play one round of reminders now, as the scheduler would."""
        with self.app.app_context():
            return play(db.session(), self.app.extensions["taskapp"], owner="journey", at=clock.now())

    @contextmanager
    def writing(self) -> Iterator[tuple[Session, Office]]:
        """A session to prepare the story with, committed at its end."""
        with self.app.app_context():
            yield db.session(), Office.load(db.session)
            db.session.commit()

    def count_tasks(self) -> int:
        with self.app.app_context():
            official = select(func.count()).select_from(Task).where(Task.kind == Kind.OFFICIAL)
            return db.session.scalar(official) or 0


class _Silent(WSGIRequestHandler):
    timeout = 10  # seconds: a connection that asks nothing does not hold up the end

    def log(self, _type: str, _message: str, *_args: object) -> None:
        """Say nothing: complaints are read from the browser."""


@contextmanager
def running(database_url: str, data_dir: Path, **changes: object) -> Iterator[Site]:
    """Serve until the end of the block; the official calendar is in the database."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host, port = listener.getsockname()
        url = f"http://{host}:{port}"
        app = create_app(make_settings(database_url, data_dir, base_url=url, **changes))
        _ship_calendar(app)
        server = Server(app, host, port)
        server.start(listener.fileno())
        listener.close()  # the server has it twice; when the server stops, nobody may listen any more
        try:
            yield Site(app, url, server)
        finally:
            server.stop()
            with app.app_context():
                db.session.remove()
                db.engine.dispose()


def _ship_calendar(app: Flask) -> None:
    with app.app_context():
        calendars.ship(db.session(), db.session.scalars(select(Committee.id)).one(), now=clock.now())
        db.session.commit()
