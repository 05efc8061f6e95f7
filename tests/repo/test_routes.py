"""Who gets through which door: every route, every method, every role and relation, against the declared table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter
from werkzeug.test import TestResponse

from taskapp.api.operations import OPERATIONS
from taskapp.base import clock
from taskapp.base.db import db
from tests.conftest import MONDAY, application, copied, token_of
from tests.office import PEOPLE, Office
from tests.repo.routes import DOORS, Door
from tests.repo.things import MODELS, Things
from tests.thorough import much

UNKNOWN = 999_999_999
LIKE_OTHERS = {"phochutich", "congchuc_nv", "chutichxa", "tuphapxa"}  # by role, and by how far they are from a task
KNOCKING = much(list(PEOPLE), [username for username in PEOPLE if username not in LIKE_OTHERS])
Round = tuple[Door, str, dict[str, object]]  # a door, the path to knock at, the fields to bring


@dataclass(frozen=True)
class Furnished:
    """Address of a database in which something stands behind every door, its files, and how to knock."""

    url: str
    files: Path
    rounds: list[Round]


@pytest.fixture(scope="module")
def furnished(template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    """Made once, copied for each test."""
    folder = tmp_path_factory.mktemp("furnished")
    clock.freeze(MONDAY)
    with copied(template, folder) as url:
        with application(url, folder / "data") as app:
            with app.app_context():
                office = Office.load(db.session())
            rounds = [
                (door, *_ready(door, app, Things(app, office, count=100 * place))) for place, door in enumerate(DOORS)
            ]
        yield Furnished(url, folder / "data", rounds)


@pytest.fixture
def app(furnished: Furnished, tmp_path: Path) -> Iterator[Flask]:
    """The application over this test's copy of the furnished office."""
    with copied(furnished.url, tmp_path) as url:
        copytree(furnished.files, tmp_path / "data")
        with application(url, tmp_path / "data") as made:
            yield made


@pytest.fixture
def rounds(furnished: Furnished) -> list[Round]:
    """All doors, with files of their own to bring."""
    return deepcopy(furnished.rounds)


def test_every_route_is_declared_and_every_declaration_is_a_route(app: Flask):
    real = {
        " ".join([method, rule.endpoint, *choice])
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and rule.endpoint not in OPERATIONS
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        for choice in _choices(rule._converters)
    }
    assert real == {door.name for door in DOORS}


@pytest.mark.parametrize("username", KNOCKING)
def test_each_door_answers_as_declared(username: str, rounds: list[Round], client_of: Callable[[str], FlaskClient]):
    client = client_of(username)
    token = token_of(client, "/account")
    wrong, blaming = [], []
    for door, path, data in rounds:
        answer = _knock(client, door, path, data | {"csrf_token": token})
        if _kind(answer) != door.answer_to(username):
            wrong.append(f"{door.name}: {answer.status_code}, declared: {door.answer_to(username)}")
        is_sample = door.endpoint == "components.show" and answer.status_code == 200  # of what a complaint looks like
        if door.method == "GET" and _complains(answer) != is_sample:
            blaming.append(door.name)
    assert (wrong, blaming) == ([], [])


def test_whoever_is_signed_out_is_led_to_the_sign_in(app: Flask, rounds: list[Round]):
    client = app.test_client()
    wrong = []
    for door, path, data in rounds:
        answer = _knock(client, door, path, data | {"csrf_token": token_of(client, "/sign-in")})
        led = answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in")
        if led == door.is_public and door.endpoint != "people.sign_out":
            wrong.append(f"{door.name}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("username", ["chutich", "quantri"])
def test_an_object_that_does_not_exist_is_not_found(
    username: str, app: Flask, office: Office, client_of: Callable[[str], FlaskClient]
):
    things = Things(app, office, count=100 * len(DOORS))
    client = client_of(username)
    token = token_of(client, "/account")
    wrong = []
    for door in DOORS:
        if door.thing and username in door.may:
            made, data = things.make(door.thing)
            values = {name: UNKNOWN if isinstance(value, int) else "nothing" for name, value in made.items()}
            answer = _knock(client, door, _path(app, door, values), {**data, "csrf_token": token})
            if answer.status_code != 404:
                wrong.append(f"{door.name}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("username", ["chutich", "truongphong", "quantri"])
def test_an_object_of_another_committee_is_not_found(
    username: str, app: Flask, office: Office, client_of: Callable[[str], FlaskClient]
):
    things = Things(app, office, count=100 * len(DOORS))
    client = client_of(username)
    token = token_of(client, "/account")
    wrong = []
    for door in DOORS:
        values, data = things.make(door.thing) if door.thing else ({}, {})
        if username in door.may and set(values) & set(MODELS) and door.thing != "unit":
            things.give_away(values)
            answer = _knock(client, door, _path(app, door, values), {**data, **door.data, "csrf_token": token})
            if answer.status_code != 404:
                wrong.append(f"{door.name}: {answer.status_code}")
    assert wrong == []


def test_no_form_is_taken_without_its_token(rounds: list[Round], client_of: Callable[[str], FlaskClient]):
    client = client_of("chutich")
    forms = [each for each in rounds if each[0].method != "GET"]
    assert [door.name for door, path, data in forms if _knock(client, door, path, data).status_code != 400] == []


def _choices(converters: dict[str, object]) -> list[tuple[str, ...]]:
    """The words that an address may hold in its place of choice; one empty choice when it has none."""
    for converter in converters.values():
        if isinstance(converter, AnyConverter):
            return [(word,) for word in sorted(converter.items)]
    return [()]


def _ready(door: Door, app: Flask, things: Things) -> tuple[str, dict[str, object]]:
    """The path to knock at and the fields to bring, with the object made."""
    values, data = things.make(door.thing) if door.thing else ({}, {})
    return _path(app, door, values), {**data, **door.data}


def _path(app: Flask, door: Door, values: dict[str, object]) -> str:
    with app.test_request_context():
        return str(app.url_for(door.endpoint, _method=door.method, **values, **door.values))


def _knock(client: FlaskClient, door: Door, path: str, data: dict[str, object]) -> TestResponse:
    answer = client.open(path, method=door.method, data=data if door.method != "GET" else None)
    answer.close()  # a download keeps its file open until then
    return answer


def _complains(answer: TestResponse) -> bool:
    return answer.mimetype == "text/html" and 'class="field-error"' in answer.get_data(as_text=True)


def _kind(answer: TestResponse) -> str:
    """in: let in, whatever the form then said; else how the person was kept out. A fault is neither."""
    if answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in"):
        return "in" if answer.request.path == "/sign-out" else "signed out"
    if answer.status_code == 503 and answer.request.path == "/readyz":
        return "in"  # no scheduler runs in the tests, and that is what it says
    known = {403: "forbidden", 404: "hidden", 200: "in", 204: "in", 302: "in", 400: "in", 409: "in"}
    return known.get(answer.status_code, f"status {answer.status_code}")
