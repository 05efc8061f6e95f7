"""Pure rules: delays, local paths, passwords, browser names; and the first administrator."""

from __future__ import annotations

from datetime import timedelta

import pytest

from taskapp.app import create_app
from taskapp.base import migrate
from taskapp.base.db import db
from taskapp.people import organisation, passwords, setup
from taskapp.people.links import owner
from taskapp.people.local_paths import local_path
from taskapp.people.passwords import hash_password, verify
from taskapp.people.queries import rights_of
from taskapp.people.rights import Role
from taskapp.people.tables import browser_name
from taskapp.people.throttle import LONGEST_DELAY, WINDOW, delay_after
from tests.conftest import MONDAY, make_settings


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (10, 960), (11, 1200), (10**6, 1200)]
)
def test_the_delay_doubles_up_to_twenty_minutes(failures, seconds):
    assert delay_after(failures) == timedelta(seconds=seconds)


def test_one_account_takes_less_than_a_hundred_guesses_a_day():
    spent, guesses = timedelta(), 0
    while spent < WINDOW:
        spent += delay_after(guesses)
        guesses += 1
    assert guesses < 100
    assert delay_after(guesses) == LONGEST_DELAY


@pytest.mark.parametrize(
    ("target", "host", "path"),
    [
        ("/", "", "/"),
        ("/tasks?view=mine&x=%2F", "", "/tasks?view=mine&x=%2F"),
        ("//x", "", None),
        ("/\\x", "", None),
        ("/a\\b", "", None),
        ("/a b", "", None),
        ("/a\nb", "", None),
        ("", "", None),
        ("tasks", "", None),
        ("http://here/tasks?x=1", "here", "/tasks?x=1"),
        ("http://here//evil", "here", None),
        ("http://here", "here", None),
        ("http://evil/tasks", "here", None),
        ("http://here@evil/tasks", "here", None),
        ("/" + "x" * 2000, "", None),
    ],
)
def test_only_paths_of_this_site_are_followed(target, host, path):
    assert local_path(target, host) == path


def test_a_hash_is_argon2id_with_its_own_salt():
    first, second = hash_password("một hai ba bốn"), hash_password("một hai ba bốn")
    assert first.startswith("$argon2id$")
    assert first != second
    assert verify(first, "một hai ba bốn")


@pytest.mark.parametrize(
    ("set_to", "password", "expected"),
    [
        ("đường", "đường", True),
        ("đường", "đươ\u0300ng", True),  # typed on a keyboard that composes nothing
        ("đường", "duong", False),
        ("đường", "đường\x00", False),
        ("x" * 256, "x" * 256, True),
        ("x" * 257, "x" * 257, False),
        ("x", "\ud800", False),
    ],
)
def test_a_password_belongs_to_its_hash_only(set_to, password, expected):
    assert verify(hash_password(set_to), password) is expected


@pytest.mark.parametrize("hashed", [None, "not a hash"])
def test_no_password_belongs_to_nothing(hashed):
    assert not verify(hashed, "đường")


def test_a_hash_of_older_parameters_is_made_anew():
    assert passwords.is_outdated("$argon2id$v=19$m=16,t=1,p=1$c29tZXNhbHRzb21l$p6vsWUcFkvhFD2rLSLqlhg")
    assert not passwords.is_outdated(hash_password("x"))


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36", "Chrome · Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox · Linux"),
        ("curl/8", "curl/8"),
        ("", ""),
    ],
)
def test_browsers_have_names(user_agent, name):
    assert browser_name(user_agent) == name


def test_the_first_administrator_comes_with_committee_unit_and_link(empty_app):
    with empty_app.app_context():
        session = db.session()
        person, token = setup.first_administrator(
            session, committee_name="UBND xã Phú Hựu", timezone="Asia/Ho_Chi_Minh", now=MONDAY
        )
        assert owner(session, token, now=MONDAY) is person
        assert rights_of(session, person, on=MONDAY.date()).has(Role.ADMIN)
        assert person.committee.name == "UBND xã Phú Hựu"


def test_asked_again_the_first_administrator_gets_a_new_link_until_the_password_is_set(empty_app):
    with empty_app.app_context():
        session = db.session()
        ask = lambda: setup.first_administrator(session, committee_name="X", timezone="Asia/Ho_Chi_Minh", now=MONDAY)  # noqa: E731
        first, second = ask(), ask()
        assert first[0] is second[0]
        assert first[1] != second[1]
        first[0].password_hash = hash_password("x")
        assert ask() is None


@pytest.fixture
def empty_app(tmp_path):
    """An application over a migrated database without a committee."""
    made = create_app(make_settings(f"sqlite:///{tmp_path / 'empty.db'}", tmp_path))
    with made.app_context():
        migrate.upgrade(db.engine)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize(
    ("code", "name"), [("", "X"), ("Ủy ban", "X"), ("a" * 40, "X"), ("ubnd", ""), ("ubnd", "x" * 201)]
)
def test_a_committee_needs_a_code_and_a_name(app, code, name):
    with app.app_context(), pytest.raises(organisation.BadInput):
        organisation.create_committee(db.session(), code=code, name=name, timezone="Asia/Ho_Chi_Minh", now=MONDAY)
