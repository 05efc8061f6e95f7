"""Signing in with the password of the office's directory, over a real LDAP server."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from taskapp.base.db import Base, db, unscoped
from taskapp.people.access.access_models import AccessEvent, Why
from taskapp.people.models import FailedSignIn, Person
from taskapp.people.rights import Role
from taskapp.people.sso import directory_door
from taskapp.people.sso.directory import Directory, DirectoryAway, dn_for, filter_for
from taskapp.people.sso.models import OuterAccount
from tests.conftest import MONDAY
from tests.people.browser import GOOD_PASSWORD, send, text_of, try_sign_in
from tests.people.directory.slapd import BASE, PEOPLE, Slapd, group_dn
from tests.people.practice import Phone, second_step
from tests.people.sso.test_sign_on import PAGE, is_in, link, person_id, roles_of

HA = PEOPLE["ha.bt"][2]
PROOF = "/account/proof"
INJECTED = (
    "*",
    "ha.b*",
    "ha.bt)(uid=*",
    "*)(|(uid=ha.bt",
    "ha.bt\\",
    "ha.bt\0",
    "ha.bt,ou=people",
    "ha.bt+cn=x",
    "ha.bt ou",
    "ha\u00ad.bt",  # which directories read as ha.bt
    "\\68a.bt",
    "",
)


def link_last(app: Flask, admin: FlaskClient, username: str) -> None:
    with app.app_context():
        found = db.session.scalars(unscoped(OuterAccount.id).order_by(OuterAccount.id.desc())).first()
        assert found is not None
    assert "Đã gắn với" in link(admin, found, username)


def linked(app: Flask, client_of, uid: str, username: str) -> FlaskClient:
    """Somebody signed in with the directory's password, after the administrator has linked him."""
    client, password = app.test_client(), PEOPLE[uid][2]
    try_sign_in(client, uid, password)
    link_last(app, client_of("quantri"), username)
    assert try_sign_in(client, uid, password).status_code == 302
    return client


def said(client: FlaskClient, name: str, password: str) -> tuple[int, str]:
    """Status and words of an answer to the sign-in, without what was typed and the token."""
    answer = try_sign_in(client, name, password)
    page = re.sub(r'value="[^"]*"|content="[^"]*"', "", text_of(answer))
    return answer.status_code, page


def test_who_is_linked_by_an_administrator_comes_in_with_the_directorys_password_alone(app, office, client_of):
    client, admin = app.test_client(), client_of("quantri")
    assert "Mật khẩu của thư mục tỉnh Đồng Tháp" in text_of(client.get("/sign-in"))
    refused = try_sign_in(client, "ha.bt", HA)
    assert refused.status_code == 403
    assert "Bùi Thanh Hà · ha.bt · ha@tinh.example chưa được gắn với ai" in text_of(refused)
    assert not is_in(client)
    assert "Chờ gắn (1)" in text_of(admin.get(PAGE))

    link_last(app, admin, "congchuc")
    assert try_sign_in(client, " HA.bt", HA, "?next=/tasks").location == "/tasks"
    page = text_of(client.get("/account"))
    assert "Nguyễn Thị Ánh Tuyết" in page
    assert "Anh/chị đăng nhập bằng mật khẩu của thư mục tỉnh Đồng Tháp: đổi mật khẩu ấy ở đó" in page
    assert "Mật khẩu hiện tại" not in page
    assert try_sign_in(app.test_client(), "congchuc", "demo").status_code == 400, "the password here has ended"
    person = f"/admin/people/{office.people['congchuc']}"
    assert "mật khẩu của thư mục" in text_of(admin.get(person))
    assert "Nguyễn Thị Ánh Tuyết" not in text_of(admin.get("/admin/people?state=no-password"))
    assert "đăng nhập bằng mật khẩu của thư mục" in text_of(send(admin, f"{person}/link", page=person))


def test_a_password_changed_in_the_directory_counts_at_once(app, client_of, slapd: Slapd):
    linked(app, client_of, "ha.bt", "congchuc")
    slapd.change_password("ha.bt", "changed a moment ago")
    try:
        assert try_sign_in(app.test_client(), "ha.bt", HA).status_code == 400
        assert try_sign_in(app.test_client(), "ha.bt", "changed a moment ago").status_code == 302
    finally:
        slapd.change_password("ha.bt", HA)


def test_nobody_learns_which_names_there_are_and_no_name_or_password_tricks_the_directory(app, client_of):
    linked(app, client_of, "ha.bt", "congchuc")
    usual = said(app.test_client(), "nobody.there", "wrong")
    assert usual[0] == 400
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in usual[1]
    for name, password in (("ha.bt", "wrong"), ("congchuc2", "wrong"), ("twice", "twice"), ("ha.bt@elsewhere", HA)):
        assert said(app.test_client(), name, password) == usual, name
    with app.app_context():
        whys = set(db.session.scalars(unscoped(AccessEvent.why)))
        db.session.execute(FailedSignIn.__table__.delete())  # or the address of the tests would have to wait
        db.session.commit()
    assert {Why.UNKNOWN, Why.WRONG} <= whys
    for name in ("*", "ha.b*", "ha.bt)(uid=*", "ha.bt,ou=people"):
        assert try_sign_in(app.test_client(), name, HA).status_code in (400, 429), name
    for password in ("", " ", "\0", f"{HA}\0"):
        assert try_sign_in(app.test_client(), "ha.bt", password).status_code in (400, 429), repr(password)


def test_guesses_at_the_directorys_password_have_to_wait_like_others(app, client_of, frozen_clock):
    linked(app, client_of, "ha.bt", "congchuc")
    for name in ("ha.bt", "nobody.there"):
        answers = [try_sign_in(app.test_client(), name, "wrong").status_code for _again in range(6)]
        assert answers == [400] * 5 + [429]
    assert try_sign_in(app.test_client(), "HA.BT", HA).status_code == 429
    frozen_clock(MONDAY + timedelta(seconds=31))
    assert try_sign_in(app.test_client(), "ha.bt", HA).status_code == 302


def test_a_directory_that_is_down_is_said_and_administrators_come_in_with_the_password_here(app, client_of, slapd):
    linked(app, client_of, "ha.bt", "congchuc")
    assert is_in(linked(app, client_of, "quantri.tinh", "quantri"))
    slapd.stop()
    try:
        usual = said(app.test_client(), "nobody.there", "x")
        assert usual[0] == 503
        assert "Máy chủ thư mục tỉnh Đồng Tháp không trả lời" in usual[1]
        assert said(app.test_client(), "ha.bt", HA) == usual
        assert said(app.test_client(), "quantri", "wrong") == usual
        admin = app.test_client()
        assert try_sign_in(admin, "quantri", "demo").status_code == 302
        assert "dùng khi thư mục không trả lời" in text_of(admin.get("/account"))
    finally:
        slapd.again()
    assert try_sign_in(app.test_client(), "ha.bt", HA).status_code == 302


def test_groups_of_the_directory_are_roles_here_from_the_next_sign_in(app, office, client_of, slapd):
    linked(app, client_of, "lan", "congchuc2")
    before = roles_of(app, "congchuc2")
    data = {"group_name": group_dn("lanh-dao"), "role": "inspector", "unit_id": min(office.units.values())}
    send(client_of("quantri"), f"{PAGE}/groups", data, page=PAGE)
    try_sign_in(app.test_client(), "lan", "lan's own")
    assert roles_of(app, "congchuc2") == before | {Role.INSPECTOR}
    slapd.leave_group("lan", "lanh-dao")
    try_sign_in(app.test_client(), "lan", "lan's own")
    assert roles_of(app, "congchuc2") == before


def test_the_directorys_password_proves_who_one_is_and_a_second_factor_is_asked_for_all_the_same(
    app, client_of, frozen_clock
):
    client = linked(app, client_of, "ha.bt", "congchuc")
    assert send(client, "/account/factors/app/begin").location.startswith(PROOF)
    assert "Mật khẩu của thư mục tỉnh Đồng Tháp, như khi đăng nhập." in text_of(client.get(PROOF))
    assert send(client, PROOF, {"current": "demo"}, PROOF).status_code == 400
    assert send(client, PROOF, {"current": HA}, PROOF).status_code == 302
    send(client, "/account/factors/app/begin")
    page = text_of(client.get("/account/factors/app"))
    phone = Phone(re.search(r'id="seed">([A-Z2-7 ]+)<', page)[1])
    assert "Mã khôi phục" in text_of(send(client, "/account/factors/app", {"code": phone.code()}))

    frozen_clock(MONDAY + timedelta(seconds=30))
    client = app.test_client()
    assert try_sign_in(client, "ha.bt", HA, "?next=/tasks").location == "/sign-in/factor?next=/tasks"
    assert not is_in(client)
    second_step(client, phone.code())
    assert is_in(client)


def test_the_directorys_password_is_neither_kept_nor_logged(app, client_of, slapd, caplog):
    caplog.set_level(logging.DEBUG)
    linked(app, client_of, "lan", "congchuc2")
    slapd.stop()
    try_sign_in(app.test_client(), "lan", "lan's own")
    slapd.again()
    with app.app_context():
        kept = [repr(row) for table in Base.metadata.sorted_tables for row in db.session.execute(table.select())]
        person = db.session.get_one(Person, person_id(app, "congchuc2"))
        assert (person.password_hash, person.password_set_at) == (None, None)
    assert "the directory cannot be asked" in caplog.text
    assert "lan's own" not in caplog.text + "\n".join(kept)


def test_after_an_account_is_taken_off_a_link_gives_a_password_here_again(app, office, client_of):
    client, admin = linked(app, client_of, "ha.bt", "congchuc"), client_of("quantri")
    send(admin, f"{PAGE}/1/unlinking", page=PAGE)
    assert not is_in(client)
    person = f"/admin/people/{office.people['congchuc']}"
    path = re.search(r"/password/[\w-]+", text_of(send(admin, f"{person}/link", page=person)))[0]
    send(app.test_client(), path, {"password": GOOD_PASSWORD, "again": GOOD_PASSWORD}, path)
    assert try_sign_in(app.test_client(), "congchuc", GOOD_PASSWORD).status_code == 302


def test_the_directory_is_asked_as_it_is_set_up(slapd: Slapd):
    for ldap in (
        slapd.ldap(),
        slapd.ldap(scheme="ldap+starttls", port=slapd.port),
        slapd.ldap(filter="", account="", password="", bind_dn=f"uid={{name}},ou=people,{BASE}"),
    ):
        found = Directory(ldap).who("ha.bt", HA)
        assert found is not None
        assert (found.username, found.full_name, found.email) == ("ha.bt", "Bùi Thanh Hà", "ha@tinh.example")
        assert found.groups is None, "no attribute of groups is set"
        assert Directory(ldap).who("ha.bt", "wrong") is None
    seen = Directory(slapd.ldap(groups="memberOf")).who("ha.bt", HA)
    assert seen is not None
    assert seen.groups == {group_dn("can-bo")}


@pytest.mark.parametrize(
    "changes",
    [
        {"ca": None},  # an authority that this machine does not know
        {"host": "localhost"},  # the certificate is of another name
        {"scheme": "ldap", "port": "plain"},  # the server wants to be asked secretly
        {"password": "not this"},
        {"account": "", "password": ""},  # who asks may not search
        {"base": "dc=nowhere"},
    ],
)
def test_a_directory_that_cannot_be_trusted_or_used_lets_nobody_in(slapd: Slapd, changes, caplog):
    if changes.get("port"):
        changes = changes | {"port": slapd.port}
    with pytest.raises(DirectoryAway):
        Directory(slapd.ldap(**changes)).who("ha.bt", HA)
    assert directory_door.trouble_with(slapd.ldap(**changes))
    assert not directory_door.trouble_with(slapd.ldap())
    assert "the directory cannot be asked" in caplog.text
    assert HA not in caplog.text


class Counted(Directory):
    """Counts how often the directory is spoken to."""

    times = 0

    def _connected(self):
        self.times += 1
        return super()._connected()


def test_the_directory_is_asked_as_often_for_names_that_it_does_not_know(slapd: Slapd):
    asked = []
    for name in ("ha.bt", "nobody.there", "twice", *INJECTED):
        directory = Counted(slapd.ldap())
        assert directory.who(name, "wrong" if name in PEOPLE else HA) is None
        asked.append(directory.times)
    assert set(asked) == {2}


@pytest.mark.parametrize("name", INJECTED[:-1])
def test_what_is_typed_changes_neither_the_question_nor_the_place(name: str):
    """Whoever relaxes which names are asked about still has these."""
    condition = filter_for("(|(uid={name})(mail={name}))", name)
    assert not re.search(r"[*\0]", condition)
    assert condition.count("(") == condition.count(")") == 3
    dn = dn_for("uid={name},ou=people", name)
    bare = re.sub(r"\\.", "", dn, flags=re.DOTALL)
    assert bare.count(",") == 1
    assert bare.count("=") == 2
    assert "+" not in bare
