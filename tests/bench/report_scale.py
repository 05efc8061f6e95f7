"""How long a list of many overdue tasks takes as a workbook: `python -m tests.bench.report_scale [tasks]`.

On SQLite, in a directory of its own. Prints seconds, the size of the file and the peak of memory of a process of its
own that reads and writes the list.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date

from taskapp.app import create_app
from taskapp.base import clock, migrate
from taskapp.base.db import db, start_reading
from taskapp.people.models import Committee
from taskapp.reports.asking import Asked
from taskapp.reports.listing import Listing
from taskapp.reports.listing_xlsx import listing_xlsx
from taskapp.reports.listings import Scope, listed
from taskapp.reports.ontime import Count
from tests.office import Office, build_office
from tests.reports.entering import Days, enter
from tests.reports.history import at

DAYS = Days(date(2025, 1, 6), date(2025, 6, 30), date(2025, 6, 27), date(2025, 7, 11), date(2027, 1, 4))
NOW = at(date(2026, 3, 2))


def main(tasks: int) -> None:
    """Enter the tasks, then time the workbook."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"TASKAPP_ENV": "demo", "TASKAPP_DATA_DIR": folder, "TASKAPP_BASE_URL": "http://127.0.0.1:1"}
        for step in (_load, _export):
            process = multiprocessing.get_context("spawn").Process(target=_in_app, args=(step, tasks))
            process.start()
            process.join()


def _in_app(step: Callable[[int], None], tasks: int) -> None:
    with create_app().app_context():
        start_reading(False)
        step(tasks)


def _load(tasks: int) -> None:
    clock.freeze(at(date(2025, 1, 2)))
    migrate.upgrade(db.engine)
    build_office(db.session)
    db.session.commit()
    enter(db.session(), Office.load(db.session), {Count.OPEN_OVERDUE: tasks}, DAYS)
    db.session.commit()


def _export(_tasks: int) -> None:
    begun, idle = time.perf_counter(), _peak()
    session = db.session()
    scope = Scope(session.get_one(Committee, 1), None)
    found = listed(session, Listing.OVERDUE, scope, Asked(date(2026, 1, 1), date(2026, 3, 31)), now=NOW)
    read = time.perf_counter() - begun
    book = listing_xlsx(session, found)
    took = time.perf_counter() - begun
    print(f"{len(found.tasks)} rows: {took:.1f} s ({read:.1f} s to judge), {len(book) / 2**20:.1f} MiB written")
    print(f"{time.process_time():.1f} s of the processor in all")
    print(f"peak of memory {_peak():.0f} MiB ({idle:.0f} MiB before)")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
