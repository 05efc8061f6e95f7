"""Sign-ins and guesses on two nodes of one database, each a server of its own: what one has done holds on the other.

Whoever asks the other node asks right after the first has answered; nobody waits. Time moves with the requests.
"""

from __future__ import annotations

import os
import re
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import requests
from flask import Flask

from taskapp.app import create_app
from taskapp.base.db import db
from tests.conftest import MONDAY, copied, make_settings
from tests.office import Office
from tests.people.browser import GOOD_PASSWORD
from tests.processes import CLOCK, process
from tests.test_serve import address_of

TOKEN = re.compile(r'name="csrf[_-]token" (?:value|content)="([^"]+)"')
DAY = timedelta(days=1)
DEMO = "demo"


class Browser:
    """A browser before which a balancer stands: each request goes to the node and at the time that the test says."""

    def __init__(self, nodes: tuple[str, str]) -> None:
        self.nodes, self.at, self._session = nodes, MONDAY, requests.Session()

    def get(self, node: int, path: str) -> requests.Response:
        return self._ask("GET", node, path)

    def post(self, node: int, path: str, page: str, **data: object) -> requests.Response:
        token = TOKEN.search(self.get(node, page).text)
        assert token, page
        return self._ask("POST", node, path, data={**data, "csrf_token": token[1]})

    def sign_in(self, node: int, name: str, *password: str) -> requests.Response:
        """With the password of the demo unless another is typed."""
        return self.post(node, "/sign-in", "/sign-in", username=name, password=password[0] if password else DEMO)

    def is_in(self, node: int) -> bool:
        return self.get(node, "/account").status_code == 200

    def close(self) -> None:
        self._session.close()

    def _ask(self, method: str, node: int, path: str, **more: object) -> requests.Response:
        headers = {CLOCK: self.at.isoformat()}
        return self._session.request(
            method, self.nodes[node] + path, headers=headers, allow_redirects=False, timeout=60, **more
        )


@pytest.fixture(scope="module")
def shared(template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with copied(template, tmp_path_factory.mktemp("shared")) as url:
        yield url


@pytest.fixture(scope="module")
def nodes(shared: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    folder = tmp_path_factory.mktemp("nodes")
    with ExitStack() as stack:
        both = [stack.enter_context(process("pages", shared, folder / name)) for name in ("1", "2")]
        yield address_of(both[0]), address_of(both[1])
        for node in both:
            children = Path(f"/proc/{node.pid}/task/{node.pid}/children").read_text().split()
            for pid in (node.pid, *map(int, children)):  # or they would wait for who is still connected
                os.kill(pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def office(shared: str, tmp_path_factory: pytest.TempPathFactory) -> Office:
    app: Flask = create_app(make_settings(shared, tmp_path_factory.mktemp("looking")))
    with app.app_context():
        found = Office.load(db.session)
        db.session.remove()
        db.engine.dispose()
    return found


@pytest.fixture
def browser(nodes: tuple[str, str]) -> Iterator[Callable[..., Browser]]:
    """A browser at a time of its own, signed in at a node when a name is said."""
    made: list[Browser] = []

    def open_one(name: str = "", node: int = 0, at: datetime = MONDAY) -> Browser:
        made.append(Browser(nodes))
        made[-1].at = at
        assert not name or made[-1].sign_in(node, name).status_code == 302
        return made[-1]

    yield open_one
    for each in made:
        each.close()


def test_what_ends_a_sign_in_on_one_node_has_ended_it_on_the_other(browser, office):
    here, there = browser("congchuc", 0), browser("congchuc", 1)
    assert here.is_in(1)
    assert here.post(0, "/sign-out", "/account").status_code == 302
    assert not here.is_in(1)
    assert there.is_in(0), "another browser of the same person"

    new = {"current": "demo", "password": GOOD_PASSWORD, "again": GOOD_PASSWORD}
    third = browser("congchuc", 0)
    assert there.post(1, "/account/password", "/account", **new).status_code == 302
    assert (third.is_in(0), there.is_in(0)) == (False, True)
    assert browser().sign_in(0, "congchuc").status_code == 400
    assert browser().sign_in(0, "congchuc", GOOD_PASSWORD).status_code == 302

    other, admin = browser("congchuc2", 1), browser("quantri", 0)
    person = f"/admin/people/{office.people['congchuc2']}"
    assert admin.post(0, f"{person}/disabling", person).status_code == 302
    assert not other.is_in(1)
    refused = browser().sign_in(1, "congchuc2")
    assert refused.status_code == 400
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in refused.text


def test_a_sign_in_is_kept_alive_by_both_nodes_and_ends_on_both_when_it_is_left_or_old(browser):
    left = browser("truongphong", 0)
    for node, minute, is_in in ((1, 14, True), (0, 28, True), (1, 42, True), (0, 58, False), (1, 58, False)):
        left.at = MONDAY + timedelta(minutes=minute)
        assert left.is_in(node) == is_in, (node, minute)
    used = browser("truongphong", 1)
    for step in range(1, 48):
        used.at = MONDAY + timedelta(minutes=10 * step)
        assert used.is_in(step % 2), step
    used.at = MONDAY + timedelta(hours=8)
    assert [used.is_in(node) for node in (0, 1)] == [False, False]


def test_guesses_are_counted_over_both_nodes_and_names_that_do_not_exist_are_answered_alike(browser):
    told = []
    for name in ("vanphong", "nobody.here"):
        guesser = browser(at=MONDAY + DAY)
        answers = [guesser.sign_in(number % 2, name, "wrong") for number in range(6)]
        answers.append(guesser.sign_in(1, name))
        told.append([(each.status_code, each.headers.get("Retry-After"), _words(each, name)) for each in answers])
        assert [each.status_code for each in answers] == [400] * 5 + [429] * 2
    assert told[0] == told[1]
    assert browser(at=MONDAY + DAY).sign_in(0, "vanthu").status_code == 302, "others need not wait"
    assert browser(at=MONDAY + DAY + timedelta(seconds=31)).sign_in(0, "vanphong").status_code == 302


def test_guesses_at_the_same_moment_on_both_nodes_slip_by_no_more_than_one_by_one(browser):
    guessers = [browser(at=MONDAY + 3 * DAY) for _each in range(12)]
    with ThreadPoolExecutor(len(guessers)) as pool:
        answers = pool.map(lambda n: guessers[n].sign_in(n % 2, "thanhtra", "wrong").status_code, range(len(guessers)))
        assert Counter(answers) == {400: 5, 429: 7}


def test_one_address_may_guess_only_so_often_whatever_the_names_and_nodes(browser):
    guesser = browser(at=MONDAY + 6 * DAY)
    answers = [guesser.sign_in(number % 2, f"name{number}", "wrong").status_code for number in range(27)]
    assert answers == [400] * 25 + [429] * 2
    assert browser(at=MONDAY + 6 * DAY).sign_in(1, "vanthu").status_code == 429


def _words(answer: requests.Response, name: str) -> str:
    """What a page says, without the typed name and its token."""
    return re.sub(r'(value|content)="[^"]*"', "", answer.text).replace(name, "")
