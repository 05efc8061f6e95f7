"""The rule, the buttons of the page and the request over HTTP say the same, which is what the table expects.

Every person before every task takes some minutes: `make rights` does it. The ordinary run takes three tasks for each
person, drawn with a fixed seed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from random import Random

import pytest
from flask import Flask
from flask.testing import FlaskClient

from taskapp.base.db import db
from taskapp.tasks.permissions import Action
from taskapp.tasks.states import Change, Kind, Move, State
from tests.conftest import token_of
from tests.office import Office
from tests.rights import expected
from tests.rights.world import PEOPLE, Made, World, other_committee

EVERYTHING = bool(os.environ.get("RIGHTS_EVERYTHING"))
SEED = 20261126
NOUNS: dict[str, Action] = {
    "issue": Move.ISSUE,
    "acceptance": Move.ACCEPT,
    "refusal": Move.DECLINE,
    "refusal-answer": Move.REFUSE_DECLINE,
    "refusal-recall": Move.TAKE_BACK_DECLINE,
    "lead": Move.REASSIGN,
    "officer": Change.NAME_OFFICER,
    "progress": Change.PROGRESS,
    "submission": Move.SUBMIT,
    "recall": Move.RECALL,
    "approval": Move.APPROVE,
    "return": Move.SEND_BACK,
    "withdrawal": Move.WITHDRAW,
    "reopening": Move.REOPEN,
    "star": Change.STAR,
    "extension-request": Change.ASK_EXTENSION,
    "extension-grant": Change.EXTEND,
    "extension-refusal": Change.REFUSE_EXTENSION,
    "extension": Change.EXTEND,
    "limit": Change.MOVE_LIMIT,
    "merger": Move.MERGE,
    "urging": Change.URGE,
    "explanation": Change.EXPLAIN,
    "cause": Change.JUDGE_CAUSE,
    "dispute": Change.DISPUTE,
    "dispute-answer": Change.ANSWER_DISPUTE,
    "pieces": Change.SPLIT,
    "parts": Change.ADD_PART,
}
# More has to be typed for these than the test types, or chosen among what there is.
TYPED = {"merger": {302, 409}, "pieces": {200, 302, 400, 409}, "parts": {200, 302, 400, 409}}
# The form is looked at before the state; whoever reaches no unit can pass a task to none.
OTHERWISE = {"pieces": {400, 409}, "parts": {400, 409}, "lead": {403, 409}}


@pytest.fixture
def made(app: Flask, office: Office) -> list[Made]:
    """The tasks of the world."""
    with app.app_context():
        world = World(db.session(), office).build()
        other_committee(db.session())
        db.session.commit()
    return world.tasks


def _as_if() -> None:
    """What a request would write is written and taken back, so that all requests find the same office."""
    db.session.flush()
    db.session.rollback()


def test_rule_page_and_request_agree_with_the_table(
    office: Office, made: list[Made], client_of: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong, chance = [], Random(SEED)
    clients = {name: client_of(name) for name in PEOPLE}
    monkeypatch.setattr(db.session, "commit", _as_if)
    for username, task, nouns in _rounds(made, chance):
        client = clients[username]
        answer = client.get(f"/tasks/{task.id}")
        assert answer.status_code == (200 if task.is_seen_by(username) else 404), (username, task)
        offered = _offered(answer.get_data(as_text=True), task.id)
        possible = _possible(username, task)
        if offered - possible:
            wrong.append(f"{username} {task}: offered {offered - possible}")
        for noun in nouns:
            expects = _expected(username, task, noun, noun in offered, noun in possible)
            status = _post(client, office, task, noun)
            if status not in expects:
                wrong.append(f"{username} {task.kind.value} {task.state.value} {noun}: {status}, expected {expects}")
    assert not wrong, "\n".join(wrong)


def test_whoever_reaches_no_unit_is_not_offered_to_choose_one(
    made: list[Made], client_of: Callable[[str], FlaskClient]
) -> None:
    """A leader who is none any more decides on what he gave, but there is no unit that he could pass it to."""
    task = next(each for each in made if each.kind is Kind.OFFICIAL and each.state is State.DECLINED)
    offered = {}
    for username in ("nguoigiao", "phochutich"):
        page = client_of(username).get(f"/tasks/{task.id}").get_data(as_text=True)
        offered[username] = _offered(page, task.id) & {"lead", "parts", "refusal-answer"}
    assert offered == {"nguoigiao": {"refusal-answer"}, "phochutich": {"lead", "parts", "refusal-answer"}}


def _rounds(made: list[Made], chance: Random) -> Iterator[tuple[str, Made, list[str]]]:
    """(person, task, doors to knock at): what the person may do there, or two of it, and two doors that are drawn."""
    nouns = [*NOUNS, "discard"]
    for username in PEOPLE:
        seen = [task for task in made if task.is_seen_by(username)]
        for task in made if EVERYTHING else chance.sample(seen, min(len(seen), 2)) + chance.sample(made, 1):
            possible = sorted(_possible(username, task))
            tried = possible if EVERYTHING else chance.sample(possible, min(len(possible), 2))
            yield username, task, [*tried, *chance.sample(nouns, 2)]


def _possible(username: str, task: Made) -> set[str]:
    if not task.is_seen_by(username):
        return set()
    fits = {noun for noun, action in NOUNS.items() if task.state in expected.STATES[action]}
    return {noun for noun in fits if task.may(username, NOUNS[noun])} | (
        {"discard"} if task.state is State.DRAFT else set()
    )


def _expected(username: str, task: Made, noun: str, is_offered: bool, is_possible: bool) -> set[int]:
    """The answers that may come: unseen, forbidden, refused by the state or another rule, or done."""
    if not task.is_seen_by(username):
        return {404}
    if noun == "discard":
        return {302} if is_possible else {409}
    if not task.may(username, NOUNS[noun]):
        return {403}
    if is_offered:
        return {302, 409} if noun == "submission" and task.has_piece else TYPED.get(noun, {302})
    return OTHERWISE.get(noun, {409})


def _offered(page: str, task_id: int) -> set[str]:
    return set(re.findall(rf'(?:action|href)="/tasks/{task_id}/([a-z-]+)"', page)) & {*NOUNS, "discard"}


def _post(client: FlaskClient, office: Office, task: Made, noun: str) -> int:
    fields = {
        "csrf_token": _token(client),
        "version": task.version,
        "reason": "Vì công việc thay đổi.",
        "note": "Đang làm.",
        "percent": 40,
        "lead": office.units["tp" if task.kind is Kind.CHILD else "tnd"],
        "officer": office.people[_officer(task)],
        "due_on": _limit(task, noun),
        "carry": "y",
        "text": "Đã hoàn thành.",
        "no_evidence_reason": "Kết quả là cuộc họp.",
        "code": "volume",
        "into": 0,
        "explanation": "Chờ số liệu của các xã.",
        "verdict": "yes",
        "about": "limit",
        "is_upheld": "no",
        "answer": "Số liệu đúng.",
    }
    answer = client.post(f"/tasks/{task.id}/{noun}", data=fields)
    answer.close()
    return answer.status_code


def _limit(task: Made, noun: str) -> str:
    """A day after the limit, or before it to bring it forward; of a part or a piece not after the whole's."""
    if noun == "limit":
        return "16/03/2026"
    return "25/03/2026" if task.kind is Kind.OFFICIAL else "19/03/2026"


def _officer(task: Made) -> str:
    if task.is_closed:
        return "congchuc_cu"
    return {Kind.OFFICIAL: "congchuc2", Kind.PART: "congchuc_nv", Kind.CHILD: "tovien"}[task.kind]


def _token(client: FlaskClient) -> str:
    if not hasattr(client, "token"):
        client.token = token_of(client, "/account")  # type: ignore[attr-defined]
    return str(client.token)  # type: ignore[attr-defined]
