"""The product's processes for tests: `python -m tests.processes KIND DATABASE_URL DATA_DIR SMTP_URL`.

KIND: serve, serve-at-monday (whose clock stands at MONDAY), pages (the web server alone, whose clock stands where a
request says in CLOCK), scheduler, or hanging (a scheduler whose only job never ends). What they log goes to standard
error.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask

from taskapp import scheduler
from taskapp.app import create_app
from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.settings import ROOT, Settings
from taskapp.base.ticks import Tick
from taskapp.jobs import Job
from taskapp.outbox.contract import Checks
from taskapp.serve import listen, serve, serve_pages
from tests.conftest import MONDAY, make_settings
from tests.outbox.post import CHECKS, always

CLOCK = "X-Clock"  # a header: the instant, ISO 8601


@contextmanager
def process(kind: str, database_url: str, data_dir: Path, smtp_url: str = "") -> Iterator[subprocess.Popen[str]]:
    """A running process; killed at the end if it still runs."""
    command = [sys.executable, "-m", "tests.processes", kind, database_url, str(data_dir), smtp_url]
    running = subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


def logged(running: subprocess.Popen[str], word: str) -> str:
    """The next line of the log that holds the word; waits for it. Fails when the process ends without it."""
    assert running.stderr is not None
    lines = []
    for line in running.stderr:
        lines.append(line)
        if word in line:
            return line.strip()
    raise AssertionError(f"never said {word!r}: {''.join(lines)}")


def main(kind: str, database_url: str, data_dir: str, smtp_url: str) -> int:
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    app = create_app(replace(make_settings(database_url, Path(data_dir)), smtp_url=smtp_url or None))
    if kind == "serve-at-monday":
        clock.freeze(MONDAY)
    if kind == "pages":
        return pages(app)
    if kind.startswith("serve"):
        return serve(app, port=0, workers=2)
    if kind == "scheduler":
        return scheduler.run(app)
    scheduler.LOOK_EVERY = 0.05
    scheduler.DEAD_AFTER = 0.2
    return scheduler.run(app, (Job("hanging", hang, seconds=1),))


def pages(app: Flask) -> int:
    """Only the web server, without the scheduler beside it."""
    app.wsgi_app = told_the_time(app.wsgi_app)  # type: ignore[method-assign]
    listener = listen("127.0.0.1", 0)
    with app.app_context():
        db.engine.dispose()  # children must not share a connection
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    serve_pages(app, listener.detach(), 2)
    return 0


def told_the_time(answer: Callable[..., Any]) -> Callable[..., Any]:
    """The application, its clock moved to where a request says."""

    def answered(environ: dict[str, Any], start: Any) -> Any:
        said = environ.get(f"HTTP_{CLOCK.replace('-', '_').upper()}")
        if said:
            clock.freeze(datetime.fromisoformat(said))
        return answer(environ, start)

    return answered


def hang(_tick: Tick) -> int:
    threading.Event().wait()
    return 0


def checks(_settings: Settings) -> Checks:
    return always(CHECKS)


if __name__ == "__main__":
    from taskapp import jobs

    jobs.checks = checks  # the messages of these tests are not about tasks
    sys.exit(main(*sys.argv[1:]))
