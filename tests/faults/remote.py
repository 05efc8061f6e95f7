"""One of the product's processes on a machine of its own: KIND DATABASE_URL DATA_DIR SMTP_URL AHEAD are its arguments.

KIND: scheduler, or web:PORT, one web process. AHEAD: by how many seconds this machine's clock is ahead of the real one.
"""

from __future__ import annotations

import logging
import sys
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from apscheduler.schedulers import base as ticking

from taskapp import scheduler
from taskapp.app import create_app
from taskapp.base import clock
from taskapp.outbox import claims, delivery, floods, smtp
from taskapp.serve import listen, serve_pages
from tests.conftest import make_settings

# A sixteenth of what the product takes: it waits up to ten minutes after the final dot, and lends a mail for fifteen.
smtp.FINAL_SECONDS = 37.5
delivery.NEEDED_AFTER_DOT = timedelta(seconds=39)
claims.LEASE = timedelta(seconds=56)
floods.FLOOR = 1_000_000  # all of it is wanted


def main(kind: str, database_url: str, data_dir: str, smtp_url: str, ahead: str) -> int:
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    _set_clock(timedelta(seconds=float(ahead)))
    app = create_app(replace(make_settings(database_url, Path(data_dir)), smtp_url=smtp_url))
    if kind == "scheduler":
        return scheduler.run(app)
    return serve_pages(app, listen("127.0.0.1", int(kind.removeprefix("web:"))).detach(), workers=1)


def _set_clock(ahead: timedelta) -> None:
    class Wrong(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + ahead

    clock.datetime = ticking.datetime = Wrong  # type: ignore[attr-defined]  # all that read it


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
