"""Programs meet the same walls as pages: what their person may not see is not there, and what he may not do is refused.

The addresses are those that the application has, so that a new one cannot be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import msgspec
import pytest
from flask import Flask
from sqlalchemy import select

from taskapp.api.bodies import body_of
from taskapp.api.operations import OPERATIONS, PREFIX
from taskapp.base import clock
from taskapp.base.db import db
from taskapp.people import tokens
from taskapp.people.models import Person
from taskapp.people.scopes import Scope
from taskapp.tasks.door_sheets import DOORS
from taskapp.tasks.forms import ResultForm
from taskapp.tasks.states import Kind
from tests.api.conftest import Program
from tests.office import Office
from tests.rights.test_doors import NOUNS, SEED, _as_if, _limit, _officer, _possible, _rounds, made
from tests.rights.test_leaks import SECRET, _fill, world
from tests.rights.world import Made, World

STRANGERS = ("chutichxa", "tuphapxa", "quantri", "lanhdao")  # the last one leads another committee
LISTS = (
    "/tasks?q=kanari",
    "/tasks?view=unit",
    "/directives?q=kanari",
    "/reports/summary",
    "/me/reminders",
    "/handovers",
    "/duties",
)
SECRETIVE = ("task_id", "file_id", "directive_id", "hand_over_id", "duty_id")  # what an address is about
__all__ = ["made", "world"]  # the offices of the other tests


def test_a_program_is_offered_and_let_do_what_its_person_is(
    app: Flask, office: Office, made: list[Made], monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong, programs = [], {}
    for username, task, nouns in list(_rounds(made, Random(SEED))):
        program = programs.setdefault(username, _program(app, username))
        read = program.ask("GET", f"/tasks/{task.id}")
        assert read.status_code == (200 if task.is_seen_by(username) else 404), (username, task)
        offered, possible = set(read.json.get("moves", ())), _possible(username, task)
        if offered - possible - {"extension-recall"}:
            wrong.append(f"{username} {task}: offered {offered - possible}")
        with monkeypatch.context() as patched:
            patched.setattr(db.session, "commit", _as_if)
            for noun in set(nouns) & DOORS.keys():
                status = _move(program, office, task, noun)
                if status not in _expected(username, task, noun, is_offered=noun in offered):
                    wrong.append(f"{username} {task.kind.value} {task.state.value} {noun}: {status}")
    assert not wrong, "\n".join(wrong)


def test_strangers_programs_find_nothing_of_the_tasks_at_any_address(app: Flask, world: World) -> None:
    programs = {name: _program(app, name) for name in STRANGERS}
    before = {name: [_said(programs[name], path) for path in LISTS] for name in STRANGERS}
    ids, wrong = _fill(app, world) | {"person_id": world.office.people["congchuc"]}, []
    for name, program in programs.items():
        for path, was in zip(LISTS, before[name], strict=True):
            wrong += [] if _said(program, path) == was else [f"{name} {path}"]
        for method, path in _addresses(ids):
            answer = program.ask(method, path, headers={"If-Match": "*"}, **({"json": {}} if method == "POST" else {}))
            if answer.status_code not in (403, 404) or SECRET in answer.get_data(as_text=True):
                wrong.append(f"{name} {method} {path}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    chair = _program(app, "chutich")
    assert SECRET in _said(chair, LISTS[0])
    assert SECRET in _said(chair, f"/tasks/{ids['task_id']}")


def test_every_operation_asks_for_a_token_and_for_its_scope(app: Flask, office: Office) -> None:
    everything = dict.fromkeys((*SECRETIVE, "person_id", "unit_id", "occurrence_id", "name"), 1)
    program, wrong = Program(app, _token(app, "chutich", [])), []
    for declared in OPERATIONS.values():
        path = _filled(declared.rule, everything)
        closed = app.test_client().open(PREFIX + path, method=declared.method, headers={"If-Match": "*"})
        narrow = program.ask(declared.method, path, headers={"If-Match": "*"})
        if (closed.status_code, narrow.status_code) != (401, 403):
            wrong.append(f"{declared.method} {path}: {closed.status_code}, {narrow.status_code}")
    assert not wrong, "\n".join(wrong)


def _program(app: Flask, username: str) -> Program:
    return Program(app, _token(app, username, list(Scope)))


def _token(app: Flask, username: str, scopes: list[Scope]) -> str:
    """A token for these scopes; for none, one that was made for things that are no more."""
    with app.app_context():
        person = db.session.scalars(select(Person).where(Person.username == username)).one()
        token = tokens.make(db.session(), person, "Phần mềm", scopes or [Scope.READ], 30, now=clock.now())
        if not scopes:
            found = tokens.find(db.session(), token, now=clock.now())
            assert found is not None
            found.scopes = ""
        db.session.commit()
    return token


def _said(program: Program, path: str) -> str:
    answer = program.ask("GET", path)
    said = answer.json if isinstance(answer.json, dict) else {}
    return str({name: value for name, value in said.items() if name not in ("as_of", "request_id")})


def _addresses(ids: dict[str, int]) -> Iterator[tuple[str, str]]:
    """(method, path) of everything that is about a task, its papers or its document."""
    for declared in OPERATIONS.values():
        if any(f"<int:{name}>" in declared.rule for name in SECRETIVE):
            yield declared.method, _filled(declared.rule, ids)


def _filled(rule: str, ids: dict[str, int]) -> str:
    for name, value in ids.items():
        rule = rule.replace(f"<int:{name}>", str(value)).replace(f"<{name}>", str(value))
    assert "<" not in rule, f"{rule}: say what that is of a task that is not to be seen"
    return rule


def _expected(username: str, task: Made, noun: str, *, is_offered: bool) -> set[int]:
    if not task.is_seen_by(username):
        return {404}
    if noun in NOUNS and not task.may(username, NOUNS[noun]):
        return {403}
    done = {204} if noun == "discard" else {200}
    return done if is_offered and noun != "merger" else {403, 409}


def _move(program: Program, office: Office, task: Made, noun: str) -> int:
    form = ResultForm if noun == "submission" else DOORS[noun].form
    known: dict[str, Any] = {
        "reason": "Vì công việc thay đổi.",
        "note": "Đang làm.",
        "percent": 40,
        "lead": office.units["tp" if task.kind is Kind.CHILD else "tnd"],
        "officer": office.people[_officer(task)],
        "due_on": "-".join(reversed(_limit(task, noun).split("/"))),
        "next_on": "2026-04-01",
        "carry": True,
        "text": "Đã hoàn thành.",
        "code": "volume",
        "explanation": "Chờ số liệu của các xã.",
        "verdict": "yes",
        "about": "limit",
        "is_upheld": "no",
        "answer": "Số liệu đúng.",
    }
    taken = {field.name for field in msgspec.structs.fields(body_of(form))}
    sent = {
        name: value for name, value in known.items() if name in taken - ({"due_on"} if "is_upheld" in taken else set())
    }
    return program.ask("POST", f"/tasks/{task.id}/{noun}", json=sent, headers={"If-Match": "*"}).status_code
