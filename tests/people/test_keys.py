"""Security keys without a browser: what they are bound to, and answers that are none. The rest is in the journeys."""

from __future__ import annotations

import json

import pytest

from taskapp.base.db import db, unscoped
from taskapp.people.factors.keys import Site, site_of
from taskapp.people.models import Committee, SignInSession
from tests.conftest import token_of
from tests.people.browser import text_of, try_sign_in
from tests.people.practice import enrol

BASE = "https://giaoviec.example.vn"


@pytest.mark.parametrize(
    ("base_url", "committee_host", "asked", "site"),
    [
        (BASE, None, "giaoviec.example.vn", Site("giaoviec.example.vn", BASE)),
        (BASE, "lapvo.example.vn", "lapvo.example.vn", Site("lapvo.example.vn", "https://lapvo.example.vn")),
        ("http://localhost:8000", None, "localhost:8000", Site("localhost", "http://localhost:8000")),
        (BASE, None, "evil.example", None),  # a name that is not ours
        ("http://127.0.0.1:8000", None, "127.0.0.1:8000", None),  # browsers bind no key to a number
        ("http://[::1]:8000", None, "[::1]:8000", None),
        (BASE, None, "[giaoviec", None),
    ],
)
def test_keys_are_bound_to_the_name_under_which_the_office_is_reached(base_url, committee_host, asked, site):
    assert site_of(base_url, committee_host, asked) == site


@pytest.mark.parametrize("answer", ["{", "[]", "{}", '{"id": "x"}', "[" * 3000, json.dumps({"id": None, "rawId": 1})])
def test_an_answer_that_no_key_gave_opens_nothing_and_uses_its_question_up(app, office, client_of, answer):
    with app.app_context():
        db.session.get_one(Committee, office.committee_id).host = "localhost"
        db.session.commit()
    enrol(client_of("congchuc"))
    client = app.test_client()
    try_sign_in(client, "congchuc", "demo")
    token = token_of(client, "/sign-in/factor")
    asked = client.post("/sign-in/factor/options", headers={"X-CSRFToken": token})
    assert asked.get_json()["rpId"] == "localhost"
    refused = client.post("/sign-in/factor", data={"credential": answer, "csrf_token": token})
    assert refused.status_code == 400
    assert "chưa được chấp nhận" in text_of(refused)
    assert client.get("/tasks").status_code == 302
    with app.app_context():
        assert set(db.session.scalars(unscoped(SignInSession.challenge))) == {None}


def test_under_a_number_keys_are_not_offered(app, client_of):
    client = app.test_client()
    client.set_cookie("giaoviec", client_of("congchuc").get_cookie("giaoviec").value, domain="127.0.0.1")
    page = text_of(client.get("/account/factors", base_url="http://127.0.0.1:8000"))
    assert "không phải bằng số IP" in page
