"""Sixteen people write at the same time through the real server: nothing acknowledged is lost, nobody sees a lock."""

from __future__ import annotations

import re
import threading
from collections import Counter
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from random import Random
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener

import pytest
from flask import Flask
from sqlalchemy import select

from taskapp.base.db import db
from taskapp.tasks.models import Task, TaskEvent
from tests.faults.scale import SCALE, SEED
from tests.office import Office
from tests.processes import process
from tests.tasks.making import Desk

WRITERS, TASKS = 16, 8
TURNS = max(1, 1000 * SCALE // (2 * WRITERS))  # each turn reads a page and sends a form
DOERS = ("congchuc", "truongphong")
VERSION = re.compile(r'name="version"[^>]* value="(\d+)"')
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
PATIENCE = 60.0


class _Stay(HTTPRedirectHandler):
    """An answer that leads elsewhere is the answer."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


class Browser:
    """One signed-in person's own cookies against the server."""

    def __init__(self, url: str, username: str) -> None:
        self.url = url
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


@dataclass
class Journal:
    """What the writers were told: how each request was answered, and the notes that the server said it kept."""

    statuses: Counter[int] = field(default_factory=Counter)
    kept: list[tuple[int, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, status: int, page: str, kept: tuple[int, str] | None = None) -> None:
        with self.lock:
            self.statuses[status] += 1
            if kept:
                self.kept.append(kept)
            if status >= 500 or "database is locked" in page:
                self.faults.append(f"{status}: {page[:300]}")


@pytest.fixture
def shared_tasks(app: Flask, office: Office) -> list[int]:
    """Tasks that both people of a unit are at work on."""
    with app.app_context():
        desk = Desk(db.session(), office)
        made = [desk.in_progress(content=f"Rà soát hồ sơ, phần {number}") for number in range(TASKS)]
        db.session.commit()
        return [task.id for task in made]


def test_sixteen_writers_lose_nothing_and_see_no_lock(
    app: Flask, shared_tasks: list[int], database_url: str, tmp_path: Path
) -> None:
    journal = Journal()
    with process("serve", database_url, tmp_path) as running:
        assert running.stdout is not None
        url = running.stdout.readline().split()[-1]
        browsers = [Browser(url, DOERS[number % len(DOERS)]) for number in range(WRITERS)]
        writers = [
            threading.Thread(target=write, args=(browser, number, shared_tasks, journal))
            for number, browser in enumerate(browsers)
        ]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
    assert journal.faults == []
    assert set(journal.statuses) <= {200, 302, 409}
    assert sum(journal.statuses.values()) == 2 * TURNS * WRITERS
    assert journal.statuses[302] > TURNS, "most of them got through"
    with app.app_context():
        notes = db.session.execute(
            select(TaskEvent.task_id, TaskEvent.note).where(TaskEvent.kind == "progress").order_by(TaskEvent.id)
        ).all()
        assert Counter((task_id, note.partition(" · ")[2]) for task_id, note in notes) == Counter(journal.kept)
        for task_id in shared_tasks:
            versions = db.session.scalars(select(TaskEvent.version).where(TaskEvent.task_id == task_id)).all()
            assert sorted(versions) == list(range(1, db.session.get_one(Task, task_id).version + 1))


def write(browser: Browser, number: int, tasks: list[int], journal: Journal) -> None:
    """One person's turns: look at a task, report progress on what was seen, come again when somebody was quicker."""
    rng = Random(SEED + number)
    for turn in range(TURNS):
        task_id, note = rng.choice(tasks), f"người {number}, lần {turn}"
        status, page = browser.send(f"/tasks/{task_id}")
        journal.note(status, page)
        version = _first(VERSION, page)
        fields = {"csrf_token": browser.token, "version": version, "percent": rng.randrange(100), "note": note}
        status, page = browser.send(f"/tasks/{task_id}/progress", **fields)
        journal.note(status, page, (task_id, note) if status == 302 else None)
        if status == 409:
            assert note in page, "what was typed is still there"


def _first(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    assert found is not None, page[:500]
    return found[1]
