"""What each page costs, beside its floor and as the archive grows: `python -m tests.bench.pages [tasks …]`.

On SQLite, or on the PostgreSQL of TEST_DATABASE_URL. For each size an office of 100 persons with 4,000 open tasks is
filled anew with an archive of that many tasks in five years, in a process of its own. The processes then take turns,
page by page, so that a machine that changes its speed does so for all sizes alike. Prints for every page its queries,
its bytes, the milliseconds of the processor and of the clock (in which a database server works too), those of the
floor and the ratio of the two, medians; then the ratio of the largest archive to the smallest, by the clock.

The floor of a page: an application of ten lines that knows who is signed in (one query), runs the page's own longest
query again by hand, and writes its rows with a template of three lines. For what is sent with a form: the same
INSERTs and UPDATEs, and a redirection.
"""

from __future__ import annotations

import gc
import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from flask import Flask, redirect, request
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.orm import Session

from taskapp.base import clock, formats
from taskapp.base.db import db, start_reading
from taskapp.people import sessions, tokens
from taskapp.people.models import Person
from taskapp.people.scopes import Scope
from taskapp.reminders import feeds
from taskapp.reminders.feed_models import FeedKind
from taskapp.reports import periods
from taskapp.reports.periods import Span
from taskapp.tasks.models import Task
from taskapp.tasks.states import Kind, State
from tests.bench.office import large_office

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


class Cost(NamedTuple):
    """A request: its queries and bytes; seconds of page and floor by the processor, of the page by the clock."""

    queries: int
    size: int
    page: float
    floor: float
    lasted: float


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
    """Fill an office of each size, let them answer in turn, print what was found."""
    fresh = multiprocessing.get_context("spawn")
    with ExitStack() as stack:
        offices = []
        for size in sizes:
            here, there = fresh.Pipe()
            office = fresh.Process(target=_answer, args=(there, size), daemon=True)
            office.start()
            stack.callback(office.join)
            stack.callback(here.send, None)
            offices.append(here)
        for office in offices:
            office.recv()  # it is filled; only when all are, everybody signs in
        for office in offices:
            office.send(True)
        names = [office.recv() for office in offices][-1]
        columns = (f"{size} queries | kB | cpu | clock | floor | ratio" for size in sizes)
        print(f"\n| page | {' | '.join(columns)} | flatness |")
        for name in names:
            costs = [_median(found) for found in _turns(offices, name)]
            flatness = costs[-1].lasted / costs[0].lasted
            print(f"| {name} | {' | '.join(_cells(cost) for cost in costs)} | {flatness:.2f} |", flush=True)


def _turns(offices: list[Connection], name: str) -> list[list[Cost]]:
    found: list[list[Cost]] = [[] for _office in offices]
    for turn in range(WARM + TIMES):
        for office, costs in zip(offices, found, strict=True):
            office.send((name, turn))
            costs.append(office.recv())
    return found


def _median(costs: list[Cost]) -> Cost:
    queries, size, *times = zip(*costs[WARM:], strict=True)
    return Cost(queries[-1], size[-1], *(statistics.median(each) for each in times))


def _cells(cost: Cost) -> str:
    page, clock_, floor = (f"{seconds * 1000:.1f}" for seconds in (cost.page, cost.lasted, cost.floor))
    return f"{cost.queries} | {cost.size / 1000:.0f} | {page} | {clock_} | {floor} | {cost.page / cost.floor:.1f}"


def _answer(boss: Connection, size: int) -> None:
    """The process of an office: opens a page as often as it is told to."""
    with large_office(size) as app:
        boss.send(True)
        boss.recv()
        with app.app_context():
            start_reading(False)
            heard, bare = Heard(db.engine), _Bare(db.engine)
            asked = {page.name: page for page in pages(db.session())}
            tokens_of = {who: _signed_in(db.session(), who) for who in {page.who for page in asked.values()}}
            db.session.commit()
        clients = {who: _client(app, token) for who, token in tokens_of.items()}
        gc.collect()
        gc.freeze()  # as the server does
        boss.send(list(asked))
        while told := boss.recv():
            name, turn = told
            page = asked[name]
            boss.send(_cost(page, turn, clients[page.who], (bare, tokens_of[page.who]), heard))


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
    yield Asked("create", "chutich", lambda turn: ("/tasks/new", given | {"leads": [units[turn % len(units)]]}))
    yield Asked("submit", officer.username, lambda turn: _moved("submission", his[-1 - turn], result))
    yield Asked("approve", "chutich", lambda turn: _moved("approval", waiting[turn], {"note": ""}))
    yield Asked("calendar feed", officer.username, _at(f"/calendar/{feed}.ics"))
    yield Asked("API list", "chutich", _at("/api/v1/tasks"), key=key)
    for address in reports(today):
        yield Asked(address, "chutich", _at(address))


def reports(today: date) -> Iterator[str]:
    """The pages of figures: those of every day, those of longer and earlier periods, and what stands behind numbers."""
    quarter = periods.containing(today, Span.QUARTER)
    before = periods.previous(quarter)
    this = f"from={quarter.first}&to={quarter.last}"
    yield from ("/dashboard/trend", "/dashboard/units", "/dashboard/office", "/dashboard/wall", "/reports/meeting")
    yield "/reports/summary"
    yield from (f"/reports/summary?{asked}" for asked in ("by=person", "by=field", "basis=original"))
    yield f"/reports/summary?from={before.first}&to={before.last}"
    yield f"/reports/summary?from={today.year}-01-01&to={today.year}-12-31"
    yield f"/reports/summary?as_of={formats.day(today - timedelta(days=3))}"
    yield f"/reports/summary?from={before.first}&to={before.last}&as_of={formats.day(before.last)}"
    yield from ("/reports/overdue", "/reports/due-soon", "/reports/undated")
    yield from (f"/reports/tasks?cell={cell}&{this}" for cell in ("done", "open_overdue"))
    yield from ("/reports/work-types", "/reports/updates", "/reports/people", "/reports/summary/document")


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


def _cost(page: Asked, turn: int, client: FlaskClient, floor: tuple[_Bare, str], heard: Heard) -> Cost:
    address, fields = page.ask(turn)
    headers = {"Authorization": f"Bearer {page.key}"} if page.key else {}
    sent: dict[str, Any] = {}
    if fields is not None:
        form_token = client.get("/account").text.partition('name="csrf-token" content="')[2].partition('"')[0]
        sent = {"data": fields | {"csrf_token": form_token}, "method": "POST"}
    heard.said.clear()
    answer, used, lasted = _timed(lambda: client.open(address, headers=headers, **sent))
    assert answer.status_code == (302 if sent else 200), (page.name, answer.status_code, answer.text[:3000])
    queries, size = len(heard.said), len(answer.data)
    bare, token = floor
    bare.learn(heard.said)
    least, least_used, _lasted = _timed(lambda: bare.client.get(f"/?token={token}"))
    assert least.status_code == (302 if sent else 200)
    return Cost(queries, size, used, least_used, lasted)


def _timed(ask: Callable[[], Any]) -> tuple[Any, float, float]:
    """The answer, with the seconds of the processor and of the clock that it took."""
    used, lasted = time.process_time(), time.perf_counter()
    answer = ask()
    return answer, time.process_time() - used, time.perf_counter() - lasted


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
