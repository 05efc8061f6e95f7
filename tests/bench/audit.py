"""How long a verification of the record takes: `python -m tests.bench.audit [rows]`.

On SQLite, or on the PostgreSQL of TEST_DATABASE_URL (`python -m tests.postgres -- python -m tests.bench.audit`).
Loads the demo office into a directory of its own, multiplies its record by SQL, then times sealing and verifying it.
Prints seconds, processor seconds and the peak of memory.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable

from sqlalchemy import text
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import db, start_reading
from taskapp.tasks.audit import sealing
from taskapp.tasks.audit.sealing import Means, means_of
from taskapp.tasks.audit.stored import COLUMNS
from taskapp.tasks.audit.verifying import verify
from tests.bench.office import demo_office


def main(rows: int) -> None:
    """Load, multiply, seal, verify."""
    with demo_office(clock.now()) as app, app.app_context():
        session = db.session()
        _multiply(session, rows)
        committee_id = session.execute(text("select id from committee")).scalar_one()
        means = means_of(app.extensions["taskapp"])
        _timed("seal", lambda: f"{_seal(session, committee_id, means)} rows")
        start_reading(True)
        for _time in range(2):
            _timed("verify", lambda: str(verify(session, committee_id, means, now=clock.now())))
            session.rollback()
        notes = sum(path.stat().st_size for path in means.folder.glob("*"))
        seals = session.execute(text("select sum(length(entries)) from event_seal")).scalar_one()
        print(f"anchor {notes} bytes, seals {seals / 1e6:.1f} MB")


def _multiply(session: Session, rows: int) -> None:
    """The same changes of the same tasks again and again, with higher versions."""
    base = session.execute(text("select max(id) from task_event")).scalar_one()
    others = ", ".join(name for name in COLUMNS if name not in ("id", "version", "corrects_id"))
    for turn in range(1, rows // base + 1):
        session.execute(
            text(
                f"INSERT INTO task_event (version, {others}) SELECT version + 1000 * :turn, {others} "
                "FROM task_event WHERE id <= :base ORDER BY id LIMIT :wanted"
            ),
            {"turn": turn, "base": base, "wanted": rows - base * turn},
        )
        session.commit()
    session.execute(text("analyze"))
    session.commit()


def _seal(session: Session, committee_id: int, means: Means) -> int:
    total = 0
    while count := sealing.seal(session, committee_id, means, top=sealing.settled(session), now=clock.now()):
        total += count
    return total


def _timed(name: str, run: Callable[[], str]) -> None:
    began, used = time.perf_counter(), time.process_time()
    words = run()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    seconds, processor = time.perf_counter() - began, time.process_time() - used
    print(f"{name:8} {seconds:7.2f} s, processor {processor:7.2f} s, peak {peak} MiB, {words}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000)
