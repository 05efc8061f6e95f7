"""Web server and scheduler as one: they start, stop and mend together, and a taken address is said in words."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from pathlib import Path
from urllib.request import urlopen

import pytest
from flask import Flask

from taskapp.base.errors import Refused
from taskapp.serve import listen, serve
from tests.processes import logged, process


def address_of(running: subprocess.Popen[str]) -> str:
    assert running.stdout is not None
    return running.stdout.readline().split()[-1]


def is_free(port: int) -> bool:
    try:
        listen("127.0.0.1", port).close()
    except Refused:
        return False
    return True


def scheduler_of(running: subprocess.Popen[str]) -> int:
    return int(logged(running, "ticks in process").rsplit(maxsplit=1)[-1])


def test_it_serves_ticks_and_stops_with_everything_it_started(database_url: str, tmp_path: Path) -> None:
    with process("serve", database_url, tmp_path) as running:
        url = address_of(running)
        scheduler = scheduler_of(running)
        with urlopen(f"{url}/healthz", timeout=30) as answer:
            assert answer.status == 200
            assert "gunicorn" not in answer.headers.get("Via", "")
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=40) == 0
        with pytest.raises(ProcessLookupError):
            os.kill(scheduler, 0)
        assert is_free(int(url.rsplit(":", 1)[1]))


def test_a_scheduler_that_dies_is_started_again(database_url: str, tmp_path: Path) -> None:
    with process("serve", database_url, tmp_path) as running:
        url = address_of(running)
        first = scheduler_of(running)
        os.kill(first, signal.SIGKILL)
        assert "started again" in logged(running, "the scheduler ended")
        assert scheduler_of(running) != first
        with urlopen(f"{url}/healthz", timeout=30) as answer:
            assert answer.status == 200


def test_it_ends_when_the_web_server_ends(database_url: str, tmp_path: Path) -> None:
    with process("serve", database_url, tmp_path) as running:
        url = address_of(running)
        scheduler = scheduler_of(running)
        with urlopen(f"{url}/healthz", timeout=30):
            pass
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
        (web,) = (int(child) for child in children if int(child) != scheduler)
        os.kill(web, signal.SIGTERM)
        assert running.wait(timeout=40) == 0
        with pytest.raises(ProcessLookupError):
            os.kill(scheduler, 0)


def test_nothing_is_left_when_the_parent_is_killed(database_url: str, tmp_path: Path) -> None:
    with process("serve", database_url, tmp_path) as running:
        url = address_of(running)
        scheduler_of(running)
        with urlopen(f"{url}/healthz", timeout=30):
            pass
        running.kill()
        running.communicate(timeout=40)  # ends when the last process that writes to the pipes has gone
        assert is_free(int(url.rsplit(":", 1)[1]))


def test_a_taken_address_is_refused_in_words(app: Flask) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Refused, match=rf"127\.0\.0\.1:{port}.*chọn cổng khác"):
            serve(app, port=port)


@pytest.mark.parametrize(("host", "port"), [("192.0.2.1", 0), ("127.0.0.1", 70_000), ("khong-co-may.invalid", 0)])
def test_an_address_that_is_not_ours_is_refused_in_words(host: str, port: int) -> None:
    with pytest.raises(Refused):
        listen(host, port)
