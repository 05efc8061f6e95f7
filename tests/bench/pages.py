"""What each page costs beside its floor: `python -m tests.bench.pages [tasks …]`.

On SQLite, or on the PostgreSQL of TEST_DATABASE_URL. For each size an office of 100 persons with 4,000 open tasks is
filled anew with an archive of that many tasks. Prints for every page its queries, its bytes, the processor time of a
request, the floor and their ratio, medians; then the ratio of the largest archive to the smallest.

The floor of a page: an application of ten lines that knows who is signed in (one query), runs the page's own longest
query again by hand, and writes its rows with a template of three lines. For what is sent with a form: the same
INSERTs and UPDATEs, and a redirection. Page and floor take turns, so that both see the same machine.
"""

from __future__ import annotations

import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from flask import Flask, redirect, request
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from taskapp.app import create_app
from taskapp.base import clock, formats, migrate
from taskapp.base.db import db, start_reading
from taskapp.people import sessions, tokens
from taskapp.people.models import Person
from taskapp.people.scopes import Scope
from taskapp.reminders import feeds
from taskapp.reminders.feed_models import FeedKind
from taskapp.sample import filling
from taskapp.sample.filling import Wanted
from taskapp.sample.office import Size, office
from taskapp.tasks.models import Task
from taskapp.tasks.states import Kind, State
from tests.databases import create_database, drop_database

TIMES, WARM = 15, 3
SIZES = (10_000, 100_000)
WHO = text("SELECT p.full_name FROM sign_in_session s JOIN person p ON p.id = s.person_id WHERE s.token_hash = :hash")
FLOOR = "<!doctype html><title>{{ who }}</title>{% for row in rows %}<p>{% for cell in row %}<i>{{ cell }}</i>{% endfor %}</p>{% endfor %}"  # noqa: E501 - as small as can be


Fields = dict[str, object] | None


@dataclass(frozen=True)
class Asked:
    """A page: who asks for it, and its address with what is sent there, for the how many-th time."""

    name: str
    who: str
    ask: Callable[[int], tuple[str, Fields]]
    key: str = ""  # of a program that asks, instead of a signed-in person


@dataclass(frozen=True)
class Cost:
    queries: int
    size: int
    page: float  # milliseconds of the processor
    floor: float

    def __str__(self) -> str:
        ratio = self.page / self.floor
        return f"{self.queries} | {self.size / 1000:.0f} | {self.page:.1f} | {self.floor:.1f} | {ratio:.1f}"


class Heard:
    """The statements that a database has been given."""

    def __init__(self, engine: Engine) -> None:
        self.said: list[tuple[float, str, Any]] = []
        event.listen(engine, "before_cursor_execute", self._before)
        event.listen(engine, "after_cursor_execute", self._after)

    def _before(self, connection: Any, _cursor: Any, _statement: str, *_rest: Any) -> None:
        connection.info["began"] = time.perf_counter()

    def _after(self, connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith("BEGIN"):
            return
        self.said.append((time.perf_counter() - connection.info["began"], statement, parameters))


def main(sizes: list[int]) -> None:
    """Measure each size; compare the last with the first."""
    found = {}
    for size in sizes:
        with filled(size) as app:
            found[size] = measure(app)
    print("\n| page | " + " | ".join(f"{size} queries | kB | ms | floor | ratio" for size in sizes) + " | flatness |")
    for name in found[sizes[0]]:
        costs = [found[size][name] for size in sizes]
        cells = [
            f"{c.queries} | {c.size / 1000:.0f} | {c.page:.1f} | {c.floor:.1f} | {c.page / c.floor:.1f}" for c in costs
        ]
        print(f"| {name} | {' | '.join(cells)} | {costs[-1].page / costs[0].page:.2f} |", flush=True)


@contextmanager
def filled(tasks: int) -> Iterator[Flask]:
    """An application over an office with so many tasks, in a place of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"TASKAPP_ENV": "demo", "TASKAPP_DATA_DIR": folder, "TASKAPP_BASE_URL": "http://localhost"}
        server = os.environ.get("TEST_DATABASE_URL")
        if server:
            url = create_database(server)
            os.environ["TASKAPP_DATABASE_URL"] = make_url(url).render_as_string(hide_password=False)
        app, began = create_app(), time.perf_counter()
        with app.app_context():
            start_reading(False)
            migrate.upgrade(db.engine)
            session, now = db.session(), clock.now()
            opened_on = (now - timedelta(days=5 * 366)).date()
            place = office(session, Size(100, 20), Random(1), zone="Asia/Ho_Chi_Minh", opened_on=opened_on, now=now)
            made = filling.fill(session, place, Wanted(tasks, 4000, 5, 1), now=now)
            session.commit()
            session.execute(text("ANALYZE"))
            session.commit()
            print(f"{made} in {time.perf_counter() - began:.0f} s", flush=True)
        yield app
        with app.app_context():
            db.engine.dispose()
        if server:
            drop_database(url)


def measure(app: Flask) -> dict[str, Cost]:
    """The cost of every page."""
    with app.app_context():
        start_reading(False)
        heard, bare = Heard(db.engine), _Bare(db.engine)
        asked = list(pages(db.session()))
        cookies = {each.who: _signed_in(db.session(), each.who) for each in asked}
        db.session.commit()
    clients = {who: _client(app, token) for who, token in cookies.items()}
    gc.collect()
    gc.freeze()  # as the server does
    found = {}
    for page in asked:
        found[page.name] = _cost(page, clients[page.who], bare, cookies[page.who], heard)
        print(f"{page.name}: {found[page.name]}", flush=True)
    return found


def pages(session: Session) -> Iterator[Asked]:
    """The pages of the budget; what is sent with a form goes to another task each time."""
    busiest = select(Person).join(Task, Task.assignee_id == Person.id).where(Task.state == State.IN_PROGRESS)
    officer = session.scalars(busiest.group_by(Person.id).order_by(func.count().desc()).limit(1)).one()
    chair = session.scalars(select(Person).where(Person.username == "chutich")).one()
    his = _some(session, Task.assignee_id == officer.id, Task.state == State.IN_PROGRESS)
    waiting = _some(session, Task.assigner_id == chair.id, Task.state == State.SUBMITTED)
    units = session.scalars(select(Task.lead_unit_id).distinct().limit(9)).all()
    key = tokens.make(session, chair, "bench", [Scope.READ], 30, now=clock.now())
    feed = feeds.make(session, officer, FeedKind.MINE, now=clock.now())
    today = clock.now().date()
    given = {
        "content": "Báo cáo kết quả thực hiện kế hoạch", "limit_kind": "dated", "urgency": "ordinary", "source": "own",
        "due_on": formats.day(today + timedelta(days=14)), "assigner": chair.id, "save": "issue",
    }  # fmt: skip
    result = {"text": "Đã xong", "result_number": "1/BC", "result_on": formats.day(today), "explanation": "Chờ số liệu"}
    yield Asked("my open tasks", officer.username, _at("/tasks?view=mine"))
    yield Asked("all overdue", "vanphong", _at("/tasks?view=all&time=overdue"))
    yield Asked("tasks of the unit", "truongphong", _at("/tasks?view=unit"))
    yield Asked("one task", officer.username, lambda turn: (f"/tasks/{his[turn][0]}", None))
    yield Asked("dashboard", "chutich", _at("/dashboard"))
    yield Asked("search", "vanphong", _at("/tasks?view=all&q=nghiem+thu"))
    yield Asked("report", "vanphong", _at("/reports/summary"))
    yield Asked("create", "chutich", lambda turn: ("/tasks/new", given | {"leads": [units[turn % len(units)]]}))
    yield Asked("submit", officer.username, lambda turn: _moved("submission", his[-1 - turn], result))
    yield Asked("approve", "chutich", lambda turn: _moved("approval", waiting[turn], {"note": ""}))
    yield Asked("calendar feed", officer.username, _at(f"/calendar/{feed}.ics"))
    yield Asked("API list", "chutich", _at("/api/v1/tasks"), key=key)


def _at(address: str) -> Callable[[int], tuple[str, Fields]]:
    return lambda _turn: (address, None)


def _moved(noun: str, task: Any, fields: dict[str, Any]) -> tuple[str, Fields]:
    return f"/tasks/{task.id}/{noun}", fields | {"version": task.version}


def _some(session: Session, *conditions: Any) -> Any:
    query = select(Task.id, Task.version).where(*conditions, Task.kind == Kind.OFFICIAL).order_by(Task.id.desc())
    return session.execute(query.limit(2 * (WARM + TIMES))).all()


def _signed_in(session: Session, username: str) -> str:
    person = session.scalars(select(Person).where(Person.username == username)).one()
    return sessions.open_session(session, person, now=clock.now(), address="", browser="")


def _client(app: Flask, token: str) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as kept:
        kept["_user_id"] = token
    return client


def _cost(page: Asked, client: FlaskClient, bare: _Bare, token: str, heard: Heard) -> Cost:
    page_times, floor_times, said, size = [], [], 0, 0
    form_token = client.get("/tasks?view=all").text.partition('name="csrf-token" content="')[2].partition('"')[0]
    for turn in range(WARM + TIMES):
        address, fields = page.ask(turn)
        headers = {"Authorization": f"Bearer {page.key}"} if page.key else {}
        sent = {"data": fields | {"csrf_token": form_token}, "method": "POST"} if fields is not None else {}
        heard.said.clear()
        began = time.process_time()
        answer = client.open(address, headers=headers, **sent)
        page_times.append(time.process_time() - began)
        assert answer.status_code == (302 if sent else 200), (page.name, answer.status_code, answer.text[:3000])
        said, size = len(heard.said), len(answer.data)
        bare.learn(heard.said)
        began = time.process_time()
        floor = bare.client.get(f"/?token={token}")
        floor_times.append(time.process_time() - began)
        assert floor.status_code == (302 if sent else 200)
    middle = (statistics.median(each[WARM:]) * 1000 for each in (page_times, floor_times))
    return Cost(said, size, *middle)


class _Bare:
    """The floor: knows who asks, does the longest of the queries or all of the writing, and answers."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.longest, self.writes = engine, ("", ()), []
        app = Flask("floor")
        app.add_url_rule("/", "page", self.page)
        self.template = app.jinja_env.from_string(FLOOR)
        self.client = app.test_client()
        self.copies: set[str] = set()

    def learn(self, said: list[tuple[float, str, Any]]) -> None:
        """What the page has asked its database."""
        reads = [each for each in said if each[1].lstrip().startswith(("SELECT", "WITH"))]
        self.longest = max(reads, key=lambda each: each[0])[1:]
        self.writes = [self._beside(*each[1:]) for each in said if each[1].startswith(("INSERT", "UPDATE task "))]

    def page(self) -> Any:
        """Answer the request."""
        with self.engine.connect() as connection:
            who = connection.execute(WHO, {"hash": sessions.digest(request.args["token"])}).scalar_one()
            if self.writes:
                for statement, parameters in self.writes:
                    connection.exec_driver_sql(statement, parameters)
                connection.commit()
                return redirect("/")
            rows = connection.exec_driver_sql(*self.longest).fetchmany(51)
        return self.template.render(who=who, rows=rows)

    def _beside(self, statement: str, parameters: Any) -> tuple[str, Any]:
        """The same, written into a table of the same form that has nothing to guard."""
        table = statement.split()[2]
        if not statement.startswith("INSERT"):
            return statement, parameters
        if table not in self.copies:
            self.copies.add(table)
            with self.engine.begin() as connection:
                like = f"CREATE TABLE floor_{table} AS SELECT * FROM {table} WHERE 1 = 0"  # noqa: S608 - a name of our own
                if connection.dialect.name == "postgresql":
                    like = f"CREATE TABLE floor_{table} (LIKE {table} INCLUDING DEFAULTS)"
                connection.exec_driver_sql(like)
        return statement.split(" ON CONFLICT", maxsplit=1)[0].replace(table, f"floor_{table}"), parameters


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
