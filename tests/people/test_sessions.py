"""Live sign-ins: how long they last, that ending them works at once, and what a request pays for them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from taskapp.base.db import db, unscoped
from taskapp.people import housekeeping, links, sign_in_policy
from taskapp.people.models import Committee, FailedSignIn, Person, SignInSession
from tests.conftest import MONDAY, token_of
from tests.people.browser import send, text_of


def is_in(client) -> bool:
    return client.get("/account").status_code == 200


@pytest.mark.parametrize(("username", "minutes"), [("congchuc", 15), ("quantri", 5)])
def test_a_session_left_alone_ends_sooner_for_administrators(client_of, frozen_clock, username, minutes):
    idle = timedelta(minutes=minutes)
    client = client_of(username)
    frozen_clock(MONDAY + idle - timedelta(seconds=1))
    assert is_in(client)
    frozen_clock(MONDAY + 2 * idle - timedelta(seconds=2))
    assert is_in(client)
    frozen_clock(MONDAY + 3 * idle)
    assert not is_in(client)


def test_a_session_in_use_ends_after_eight_hours(client_of, frozen_clock):
    client = client_of("congchuc")
    steps = [MONDAY + n * timedelta(minutes=12) for n in range(1, 45)]
    seen = []
    for moment in steps:
        frozen_clock(moment)
        seen.append(is_in(client))
    assert seen == [moment - MONDAY < timedelta(hours=8) for moment in steps]


def test_a_committee_may_let_sessions_end_sooner_but_never_later(app, office, client_of, frozen_clock):
    with app.app_context():
        committee = db.session.get_one(Committee, office.committee_id)
        committee.sign_in_rules = {"idle_minutes": 3, "absolute_hours": 99}
        db.session.commit()
    client = client_of("congchuc")
    frozen_clock(MONDAY + timedelta(minutes=3))
    assert not is_in(client)
    with app.app_context():
        assert sign_in_policy.of({"idle_minutes": 3, "absolute_hours": 99}).absolute == timedelta(hours=8)


def test_what_a_page_asks_by_itself_keeps_no_session_alive(client_of, frozen_clock):
    client = client_of("congchuc")
    by_itself = {"HX-Request": "true", "X-Background": "1"}
    for minute in range(1, 15):
        frozen_clock(MONDAY + timedelta(minutes=minute))
        assert client.get("/account", headers=by_itself).status_code == 200
    frozen_clock(MONDAY + timedelta(minutes=15))
    ended = client.get("/account", headers=by_itself)
    assert ended.status_code == 286  # htmx asks no more, and the page with what is typed in it stays
    assert "HX-Redirect" not in ended.headers
    assert not is_in(client)


def test_typing_for_long_keeps_a_session_alive(client_of, frozen_clock):
    client = client_of("congchuc")
    for minute in range(10, 41, 10):
        frozen_clock(MONDAY + timedelta(minutes=minute))
        assert client.get("/account/here").status_code == 204
    assert is_in(client)


def test_being_in_use_is_noted_once_a_minute(app, client_of, frozen_clock):
    client = client_of("congchuc")

    def last_seen():
        with app.app_context():
            return db.session.scalars(unscoped(SignInSession.last_seen_at)).one()

    frozen_clock(MONDAY + timedelta(seconds=59))
    is_in(client)
    assert last_seen() == MONDAY
    frozen_clock(MONDAY + timedelta(seconds=61))
    is_in(client)
    assert last_seen() == MONDAY + timedelta(seconds=61)


def test_a_form_sent_notes_the_use_too(app, client_of, frozen_clock):
    client = client_of("congchuc")
    token = token_of(client, "/account")
    frozen_clock(MONDAY + timedelta(minutes=5))
    client.post("/account/sign-ins/ending", data={"csrf_token": token})
    with app.app_context():
        assert db.session.scalars(unscoped(SignInSession.last_seen_at)).one() == MONDAY + timedelta(minutes=5)


def test_knowing_who_asks_takes_two_queries(app, client_of):
    client = client_of("congchuc")
    seen = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    client.get("/no-such-page")
    assert seen == []
    client.get("/admin/people")  # refused for want of a role, so nothing else is asked
    queries = [statement for statement in seen if statement.startswith(("SELECT", "WITH"))]
    assert len(queries) == 2
    assert "sign_in_session" in queries[0]
    assert "role_held" in queries[1]


def test_a_person_ends_one_other_session(app, client_of):
    here, there = client_of("congchuc"), client_of("congchuc")
    with app.app_context():
        first_id, second_id = db.session.scalars(unscoped(SignInSession.id).order_by(SignInSession.id)).all()
    assert send(here, f"/account/sign-ins/{second_id}/ending").status_code == 302
    assert is_in(here)
    assert not is_in(there)
    assert send(here, f"/account/sign-ins/{second_id}/ending").status_code == 404
    assert first_id != second_id


def test_a_person_ends_all_other_sessions(client_of):
    here, *others = [client_of("congchuc") for _ in range(3)]
    send(here, "/account/sign-ins/ending")
    assert is_in(here)
    assert not any(is_in(client) for client in others)


def test_nobody_ends_the_session_of_another_person(app, client_of):
    victim = client_of("congchuc")
    other = client_of("congchuc2")
    with app.app_context():
        victims_id = db.session.scalars(unscoped(SignInSession.id).order_by(SignInSession.id)).first()
    assert send(other, f"/account/sign-ins/{victims_id}/ending").status_code == 404
    assert is_in(victim)


def test_the_page_lists_the_own_sessions_with_browser_and_hour(client_of):
    page = text_of(client_of("congchuc").get("/account"))
    assert "phiên này" in page
    assert "đăng nhập 09:00 ngày 02/03/2026" in page


@pytest.mark.parametrize(("days", "pruned"), [(0, 0), (6, 0), (8, 1), (89, 1), (91, 3)])
def test_old_rows_are_pruned(app, office, client_of, days, pruned):
    client_of("congchuc")
    with app.app_context():
        person = db.session.get_one(Person, office.people["congchuc"])
        links.make(db.session(), person, now=MONDAY)
        db.session.add(FailedSignIn(committee_id=office.committee_id, account="x", address="y", failed_at=MONDAY))
        db.session.commit()
        assert housekeeping.prune(db.session(), now=MONDAY + timedelta(days=days)) == pruned
