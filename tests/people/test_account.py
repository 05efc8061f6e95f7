"""The own password: by one-time link and by changing it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from taskapp.base.db import db, unscoped
from taskapp.people import accounts
from taskapp.people.access.access_models import AccessEvent, AccessKind
from taskapp.people.models import AccountChange, AccountEvent, OneTimeLink, Person
from tests.conftest import MONDAY
from tests.people.browser import GOOD_PASSWORD, send, text_of, try_sign_in


def link_of(app, office, username="congchuc") -> str:
    with app.app_context():
        person = db.session.get_one(Person, office.people[username])
        token = accounts.make_link(db.session(), person, by=None, now=MONDAY)
        db.session.commit()
    return f"/password/{token}"


def set_password(client, path, password=GOOD_PASSWORD, again=None):
    return send(client, path, {"password": password, "again": password if again is None else again}, page=path)


def change(client, current="demo", password=GOOD_PASSWORD):
    return send(client, "/account/password", {"current": current, "password": password, "again": password})


def can_sign_in(app, password) -> bool:
    return try_sign_in(app.test_client(), "congchuc", password).status_code == 302


def test_a_link_sets_the_password_once(app, office):
    path = link_of(app, office)
    assert set_password(app.test_client(), path).status_code == 302
    assert can_sign_in(app, GOOD_PASSWORD)
    assert not can_sign_in(app, "demo")
    assert app.test_client().get(path).status_code == 404


def test_opening_a_link_changes_nothing(app, office):
    path = link_of(app, office)
    for _ in range(3):
        assert app.test_client().get(path).status_code == 200
    assert can_sign_in(app, "demo")


def test_a_link_dies_after_72_hours(app, office, frozen_clock):
    path = link_of(app, office)
    frozen_clock(MONDAY + timedelta(hours=72) - timedelta(seconds=1))
    assert app.test_client().get(path).status_code == 200
    frozen_clock(MONDAY + timedelta(hours=72))
    assert app.test_client().get(path).status_code == 404


def test_a_new_link_replaces_the_old_one(app, office):
    old, new = link_of(app, office), link_of(app, office)
    assert app.test_client().get(old).status_code == 404
    assert app.test_client().get(new).status_code == 200


def test_the_link_of_a_disabled_person_is_dead(app, office):
    path = link_of(app, office)
    with app.app_context():
        db.session.get_one(Person, office.people["congchuc"]).disabled_at = MONDAY
        db.session.commit()
    answer = app.test_client().get(path)
    assert answer.status_code == 404
    assert "liên kết mới" in text_of(answer)


def test_only_the_hash_of_a_link_is_kept(app, office):
    token = link_of(app, office).rpartition("/")[2]
    with app.app_context():
        assert token not in db.session.scalars(unscoped(OneTimeLink.token_hash)).all()


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("ngắn quá", "ít nhất 14"),
        ("", "Hãy điền mục này"),
        ("x" * 257, "Dài quá"),
        ("ababababababab", "lặp lại"),
        ("chỉ toàn chữ thường thôi", "đủ bốn loại"),
        ("congchuc Abc1-", "tên đăng nhập"),
        ("Matkhau@123456", "phổ biến"),
        ("Mật Khẩu 123456", "phổ biến"),
    ],
)
def test_a_weak_password_is_refused_and_the_link_stays_good(app, office, password, reason):
    path = link_of(app, office)
    answer = set_password(app.test_client(), path, password)
    assert answer.status_code == 400
    assert reason in text_of(answer)
    assert can_sign_in(app, "demo")
    assert set_password(app.test_client(), path).status_code == 302


def test_the_two_entries_must_be_equal(app, office):
    answer = set_password(app.test_client(), link_of(app, office), again=GOOD_PASSWORD + ".")
    assert answer.status_code == 400
    assert "chưa giống nhau" in text_of(answer)


def test_a_long_password_counts_to_its_last_character(app, office):
    long = "cá không ăn muối 7 cá ươn " * 5 + "A"
    set_password(app.test_client(), link_of(app, office), long)
    assert can_sign_in(app, long)
    assert not can_sign_in(app, long[:-1] + "B")


def test_blanks_at_the_ends_belong_to_the_password(app, office):
    set_password(app.test_client(), link_of(app, office), f"  {GOOD_PASSWORD} ")
    assert can_sign_in(app, f"  {GOOD_PASSWORD} ")
    assert not can_sign_in(app, GOOD_PASSWORD)


def test_setting_the_password_ends_every_sign_in(app, office, client_of):
    client = client_of("congchuc")
    set_password(app.test_client(), link_of(app, office))
    assert client.get("/account").status_code == 302


def test_changing_the_password_asks_for_the_current_one(app, client_of):
    answer = change(client_of("congchuc"), current="wrong")
    assert answer.status_code == 400
    assert "Mật khẩu hiện tại chưa đúng" in text_of(answer)
    assert can_sign_in(app, "demo")


def test_changing_the_password_ends_the_other_sign_ins_only(app, client_of):
    here, there = client_of("congchuc"), client_of("congchuc")
    assert change(here).status_code == 302
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 302
    assert can_sign_in(app, GOOD_PASSWORD)


def test_changing_the_password_kills_open_links(app, office, client_of):
    path = link_of(app, office)
    change(client_of("congchuc"))
    assert app.test_client().get(path).status_code == 404


def test_a_weak_new_password_is_refused(app, client_of):
    assert change(client_of("congchuc"), password="123456789012").status_code == 400
    assert can_sign_in(app, "demo")


def test_guessing_the_current_password_is_slowed_down(client_of):
    client = client_of("congchuc")
    answers = [change(client, current=f"wrong {n}").status_code for n in range(6)]
    assert answers == [400] * 5 + [429]


def test_the_change_is_written_down(app, office, client_of):
    change(client_of("congchuc"))
    with app.app_context():
        event = db.session.scalars(unscoped(AccountEvent)).one()
        assert db.session.scalars(unscoped(AccessEvent.kind)).all() == [AccessKind.SIGNED_IN, AccessKind.CHANGED]
        assert (event.kind, event.by_id) == (AccountChange.PASSWORD_SET, office.people["congchuc"])


def test_a_password_change_without_a_token_does_nothing(app, client_of):
    data = {"current": "demo", "password": GOOD_PASSWORD, "again": GOOD_PASSWORD}
    assert client_of("congchuc").post("/account/password", data=data).status_code == 400
    assert can_sign_in(app, "demo")
