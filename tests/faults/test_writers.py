"""Sixteen people write at the same time through the real server: nothing acknowledged is lost, nobody sees a lock.

Officers, their head, the chairman and the office accept, report, hand in, take back, ask for more time, decide, urge
and comment, each by what the page before them offers.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from random import Random
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener

import pytest
from flask import Flask
from sqlalchemy import select

from taskapp.base.db import db
from taskapp.people.models import Committee, Person
from taskapp.tasks import rule_settings
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.paper_models import Comment
from taskapp.tasks.rules import OfficeRules
from tests.conftest import MONDAY
from tests.faults.scale import SCALE, SEED
from tests.office import Office
from tests.processes import process
from tests.tasks.making import Desk

WRITERS, TOGETHER = 16, 8  # so many people are at work on so many tasks at a time
TURNS = max(1, 1000 * SCALE // (2 * WRITERS))  # each turn reads a page and sends a form
PATIENT_TURNS = 4 * TURNS  # at most, until each kind of deed was done at least once
STINT = 30  # turns, after which all go on to the next tasks: what a page costs does not grow with the scale
DOERS = ("congchuc", "truongphong", "chutich", "congchuc", "vanphong", "truongphong", "chutich", "congchuc")
DUE = date(2026, 3, 6)  # the server's clock stands at MONDAY, before it
VERSION = re.compile(r'name="version"[^>]* value="(\d+)"')
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
MARK = re.compile(r"người \d+, lần \d+")
PATIENCE = 60.0


class Act(NamedTuple):
    """Something that a page may offer: the kind of event it leaves, and what is sent (the mark, the version seen)."""

    kind: str
    fields: Callable[[str, int], dict[str, object]]


def _says(name: str, **more: object) -> Callable[[str, int], dict[str, object]]:
    return lambda mark, _version: {name: mark, **more}


def _nothing(_mark: str, _version: int) -> dict[str, object]:
    return {}


def _asks(mark: str, version: int) -> dict[str, object]:
    return {"reason": mark, "code": "other", **_later(mark, version)}


def _later(_mark: str, version: int) -> dict[str, object]:
    return {"due_on": (DUE + timedelta(days=version)).strftime("%d/%m/%Y")}


ACTS = {
    "acceptance": Act("accept", _nothing),
    "progress": Act("progress", _says("note", percent=60)),
    "submission": Act("submit", _says("text", no_evidence_reason="Đã báo cáo tại cuộc họp")),
    "recall": Act("recall", _nothing),
    "approval": Act("approve", _says("note")),
    "return": Act("send_back", _says("reason")),
    "reopening": Act("reopen", _says("reason")),
    "extension-request": Act("ask_extension", _asks),
    "extension-recall": Act("refuse_extension", _nothing),
    "extension-grant": Act("extend", lambda mark, version: {"remark": mark, **_later(mark, version)}),
    "extension-refusal": Act("refuse_extension", _says("reason")),
    "urging": Act("urge", _says("text")),
    "star": Act("star", _nothing),
    "comments": Act("comment", _says("text")),
}
KINDS = {act.kind for act in ACTS.values()}


class _Stay(HTTPRedirectHandler):
    """An answer that leads elsewhere is the answer."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


class Browser:
    """One signed-in person's own cookies against the server."""

    def __init__(self, url: str, username: str) -> None:
        self.url, self.username = url, username
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()), _Stay())
        _status, page = self.send("/sign-in")
        self.token = _first(TOKEN, page)
        status, _page = self.send("/sign-in", username=username, password="demo", csrf_token=self.token)
        assert status == 302
        self.token = _first(TOKEN, self.send("/account")[1])

    def send(self, path: str, **fields: object) -> tuple[int, str]:
        data = urlencode(fields).encode() if fields else None
        try:
            with self._opener.open(f"{self.url}{path}", data, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()


class Deed(NamedTuple):
    """Something done: to which task, what, by whom, in words that nobody else used ("" where nothing is said)."""

    task_id: int
    kind: str
    by: str
    mark: str


@dataclass
class Journal:
    """What the writers were told: how each request was answered, and what the server said it had done."""

    statuses: Counter[int] = field(default_factory=Counter)
    kept: list[Deed] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    turns: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, status: int, page: str, kept: Deed | None = None) -> None:
        with self.lock:
            self.statuses[status] += 1
            if kept:
                self.kept.append(kept)
            if status not in (200, 302, 409) or "database is locked" in page:
                self.faults.append(f"{status}: {page[:300]}")

    def begin_turn(self) -> None:
        with self.lock:
            self.turns += 1

    def has_all(self) -> bool:
        """Whether each kind of deed was done."""
        with self.lock:
            return {deed.kind for deed in self.kept} == KINDS

    def rarest(self, nouns: list[str], rng: Random) -> str:
        """What has least often been done of what is offered: so everything is done, whoever comes first."""
        with self.lock:
            done = Counter(deed.kind for deed in self.kept)
        return min(nouns, key=lambda noun: (done[ACTS[noun].kind], rng.random()))


@pytest.fixture
def shared_tasks(app: Flask, office: Office) -> dict[int, int]:
    """Tasks that several people are at work on, with their versions; some are not yet accepted."""
    with app.app_context():
        committee = db.session.get_one(Committee, office.committee_id)
        free = OfficeRules(most_extensions=9)
        rule_settings.choose(db.session(), committee, free, reason="Thử", by=None, now=MONDAY)
        desk, count = Desk(db.session(), office), TOGETHER * (1 + (TURNS - 1) // STINT)
        made = [
            (desk.in_progress if number % 2 else desk.task)(content=f"Rà soát hồ sơ, phần {number}", due_on=DUE)
            for number in range(count)
        ]
        db.session.commit()
        return {task.id: task.version for task in made}


def test_sixteen_writers_lose_nothing_and_see_no_lock(
    app: Flask, shared_tasks: dict[int, int], database_url: str, tmp_path: Path
) -> None:
    journal = Journal()
    with process("serve-at-monday", database_url, tmp_path) as running:
        assert running.stdout is not None
        url = running.stdout.readline().split()[-1]
        browsers = [Browser(url, DOERS[number % len(DOERS)]) for number in range(WRITERS)]
        writers = [
            threading.Thread(target=write, args=(browser, number, list(shared_tasks), journal))
            for number, browser in enumerate(browsers)
        ]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
    assert journal.faults == []
    assert journal.turns >= TURNS * WRITERS
    assert sum(journal.statuses.values()) == 2 * journal.turns, "each request had its answer"
    assert journal.statuses[302] > TURNS, "most of them got through"
    assert journal.has_all(), "all of it was tried with success"
    with app.app_context():
        kept, recorded = Counter(journal.kept), Counter(recorded_since(shared_tasks))
        assert kept - recorded == Counter(), "acknowledged, and lost"
        assert {deed.kind for deed in recorded - kept} <= {"accept"}, "whoever reports or hands in accepts by that"
        for task_id in shared_tasks:
            versions = db.session.scalars(select(TaskEvent.version).where(TaskEvent.task_id == task_id)).all()
            assert sorted(versions) == list(range(1, db.session.get_one(Task, task_id).version + 1))


def recorded_since(versions: dict[int, int]) -> Iterator[Deed]:
    """What the record and the talk say was done after these versions of the tasks."""
    names = dict(db.session.execute(select(Person.id, Person.username)).all())
    for event in db.session.scalars(select(TaskEvent).where(TaskEvent.kind.in_(KINDS))):
        if event.version > versions[event.task_id]:
            mark = MARK.search(event.note) or MARK.search(event.reason)
            yield Deed(event.task_id, event.kind, names[event.by_id], mark[0] if mark else "")
    for comment in db.session.scalars(select(Comment)):
        yield Deed(comment.task_id, "comment", names[comment.by_id], comment.text)


def write(browser: Browser, number: int, tasks: list[int], journal: Journal) -> None:
    """One person's turns: look at a task, do one of the things it offers, come again when somebody was quicker."""
    rng = Random(SEED + number)
    for turn in range(PATIENT_TURNS):
        if turn >= TURNS and journal.has_all():
            return
        journal.begin_turn()
        begun = TOGETHER * (min(turn, TURNS - 1) // STINT)
        task_id, mark = rng.choice(tasks[begun : begun + TOGETHER]), f"người {number}, lần {turn}"
        status, page = browser.send(f"/tasks/{task_id}")
        journal.note(status, page)
        nouns, seen = offered(page, task_id), VERSION.search(page)
        noun = "acceptance" if "acceptance" in nouns else journal.rarest(nouns, rng)
        act, version = ACTS[noun], int(seen[1]) if seen else 0  # who may only comment sees no version
        fields = {"csrf_token": browser.token, "version": version, **act.fields(mark, version)}
        status, page = browser.send(f"/tasks/{task_id}/{noun}", **fields)
        said = mark if mark in fields.values() else ""
        journal.note(status, page, Deed(task_id, act.kind, browser.username, said) if status == 302 else None)
        if status == 409 and said and noun in offered(page, task_id):
            assert mark in page, "what was typed is still there"


def offered(page: str, task_id: int) -> list[str]:
    """What the page lets the person do."""
    return [noun for noun in ACTS if f'/tasks/{task_id}/{noun}"' in page]


def _first(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    assert found is not None, page[:500]
    return found[1]
