"""A scheduler that is killed, or hangs, is seen within ninety seconds: by the probe, and on everybody's pages."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from taskapp.admin.health import YOUNG, Watch
from taskapp.base import clock, heartbeat
from taskapp.base.db import db
from taskapp.jobs import JOBS
from tests.processes import process

STOPPED = "Bộ nhắc việc đang ngừng"
SOON = timedelta(seconds=90)


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hangs"])
def test_its_death_is_seen_by_the_probe_and_on_pages(
    app: Flask,
    client_of: Callable[[str], FlaskClient],
    database_url: str,
    tmp_path: Path,
    frozen_clock: Callable[[datetime | None], None],
    monkeypatch: pytest.MonkeyPatch,
    blow: signal.Signals,
) -> None:
    frozen_clock(None)
    with process("scheduler", database_url, tmp_path) as running:
        _wait_until_all_jobs_ticked(app)
        running.send_signal(blow)
        died = clock.now()
        frozen_clock(died)
        client = client_of("congchuc")
        monkeypatch.setattr(clock, "monotonic", passed_since(died))
        app.extensions["watch"] = Watch(born=-YOUNG)
        assert client.get("/readyz").status_code == 200
        assert STOPPED not in client.get("/account").get_data(as_text=True)
        frozen_clock(died + SOON)
        assert client.get("/readyz").status_code == 503
        assert STOPPED in client.get("/account").get_data(as_text=True)


def passed_since(moment: datetime) -> Callable[[], float]:
    def seconds() -> float:
        return (clock.now() - moment).total_seconds()

    return seconds


def _wait_until_all_jobs_ticked(app: Flask) -> None:
    idle = threading.Event()
    with app.app_context():
        while len(heartbeat.latest(db.session())) < len(JOBS) or not heartbeat.last_tick(db.session(), clock.now()):
            db.session.remove()
            idle.wait(0.05)
        db.session.remove()
