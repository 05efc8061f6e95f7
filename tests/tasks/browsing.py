"""What the page tests share: posting with a token, a task made outside any request, counts, house rules, doors."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from taskapp.base.db import db
from taskapp.people.models import Committee
from taskapp.tasks import rule_settings
from taskapp.tasks.models import Task
from taskapp.tasks.rules import OfficeRules
from taskapp.tasks.states import State
from tests.asked import statements
from tests.conftest import MONDAY, token_of
from tests.office import Office
from tests.tasks.making import Desk

ClientOf = Callable[[str], FlaskClient]


def post(client: FlaskClient, path: str, **fields: object) -> TestResponse:
    token = token_of(client, "/account")
    return client.post(path, data={"csrf_token": token, **fields})


def page(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def assignment(office: Office, **changes: object) -> dict[str, object]:
    values: dict[str, object] = {
        "content": "Báo cáo kết quả rà soát hộ tịch",
        "number": "12/UBND-NC",
        "issued_on": "27/02/2026",
        "leads": [office.units["tp"]],
        "limit_kind": "dated",
        "due_on": "06/03/2026",
        "urgency": "ordinary",
        "source": "own",
        "assigner": office.people["chutich"],
        "save": "issue",
    }
    return values | changes


def made(app: Flask, build: Callable[[Desk], Task], office: Office) -> tuple[int, int]:
    """Id and version of a task made outside any request."""
    with app.app_context():
        task = build(Desk(db.session(), office))
        db.session.commit()
        return task.id, task.version


def state_of(app: Flask, task_id: int) -> State:
    with app.app_context():
        return db.session.get_one(Task, task_id).state


def count(app: Flask, entity: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(entity)) or 0


def choose(app: Flask, **rules: int | bool) -> None:
    """Let other rules hold in the office."""
    with app.app_context():
        committee = db.session.scalars(select(Committee)).one()
        chosen = OfficeRules(**rules)  # type: ignore[arg-type]
        rule_settings.choose(db.session(), committee, chosen, reason="QĐ 790", by=None, now=MONDAY)
        db.session.commit()


def door(text: str, noun: str) -> str:
    """The part of a page from one door on."""
    return text.split(f'<details class="door" id="{noun}"', 1)[1].split("</details>", 1)[0]


def queries_for(app: Flask, client: FlaskClient, path: str) -> int:
    """How many queries a page takes."""
    with app.app_context():
        engine = db.engine
    with statements(engine) as seen:
        assert client.get(path).status_code == 200
    return len(seen)
