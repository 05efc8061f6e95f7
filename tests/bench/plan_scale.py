"""How long the plan of reminders takes over a large office: `python -m tests.bench.plan_scale [tasks] [open ones]`.

On SQLite, or on the PostgreSQL of TEST_DATABASE_URL. Multiplies the tasks of the demo office by SQL, then times, in a
process of its own, the plan of a morning, an idle one, and those of the next morning. Prints seconds, processor seconds
and the peak of memory.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from taskapp.app import create_app
from taskapp.base.db import db, start_reading
from taskapp.reminders import marks
from taskapp.reminders.fill import Filled, fill
from taskapp.tasks.models import Task
from taskapp.tasks.states import State
from tests.bench.office import demo_office

PLAN = "plan"  # the word by which the process is told to plan only
SPREAD = 40  # limits lie at most so many days before and after today


def main(tasks: int, is_open: int) -> None:
    """Load, multiply, time."""
    now = _morning()
    with demo_office(now - timedelta(days=1)) as app:
        with app.app_context():
            _multiply(db.session(), tasks, is_open, now)
            print(f"{tasks} tasks, {is_open} open")
        subprocess.run([sys.executable, "-m", "tests.bench.plan_scale", PLAN], check=True)


def plan() -> None:
    """Time the plans over the database that the environment names, in a process that has loaded nothing."""
    app = create_app()
    with app.app_context():
        start_reading(False)
        session, now = db.session(), _morning()
        committee_id = session.execute(text("select id from committee")).scalar_one()
        marks.write(session, committee_id, now - timedelta(hours=12))
        session.commit()
        gc.freeze()  # as the scheduler does
        print(f"before, peak {_peak()} MiB")
        _timed("this morning", lambda: fill(session, committee_id, now))
        _timed("idle plan", lambda: fill(session, committee_id, now + timedelta(seconds=30)))
        _timed("next morning", lambda: fill(session, committee_id, now + timedelta(days=1)))
        _timed("idle plan", lambda: fill(session, committee_id, now + timedelta(days=1, seconds=30)))


def _morning() -> datetime:
    return datetime.fromisoformat("2026-11-24T07:31:00+07:00")


def _multiply(session: Session, tasks: int, is_open: int, now: datetime) -> None:
    random = Random(7)
    table = inspect(Task).local_table
    rows = {}
    for state in (State.DONE, State.IN_PROGRESS):
        query = select(table).where(
            table.c.state == state, table.c.assignee_id.is_not(None), table.c.due_on.is_not(None)
        )
        rows[state] = session.execute(query.limit(200)).mappings().all()
    begun = now - timedelta(days=60)
    for start in range(0, tasks, 10_000):
        batch = []
        for number in range(start, min(start + 10_000, tasks)):
            state = State.IN_PROGRESS if number < is_open else State.DONE
            row = {name: value for name, value in random.choice(rows[state]).items() if name != "id"}
            row |= {"import_key": None, "directive_id": None}
            if state is State.IN_PROGRESS:
                due = now.date() + timedelta(days=random.randint(-SPREAD, SPREAD))
                row |= {"due_on": due, "original_due_on": due, "due_version": 1}
                row |= dict.fromkeys(("recorded_at", "due_since", "lead_since", "assignee_since"), begun)
                row |= {"issued_on": begun.date()}
            batch.append(row)
        session.execute(table.insert(), batch)
        session.commit()
    session.execute(text("analyze"))
    session.commit()


def _timed(name: str, run: Callable[[], Filled]) -> None:
    began, used = time.perf_counter(), time.process_time()
    filled = run()
    seconds, processor = time.perf_counter() - began, time.process_time() - used
    print(f"{name:14} {seconds:7.2f} s, processor {processor:7.2f} s, peak {_peak()} MiB, {filled}", flush=True)


def _peak() -> int:
    """In MiB; getrusage() would count what the process that began this one held."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


if __name__ == "__main__":
    if sys.argv[1:] == [PLAN]:
        plan()
    else:
        given = [int(argument) for argument in sys.argv[1:]]
        main(*(given or (100_000, 15_000)))
