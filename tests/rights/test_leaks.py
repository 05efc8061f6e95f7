"""What a person may not see changes nothing that he sees: lists, counts, searches, exports, and all addresses of tasks.

The pages of strangers are taken before and after an office is filled with tasks whose words are unmistakable. The
addresses are those that the application has, so that a new one cannot be forgotten.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import zip_longest
from random import Random
from zipfile import ZipFile, is_zipfile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter, Rule
from werkzeug.test import TestResponse

from taskapp.api.operations import OPERATIONS
from taskapp.base.db import db
from taskapp.duties import keeping, wishing
from taskapp.duties.models import Outcome
from taskapp.duties.plan import Occurrence
from taskapp.tasks import evidence, handover, talk
from taskapp.tasks.handover_lines import Key, Wish
from taskapp.tasks.models import StoredFile, Task
from taskapp.tasks.paper_models import Handed, HandOverReason
from taskapp.tasks.states import State
from tests.conftest import MONDAY, token_of
from tests.office import Office
from tests.repo.things import MODELS
from tests.rights.world import World, other_committee

EVERYTHING = bool(os.environ.get("RIGHTS_EVERYTHING"))
SEED = 20261126
SECRET = "zebra"  # in what is written; the search asks for its other word
CONTENT = f"Kanari {SECRET}"
NEIGHBOUR, ELSEWHERE = "chutichxa", "lanhdao@khac"
STRANGERS = (NEIGHBOUR, ELSEWHERE, *(("tuphapxa", "thay_phochutich") if EVERYTHING else ()))
# Objects that tests/repo/test_routes.py makes for every door, hidden or of another committee; no task stands in them.
NOT_OF_TASKS = {
    *MODELS.keys() - {"duty_id"},
    "filename",
    "token",
    "session_id",
    "role_id",
    "table",
    "kind",
    "place",
    "step",
    "name",
}
ASKED = (
    "",
    "q=kanari",
    "view=all&q=kanari",
    "view=all&kind=child",
    "unit={unit}",
    "view=all&unit={unit}",
    "person={person}",
)
OWN_TO_EACH = re.compile(
    r'(?:value|content)="[A-Za-z0-9_.=-]{16,}"|"token":"[A-Za-z0-9_.-]+"'
    r"|mã yêu cầu [0-9a-f]+|taskapp_disk_free_bytes [\d.e+]+"
)
WAYS = {403, 404}
OWN_DOINGS = "/account/data"  # counts what the reader has downloaded himself, in this very test


@pytest.fixture
def world(app: Flask, office: Office) -> World:
    """The office with its people, still without tasks, beside another committee."""
    with app.app_context():
        made = World(db.session(), office, CONTENT)
        made.settle()
        other_committee(db.session())
        db.session.commit()
    return made


def _fill(app: Flask, world: World) -> dict[str, int]:
    """The tasks with comments, a file and a list of work handed over; ids by the names of addresses."""
    with app.app_context():
        world.session = world.desk.session = db.session()
        world.fill(closes=False)
        session, desk = db.session(), world.desk
        wanted = next(made.id for made in world.tasks if made.state is State.IN_PROGRESS and made.has_part)
        task = session.get_one(Task, wanted)
        talk.say(session, task, text=SECRET, by=desk.by("truongphong"), now=MONDAY)
        file = StoredFile(
            committee_id=task.committee_id,
            task_id=task.id,
            key="00zebrazebra",
            name=f"{SECRET}.pdf",
            media_type="application/pdf",
            size=8,
            sha256="0" * 64,
            stored_at=MONDAY,
        )
        session.add(file)
        path = evidence.path_of(app.extensions["taskapp"].files_dir, file.key)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(SECRET.encode())
        session.flush()
        given = handover.hand_over(
            session,
            desk.person("congchuc"),
            {Key(Handed.WORK, task.id): Wish(world.office.people["congchuc2"], task.version)},
            handover.Reason(HandOverReason.TRANSFER),
            by=desk.by("truongphong"),
            now=MONDAY,
        )
        session.flush()
        ids = {"task_id": task.id, "file_id": file.id, "hand_over_id": given.id, "directive_id": task.directive_id or 0}
        ids |= _duty(session, world)
        db.session.commit()
    return ids


def _duty(session: Session, world: World) -> dict[str, int]:
    """A recurring duty of the same unit, with an occurrence that was missed."""
    desk, today = world.desk, MONDAY.date()
    wish = wishing.Wish(CONTENT, desk.unit("tp"), "FREQ=MONTHLY;BYMONTHDAY=25", today, assigner=desk.person("chutich"))
    duty = keeping.write(session, wish, by=desk.by("chutich"), committee_id=world.office.committee_id, now=MONDAY)
    keeping.begin(session, duty, by=desk.by("chutich"), now=MONDAY)
    missed = keeping.settle(session, duty, Occurrence(today, today, today), Outcome.MISSED, now=MONDAY)
    session.flush()
    return {"duty_id": duty.id, "occurrence_id": missed.id}


def test_strangers_find_every_list_count_search_and_export_as_if_the_tasks_were_not_there(
    app: Flask, world: World, client_of: Callable[[str], FlaskClient]
) -> None:
    rounds = list(_lists(app, world))
    mine = {name: rounds if EVERYTHING else rounds[place::2] for place, name in enumerate(STRANGERS)}  # by turns
    clients = {name: client_of(name) for name in (*STRANGERS, "quantri")}
    before = {name: [_seen(clients[name], path) for path in mine[name]] for name in STRANGERS}
    _fill(app, world)
    changed = []
    for name in STRANGERS:
        for path, was in zip(mine[name], before[name], strict=True):
            now = _seen(clients[name], path)
            is_same = now == was or (path.startswith(OWN_DOINGS) and SECRET not in now)
            changed += [] if is_same else [f"{name} {path}: {_first_difference(was, now)}"]
    assert not changed, "\n".join(changed)
    assert [path for path in rounds if SECRET in _seen(clients["quantri"], path)] == []
    chair = client_of("chutich")
    assert sum(SECRET in _seen(chair, path) for path in rounds) > 10  # else it would look for what stands nowhere


def test_every_address_of_a_task_is_closed_to_strangers_and_says_nothing(
    app: Flask, world: World, client_of: Callable[[str], FlaskClient]
) -> None:
    ids, wrong = _fill(app, world), []
    clients = {name: client_of(name) for name in (*STRANGERS, "quantri")}
    for name, client in clients.items():
        token = token_of(client, "/account")
        for method, path in _addresses(app, world, ids):
            data = (
                {"csrf_token": token, "version": 1, "text": "x", "into": ids["task_id"]} if method == "POST" else None
            )
            answer = client.open(path, method=method, data=data)
            if answer.status_code not in WAYS or SECRET in _text(answer):
                wrong.append(f"{name} {method} {path}: {answer.status_code}")
            answer.close()
        chosen = {"csrf_token": token, "action": "urge", "chosen": f"{ids['task_id']}.1"}  # a row that does not exist
        for path in ("/tasks/bulk/preview", "/tasks/bulk"):
            assert SECRET not in _text(client.post(path, data=chosen)), f"{name} {path}"
    nobody = app.test_client()
    for path in [path for method, path in _addresses(app, world, ids) if method == "GET"]:
        assert nobody.get(path).headers["Location"].startswith("/sign-in"), path
    chair = client_of("chutich")
    assert SECRET in _seen(chair, f"/tasks/{ids['task_id']}")
    assert chair.get(f"/files/{ids['file_id']}").data == SECRET.encode()
    assert not wrong, "\n".join(wrong)


def _lists(app: Flask, world: World) -> Iterator[str]:
    """Every address without an object, asked in several ways, or in one that is drawn."""
    chance = Random(SEED)
    known = {"unit": world.office.units["tp"], "person": world.office.people["congchuc"]}
    for rule in _rules(app):
        if rule.arguments <= {"kind"} and "GET" in (rule.methods or ()):
            for path in _paths(app, rule, {}):
                if not path.endswith(".pdf"):  # made by a program of its own, of the same rows as the workbook
                    asked = ASKED if EVERYTHING or path == "/tasks" else chance.sample(ASKED, 1)
                    yield from (f"{path}?{way.format(**known)}" for way in asked)


def _addresses(app: Flask, world: World, ids: dict[str, int]) -> Iterator[tuple[str, str]]:
    """(method, path) of everything that is about a task: a new name in an address has to be given a meaning here."""
    chance = Random(SEED)
    for rule in _rules(app):
        unknown = rule.arguments - ids.keys() - NOT_OF_TASKS - {"noun"}
        assert not unknown, f"{rule.rule}: say what {unknown} is of a task that is not to be seen"
        if rule.arguments & {"task_id", "file_id", "hand_over_id", "duty_id"}:
            others = [made.id for made in world.tasks]
            for task_id in others if EVERYTHING else chance.sample(others, 1):
                values = {**ids, "person_id": world.office.people["congchuc"], "task_id": task_id}
                for path in _paths(app, rule, values):
                    yield from ((method, path) for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))


def _rules(app: Flask) -> list[Rule]:
    """All but those that open to programs only, which test_programs.py knocks at."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in ("static", *OPERATIONS)]


def _paths(app: Flask, rule: Rule, values: dict[str, int]) -> list[str]:
    choices = [(name, sorted(each.items)) for name, each in rule._converters.items() if isinstance(each, AnyConverter)]
    given: list[dict[str, object]] = [{name: values[name] for name in rule.arguments if name in values}]
    for name, words in choices:
        given = [{**each, name: word} for each in given for word in words]
    with app.test_request_context():
        return [app.url_for(rule.endpoint, **each) for each in given if rule.arguments <= each.keys()]


def _seen(client: FlaskClient, path: str) -> str:
    """What the answer says, without what is new in each: tokens, keys of forms, the number of the request."""
    answer = client.get(path)
    text = f"{answer.status_code} {answer.headers.get('Location', '')} {_text(answer)}"
    answer.close()
    return OWN_TO_EACH.sub("", text)


def _first_difference(was: str, now: str) -> str:
    """Where two answers part, with a few words of each."""
    place = next(i for i, (left, right) in enumerate(zip_longest(was, now)) if left != right)
    return f"{was[place - 60 : place + 60]!r} became {now[place - 60 : place + 60]!r}"


def _text(answer: TestResponse) -> str:
    """The words of an answer; of a workbook or a document what its parts say, without when it was written."""
    data = answer.get_data()
    if not is_zipfile(BytesIO(data)):
        return data.decode(errors="replace")
    with ZipFile(BytesIO(data)) as package:
        parts = [name for name in sorted(package.namelist()) if not name.startswith("docProps")]
        return "\n".join(package.read(name).decode(errors="replace") for name in parts)
