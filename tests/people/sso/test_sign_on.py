"""Signing in with an account of the provider: who is let in, who is told what to do, what groups change."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from taskapp.base.db import db, unscoped
from taskapp.base.settings_oidc import Oidc
from taskapp.people import accounts
from taskapp.people.models import AccountChange, AccountEvent, Person, RoleHeld, Unit
from taskapp.people.rights import Role
from taskapp.people.sso import linking
from taskapp.people.sso.models import OuterAccount
from tests.conftest import MONDAY
from tests.people.browser import send, text_of, try_sign_in
from tests.people.practice import enrol, second_step
from tests.people.sso.conftest import Visit, application, prove_there, return_of
from tests.people.sso.provider import FAULTS

PAGE = "/admin/sign-on"


def link(admin: FlaskClient, account_id: int, username: str) -> str:
    answer = send(admin, f"{PAGE}/{account_id}/person", {"username": username}, page=PAGE)
    return text_of(admin.get(answer.location))


def let_in(app: Flask, client_of, visit: Visit, who: str, username: str) -> FlaskClient:
    """Somebody whose account there has been linked, signed in through it."""
    client = app.test_client()
    visit(client, who)
    with app.app_context():
        found = db.session.scalars(unscoped(OuterAccount).order_by(OuterAccount.id.desc())).first()
        assert found is not None
    link(client_of("quantri"), found.id, username)
    assert visit(client, who).status_code == 302
    return client


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def roles_of(app: Flask, username: str) -> set[Role]:
    with app.app_context():
        query = unscoped(RoleHeld.role).join(Person, Person.id == RoleHeld.person_id)
        return set(db.session.scalars(query.where(Person.username == username)))


def test_who_is_linked_by_an_administrator_comes_in_and_goes_where_he_wanted(app, client_of, visit):
    client, admin = app.test_client(), client_of("quantri")
    page = text_of(client.get("/sign-in?next=/tasks"))
    assert "Đăng nhập bằng tài khoản tỉnh Đồng Tháp" in page
    refused = visit(client, "ha", "/tasks")
    assert refused.location == "/sign-in?next=/tasks"
    assert "Bùi Thanh Hà · congchuc · ha@tinh.example chưa được gắn với ai" in text_of(client.get(refused.location))
    assert not is_in(client)

    page = text_of(admin.get(PAGE))
    assert "Chờ gắn (1)" in page
    assert "Có lẽ là Nguyễn Thị Ánh Tuyết" in page
    assert 'value="congchuc"' in page
    assert "Đã gắn với Nguyễn Thị Ánh Tuyết." in link(admin, 1, "CongChuc ")
    assert "Đã gắn (1)" in text_of(admin.get(PAGE))

    assert visit(client, "ha", "/tasks").location == "/tasks"
    assert "Nguyễn Thị Ánh Tuyết" in text_of(client.get("/account"))


def test_an_account_that_is_taken_off_lets_nobody_in_and_ends_what_is_open(app, client_of, visit):
    client, admin = let_in(app, client_of, visit, "ha", "congchuc"), client_of("quantri")
    assert is_in(client)
    send(admin, f"{PAGE}/1/unlinking", page=PAGE)
    assert not is_in(client)
    assert visit(client, "ha").location == "/sign-in"
    assert "Chờ gắn (1)" in text_of(admin.get(PAGE))
    with app.app_context():
        kinds = set(db.session.scalars(unscoped(AccountEvent.kind)))
    assert {AccountChange.OUTER_LINKED, AccountChange.OUTER_UNLINKED} <= kinds


def test_who_is_refused_or_disabled_is_told_to_ask(app, client_of, visit):
    client, admin = let_in(app, client_of, visit, "ha", "congchuc"), client_of("quantri")
    assert "đã được gắn với Nguyễn Thị Ánh Tuyết" in text_of(send(admin, f"{PAGE}/1/refusal", page=PAGE))
    with app.app_context():
        accounts.disable(db.session(), db.session.get_one(Person, person_id(app, "congchuc")), by=None, now=MONDAY)
        db.session.commit()
    visit(client, "ha")
    assert "đang bị khóa" in text_of(client.get("/sign-in"))
    visit(client, "silent")
    send(admin, f"{PAGE}/2/refusal", page=PAGE)
    visit(client, "silent")
    assert "đã từ chối gắn" in text_of(client.get("/sign-in"))
    assert "Đã từ chối (1)" in text_of(admin.get(PAGE))


def person_id(app: Flask, username: str) -> int:
    return db.session.scalars(unscoped(Person.id).where(Person.username == username)).one()


def test_an_answer_with_one_thing_wrong_lets_nobody_in(app, client_of, visit):
    let_in(app, client_of, visit, "ha", "congchuc")
    for fault in FAULTS:
        client = app.test_client()
        assert visit(client, f"ha:{fault}").location == "/sign-in", fault
        assert "Không xác nhận được lần đăng nhập này" in text_of(client.get("/sign-in")), fault
        assert not is_in(client), fault


def test_whoever_does_not_agree_there_is_told_so(app, visit):
    client = app.test_client()
    visit(client, "ha:denied")
    assert "không đồng ý đăng nhập" in text_of(client.get("/sign-in"))


def test_a_new_key_of_the_provider_is_taken_without_a_restart(app, client_of, visit):
    let_in(app, client_of, visit, "ha", "congchuc")
    client = app.test_client()
    visit(client, "ha:new-key")
    assert is_in(client)


def test_a_return_is_good_once_and_only_in_the_browser_that_began(app, client_of, visit):
    let_in(app, client_of, visit, "ha", "congchuc")
    victim, thief = app.test_client(), app.test_client()
    back = return_of(victim, "ha")
    thief.get(back)
    assert not is_in(thief)
    victim.get(back)
    assert is_in(victim)
    send(victim, "/sign-out")
    victim.get(back)
    assert not is_in(victim)


def test_a_return_leads_to_no_other_site(app, client_of, visit):
    let_in(app, client_of, visit, "ha", "congchuc")
    client = app.test_client()
    assert visit(client, "ha", "https://evil.example/").location == "/"


def test_groups_there_are_roles_here_from_the_next_sign_in(app, office, client_of, visit):
    client, admin = let_in(app, client_of, visit, "lan", "congchuc2"), client_of("quantri")
    before = roles_of(app, "congchuc2")
    for group, role in (("lanh-dao", "leader"), ("thanh-tra", "inspector")):
        top = office.units["ubnd"] if "ubnd" in office.units else min(office.units.values())
        send(admin, f"{PAGE}/groups", {"group_name": group, "role": role, "unit_id": top}, page=PAGE)
    visit(client, "lan")
    assert roles_of(app, "congchuc2") == before | {Role.LEADER}
    nobody = {"group_name": "khong-co", "role": "officer", "unit_id": office.units["tp"]}
    send(admin, f"{PAGE}/groups", nobody, page=PAGE)
    visit(client, "lan")
    assert roles_of(app, "congchuc2") == (before | {Role.LEADER}) - {Role.OFFICER}


def test_a_provider_that_says_nothing_of_groups_changes_no_role(app, office, client_of, visit):
    admin = client_of("quantri")
    before = roles_of(app, "congchuc")
    send(admin, f"{PAGE}/groups", {"group_name": "cc", "role": "officer", "unit_id": office.units["tp"]}, page=PAGE)
    let_in(app, client_of, visit, "silent", "congchuc")
    assert roles_of(app, "congchuc") == before


def test_nobody_becomes_administrator_by_a_group(office, client_of):
    admin = client_of("quantri")
    data = {"group_name": "quan-tri", "role": "admin", "unit_id": office.units["tp"]}
    answer = send(admin, f"{PAGE}/groups", data, page=PAGE)
    assert answer.status_code == 400
    assert "Nhóm ở đó là vai trò ở đây" in text_of(answer)
    assert 'value="quan-tri"' in text_of(answer), "what was typed is kept"


def test_a_name_that_nobody_has_is_said_and_kept(app, client_of, visit):
    visit(app.test_client(), "lan")
    page = link(client_of("quantri"), 1, "khongai")
    assert "Không có người dùng khongai" in page
    assert 'value="khongai"' in page


def test_a_provider_that_is_away_is_said_and_the_password_still_works(database_url, tmp_path):
    away = Oidc("http://127.0.0.1:9", "x", "y", "tỉnh")  # the discard port: nothing listens
    with application(database_url, tmp_path, oidc=away) as app:
        client = app.test_client()
        client.get("/sign-in/outer")
        assert "không trả lời" in text_of(client.get("/sign-in"))
        assert try_sign_in(client, "congchuc", "demo").status_code == 302


def test_without_a_provider_nothing_is_offered(database_url, tmp_path):
    with application(database_url, tmp_path) as app:
        client = app.test_client()
        assert "tài khoản tỉnh" not in text_of(client.get("/sign-in"))
        assert client.get("/sign-in/outer").status_code == 404


def test_roles_of_groups_go_to_the_successor_of_their_unit(app, office):
    with app.app_context():
        session = db.session()
        tp, nv = (session.get_one(Unit, office.units[code]) for code in ("tp", "nv"))
        for group, unit in (("a", tp), ("a", nv), ("b", tp)):
            linking.map_group(session, office.committee_id, group, Role.OFFICER, unit)
        linking.follow_units(session, office.committee_id, {tp.id: nv})
        rows = session.scalars(linking.group_roles(office.committee_id)).all()
        assert [(row.group_name, row.unit_id) for row in rows] == [("a", nv.id), ("b", nv.id)]


def test_who_has_no_password_here_proves_himself_by_signing_in_there_again(app, client_of, visit):
    client = let_in(app, client_of, visit, "ha", "congchuc")
    with app.app_context():
        db.session.get_one(Person, person_id(app, "congchuc")).password_hash = None
        db.session.commit()
    assert "đổi mật khẩu ở đó" in text_of(client.get("/account"))
    assert send(client, "/account/factors/app/begin").location.startswith("/account/proof")
    page = text_of(client.get("/account/proof"))
    assert "Xác nhận bằng tài khoản tỉnh Đồng Tháp" in page
    assert 'type="password"' not in page
    for who, reason in (
        ("ha:remembered", "không hỏi lại mật khẩu"),
        ("ha:timeless", "không hỏi lại mật khẩu"),
        ("ha:nonce", "Không xác nhận được"),
        ("ha:denied", "không đồng ý"),
        ("silent", "không phải là của anh/chị"),
    ):
        led = prove_there(client, who)
        assert led == "/account/proof?next=/account/factors"
        assert reason in text_of(client.get(led)), who
        assert send(client, "/account/factors/app/begin").location.startswith("/account/proof"), who
    assert prove_there(client, "ha") == "/account/factors"
    assert send(client, "/account/factors/app/begin").location == "/account/factors/app"
    assert "Nguyễn Thị Ánh Tuyết" in text_of(client.get("/account"))


def test_signing_in_there_as_usual_is_no_proof(app, client_of, visit):
    client = let_in(app, client_of, visit, "ha", "congchuc")
    client.get("/account/proof/outer")  # begun, and left
    visit(client, "ha")
    assert send(client, "/account/factors/app/begin").location.startswith("/account/proof")


def test_a_second_factor_here_is_asked_for_all_the_same(app, client_of, visit, frozen_clock):
    let_in(app, client_of, visit, "ha", "congchuc")
    phone, _codes = enrol(client_of("congchuc"))
    frozen_clock(MONDAY + timedelta(seconds=30))
    client = app.test_client()
    assert visit(client, "ha", "/tasks").location == "/sign-in/factor?next=/tasks"
    assert not is_in(client)
    second_step(client, phone.code())
    assert is_in(client)
