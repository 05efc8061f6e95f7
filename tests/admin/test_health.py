"""Probes and the banner: a dead scheduler, an old schema and a lost database are seen where they must be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from taskapp.admin.health import FRESH, YOUNG, Watch
from taskapp.base import clock, heartbeat
from taskapp.base.db import db
from taskapp.tasks.audit import checks
from tests.office import Office
from tests.outbox.post import Post

ClientOf = Callable[[str], FlaskClient]
Clock = Callable[[datetime], None]
STOPPED = "Bộ nhắc việc đang ngừng"
UNSEALED = "Nhật ký chưa được niêm phong"


@pytest.fixture
def beat(app: Flask) -> Callable[..., None]:
    """Leaves the heartbeat of a tick that ends now."""

    def leave(job: str = "deliver", error: str = "", trouble: str = "") -> None:
        with app.app_context():
            heartbeat.begin(db.session(), job, "somebody", clock.now())
            heartbeat.end(db.session(), job, "somebody", clock.now(), count=3, error=error, trouble=trouble)
            db.session.commit()

    return leave


@pytest.fixture
def stopwatch(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets seconds of the monotonic clock pass."""
    passed = [1000.0]
    monkeypatch.setattr(clock, "monotonic", lambda: passed[0])
    app.extensions["watch"] = Watch(born=passed[0])

    def let_pass(seconds: float) -> None:
        passed[0] += seconds

    return let_pass


def test_healthz_answers_without_sign_in_and_without_database(app: Flask) -> None:
    with app.app_context():
        db.session.execute(text("DROP TABLE heartbeat"))
        db.session.commit()
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_readyz_is_ready_while_the_scheduler_ticks(app: Flask, beat: Callable[..., None], frozen_clock: Clock) -> None:
    beat()
    frozen_clock(clock.now() + heartbeat.DEAD_AFTER)
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 200
    parts = ("status", "database", "schema", "scheduler", "record", "mail")
    assert answer.json == dict.fromkeys(parts, "ok")


def test_readyz_says_which_part_fails(app: Flask, beat: Callable[..., None], frozen_clock: Clock) -> None:
    client = app.test_client()
    assert client.get("/readyz").json["scheduler"] == "failed", "no tick ever"  # type: ignore[index]
    beat()
    frozen_clock(clock.now() + heartbeat.DEAD_AFTER + timedelta(seconds=1))
    assert client.get("/readyz").status_code == 503
    with app.app_context():
        db.session.execute(text("UPDATE alembic_version SET version_num = '0001_people'"))
        db.session.commit()
    assert client.get("/readyz").json == {
        "status": "failed",
        "database": "ok",
        "schema": "failed",
        "scheduler": "failed",
        "record": "ok",
        "mail": "ok",
    }


def test_readyz_without_its_tables_is_not_ready(app: Flask) -> None:
    with app.app_context():
        db.session.execute(text("DROP TABLE heartbeat"))
        db.session.commit()
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["database"] == "failed"


def test_metrics_count_messages_and_ages(
    app: Flask, office: Office, beat: Callable[..., None], frozen_clock: Clock
) -> None:
    post = Post(app, office, "smtp://127.0.0.1:1")
    post.put("k1")
    post.deliver()
    beat(error="boom")
    beat("seal", trouble="chưa có khóa niêm phong")
    beat("plan")
    frozen_clock(clock.now() + timedelta(seconds=42))
    page = app.test_client().get("/metrics").get_data(as_text=True)
    for line in (
        'taskapp_messages{state="waiting"} 1.0',
        'taskapp_messages{state="delivered"} 0.0',
        "taskapp_oldest_due_seconds 42.0",
        'taskapp_heartbeat_age_seconds{job="deliver"} 42.0',
        'taskapp_job_failed{job="deliver"} 1.0',
        'taskapp_job_failed{job="seal"} 1.0',
        'taskapp_job_failed{job="plan"} 0.0',
        'taskapp_mail_server_failures{server="@127.0.0.1:1"} 1.0',
    ):
        assert line in page.splitlines()


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.0.0.7", {}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "10.0.0.7"}, 403),  # a proxy on this machine that was not declared
        ("127.0.0.1", {"Forwarded": "for=10.0.0.7"}, 403),
    ],
)
def test_metrics_are_for_this_machine(app: Flask, address: str, headers: dict[str, str], status: int) -> None:
    client = app.test_client()
    answer = client.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == status


@pytest.mark.parametrize(("username", "status"), [("quantri", 200), ("vanphong", 403)])
def test_metrics_from_elsewhere_are_for_administrators(client_of: ClientOf, username: str, status: int) -> None:
    answer = client_of(username).get("/metrics", environ_base={"REMOTE_ADDR": "10.0.0.7"})
    assert answer.status_code == status


def test_everybody_sees_that_the_scheduler_stopped_and_that_it_runs_again(
    client_of: ClientOf, stopwatch: Callable[[float], None], beat: Callable[..., None]
) -> None:
    client = client_of("congchuc")
    assert STOPPED not in page_of(client), "a web server that has just started does not judge"
    stopwatch(YOUNG)
    assert STOPPED in page_of(client)
    beat()
    assert STOPPED in page_of(client), "asked a moment ago"
    stopwatch(FRESH)
    assert STOPPED not in page_of(client)


def test_a_scheduler_that_died_is_seen_on_the_next_page_after_ninety_seconds(
    client_of: ClientOf, stopwatch: Callable[[float], None], beat: Callable[..., None], frozen_clock: Clock
) -> None:
    client, died = client_of("congchuc"), clock.now()
    beat()
    stopwatch(YOUNG)
    frozen_clock(died + timedelta(seconds=85))
    assert STOPPED not in page_of(client)
    stopwatch(5.5)
    frozen_clock(died + timedelta(seconds=90.5))
    assert STOPPED in page_of(client), "though it was asked a moment ago"


def test_trouble_with_the_mail_server_is_shown_to_those_who_can_act(
    app: Flask,
    office: Office,
    client_of: ClientOf,
    stopwatch: Callable[[float], None],
    beat: Callable[..., None],
) -> None:
    keeper, officer = client_of("quantri"), client_of("congchuc")
    post = Post(app, office, "smtp://127.0.0.1:1")
    post.put()
    post.deliver()
    beat()
    stopwatch(YOUNG)
    assert "Chưa gửi được thư" in page_of(keeper)
    assert "Chưa gửi được thư" not in page_of(officer)


def test_a_job_in_trouble_is_told_in_its_own_words_to_those_who_can_act(
    app: Flask, client_of: ClientOf, stopwatch: Callable[[float], None], beat: Callable[..., None]
) -> None:
    beat("duties", trouble="việc định kỳ số 7 chưa giao được")
    stopwatch(YOUNG)
    words = "Bộ nhắc việc có việc chưa làm được: việc định kỳ số 7 chưa giao được"
    for username, hears in (("quantri", True), ("vanphong", True), ("thanhtra", False), ("congchuc", False)):
        page = page_of(client_of(username))
        assert (words in page) is hears, username
        assert UNSEALED not in page
    answer = app.test_client().get("/readyz").json
    assert answer is not None
    assert answer["record"] == "ok"


def test_that_the_record_cannot_be_sealed_hides_no_tampering(
    client_of: ClientOf, stopwatch: Callable[[float], None], beat: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of("thanhtra")
    monkeypatch.setattr(checks, "tampered", lambda _session: frozenset({1}))
    beat("seal", trouble="không đọc, ghi được sổ neo")
    stopwatch(YOUNG)
    page = page_of(client)
    assert UNSEALED in page
    assert "thấy nhật ký bị sửa" in page
    assert "có việc chưa làm được" not in page


def test_a_page_is_drawn_even_when_the_banner_cannot_ask(
    app: Flask, client_of: ClientOf, stopwatch: Callable[[float], None]
) -> None:
    client = client_of("congchuc")
    with app.app_context():
        db.session.execute(text("DROP TABLE heartbeat"))
        db.session.commit()
    stopwatch(YOUNG)
    assert client.get("/account").status_code == 200


def page_of(client: FlaskClient) -> str:
    return client.get("/account").get_data(as_text=True)
