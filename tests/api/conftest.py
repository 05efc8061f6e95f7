"""Programs that ask the API in the name of the people of the test office."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.people import tokens
from taskapp.people.models import Person
from taskapp.people.scopes import Scope
from tests.office import Office

ADDRESS = "/api/v1"


@dataclass
class Program:
    """A program with a token; `ask` gives the answer, `read` what it says."""

    app: Flask
    token: str
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, **more: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}", **self.headers, **more.pop("headers", {})}
        return self.app.test_client().open(ADDRESS + path, method=method, headers=headers, **more)

    def read(self, path: str) -> Any:
        answer = self.ask("GET", path)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.json

    def move(self, task: Any, noun: str, body: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Do something to a task as it was read."""
        headers = {"If-Match": f'"{task["version"]}"', **more.pop("headers", {})}
        return self.ask("POST", f"/tasks/{task['id']}/{noun}", json=body or {}, headers=headers, **more)


@pytest.fixture
def program_of(app: Flask, office: Office) -> Callable[..., Program]:
    """A program for each user name, with a token for everything, or for the scopes that are named."""

    def make(username: str, *scopes: Scope) -> Program:
        with app.app_context():
            person = db.session.get_one(Person, office.people[username])
            token = tokens.make(db.session(), person, "Phần mềm", scopes or tuple(Scope), 30, now=clock.now())
            db.session.commit()
        return Program(app, token)

    return make


def assignment(office: Office, **changes: Any) -> dict[str, Any]:
    """A task for Phòng Tư pháp, by the chairwoman."""
    day = clock.now().date() + timedelta(days=30)
    given = {
        "content": "Báo cáo kết quả chứng thực quý I",
        "leads": [office.units["tp"]],
        "due_on": day.isoformat(),
        "assigner": office.people["chutich"],
    }
    return given | changes
