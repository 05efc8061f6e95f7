"""Signing in and out over HTTP: who gets in, what a wrong try gives away, where it leads."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from taskapp.app import create_app
from taskapp.base.db import db, unscoped
from taskapp.people import passwords
from taskapp.people.models import Committee, FailedSignIn, Person, SignInSession
from taskapp.people.organisation import create_committee
from taskapp.people.sessions import digest
from tests.conftest import MONDAY, make_settings, token_of
from tests.people.browser import send, text_of, try_sign_in


def rows(app, entity):
    with app.app_context():
        return db.session.scalars(unscoped(entity).order_by(entity.id)).all()


def test_a_person_signs_in_and_sees_the_own_account(client_of):
    page = text_of(client_of("congchuc").get("/account"))
    assert "Nguyễn Thị Ánh Tuyết" in page
    assert "Phòng Tư pháp" in page


def test_signing_out_ends_the_session_also_for_who_kept_the_cookie(app, client_of):
    client = client_of("congchuc")
    kept = client.get_cookie("giaoviec").value
    assert send(client, "/sign-out").status_code == 302
    thief = app.test_client()
    thief.set_cookie("giaoviec", kept)
    assert thief.get("/account").headers["Location"].startswith("/sign-in")
    assert rows(app, SignInSession)[0].ended_at == MONDAY


def test_the_cookie_names_no_person_and_the_database_keeps_no_token(app, client_of):
    client = client_of("congchuc")
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    row = rows(app, SignInSession)[0]
    assert row.token_hash == digest(token)
    assert row.token_hash != token


def test_signing_in_gives_a_new_session_and_a_new_csrf_token(app):
    client = app.test_client()
    client.get("/sign-in")
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "planted"
        planted = cookie["csrf_token"]
    assert try_sign_in(client, "congchuc", "demo").status_code == 302
    client.get("/account")
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != "planted"
        assert cookie["csrf_token"] != planted


def test_signing_in_twice_gives_two_sessions(app, client_of):
    client_of("congchuc")
    client_of("congchuc")
    first, second = rows(app, SignInSession)
    assert first.token_hash != second.token_hash


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("congchuc", "wrong"),
        ("nobody", "demo"),
        ("congchuc@elsewhere", "demo"),
        ("", "demo"),
        ("congchuc", ""),
        ("congchuc\x00", "demo\x00"),
        ("congchuc' OR 1=1 --", "demo"),
        ("x" * 5000, "demo"),
        ("congchuc", "x" * 5000),
    ],
)
def test_a_wrong_name_or_password_is_refused(app, username, password):
    assert try_sign_in(app.test_client(), username, password).status_code == 400
    assert rows(app, SignInSession) == []


def test_an_unknown_name_gets_the_very_answer_of_a_wrong_password(app):
    pages = []
    for username in ("congchuc", "congchux"):
        answer = try_sign_in(app.test_client(), username, "wrong")
        page = re.sub(r'(value|content)="[^"]*"|[0-9a-f]{12}', "", text_of(answer))
        pages.append((answer.status_code, page))
    assert pages[0] == pages[1]


def test_an_unknown_name_costs_a_whole_hash(app, monkeypatch):
    hashed = []
    monkeypatch.setattr("taskapp.people.passwords.PasswordHasher.verify", lambda self, h, p: hashed.append(h) or False)
    try_sign_in(app.test_client(), "nobody", "wrong")
    try_sign_in(app.test_client(), "congchuc", "wrong")
    assert len(hashed) == 2


def test_a_disabled_person_gets_the_answer_of_a_wrong_password(app, office):
    with app.app_context():
        db.session.get_one(Person, office.people["congchuc"]).disabled_at = MONDAY
        db.session.commit()
    answer = try_sign_in(app.test_client(), "congchuc", "demo")
    assert answer.status_code == 400
    assert "chưa đúng" in text_of(answer)


def test_the_name_may_be_typed_in_capitals_with_blanks_and_code(app):
    assert try_sign_in(app.test_client(), "  CongChuc@ChauThanh ", "demo").status_code == 302


def test_without_a_csrf_token_nothing_happens(app):
    answer = app.test_client().post("/sign-in", data={"username": "congchuc", "password": "demo"})
    assert answer.status_code == 400
    assert rows(app, SignInSession) == []


def test_signing_out_by_a_link_is_impossible(client_of):
    assert client_of("congchuc").get("/sign-out").status_code == 405


def test_five_wrong_tries_then_growing_delays(app, frozen_clock):
    client = app.test_client()
    for _ in range(5):
        assert try_sign_in(client, "congchuc", "wrong").status_code == 400
    blocked = try_sign_in(client, "congchuc", "demo")
    assert blocked.status_code == 429
    assert "giây" in text_of(blocked)
    assert 25 <= int(blocked.headers["Retry-After"]) <= 31
    frozen_clock(MONDAY + timedelta(seconds=31))
    assert try_sign_in(client, "congchuc", "wrong").status_code == 400
    frozen_clock(MONDAY + timedelta(seconds=31 + 59))
    assert try_sign_in(client, "congchuc", "demo").status_code == 429
    frozen_clock(MONDAY + timedelta(seconds=31 + 61))
    assert try_sign_in(client, "congchuc", "demo").status_code == 302


def test_tries_at_once_cannot_slip_by(app):
    clients = [app.test_client() for _ in range(12)]
    tokens = [token_of(client, "/sign-in") for client in clients]

    def guess(number: int) -> int:
        data = {"username": "congchuc", "password": f"wrong {number}", "csrf_token": tokens[number]}
        return clients[number].post("/sign-in", data=data).status_code

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(guess, range(12)))
    assert answers == [400] * 5 + [429] * 7


def test_unknown_names_are_slowed_down_alike(app):
    answers = [try_sign_in(app.test_client(), "nobody", "wrong").status_code for _ in range(6)]
    assert answers == [400] * 5 + [429]


def test_another_account_at_the_same_address_goes_on(app):
    for _ in range(6):
        try_sign_in(app.test_client(), "congchuc", "wrong")
    assert try_sign_in(app.test_client(), "congchuc2", "demo").status_code == 302


def test_one_address_trying_many_names_is_slowed_down(app):
    answers = [try_sign_in(app.test_client(), f"name{n}", "wrong").status_code for n in range(26)]
    assert answers == [400] * 25 + [429]


def test_a_right_password_forgives_the_wrong_tries(app):
    client = app.test_client()
    for _ in range(4):
        try_sign_in(client, "congchuc", "wrong")
    try_sign_in(client, "congchuc", "demo")
    assert rows(app, FailedSignIn) == []


def test_a_hash_of_other_strength_is_made_anew_at_the_next_sign_in(app, office):
    older = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash("demo")
    with app.app_context():
        db.session.get_one(Person, office.people["congchuc"]).password_hash = older
        db.session.commit()
    assert try_sign_in(app.test_client(), "congchuc", "wrong").status_code == 400
    assert try_sign_in(app.test_client(), "congchuc", "demo").status_code == 302
    with app.app_context():
        newer = db.session.get_one(Person, office.people["congchuc"]).password_hash
    assert newer.startswith("$argon2id$")
    assert not passwords.is_outdated(newer)
    assert passwords.is_outdated(older)


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        ("/account?x=1", "/account?x=1"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("/\t/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("account", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_only_to_pages_of_this_site(app, target, leads_to):
    client = app.test_client()
    data = {"username": "congchuc", "password": "demo"}
    page = client.get("/sign-in", query_string={"next": target})
    data["csrf_token"] = re.search(r'name="csrf_token" value="([^"]+)"', text_of(page))[1]
    answer = client.post("/sign-in", query_string={"next": target}, data=data)
    assert answer.headers["Location"] == leads_to


def test_a_page_for_who_is_signed_out_leads_to_sign_in_and_back(app):
    answer = app.test_client().get("/account?a=1")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in?next=/account?a%3D1"


def test_a_fragment_for_who_is_signed_out_sends_the_whole_page_to_sign_in(app):
    answer = app.test_client().get(
        "/account", headers={"HX-Request": "true", "HX-Current-URL": "http://localhost/tasks?view=mine"}
    )
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/sign-in?next=/tasks?view%3Dmine"


def test_a_form_sent_after_the_session_ended_says_so(app, client_of, frozen_clock):
    client = client_of("congchuc")
    token = token_of(client, "/account")
    frozen_clock(MONDAY + timedelta(hours=2))
    page = "http://localhost/account?x=1"
    answer = client.post("/account/sign-ins/ending", data={"csrf_token": token}, headers={"Referer": page})
    assert answer.headers["Location"] == "/sign-in?next=/account?x%3D1"
    assert "Phiên làm việc đã hết. Hãy" in text_of(client.get("/sign-in"))


@pytest.mark.parametrize("asked", [{"HX-Request": "true"}, {"Sec-Fetch-Mode": "cors"}])
def test_what_a_page_asks_after_its_session_ended_leaves_the_cookie_to_the_form_sent_meanwhile(
    client_of, frozen_clock, asked
):
    client = client_of("congchuc")
    frozen_clock(MONDAY + timedelta(hours=2))
    beside = client.get("/account/here", headers=asked)
    assert beside.status_code in (302, 401)
    assert "Set-Cookie" not in beside.headers
    assert "Phiên làm việc đã hết. Hãy" in text_of(client.get("/sign-in"))
    assert "Phiên làm việc đã hết. Hãy" not in text_of(client.get("/sign-in"))  # said once


def test_no_demo_account_is_offered_outside_the_demo(app):
    page = text_of(app.test_client().get("/sign-in?as=chutich"))
    assert "chutich" not in page
    assert "dùng thử" not in page


def test_with_two_committees_the_code_or_the_host_picks_one(app):
    with app.app_context():
        zone = "Asia/Ho_Chi_Minh"
        create_committee(
            db.session(), code="lapvo", name="UBND huyện Lấp Vò", timezone=zone, host="lapvo.example", now=MONDAY
        )
        db.session.commit()
    client = app.test_client()
    assert "tên@mã" in text_of(client.get("/sign-in"))
    assert try_sign_in(client, "congchuc", "demo").status_code == 400
    assert try_sign_in(client, "congchuc@lapvo", "demo").status_code == 400
    assert try_sign_in(client, "congchuc@chauthanh", "demo").status_code == 302


def test_the_demo_in_production_says_on_every_page_that_it_is_one(app, database_url, tmp_path):
    real = create_app(make_settings(database_url, tmp_path / "real", env="production"))
    client = real.test_client()
    assert try_sign_in(client, "congchuc", "demo").status_code == 302
    assert "cơ quan mẫu" not in text_of(client.get("/tasks"))
    with real.app_context():
        db.session.scalars(unscoped(Committee)).one().is_demo = True
        db.session.commit()
    assert "cơ quan mẫu" in text_of(client.get("/tasks"))
    with real.app_context():
        db.engine.dispose()
