"""Tokens on their pages: shown once, kept as a hash, used with what their person may now, ended at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from taskapp.base.db import db
from taskapp.people import accounts
from taskapp.people.models import Person, RoleHeld
from taskapp.people.rights import Role
from taskapp.people.scopes import Scope
from taskapp.people.sessions import digest
from taskapp.people.token_models import ApiToken
from tests.api.conftest import Program
from tests.conftest import MONDAY, token_of
from tests.office import Office
from tests.people.browser import send


@pytest.fixture
def officer(client_of: Callable[[str], FlaskClient]) -> FlaskClient:
    return client_of("congchuc")


def _make(client: FlaskClient, **changes: object) -> str:
    assert send(client, "/account/proof", {"current": "demo"}, "/account/proof").status_code == 302
    fields = {"name": "Phần mềm văn bản", "scopes": ["read"], "days": 30, "csrf_token": token_of(client, "/account")}
    answer = client.post("/account/tokens", data=fields | changes)
    found = re.search(r'id="token" value="([^"]+)"', answer.get_data(as_text=True))
    return found[1] if found else str(answer.status_code)


def test_a_token_is_shown_once_and_only_its_hash_is_kept(app: Flask, officer: FlaskClient):
    token = _make(officer)
    assert token.startswith("gv_")
    assert Program(app, token).read("/me")["username"] == "congchuc"
    page = officer.get("/account/tokens").get_data(as_text=True)
    assert "Phần mềm văn bản" in page
    assert token not in page
    with app.app_context():
        assert db.session.scalars(select(ApiToken.token_hash)).all() == [digest(token)]


def test_a_token_is_made_by_who_has_just_shown_who_they_are_and_what_was_typed_waits(officer, frozen_clock):
    assert "Xác nhận để tạo mã" in officer.get("/account/tokens").get_data(as_text=True)
    typed = {"name": "Phần mềm văn bản của huyện", "scopes": ["read"], "days": 30}
    asked = send(officer, "/account/tokens", typed).location
    assert asked.startswith("/account/proof")
    assert send(officer, asked, {"current": "wrong"}, asked).status_code == 400
    waiting = send(officer, asked, {"current": "demo"}, asked).location
    page = officer.get(waiting).get_data(as_text=True)
    assert "Phần mềm văn bản của huyện" in page
    assert 'id="token" value="gv_' in send(officer, "/account/tokens", typed | {"_held": "1"}).get_data(as_text=True)
    frozen_clock(MONDAY + timedelta(minutes=6))
    assert send(officer, "/account/tokens", typed).location.startswith("/account/proof")


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"scopes": []}, {"scopes": ["everything"]}, {"days": 366}, {"days": 0}]
)
def test_what_is_missing_or_too_much_makes_no_token_and_stays_typed(officer: FlaskClient, wrong: dict[str, object]):
    assert _make(officer, **wrong) == "400"


def test_a_person_has_only_so_many_live_tokens(officer: FlaskClient):
    assert {_make(officer)[:3] for _ in range(20)} == {"gv_"}
    assert _make(officer) == "409"


def test_its_page_says_when_and_from_where_a_token_was_used(app: Flask, officer: FlaskClient, frozen_clock):
    token = _make(officer)
    assert "chưa dùng lần nào" in officer.get("/account/tokens").get_data(as_text=True)
    Program(app, token).read("/me")
    assert "dùng lần cuối 09:00 ngày 02/03/2026 từ 127.0.0.1" in officer.get("/account/tokens").get_data(as_text=True)


def test_a_token_ends_when_it_is_revoked_by_its_person_or_an_administrator(
    app: Flask, officer: FlaskClient, client_of: Callable[[str], FlaskClient]
):
    mine, his = Program(app, _make(officer)), Program(app, _make(officer, name="Khác"))
    admin, ids = client_of("quantri"), _ids(app)
    for client, path in ((officer, f"/account/tokens/{ids[0]}"), (admin, f"/admin/tokens/{ids[1]}")):
        fields = {"csrf_token": token_of(client, "/account")}
        assert client.post(f"{path}/revocation", data=fields).status_code == 302
        assert client.post(f"{path}/revocation", data=fields).status_code == 409
    assert "Nguyễn Thị Ánh Tuyết" in admin.get("/admin/tokens").get_data(as_text=True)
    assert [each.ask("GET", "/me").status_code for each in (mine, his)] == [401, 401]


def test_a_token_ends_on_its_day_and_with_its_person_s_account(
    app: Flask, office: Office, program_of: Callable[..., Program], frozen_clock
):
    program, other = program_of("congchuc"), program_of("congchuc2")
    with app.app_context():
        person = db.session.get_one(Person, office.people["congchuc"])
        accounts.disable(db.session(), person, by=None, now=MONDAY)
        db.session.commit()
    assert program.ask("GET", "/me").status_code == 401
    with app.app_context():  # whoever comes back makes new ones
        accounts.enable(db.session(), db.session.get_one(Person, office.people["congchuc"]), by=None, now=MONDAY)
        db.session.commit()
    assert program.ask("GET", "/me").status_code == 401
    frozen_clock(MONDAY + timedelta(days=29, hours=23))
    assert other.ask("GET", "/me").status_code == 200
    frozen_clock(MONDAY + timedelta(days=30))
    assert other.ask("GET", "/me").status_code == 401


def test_a_token_never_has_more_rights_than_its_person_has_now(
    app: Flask, office: Office, program_of: Callable[..., Program]
):
    program = program_of("vanphong")
    assert program.ask("GET", "/directives").status_code == 200
    with app.app_context():
        person = db.session.get_one(Person, office.people["vanphong"])
        held = db.session.scalars(select(RoleHeld).where(RoleHeld.person_id == person.id)).one()
        held.role = Role.OFFICER
        db.session.commit()
    assert program.ask("GET", "/directives").status_code == 403


def test_a_token_opens_only_what_it_was_made_for(program_of: Callable[..., Program]):
    reader, reporter = program_of("chutich", Scope.READ), program_of("chutich", Scope.REPORTS)
    assert reader.ask("GET", "/tasks").status_code == 200
    assert reader.ask("GET", "/reports/summary").status_code == 403
    assert reader.ask("POST", "/tasks", json={}).status_code == 403
    assert reporter.ask("GET", "/tasks").status_code == 403
    assert reporter.ask("GET", "/reports/summary").status_code == 200


def test_no_cookie_opens_the_api_and_no_token_a_page(
    app: Flask, client_of: Callable[[str], FlaskClient], program_of: Callable[..., Program]
):
    answer = client_of("chutich").get("/api/v1/tasks")
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    page = app.test_client().get("/tasks", headers={"Authorization": f"Bearer {program_of('chutich').token}"})
    assert page.headers["Location"].startswith("/sign-in")
    wrong = app.test_client().get("/api/v1/tasks", headers={"Authorization": "Bearer gv_nothing"})
    assert wrong.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def _ids(app: Flask) -> list[int]:
    with app.app_context():
        return list(db.session.scalars(select(ApiToken.id).order_by(ApiToken.id)))
