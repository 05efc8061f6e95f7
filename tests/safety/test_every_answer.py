"""Every answer, whoever asks at whichever door: its headers, its cookies, and that reading changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, request
from sqlalchemy import select
from werkzeug.test import TestResponse

from taskapp.app import create_app
from taskapp.base.db import Base, db
from taskapp.base.web import CSP, HEADERS, YEAR
from taskapp.tasks.file_sheets import KEPT_APART
from tests.conftest import make_settings
from tests.office import Office
from tests.repo.routes import DOORS, Door
from tests.repo.things import Things
from tests.safety.conftest import HERE, Enter

WHO = ("vanphong", "quantri", None)  # together they enter nearly every door; nobody
NOTED = {"access_event", "sign_in_session", "calendar_feed", "open_link"}  # that something was taken out or is in use
WITH_CHARSET = ("text/", "application/javascript", "image/svg+xml")
WITHOUT_MENU = ("/dashboard/wall", "/wall/", "/public/", "/r/", "/password/")  # screens; links without a sign-in
FOR_EVERYBODY = "/public/"  # one figure that the office shows on purpose: anybody may keep it for five minutes
STRICTER = {"Referrer-Policy": "no-referrer", "Content-Security-Policy": KEPT_APART}
OTHERS = (
    ("GET", "/no/such/page"),
    ("GET", "/static/app.css"),
    ("GET", "/static/fields.js"),
    ("GET", "/static/vendor/bootstrap-icons/icons.svg"),
    ("GET", "/static/"),
    ("GET", "/static/vendor/"),
    ("GET", "/static/../../.git/config"),
    ("GET", "/static/%2e%2e/app.py"),
    ("GET", "/.git/config"),
    ("GET", "/api/v1/tasks"),
    ("POST", "/sign-in"),
    ("POST", "/api/v1/tasks"),
    ("PUT", "/tasks"),
    ("TRACE", "/"),
    ("OPTIONS", "/tasks"),
    ("HEAD", "/sign-in"),
)


@pytest.fixture
def paths(secure: Flask) -> list[tuple[Door, str]]:
    """Each door that is read, and its address with an object behind it."""
    with secure.app_context():
        office = Office.load(db.session)
    made = []
    for place, door in enumerate(door for door in DOORS if door.method == "GET"):
        things = Things(secure, office, count=100 * place)
        values = things.make(door.thing)[0] if door.thing else {}
        with secure.test_request_context():
            made.append((door, str(secure.url_for(door.endpoint, **values, **door.values))))
    return made


def test_every_answer_is_guarded_whoever_asks(secure: Flask, enter: Enter, paths: list[tuple[Door, str]]):
    """One round of all doors, because it takes long: headers, no change by reading, a way to sign out."""
    clients = [enter(username) if username else secure.test_client() for username in WHO]
    before, wrong, kinds = _contents(secure), [], set()
    for username, client in zip(WHO, clients, strict=True):
        mine = [("GET", path) for door, path in paths if username != "quantri" or "vanphong" not in door.may]
        for method, path in [*OTHERS, *mine]:
            answer = client.open(path, method=method, headers={"Origin": "https://elsewhere.example"})
            wrong += [f"{username} {method} {path}: {fault}" for fault in _faults(answer)]
            kinds.add(answer.status_code)
            if username and not path.startswith(WITHOUT_MENU) and _is_page_without_leaving(answer):
                wrong.append(f"{username} {path}: no way to sign out")
            answer.close()
    assert wrong == []
    assert {200, 302, 400, 401, 403, 404, 405} <= kinds
    assert _changed(before, _contents(secure)) <= NOTED


def test_cookies_belong_to_this_host_alone_and_no_script_reads_them(secure: Flask, enter: Enter):
    client = enter("chutich")
    set_by = [client.get("/sign-in"), client.get("/tasks"), secure.test_client().get("/sign-in")]
    cookies = [line for answer in set_by for line in answer.headers.getlist("Set-Cookie")]
    assert cookies
    for cookie in cookies:
        parts = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert cookie.startswith("__Host-giaoviec=")
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= parts
        assert not [part for part in parts if part.startswith("domain")]


def test_other_sites_get_no_leave_to_read(enter: Enter):
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
    client = enter("chutich")
    for method, path in (("GET", "/tasks"), ("OPTIONS", "/tasks"), ("OPTIONS", "/api/v1/tasks"), ("GET", "/sign-in")):
        answer = client.open(path, method=method, headers=asked)
        assert [name for name, _value in answer.headers if name.lower().startswith("access-control")] == []


def test_a_method_that_nobody_needs_is_refused(enter: Enter):
    client = enter("chutich")
    for method in ("TRACE", "CONNECT", "PROPFIND"):
        assert client.open("/", method=method).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        *("", "vendor/", "../app.py", "%2e%2e/app.py", "..%2fapp.py", "//etc/passwd", "....//app.py", "%00app.css"),
        *("../../.git/config", "../people/common_passwords.txt", ".git/HEAD"),
    ],
)
def test_the_static_folder_gives_its_own_files_only(secure: Flask, path: str):
    assert secure.test_client().get(f"/static/{path}").status_code in (308, 404)


def test_forwarded_headers_count_only_from_the_declared_proxy(database_url: str, tmp_path, secure: Flask):
    told = {"X-Forwarded-For": "10.0.0.7", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    told |= {"X-Real-IP": "10.0.0.7", "Forwarded": "for=10.0.0.7", "X-Original-URL": "/admin/people"}
    behind = create_app(make_settings(database_url, tmp_path / "data", proxy_hops=1))
    seen = []
    for app in (secure, behind):
        app.before_request(lambda app=app: seen.append(_asker(app)))
        app.test_client().get("/sign-in", headers=told, base_url="http://localhost")
    assert seen == [("127.0.0.1", "http", "localhost", "/sign-in"), ("10.0.0.7", "https", "evil.example", "/sign-in")]
    # of several, the one that the proxy itself has added
    behind.test_client().get("/sign-in", headers={"X-Forwarded-For": "1.2.3.4, 10.0.0.8"})
    assert seen[-1][0] == "10.0.0.8"


def test_nothing_for_developers_is_left_on(secure: Flask):
    assert not secure.debug
    assert not secure.config["PROPAGATE_EXCEPTIONS"]
    assert "werkzeug.debug" not in repr(secure.wsgi_app)
    assert not [rule.rule for rule in secure.url_map.iter_rules() if "debug" in rule.rule or "console" in rule.rule]


def _faults(answer: TestResponse) -> Iterator[str]:
    given = answer.headers
    expected = dict(HEADERS) | {"Strict-Transport-Security": f"max-age={YEAR}; includeSubDomains"}
    for name, value in expected.items():
        if given.get(name) not in (value, STRICTER.get(name, value)):
            yield f"{name}: {given.get(name)}"
    if answer.request.path.startswith("/static/") and answer.status_code in (200, 304):
        return
    kept = ("no-store", "no-cache", *(["max-age=300"] if answer.request.path.startswith(FOR_EVERYBODY) else []))
    if not any(word in given.get("Cache-Control", "") for word in kept):
        yield f"Cache-Control: {given.get('Cache-Control')}"
    if answer.mimetype.startswith(WITH_CHARSET) and "charset=utf-8" not in given["Content-Type"].lower():
        yield f"Content-Type: {given['Content-Type']}"
    if any(name.lower().startswith("access-control") for name, _value in given):
        yield "opened to other sites"


def _is_page_without_leaving(answer: TestResponse) -> bool:
    text = answer.get_data(as_text=True) if answer.mimetype == "text/html" and answer.status_code == 200 else ""
    return "<html" in text and 'action="/sign-out"' not in text


def _asker(app: Flask) -> tuple[str | None, str, str, str]:
    return request.remote_addr, request.scheme, request.host, request.path


def _contents(app: Flask) -> dict[str, list[str]]:
    with app.app_context():
        tables = Base.metadata.sorted_tables
        return {table.name: sorted(map(repr, db.session.execute(select(table)))) for table in tables}


def _changed(before: dict[str, list[str]], after: dict[str, list[str]]) -> set[str]:
    return {name for name, rows in before.items() if rows != after[name]}


def test_the_policy_itself_is_closed():
    for policy in (CSP, KEPT_APART):
        directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
        assert directives["default-src"] == directives["object-src"] == directives["base-uri"] == "'none'"
        assert directives["frame-ancestors"] == "'none'"
    assert HERE not in CSP
