"""The second factor over HTTP: turning it on, signing in with it, losing it, being without it where it is demanded."""

from __future__ import annotations

from datetime import timedelta

import pytest

from taskapp.app import create_app
from taskapp.base.db import db, scoped, unscoped
from taskapp.outbox.models import Message
from taskapp.people.access.access_models import AccessEvent, AccessKind, Why
from taskapp.people.factors import letters, sealing
from taskapp.people.factors.factor_models import RecoveryCode, SecondFactor
from taskapp.people.models import Committee, Person, SignInSession
from tests.conftest import MONDAY, make_settings, token_of
from tests.people.browser import GOOD_PASSWORD, send, text_of, try_sign_in
from tests.people.practice import enrol, prove, second_step, sign_in_with

STEP = timedelta(seconds=30)


@pytest.fixture
def earnest(app, database_url, tmp_path):
    """The same database behind an installation in production."""
    real = create_app(make_settings(database_url, tmp_path / "data", env="production"))
    yield real
    with real.app_context():
        db.session.remove()
        db.engine.dispose()


def is_in(client) -> bool:
    return client.get("/tasks").status_code == 200


def choose_rules(app, office, **rules):
    with app.app_context():
        db.session.get_one(Committee, office.committee_id).sign_in_rules = rules
        db.session.commit()


def test_who_has_turned_it_on_needs_password_and_code(app, client_of, frozen_clock):
    owner = client_of("congchuc")
    phone, codes = enrol(owner)
    assert len(set(codes)) == 10
    frozen_clock(MONDAY + STEP)
    client = app.test_client()
    assert try_sign_in(client, "congchuc", "demo", "?next=/tasks").headers["Location"] == "/sign-in/factor?next=/tasks"
    assert not is_in(client)  # the password alone opens nothing
    wrong = second_step(client, "000000")
    assert wrong.status_code == 400
    assert "Mã chưa đúng" in text_of(wrong)
    assert second_step(client, phone.code()).headers["Location"] == "/"
    assert is_in(client)
    assert is_in(owner)


def test_a_code_is_taken_once_also_on_another_node(app, database_url, tmp_path, client_of, frozen_clock):
    phone, _codes = enrol(client_of("congchuc"))
    replayed = sign_in_with(app.test_client(), "congchuc", phone.code())  # that which turned it on
    assert replayed.status_code == 400
    assert "đã dùng" in text_of(replayed)
    frozen_clock(MONDAY + STEP)
    assert sign_in_with(app.test_client(), "congchuc", phone.code()).status_code == 302
    other = create_app(make_settings(database_url, tmp_path / "data"))
    assert sign_in_with(other.test_client(), "congchuc", phone.code()).status_code == 400
    with other.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(("steps", "status"), [(-2, 400), (-1, 302), (0, 302), (1, 302), (2, 400)])
def test_a_telephone_may_be_one_step_wrong(app, client_of, frozen_clock, steps, status):
    phone, _codes = enrol(client_of("congchuc"))
    now = MONDAY + timedelta(minutes=5)
    frozen_clock(now)
    assert sign_in_with(app.test_client(), "congchuc", phone.code(now + steps * STEP)).status_code == status


def test_a_recovery_code_is_taken_once_however_it_is_typed(app, client_of):
    _phone, codes = enrol(client_of("congchuc"))
    client = app.test_client()
    assert sign_in_with(client, "congchuc", codes[0].replace("-", " ").upper()).status_code == 302
    assert "còn 9 mã" in text_of(client.get("/account"))
    assert sign_in_with(app.test_client(), "congchuc", codes[0]).status_code == 400


def test_guessing_codes_is_slowed_down_and_a_right_password_forgives_none(app, client_of, frozen_clock):
    phone, codes = enrol(client_of("congchuc"))
    answers = [sign_in_with(app.test_client(), "congchuc", "123456").status_code for _ in range(5)]
    blocked = sign_in_with(app.test_client(), "congchuc", codes[0])
    assert [*answers, blocked.status_code] == [400] * 5 + [429]
    assert int(blocked.headers["Retry-After"]) > 20
    frozen_clock(MONDAY + timedelta(seconds=31))
    assert sign_in_with(app.test_client(), "congchuc", phone.code()).status_code == 302


def test_the_second_step_waits_ten_minutes_and_for_this_browser_only(app, client_of, frozen_clock):
    _phone, codes = enrol(client_of("congchuc"))
    client = app.test_client()
    try_sign_in(client, "congchuc", "demo")
    assert send(app.test_client(), "/sign-in/factor", {"code": codes[0]}, "/sign-in").status_code == 400
    frozen_clock(MONDAY + timedelta(minutes=10))
    late = client.get("/sign-in/factor")
    assert late.status_code == 400
    assert "hết hạn" in text_of(late)


def test_turning_it_on_ends_the_other_sign_ins(client_of):
    here, there = client_of("congchuc"), client_of("congchuc")
    enrol(here)
    assert is_in(here)
    assert not is_in(there)


def test_factors_change_only_after_showing_again_who_one_is(app, client_of, frozen_clock):
    client = client_of("congchuc")
    refused = send(client, "/account/factors/app/begin")
    assert refused.headers["Location"].startswith("/account/proof")
    assert send(client, "/account/proof", {"current": "wrong"}, "/account/proof").status_code == 400
    phone, codes = enrol(client)
    with app.app_context():
        factor_id = db.session.scalars(unscoped(SecondFactor.id)).one()
    frozen_clock(MONDAY + timedelta(minutes=5))
    removal = "/account/factors/removal"
    assert send(client, removal, {"factor": factor_id}).headers["Location"].startswith("/account/proof")
    assert "Mật khẩu" not in text_of(client.get("/account/proof"))  # who has a factor shows that one
    assert prove(client, phone.code()).status_code == 302
    renewed = text_of(send(client, "/account/factors/codes"))
    assert codes[0] not in renewed
    assert renewed.count("<code>") == 10
    assert send(client, removal, {"factor": 0}).status_code == 404
    assert send(client, removal, {"factor": factor_id}).status_code == 302
    assert try_sign_in(app.test_client(), "congchuc", "demo").headers["Location"] == "/"
    with app.app_context():
        assert db.session.scalars(unscoped(RecoveryCode)).all() == []


def test_nothing_secret_is_kept_readable(app, client_of):
    phone, codes = enrol(client_of("congchuc"))
    key = app.extensions["taskapp"].secret_key
    with app.app_context():
        factor = db.session.scalars(unscoped(SecondFactor)).one()
        hashes = db.session.scalars(unscoped(RecoveryCode.code_hash)).all()
        seed = sealing.unseal(factor.secret, factor.person_id, key)
        assert seed == phone._totp.secret
        assert seed.encode() not in factor.secret
        assert sealing.unseal(factor.secret, factor.person_id + 1, key) is None
        assert sealing.unseal(factor.secret, factor.person_id, key + "x") is None
        assert not set(hashes) & set(codes)


def test_an_administrator_resets_what_somebody_lost_and_the_person_hears_of_it(app, office, client_of):
    lost, admin = client_of("congchuc"), client_of("quantri")
    enrol(lost)
    person_id = office.people["congchuc"]
    assert "đang bật" in text_of(admin.get(f"/admin/people/{person_id}"))
    assert send(admin, f"/admin/people/{person_id}/factors/reset").status_code == 302
    assert not is_in(lost)
    assert try_sign_in(app.test_client(), "congchuc", "demo").headers["Location"] == "/"
    with app.app_context(), app.test_request_context():
        message = db.session.scalars(scoped(Message, office.committee_id).where(Message.kind == letters.KIND)).one()
        letter = letters.checking("http://localhost")(db.session(), message, MONDAY)
        assert message.to_address == "congchuc@chauthanh.example"
        assert "báo ngay người quản trị" in letter.text
        event = db.session.scalars(unscoped(AccessEvent).where(AccessEvent.kind == AccessKind.FACTORS_RESET)).one()
        assert (event.person_id, event.by_id) == (person_id, office.people["quantri"])
    again = send(admin, f"/admin/people/{person_id}/factors/reset")
    assert again.status_code == 409
    assert send(admin, f"/admin/people/{office.people['quantri']}/factors/reset").status_code == 409


def test_an_administrator_in_earnest_turns_it_on_before_anything_else(earnest, frozen_clock):
    client = earnest.test_client()
    assert try_sign_in(client, "quantri", "demo").status_code == 302
    assert client.get("/admin/people").headers["Location"] == "/account/factors"
    fragment = client.get("/admin/people", headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment.headers["HX-Redirect"]) == (401, "/account/factors")
    assert "phải bật đăng nhập hai bước" in text_of(client.get("/account/factors"))
    phone, _codes = enrol(client)
    assert client.get("/admin/people").status_code == 200
    frozen_clock(MONDAY + STEP)
    assert sign_in_with(earnest.test_client(), "quantri", phone.code()).status_code == 302
    assert prove(client, phone.code(MONDAY + 2 * STEP)).status_code == 302
    with earnest.app_context():
        factor_id = db.session.scalars(unscoped(SecondFactor.id)).one()
    assert send(client, "/account/factors/removal", {"factor": factor_id}).status_code == 409


def test_from_outside_a_password_alone_opens_nothing_and_turns_nothing_on(earnest, office, frozen_clock):
    choose_rules(earnest, office, outside_needs_factor=True, networks=["10.20.0.0/16"])
    inside, outside = ({"REMOTE_ADDR": address} for address in ("10.20.1.1", "203.0.113.9"))
    client = earnest.test_client()
    try_sign_in(client, "congchuc", "demo", environ_overrides=outside)
    away = client.get("/tasks", environ_overrides=outside)
    assert away.headers["Location"] == "/account/factors"
    page = text_of(client.get("/account/factors", environ_overrides=outside))
    assert "203.0.113.9" in page
    assert "/account/factors/app/begin" not in page
    assert client.get("/tasks", environ_overrides=inside).status_code == 200  # the same telephone, now in the office
    proof = {"current": "demo", "csrf_token": token_of(client, "/account/factors")}
    client.post("/account/proof", data=proof, environ_overrides=outside)
    begun = client.post("/account/factors/app/begin", data=proof, environ_overrides=outside)
    assert begun.status_code == 403
    client.environ_base["REMOTE_ADDR"] = "10.20.1.1"
    phone, _codes = enrol(client)
    frozen_clock(MONDAY + STEP)
    again = earnest.test_client()
    again.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    assert sign_in_with(again, "congchuc", phone.code()).status_code == 302
    assert is_in(again)


def test_an_office_for_practice_demands_it_of_nobody_and_says_so(earnest, client_of, office):
    client = client_of("quantri")
    assert client.get("/admin/people").status_code == 200
    assert "không ai bị bắt buộc" in text_of(client.get("/account/factors"))
    with earnest.app_context():
        db.session.get_one(Committee, office.committee_id).is_demo = True
        db.session.commit()
    demo = earnest.test_client()
    try_sign_in(demo, "quantri", "demo")
    assert demo.get("/admin/people").status_code == 200


def test_a_short_password_stands_only_beside_a_second_factor(app, office, client_of, frozen_clock):
    client, admin = client_of("congchuc"), client_of("quantri")
    enrol(client)
    short = {"current": "demo", "password": "ba chuột", "again": "ba chuột"}
    assert send(client, "/account/password", short).status_code == 302
    send(admin, f"/admin/people/{office.people['congchuc']}/factors/reset")
    alone = app.test_client()
    assert try_sign_in(alone, "congchuc", "ba chuột").status_code == 302
    assert alone.get("/tasks").headers["Location"] == "/account"
    assert "Phải đổi mật khẩu" in text_of(alone.get("/account"))
    change = {"current": "ba chuột", "password": GOOD_PASSWORD, "again": GOOD_PASSWORD}
    assert send(alone, "/account/password", change).status_code == 302
    assert is_in(alone)


def test_an_administrator_changes_the_password_every_sixty_days_and_takes_no_old_one(app, office, frozen_clock):
    words = [f"Câu số {n}, tháng 3 năm 2026" for n in range(12)]
    current = "demo"
    client = app.test_client()
    try_sign_in(client, "quantri", current)
    for word in words[:11]:
        answer = send(client, "/account/password", {"current": current, "password": word, "again": word})
        assert answer.status_code == 302
        current = word
    frozen_clock(MONDAY + timedelta(days=60))
    client = app.test_client()
    try_sign_in(client, "quantri", current)
    assert client.get("/admin/people").headers["Location"] == "/account"
    for word, status in ((words[10], 400), (words[1], 400), (words[0], 302)):
        answer = send(client, "/account/password", {"current": current, "password": word, "again": word})
        assert answer.status_code == status, text_of(answer)
    assert client.get("/admin/people").status_code == 200


def test_disabling_ends_a_sign_in_that_waits_for_its_second_step(app, office, client_of, frozen_clock):
    phone, _codes = enrol(client_of("congchuc"))
    frozen_clock(MONDAY + STEP)
    client = app.test_client()
    try_sign_in(client, "congchuc", "demo")
    with app.app_context():
        db.session.get_one(Person, office.people["congchuc"]).disabled_at = MONDAY
        db.session.commit()
    assert send(client, "/sign-in/factor", {"code": phone.code()}, "/sign-in").status_code == 400


def test_the_log_tells_how_each_got_in_or_why_not(app, client_of, frozen_clock):
    phone, codes = enrol(client_of("congchuc"))
    frozen_clock(MONDAY + STEP)
    sign_in_with(app.test_client(), "congchuc", "111111")
    sign_in_with(app.test_client(), "congchuc", phone.code())
    sign_in_with(app.test_client(), "congchuc", codes[3])
    with app.app_context():
        lines = db.session.execute(unscoped(AccessEvent.kind, AccessEvent.why).order_by(AccessEvent.id)).all()
        assert [tuple(line) for line in lines] == [
            (AccessKind.SIGNED_IN, Why.NONE),
            (AccessKind.FACTOR_ADDED, Why.NONE),
            (AccessKind.CODES_MADE, Why.NONE),
            (AccessKind.REFUSED, Why.WRONG_CODE),
            (AccessKind.SIGNED_IN, Why.APP),
            (AccessKind.SIGNED_IN, Why.RECOVERY),
        ]
        assert db.session.scalars(unscoped(SignInSession.factor_at).order_by(SignInSession.id)).all()[-1] is not None
