"""How long every report and dashboard page takes over a large office: `python -m tests.bench.figures [tasks] [years]`.

On SQLite, or on the PostgreSQL of TEST_DATABASE_URL (`python -m tests.postgres -- python -m tests.bench.figures`).
Loads the demo office into a database of its own and adds tasks of the last three years, or of as many as are given,
with their events (two to four each; one task in ten has a supporting unit's part). Prints the processor time and the
time by the clock (in which a server of its own works too) of each page in milliseconds, medians of five, as they are
written down in docs/hieu-nang.md.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from taskapp.base import clock, formats
from taskapp.base.db import db
from taskapp.demo.cast import PASSWORD
from taskapp.people.models import Committee, Person, Unit
from taskapp.reports import periods
from taskapp.reports.periods import Span
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.record import IMAGE
from taskapp.tasks.states import Kind, LimitKind, Move, Source, State, Via
from tests.bench.office import demo_office

YEARS = 3.0
BATCH = 5000
TIMES = 5


def pages(today: date) -> list[str]:
    """The pages that are opened every day, those of longer and earlier periods, and what stands behind numbers."""
    quarter = periods.containing(today, Span.QUARTER)
    before = periods.previous(quarter)
    this = f"from={quarter.first}&to={quarter.last}"
    return [
        "/dashboard",
        "/dashboard/trend",
        "/dashboard/units",
        "/dashboard/office",
        "/dashboard/wall",
        "/reports/meeting",
        "/reports/summary",
        "/reports/summary?by=person",
        "/reports/summary?by=field",
        "/reports/summary?basis=original",
        f"/reports/summary?from={before.first}&to={before.last}",
        f"/reports/summary?from={today.year}-01-01&to={today.year}-12-31",
        f"/reports/summary?as_of={formats.day(today - timedelta(days=90))}",
        "/reports/overdue",
        "/reports/due-soon",
        "/reports/undated",
        f"/reports/tasks?cell=done&{this}",
        f"/reports/tasks?cell=open_overdue&{this}",
        "/reports/work-types",
        "/reports/updates",
        "/reports/people",
        "/reports/summary/document",
    ]


def main(tasks: int, years: float) -> None:
    """Load, multiply, time."""
    with demo_office(clock.now()) as app:
        with app.app_context():
            fill(db.session(), tasks, round(years * 365))
        measure(app)


def fill(session: Session, tasks: int, days: int) -> None:
    """Add the tasks, given over so many days, and their events."""
    random, today = Random(11), clock.now().date()
    (committee_id,) = session.scalars(select(Committee.id))
    units = list(session.execute(select(Unit.id, Unit.name)))
    people = list(session.scalars(select(Person.id)))
    task_table, event_table = inspect(Task).local_table, inspect(TaskEvent).local_table
    number = session.execute(text("select max(id) from task")).scalar_one()
    began, made = time.perf_counter(), 0
    while made < tasks:
        rows = []
        for _n in range(min(BATCH, tasks - made)):
            number += 1
            rows.append(_task(random, number, committee_id, units, people, (today, days)))
            if random.random() < 0.1:
                number += 1
                unit = random.choice(units)
                rows.append(rows[-1] | {"id": number, "kind": Kind.PART, "parent_id": number - 1, **_lead(unit)})
        made += sum(row["kind"] is Kind.OFFICIAL for row in rows)
        session.execute(task_table.insert(), rows)
        session.execute(event_table.insert(), [event for row in rows for event in _events(row)])
        session.commit()
    session.commit()
    _settle(session)
    events = session.execute(text("select count(*) from task_event")).scalar_one()
    still_open = session.execute(text("select count(*) from task where finished_on is null")).scalar_one()
    print(f"{number} tasks, {still_open} open, {events} events in {time.perf_counter() - began:.0f} s", flush=True)


def _settle(session: Session) -> None:
    """What happens by itself soon after so much was written: the tables are counted, and PostgreSQL cleans up."""
    engine = session.get_bind().engine
    if engine.dialect.name == "sqlite":
        session.execute(text("ANALYZE"))
        session.commit()
    else:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()  # connections of SQLite see what was counted when they are opened


def _task(
    random: Random, number: int, committee_id: int, units: Any, people: Any, span: tuple[date, int]
) -> dict[str, Any]:
    today, days = span
    issued = today - timedelta(days=random.randrange(days))
    due = issued + timedelta(days=random.randint(3, 60))
    finished = due + timedelta(days=random.choice((-5, -3, -1, -1, 0, 0, 0, 1, 4)))
    is_open = finished > today or (finished > today - timedelta(days=40) and random.random() < 0.2)
    waits = is_open and random.random() < 0.1
    recorded = datetime(issued.year, issued.month, issued.day, 1, tzinfo=UTC)
    words = f"Báo cáo kết quả thực hiện nhiệm vụ số {number} " * 4
    return {
        "id": number, "committee_id": committee_id, "kind": Kind.OFFICIAL, "parent_id": None, "content": words,
        "search_key": words, "product": "", "assignee_id": random.choice(people), "assigner_id": random.choice(people),
        "assigner_title": "", "source": Source.OWN, "field": "", "starred": False, "limit_kind": LimitKind.DATED,
        "deadline_text": "", "original_due_on": due, "due_on": due, "due_version": 1, "extensions": 0,
        "recorded_at": recorded, "issued_on": issued, "lead_since": recorded, "urgings": 0, "unanswered_urgings": 0,
        "progress_percent": 0, "submitted_on": None if is_open and not waits else min(finished, today),
        "submitted_at": None, "finished_on": None if is_open else max(finished, issued), "waited_workdays": 0,
        "objective_cause": False, "disputed": False, "excluded": None, "version": 2 if is_open else 4,
        "state": (State.SUBMITTED if waits else State.IN_PROGRESS) if is_open else State.DONE,
        **_lead(random.choice(units)),
    }  # fmt: skip


def _lead(unit: Any) -> dict[str, Any]:
    return {"lead_unit_id": unit.id, "lead_unit_name": unit.name}


def _events(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    kinds = (Move.ISSUE, Move.ACCEPT, Move.SUBMIT, Move.APPROVE)[: row["version"]]
    ends = row["finished_on"] or row["issued_on"]
    image = {name: row.get(name) for name in IMAGE}
    for version, kind in enumerate(kinds, 1):
        is_last = version == row["version"]
        on = ends if is_last else row["issued_on"]
        at = datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
        early = {} if is_last or kind is Move.SUBMIT else {"submitted_on": None}
        yield {
            "committee_id": row["committee_id"], "task_id": row["id"], "version": version, "recorded_at": at,
            "effective_at": at, "effective_on": on, "kind": kind.value, "from_state": None,
            "to_state": row["state"] if is_last else State.ASSIGNED, "via": Via.WEB, "reason": "", "note": "",
            "task_kind": row["kind"], "parent_id": row["parent_id"], **image,
            "finished_on": row["finished_on"] if is_last else None, **early,
        }  # fmt: skip


def measure(app: Flask) -> None:
    """Time the pages as the chairman opens them, without a network."""
    client = app.test_client()
    token = client.get("/sign-in").get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
    client.post("/sign-in", data={"username": "chutich", "password": PASSWORD, "csrf_token": token})
    gc.collect()
    gc.freeze()  # as the server does
    for address in pages(clock.now().date()):
        used, lasted = [], []
        for _n in range(TIMES):
            began, from_now = time.process_time(), time.perf_counter()
            assert client.get(address).status_code == 200, address
            used.append(time.process_time() - began)
            lasted.append(time.perf_counter() - from_now)
        medians = (statistics.median(each) * 1000 for each in (used, lasted))
        print(f"| `{address}` | {' | '.join(f'{median:.0f}' for median in medians)} |", flush=True)


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]) if given else 100_000, float(given[1]) if len(given) > 1 else YEARS)
