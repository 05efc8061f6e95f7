"""The operations by which products of this kind are compared, for a load driver that takes an `Adapter` from a file.

The driver makes the Adapter with the options it was given (`port=8000`), has it sign in once for each connection and
then asks it for one request after another: W1 the own open tasks, W2 all that is overdue, W3 a task, W4 create one,
W5 approve a result, W6 the summary of a unit, W7 a word searched. It runs beside `taskapp serve` of an office made by
`taskapp sample --people 200 --units 40`, with the same TASKAPP_ settings, by which it knows whom to sign in.
"""

from __future__ import annotations

import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[2]))  # the driver starts elsewhere

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from taskapp.app import create_app
from taskapp.base import clock, formats
from taskapp.base.db import db
from taskapp.demo.cast import PASSWORD
from taskapp.people.models import Person, RoleHeld
from taskapp.people.rights import Role
from taskapp.tasks.models import Task
from taskapp.tasks.states import Kind, State
from tests.bench.day import token_in

Request = tuple[str, str, str | None, dict[str, str]]
OPERATIONS = ("W1", "W2", "W3", "W4", "W5", "W6", "W7")
WRITES = ("W4", "W5")
TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)


class Connection(Protocol):
    """What the driver gives: it keeps cookies, instead of which those of a request are sent where it has any."""

    cookies: dict[str, str]

    def request(self, method: str, path: str, body: str | None = None) -> tuple[int, dict[str, str], bytes]: ...


class Adapter:
    """Knows the people and the tasks of the office."""

    host = "127.0.0.1"

    def __init__(self, port: str = "8000") -> None:
        self.port = int(port)
        self.seats: dict[str, tuple[str, str]] = {}  # by user name: the cookie and the token of forms
        app = create_app()
        with app.app_context():
            self._learn(db.session())
            db.session.remove()
            db.engine.dispose()

    def has(self, operation: str) -> bool:
        """Whether it knows this one."""
        return operation in OPERATIONS

    def login(self, connection: Connection, user: int) -> None:
        """Sign in an officer for each connection; with the first also those who give tasks, who take turns later."""
        for username in [self._officer(user), *(self.leaders if user == 1 else ())]:
            self.seats[username] = self._signed_in(connection, username)

    def op(self, operation: str, user: int, turn: int) -> Request:
        """Method, address, form and headers of one request."""
        chair = self.leaders[turn % len(self.leaders)]
        if operation in WRITES:
            if operation == "W4":
                path, fields = "/tasks/new", self._given(chair, turn)
            else:
                task, version, chair = self.waiting[turn % len(self.waiting)]  # a second time it is refused
                path, fields = f"/tasks/{task}/approval", {"version": str(version), "note": ""}
            cookie, token = self.seats[chair]
            return "POST", path, urlencode(fields | {"csrf_token": token}), {"Cookie": cookie}
        addresses = {
            "W1": "/tasks?view=mine",
            "W2": "/tasks?view=all&time=overdue",
            "W3": f"/tasks/{self.tasks[turn * 7919 % len(self.tasks)]}",
            "W6": f"/reports/summary?unit={self.units[turn % len(self.units)]}",
            "W7": "/tasks?view=all&q=nghiem+thu",
        }
        username = self._officer(user) if operation == "W1" else chair
        return "GET", addresses[operation], None, {"Cookie": self.seats[username][0]}

    def ok(self, operation: str, status: int, _headers: dict[str, str], _page: bytes) -> bool:
        """Whether the answer is the right one; who is not signed in would be sent to another page."""
        return status == (302 if operation in WRITES else 200)

    def _learn(self, session: Session) -> None:
        mine = (Task.kind == Kind.OFFICIAL) & (Task.state == State.IN_PROGRESS)
        busy = select(Person.username).join(Task, Task.assignee_id == Person.id).where(mine)
        self.officers = list(session.scalars(busy.group_by(Person.id).order_by(func.count().desc()).limit(32)))
        leads = select(Person).join(RoleHeld, RoleHeld.person_id == Person.id).where(RoleHeld.role == Role.LEADER)
        chairs = {person.id: person.username for person in session.scalars(leads.order_by(Person.id))}
        self.leaders, self.ids = list(chairs.values()), {name: number for number, name in chairs.items()}
        lying = select(Task.id, Task.version, Task.assigner_id).where(
            Task.kind == Kind.OFFICIAL, Task.state == State.SUBMITTED, Task.assigner_id.in_(chairs)
        )
        self.waiting = [(task, version, chairs[by]) for task, version, by in session.execute(lying)]
        self.tasks = list(session.scalars(select(Task.id).where(Task.kind == Kind.OFFICIAL).order_by(Task.id)))
        self.units = list(session.scalars(select(Task.lead_unit_id).distinct()))

    def _officer(self, user: int) -> str:
        return self.officers[(user - 1) % len(self.officers)]

    def _given(self, chair: str, turn: int) -> dict[str, str]:
        due_on = formats.day(clock.now().date() + timedelta(days=14))
        return {
            "content": f"Báo cáo kết quả số {turn}", "limit_kind": "dated", "urgency": "ordinary", "source": "own",
            "due_on": due_on, "assigner": str(self.ids[chair]), "leads": str(self.units[turn % len(self.units)]),
            "save": "issue",
        }  # fmt: skip

    def _signed_in(self, connection: Connection, username: str) -> tuple[str, str]:
        connection.cookies.clear()
        _status, _headers, page = connection.request("GET", "/sign-in")
        entry = {"username": username, "password": PASSWORD, "csrf_token": token_in(page.decode())}
        status, _headers, page = connection.request("POST", "/sign-in", urlencode(entry))
        if status != 302:
            raise ValueError(f"{username} was not let in: {status} {TITLE.findall(page)}")
        _status, _headers, page = connection.request("GET", "/account")
        cookie = "; ".join(f"{name}={value}" for name, value in connection.cookies.items())
        connection.cookies.clear()
        return cookie, token_in(page.decode())
