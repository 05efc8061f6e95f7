"""People at work, for the load of a day: what each of them asks of the server, one request after another."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection
from random import Random
from urllib.parse import urlencode

from sqlalchemy import select
from sqlalchemy.orm import Session

from taskapp.base import clock, formats
from taskapp.demo.cast import PASSWORD
from taskapp.people.models import Person, RoleHeld
from taskapp.people.rights import Role
from taskapp.tasks.models import Task
from taskapp.tasks.states import Kind, State

POLLS = 2  # background questions after each page that stays open
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
VERSION = re.compile(r'data-version="(\d+)"')
MARK = "Theo dõi tải"


@dataclass(frozen=True)
class Ask:
    """A request: where, what is sent, and which answer is right."""

    path: str
    fields: dict[str, str] | None = None
    is_background: bool = False
    right: tuple[int, ...] = (200,)


Day = Generator[Ask, str, None]  # says what is asked next, is told the page that came


@dataclass
class Human:
    """Somebody at work: what of the office concerns them, and the browser."""

    person_id: int
    username: str
    role: Role
    tasks: list[int]
    waiting: list[int]  # results that lie on the desk
    units: list[int]
    cookies: dict[str, str] = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)
    etag: str = ""
    day: Day | None = None
    asked: Ask | None = None

    def work(self, random: Random) -> Day:
        """The day, one request after another."""
        page = yield Ask("/sign-in")
        entry = {"username": self.username, "password": PASSWORD, "csrf_token": token_in(page)}
        yield Ask("/sign-in", entry, right=(302,))
        yield Ask("/", right=(200, 302))
        if self.role is Role.LEADER:
            yield from self._lead(random)
        elif self.role is Role.MONITOR:
            yield from self._follow()
        else:
            yield from self._do(random)
        if random.random() < 0.5:
            page = yield Ask("/account")
            yield Ask("/sign-out", {"csrf_token": token_in(page)}, right=(302,))

    def _do(self, random: Random) -> Day:
        """An officer or a head: looks at the own list, opens tasks, reports on some, hands in one result."""
        view = "unit" if self.role is Role.UNIT_HEAD else "mine"
        for turn in range(random.randint(1, 4)):
            yield Ask(f"/tasks?view={view}")
            yield from self._look()
            if not self.tasks:
                yield Ask("/tasks?view=unit")
                continue
            task = random.choice(self.tasks)
            page = yield Ask(f"/tasks/{task}")
            yield from self._look(task)
            if random.random() < 0.4:
                yield from self._comment(task, page, turn)
        if self.tasks and self.role is Role.OFFICER and random.random() < 0.3:
            yield from self._hand_in(random.choice(self.tasks))
        if random.random() < 0.2:
            yield Ask("/search?q=ke+hoach")

    def _comment(self, task: int, page: str, turn: int) -> Day:
        mark = f"{MARK}, người {self.person_id}, lần {turn}"
        yield Ask(f"/tasks/{task}/comments", {"text": mark, "csrf_token": token_in(page)}, right=(302,))
        self.acknowledged.append(mark)

    def _hand_in(self, task: int) -> Day:
        page = yield Ask(f"/tasks/{task}/submission")
        found = VERSION.search(page)
        if found is None or 'name="result_number"' not in page:
            return  # it lies with the assigner already
        today = formats.day(clock.now().date())
        result = {"text": "Đã xong", "result_number": "1/BC", "result_on": today, "explanation": "Chờ số liệu"}
        sent = result | {"version": found[1], "csrf_token": token_in(page)}
        yield Ask(f"/tasks/{task}/submission", sent, right=(302,))

    def _lead(self, random: Random) -> Day:
        """A leader: the dashboard, results that wait, new tasks."""
        for turn in range(6):
            yield Ask("/dashboard")
            yield from self._look()
            for _result in range(min(3, len(self.waiting))):
                task = self.waiting.pop()
                page = yield Ask(f"/tasks/{task}")
                if found := VERSION.search(page):
                    sent = {"version": found[1], "note": "", "csrf_token": token_in(page)}
                    yield Ask(f"/tasks/{task}/approval", sent, right=(302,))
            page = yield Ask("/tasks/new")
            content = f"{MARK}: báo cáo số {self.person_id}-{turn}"
            due_on = formats.day(clock.now().date() + timedelta(days=14))
            given = {
                "content": content, "limit_kind": "dated", "urgency": "ordinary", "source": "own", "due_on": due_on,
                "assigner": str(self.person_id), "leads": str(random.choice(self.units)), "save": "issue",
                "csrf_token": token_in(page),
            }  # fmt: skip
            yield Ask("/tasks/new", given, right=(302,))
            self.acknowledged.append(content)

    def _follow(self) -> Day:
        """Who follows tasks for the office: what is overdue, the report of the day and its file."""
        for _turn in range(8):
            yield Ask("/tasks?view=all&time=overdue")
            yield from self._look()
            yield Ask("/reports/summary")
            yield Ask("/reports/summary.xlsx")
            yield Ask("/tasks?view=all&q=nghiem+thu")

    def _look(self, task: int = 0) -> Day:
        """A page that stays open asks in the background whether there is something new."""
        address = f"/live?task={task}&seen=1" if task else "/live"
        for _time in range(POLLS):
            yield Ask(address, is_background=True, right=(200, 304))

    def send(self, connection: HTTPConnection, ask: Ask) -> tuple[int, str]:
        """Status and page of one request."""
        headers = {
            "X-Forwarded-For": f"10.{self.person_id // 62500}.{self.person_id // 250 % 250}.{self.person_id % 250 + 1}"
        }
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if ask.is_background:
            headers |= {"X-Background": "1"} | ({"If-None-Match": self.etag} if self.etag else {})
        body = None
        if ask.fields is not None:
            body, headers["Content-Type"] = urlencode(ask.fields), "application/x-www-form-urlencoded"
        connection.request("POST" if body else "GET", ask.path, body, headers)
        answer = connection.getresponse()
        page = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _equals, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if ask.is_background:
            self.etag = answer.headers.get("ETag", "")
        return answer.status, page.decode("utf-8", "replace") if "html" in answer.headers.get_content_type() else ""


def humans_of(session: Session) -> Iterator[Human]:
    """Everybody who works in the office, with the tasks that concern them."""
    persons = session.execute(select(Person.id, Person.username, Person.unit_id).order_by(Person.id))
    held = session.execute(select(RoleHeld.person_id, RoleHeld.role).where(RoleHeld.role != Role.OFFICER))
    roles = dict(held.tuples().all())
    his, waiting = _by(session, Task.assignee_id, State.IN_PROGRESS), _by(session, Task.assigner_id, State.SUBMITTED)
    by_unit = _by(session, Task.lead_unit_id, State.IN_PROGRESS)
    units = sorted(by_unit)
    for person_id, username, unit_id in persons.all():
        role = roles.get(person_id, Role.OFFICER)
        if role in (Role.ADMIN, Role.INSPECTOR):
            continue  # the administrator needs a second factor
        tasks = by_unit.get(unit_id, []) if role is Role.UNIT_HEAD else his.get(person_id, [])
        lying = [] if role is not Role.LEADER else waiting.get(person_id, [])[:18]
        yield Human(person_id, username, role, tasks[:8], lying, units)


def _by(session: Session, key: object, state: State) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    query = select(key, Task.id).where(Task.state == state, Task.kind == Kind.OFFICIAL).order_by(Task.id)  # type: ignore[call-overload]
    for owner, task in session.execute(query):
        found.setdefault(owner, []).append(task)
    return found


def token_in(page: str) -> str:
    """The CSRF token of a page's first form; empty when it has none."""
    found = TOKEN.search(page)
    return found[1] if found else ""
