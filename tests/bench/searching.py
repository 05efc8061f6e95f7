"""What a search costs over a large archive: `python -m tests.bench.searching [tasks]`.

On SQLite, or on the PostgreSQL of TEST_DATABASE_URL (`python -m tests.postgres -- python -m tests.bench.searching`).
Loads the demo office into a database of its own and adds tasks whose words are those of its own tasks, the last of them
still open. Prints milliseconds, the best of seven: of the processor, and by the clock, in which a server of its own
works too; then what the index takes on disk and what it adds to a write.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import func, inspect, select, text
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.demo.cast import PASSWORD
from taskapp.people.models import Person, Unit
from taskapp.people.queries import rights_of
from taskapp.tasks import searching
from taskapp.tasks.models import Task
from taskapp.tasks.states import Kind, LimitKind, Source, State
from tests.bench.office import demo_office

BATCH, TIMES, STILL_OPEN = 5_000, 7, 4_000
WHO = ("vanphong", "truongphong", "congchuc", "tuphapxa")
TYPED = (
    "báo cáo",
    "bao cao ket qua t",
    "b",
    "hộ tịch",
    '"hộ tịch"',
    "1234/KH-UBND",
    "Nguyễn Thị Ánh Tuyết",
    "xyz bao cao",
)
PAGES = ("/search/typed?q=bao cao", "/search?q=bao cao", "/tasks?view=given&q=bao cao", "/tasks?view=all&q=ho tich")
SIZES = {
    "sqlite": "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'task_searched%'",
    "postgresql": "SELECT pg_relation_size('ix_task_searched')",
}
WITHOUT = {
    "sqlite": ("DROP TRIGGER task_searched_added", "DROP TRIGGER task_searched_changed"),
    "postgresql": ("DROP INDEX ix_task_searched",),
}


def main(tasks: int) -> None:
    """Load, search, write."""
    with demo_office(clock.now()) as app:
        with app.app_context():
            fill(db.session(), tasks)
            _searches(db.session())
            db.session.rollback()
        _pages(app)
        with app.app_context():
            _writes(db.session())


def fill(session: Session, tasks: int) -> None:
    """Add so many tasks, each with half the words of two of the office's own and a document's number."""
    random, table, today = Random(7), inspect(Task).local_table, clock.now().date()
    (committee_id,), people = (
        session.scalars(select(Person.committee_id).distinct()),
        list(session.scalars(select(Person.id))),
    )
    known, units = list(session.scalars(select(Task.search_key))), list(session.execute(select(Unit.id, Unit.name)))
    first = (session.scalar(select(func.max(Task.id))) or 0) + 1
    began = time.perf_counter()
    for start in range(0, tasks, BATCH):
        rows = []
        for n in range(start, min(start + BATCH, tasks)):
            one, other = (random.choice(known).split() for _ in "12")
            words = " ".join(
                [*one[: len(one) // 2 + 3], *other[len(other) // 2 :], f"{random.randint(1, 2000)}/kh-ubnd"]
            )
            row = _row(today - timedelta(days=(tasks - n) * 1000 // tasks), is_open=n >= tasks - STILL_OPEN)
            unit = random.choice(units)
            rows.append(
                {
                    "id": first + n, "committee_id": committee_id, "content": words, "search_key": words, **row,
                    "lead_unit_id": unit.id, "lead_unit_name": unit.name, "assignee_id": random.choice(people),
                    "assigner_id": random.choice(people),
                }
            )  # fmt: skip
        session.execute(table.insert(), rows)
        session.commit()
    session.execute(text("analyze"))
    session.commit()
    print(f"{tasks} tasks added in {time.perf_counter() - began:.0f} s", flush=True)


def _row(issued: date, *, is_open: bool) -> dict[str, Any]:
    due = issued + timedelta(days=10)
    return {
        "kind": Kind.OFFICIAL, "product": "", "assigner_title": "", "source": Source.OWN, "field": "", "starred": False,
        "limit_kind": LimitKind.DATED, "deadline_text": "", "original_due_on": due, "due_on": due, "due_version": 1,
        "extensions": 0, "issued_on": issued,
        "recorded_at": datetime(issued.year, issued.month, issued.day, tzinfo=UTC), "urgings": 0,
        "unanswered_urgings": 0, "progress_percent": 0, "waited_workdays": 0, "objective_cause": False,
        "submitted_on": None if is_open else due, "finished_on": None if is_open else due, "disputed": False,
        "excluded": None, "version": 2, "state": State.IN_PROGRESS if is_open else State.DONE,
    }  # fmt: skip


def _searches(session: Session) -> None:
    people = dict(session.execute(select(Person.username, Person)).all())
    for typed in TYPED:
        found = []
        for who in WHO:
            rights = rights_of(session, people[who], on=clock.now().date())

            def search(rights: Any = rights, typed: str = typed) -> int:
                sought = searching.read(session, rights.committee_id, typed)
                return len(searching.page(session, rights, sought).rows)

            found.append("{} {:4.1f} /{:5.1f} ({})".format(who, *_best(search), search()))
        print(f"{typed:24}", *found, sep="  ", flush=True)


def _pages(app: Flask) -> None:
    client = app.test_client()
    token = client.get("/sign-in").get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
    client.post("/sign-in", data={"username": "vanphong", "password": PASSWORD, "csrf_token": token})
    for path in PAGES:
        print("{:34} {:5.1f} /{:6.1f}".format(path, *_best(lambda path=path: client.get(path).status_code)), flush=True)


def _writes(session: Session) -> None:
    dialect = session.get_bind().dialect.name
    print(f"index: {(session.scalar(text(SIZES[dialect])) or 0) / 2**20:.0f} MiB")
    ids = list(session.scalars(select(Task.id).order_by(Task.id.desc()).limit(300)))
    for said in ("with the index", "without"):
        session.rollback()
        took = time.process_time(), time.perf_counter()
        for number in ids:
            session.execute(
                text("UPDATE task SET state = 'done', submitted_on = due_on, finished_on = due_on WHERE id = :id"),
                {"id": number},
            )
            session.execute(text("UPDATE task SET state = 'in_progress' WHERE id = :id"), {"id": number})
        took = time.process_time() - took[0], time.perf_counter() - took[1]
        print("a change of state, {}: {:.2f} / {:.2f} ms".format(said, *(each / 600 * 1000 for each in took)))
        session.rollback()
        for statement in WITHOUT[dialect] if said == "with the index" else ():
            session.execute(text(statement))
        session.commit()


def _best(act: Callable[[], object]) -> tuple[float, float]:
    found = []
    for _ in range(TIMES):
        began = time.process_time(), time.perf_counter()
        act()
        found.append((time.process_time() - began[0], time.perf_counter() - began[1]))
    return min(cpu for cpu, _ in found) * 1000, min(wall for _, wall in found) * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
