"""Webhooks on their way: signed, sent to the address that was judged, tried again under one name, ended by 410."""

from __future__ import annotations

import json
import re
import socket
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from flask import Flask

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.outbox import claims, hook_signing, hook_transport, hooks
from taskapp.outbox.contract import Letter
from taskapp.outbox.hook_models import Webhook
from taskapp.outbox.hook_transport import HookTransport
from taskapp.outbox.models import MessageState
from taskapp.outbox.waits import SENT_AGAIN_TO_PROGRAMS
from tests.answering_server import HANG_UP, SILENCE
from tests.conftest import MONDAY
from tests.hook_receiver import Receiver, signature
from tests.office import Office
from tests.outbox.post import Post
from tests.smtp_server import CERTIFICATE

HERE = (ip_network("127.0.0.0/8"),)
BODY = {"event": "task.issue", "content": "Báo cáo quý I"}
NEWS = {hooks.KIND: lambda _session, _message, _now: Letter("task.issue #7", json.dumps(BODY))}
Clock = Callable[[datetime], None]


class Hooks(Post):
    """The outbox of the application, with this machine allowed."""

    def __init__(self, app: Flask, office: Office, **more: object) -> None:
        super().__init__(app, office, **({"webhook_allow": HERE} | more))

    def hook(self, address: str, **changes: object) -> int:
        with self.app.app_context():
            whose = hooks.Whose(self.office.committee_id, self.office.people["vanphong"])
            wish = hooks.Wish("Một cửa", address, ["task.issue"], None)
            made = hooks.make(db.session(), wish, whose, HERE, seen_event_id=0, now=clock.now())
            for name, value in changes.items():
                setattr(made, name, value)
            db.session.commit()
            return made.id

    def tell(self, hook_id: int, key: str = "1") -> int:
        with self.app.app_context():
            made = hooks.owe(db.session(), db.session.get_one(Webhook, hook_id), key, clock.now())
            db.session.commit()
            return made.id

    def go(self, **more: object) -> Any:
        return self.deliver(NEWS, transport=HookTransport(self.settings), **more)  # type: ignore[arg-type]

    def secret(self, hook_id: int) -> str:
        return hook_signing.written(hook_signing.key_of(self.settings.secret_key, self.row(hook_id).salt))

    def row(self, hook_id: int) -> Webhook:
        with self.app.app_context():
            found = db.session.get_one(Webhook, hook_id)
            db.session.expunge(found)
            return found


@pytest.fixture
def program() -> Iterator[Receiver]:
    with Receiver() as running:
        yield running


@pytest.fixture
def post(app: Flask, office: Office) -> Hooks:
    return Hooks(app, office)


def test_the_example_of_standard_webhooks_is_signed_as_it_stands_there() -> None:
    secret, name, body = (
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        b'{"test": 2432232314}',
    )
    theirs = "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert signature(secret, name, "1614265330", body) == theirs
    key = b64decode(secret.removeprefix("whsec_"))
    at = datetime.fromisoformat("2021-02-25T15:02:10+00:00")
    assert hook_signing.headers(name, body, key, at)["webhook-signature"] == f"v1,{theirs}"
    assert hook_signing.headers(name, body, key, at)["webhook-timestamp"] == "1614265330"


def test_a_receiver_can_check_who_sends_and_what_it_is_called(post: Hooks, program: Receiver) -> None:
    hook = post.hook(f"{program.url}/in?k=1")
    other = post.secret(post.hook(program.url))
    program.says = b"da nhan"
    message = post.tell(hook)
    assert post.go().delivered == 1
    [came] = program.received
    assert (came.path, came.told) == ("/in?k=1", BODY)
    assert came.headers["Content-Type"] == "application/json"
    assert came.headers["webhook-timestamp"] == str(int(MONDAY.timestamp()))
    assert came.is_signed_with(post.secret(hook))
    assert not came.is_signed_with(other)
    assert re.fullmatch(r"msg_[0-9a-f]{32}", came.name)
    assert post.message(message).message_id == came.name
    assert [(one.code, one.reply) for one in post.tries(message)] == [(200, "da nhan")]
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", post.secret(hook))


@pytest.mark.parametrize("status", [302, 307, 404, 500, HANG_UP])
def test_whatever_is_no_yes_is_tried_again_after_growing_waits_under_the_same_name(
    post: Hooks, program: Receiver, frozen_clock: Clock, status: int
) -> None:
    with Receiver() as elsewhere:
        hook = post.hook(program.url)
        message = post.tell(hook)
        for _time in range(2):
            program.answer(status, Location=elsewhere.url)
        assert post.go().retrying == 1
        assert post.message(message).next_try_at - MONDAY == timedelta(minutes=1)
        frozen_clock(MONDAY + timedelta(minutes=2))
        assert post.go().retrying == 1
        assert post.message(message).next_try_at - clock.now() == timedelta(minutes=5)
        frozen_clock(MONDAY + timedelta(minutes=10))
        assert post.go().delivered == 1
        assert elsewhere.received == [], "no redirect is followed"
    assert len({came.name for came in program.received}) == 1
    assert len({came.body for came in program.received}) == 1
    assert [came.headers["webhook-timestamp"] for came in program.received] == [
        str(int((MONDAY + timedelta(minutes=n)).timestamp())) for n in (0, 2, 10)
    ]
    assert all(came.is_signed_with(post.secret(hook)) for came in program.received)


def test_who_asks_for_patience_is_given_it(post: Hooks, program: Receiver) -> None:
    message = post.tell(post.hook(program.url))
    program.answer(429, **{"Retry-After": "3600"})
    post.go()
    assert post.message(message).next_try_at - MONDAY == timedelta(hours=1)


def test_gone_stops_a_webhook_and_loses_nothing_of_the_rest(post: Hooks, program: Receiver) -> None:
    hook = post.hook(program.url)
    first, second = post.tell(hook), post.tell(hook, "2")
    program.answer(410)
    counts = post.go()
    assert (counts.refused, counts.delivered) == (1, 0)
    assert post.message(first).state is MessageState.REFUSED
    assert "410" in post.row(hook).pause_reason
    assert post.go().total == 0
    assert post.message(second).state is MessageState.WAITING
    with post.app.app_context():
        hooks.resume(db.session.get_one(Webhook, hook))
        db.session.commit()
    assert post.go().delivered == 1
    assert post.message(second).attempts == 1


@pytest.mark.parametrize("limit", ["READ_SECONDS", "WHOLE_SECONDS"])
def test_a_silent_endpoint_keeps_no_other_waiting(
    post: Hooks, program: Receiver, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(hook_transport, limit, 0.2)
    with Receiver() as silent:
        dead, alive = post.hook(silent.url), post.hook(program.url)
        waiting = [post.tell(dead, str(n)) for n in range(3)]
        mine = post.tell(alive)
        silent.answer(SILENCE)
        assert post.go().delivered == 1
        assert len(silent.received) == 1, "it is not asked again for each message"
    assert post.message(mine).state is MessageState.DELIVERED
    assert [post.message(one).attempts for one in waiting] == [1, 0, 0]
    assert "không trả lời" in post.message(waiting[0]).error


def test_no_more_than_a_little_of_an_answer_is_read(post: Hooks, program: Receiver) -> None:
    program.says = b"x" * 5_000_000
    message = post.tell(post.hook(program.url))
    assert post.go().delivered == 1
    assert len(post.tries(message)[0].reply) == 500


def test_a_name_that_means_another_machine_a_moment_later_changes_nothing(
    post: Hooks, program: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, real, asked = int(program.host.rpartition(":")[2]), socket.getaddrinfo, []

    def rebinding(host: Any, *more: Any, **named: Any) -> Any:
        if host != "doi.gov.vn":
            return real(host, *more, **named)
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "169.254.169.254"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    post.tell(post.hook(f"http://doi.gov.vn:{port}/x"))
    assert post.go().delivered == 1
    assert asked == ["doi.gov.vn"]
    assert program.received[0].headers["Host"] == f"doi.gov.vn:{port}"


def test_a_machine_inside_is_asked_only_when_its_network_is_allowed(
    app: Flask, office: Office, post: Hooks, program: Receiver, frozen_clock: Clock
) -> None:
    message = post.tell(post.hook(program.url.replace("http://", "https://")))
    strict = Hooks(app, office, webhook_allow=())
    assert strict.go().retrying == 1
    assert program.received == []
    assert "địa chỉ mạng nội bộ" in post.message(message).error
    assert "TASKAPP_WEBHOOK_ALLOW" in post.message(message).error
    assert strict.pause() is not None


def test_tls_is_checked_for_the_name_though_the_address_is_connected_to(
    post: Hooks, monkeypatch: pytest.MonkeyPatch, frozen_clock: Clock
) -> None:
    with Receiver(is_secure=True) as program:
        message = post.tell(post.hook(program.url))
        assert post.go().retrying == 1
        assert "Chứng thư" in post.message(message).error
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        frozen_clock(MONDAY + timedelta(minutes=5))
        assert post.go().delivered == 1
        assert program.received[0].headers["Host"] == program.host
        wrong = post.tell(post.hook(program.url.replace("localhost", "127.0.0.1")))
        assert post.go().retrying == 1
        assert "Chứng thư" in post.message(wrong).error


def test_what_waits_for_a_webhook_that_has_ended_is_cancelled(post: Hooks, program: Receiver) -> None:
    hook = post.hook(program.url)
    message = post.tell(hook)
    with post.app.app_context():
        hooks.end(db.session.get_one(Webhook, hook), MONDAY)
        db.session.commit()
    assert post.go().cancelled == 1
    assert post.message(message).error == "Webhook này đã bị bỏ."
    assert program.received == []


def test_a_paused_webhook_waits_and_no_other_does(post: Hooks, program: Receiver) -> None:
    paused, other = post.hook(program.url, paused_at=MONDAY), post.hook(program.url)
    post.tell(paused)
    post.tell(other)
    assert post.go().delivered == 1
    assert post.go().total == 0
    assert post.deliver({}).total == 0, "no other transport takes them"


def test_a_program_is_told_again_more_often_than_a_person(post: Hooks, frozen_clock: Clock) -> None:
    message = post.tell(post.hook("http://127.0.0.1:9/"))

    class Dying(HookTransport):
        def send(self, *_given: object) -> Any:
            raise KeyboardInterrupt

    for _death in range(SENT_AGAIN_TO_PROGRAMS):
        with pytest.raises(KeyboardInterrupt):
            post.deliver(NEWS, transport=Dying(post.settings))
        frozen_clock(clock.now() + timedelta(minutes=16))
    with post.app.app_context():
        claims.take_back(db.session(), clock.now())
        db.session.commit()
    assert post.message(message).state is MessageState.WAITING
