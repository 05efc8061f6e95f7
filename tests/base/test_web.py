"""What every response carries, refusals and faults included; nothing inside is shown to outsiders."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import g, render_template_string
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from taskapp.app import LARGEST_REQUEST
from taskapp.base import clock, web
from taskapp.base.errors import BadInput, Changed, Forbidden, Missing, Refused
from taskapp.people.auth import public
from tests.conftest import token_of

FAULTS = {
    "refused": Refused("Việc này đã xong. Hãy mở việc khác."),
    "forbidden": Forbidden("Chỉ lãnh đạo được làm."),
    "missing": Missing("Không có việc này."),
    "bad": BadInput("Ngày không đúng."),
    "changed": Changed("Đã có người sửa."),
    "stale": StaleDataError("secret detail"),
    "down": OperationalError("SELECT secret_column", {}, Exception("secret detail")),
    "fault": RuntimeError("secret detail"),
}


@pytest.fixture
def client(app):
    """A browser of an application with a page for each way to fail."""

    def fail(name: str):
        raise FAULTS[name]

    app.add_url_rule("/fail/<name>", "fail", public(fail))
    app.add_url_rule("/empty", "empty", public(lambda: ("", 204)))
    return app.test_client()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/sign-in", 200),
        ("GET", "/empty", 204),
        ("GET", "/", 302),
        ("GET", "/no/such/page", 404),
        ("DELETE", "/sign-in", 405),
        ("POST", "/sign-in", 400),  # no CSRF token
        ("GET", "/static/app.css", 200),
        ("GET", "/static/none.css", 404),
        ("GET", "/static/../settings.py", 404),
        ("GET", "/fail/refused", 409),
        ("GET", "/fail/forbidden", 403),
        ("GET", "/fail/missing", 404),
        ("GET", "/fail/bad", 400),
        ("GET", "/fail/changed", 409),
        ("GET", "/fail/stale", 409),
        ("GET", "/fail/down", 503),
        ("GET", "/fail/fault", 500),
    ],
)
def test_every_response_is_guarded(client, method, path, status):
    answer = client.open(path, method=method)
    answer.close()
    assert answer.status_code == status
    for name, value in web.HEADERS.items():
        assert answer.headers[name] == value
    assert len(answer.headers["X-Request-Id"]) == 12
    if status != 200 or "static" not in path:
        assert answer.headers["Cache-Control"] == "no-store"


def test_scripts_and_styles_come_from_here_only():
    assert "default-src 'none'" in web.CSP
    assert "unsafe" not in web.CSP
    assert "http" not in web.CSP


def test_a_request_too_large_is_answered_with_what_to_do(client):
    token = token_of(client, "/sign-in")
    kind = "multipart/form-data; boundary=x"
    answer = client.post("/sign-in", data=bytes(LARGEST_REQUEST + 1), content_type=kind, headers={"X-CSRFToken": token})
    assert answer.status_code == 413
    assert answer.headers["Content-Security-Policy"] == web.CSP
    assert "giảm dung lượng" in answer.get_data(as_text=True)


def test_a_wrong_method_says_which_are_right(client):
    assert "POST" in client.delete("/sign-in").headers["Allow"]


@pytest.mark.parametrize("name", ["refused", "forbidden", "missing", "bad", "changed"])
def test_a_refusal_shows_its_reason(client, name):
    assert FAULTS[name].reason in client.get(f"/fail/{name}").get_data(as_text=True)


@pytest.mark.parametrize("name", ["stale", "down", "fault"])
def test_a_fault_shows_a_request_id_and_nothing_from_inside(client, name):
    answer = client.get(f"/fail/{name}")
    page = answer.get_data(as_text=True)
    assert "secret" not in page
    assert "Traceback" not in page
    assert answer.headers["X-Request-Id"] in page


def test_a_busy_database_asks_to_come_back(client):
    assert client.get("/fail/down").headers["Retry-After"] == "5"


def test_an_error_page_that_fails_itself_still_answers(client, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("no template")

    monkeypatch.setattr(web, "render_template", broken)
    answer = client.get("/fail/refused")
    assert answer.status_code == 409
    assert "Việc này đã xong" in answer.get_data(as_text=True)
    assert answer.headers["Content-Security-Policy"] == web.CSP


def test_a_secure_connection_stays_secure(client):
    assert "max-age" in client.get("/sign-in", base_url="https://localhost").headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in client.get("/sign-in").headers


def test_static_files_are_kept_for_a_year_when_their_address_names_their_content(client):
    with client.get("/static/app.css?v=1") as named, client.get("/static/app.css") as plain:
        assert "immutable" in named.headers["Cache-Control"]
        assert plain.headers["Cache-Control"] == "no-cache"


def test_request_ids_differ(client):
    assert client.get("/empty").headers["X-Request-Id"] != client.get("/empty").headers["X-Request-Id"]


def test_a_stored_instant_is_shown_by_the_clock_of_the_office(app):
    late, text = datetime(2026, 11, 28, 17, 21, tzinfo=UTC), "{{ at|hour }} {{ at|day }}"
    with app.test_request_context("/"):
        assert render_template_string(text, at=late) == "00:21 29/11/2026"
        g.zone = "Europe/Berlin"
        assert render_template_string(text, at=late) == "18:21 28/11/2026"
        assert render_template_string(text, at=clock.local(late, "Asia/Tokyo")) == "02:21 29/11/2026"  # as it was given
        assert render_template_string("{{ at|day }}", at=date(2026, 11, 28)) == "28/11/2026"
