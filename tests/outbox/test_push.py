"""Web Push: what goes to a browser, sealed so that it alone reads it, signed, and what its service's answers mean."""

from __future__ import annotations

import json
import logging
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from sqlalchemy import select

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.outbox import browsers, channel_transport, push, push_sealing
from taskapp.outbox.channel_addresses import Owner
from taskapp.outbox.channel_transport import ChannelTransport
from taskapp.outbox.channels import BadAddress, Channel, Flaw
from taskapp.outbox.contract import Letter
from taskapp.outbox.models import ChannelAddress, MessageState
from taskapp.outbox.push_transport import MOST_TEXT, payload, verdict
from tests.answering_server import HANG_UP, SILENCE
from tests.conftest import MONDAY
from tests.office import Office
from tests.outbox.post import Post
from tests.push_server import FakeBrowser, PushServer

TEXT = "Quá hạn 3 ngày: Rà soát thủ tục\nhttp://localhost/tasks/7"
NOTE = {"note": lambda _session, _message, _now: Letter("Quá hạn", TEXT)}


class Browsers(Post):
    """The outbox of the application, with one push service allowed."""

    def __init__(self, app: Flask, office: Office, service: PushServer) -> None:
        super().__init__(app, office, channel_hosts=(service.host,))

    def let_in(self, browser: FakeBrowser, who: str = "congchuc", label: str = "Chrome · Windows") -> int:
        with self.app.app_context():
            owner = Owner(self.office.committee_id, self.office.people[who], "Nguyễn Thị Ánh Tuyết")
            read = push.read(browser.text, push.hosts(self.settings))
            row = browsers.let_in(db.session(), owner, read, label, clock.now())
            db.session.commit()
            return row.id

    def tell(self, address: int, key: str = "p1") -> int:
        return self.put(key, str(address), channel=Channel.PUSH)

    def push(self, **more: object) -> object:
        return self.deliver(NOTE, transport=ChannelTransport(self.settings), **more)  # type: ignore[arg-type]

    def address(self, address: int) -> ChannelAddress:
        with self.app.app_context():
            found: ChannelAddress = db.session.scalars(select(ChannelAddress).where(ChannelAddress.id == address)).one()
            db.session.expunge(found)
            return found


@pytest.fixture
def service() -> Iterator[PushServer]:
    with PushServer() as running:
        yield running


@pytest.fixture
def post(app: Flask, office: Office, service: PushServer) -> Browsers:
    return Browsers(app, office, service)


def test_the_example_of_rfc_8291_is_sealed_as_it_stands_there() -> None:
    def number(text: str) -> int:
        return int.from_bytes(urlsafe_b64decode(text + "="), "big")

    browser = FakeBrowser("https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV")
    browser._key = ec.derive_private_key(number("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"), ec.SECP256R1())
    key = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    said = {"endpoint": browser.endpoint, "keys": {"p256dh": key, "auth": "BTBZMqHH6r4Tts7J_aSIgg"}}
    once = ec.derive_private_key(number("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), ec.SECP256R1())
    sealed = push_sealing.seal(
        b"When I grow up, I want to be a watermelon",
        push.read(json.dumps(said), ("push.example.net",)),
        salt=urlsafe_b64decode("DGv6ra1nlYgDCS1FRnbzlw=="),
        once=once,
    )
    assert push.in_letters(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
        "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_a_browser_reads_the_text_and_the_link_and_nobody_else_does(post: Browsers, service: PushServer) -> None:
    browser = service.browser()
    message = post.tell(post.let_in(browser))
    assert post.push().delivered == 1
    [pushed] = service.received
    shown = json.loads(browser.open(pushed.body))
    assert (shown["title"], shown["body"]) == ("Giao Việc", "Quá hạn 3 ngày: Rà soát thủ tục")
    assert shown["url"] == "http://localhost/tasks/7"
    assert (pushed.path, pushed.headers["Content-Encoding"]) == ("/push/bimat1", "aes128gcm")
    assert int(pushed.headers["TTL"]) == 24 * 3600
    with pytest.raises(InvalidTag):
        service.browser(2).open(pushed.body)
    assert post.message(message).state is MessageState.DELIVERED
    assert [(one.code, one.reply) for one in post.tries(message)] == [(201, f"Máy {service.host} đã nhận.")]


def test_who_sends_is_signed_for_this_service_and_half_a_day(post: Browsers, service: PushServer) -> None:
    post.tell(post.let_in(service.browser()))
    post.push()
    claims = service.received[0].claims
    assert (claims["aud"], claims["exp"]) == (service.url, int((MONDAY + timedelta(hours=12)).timestamp()))
    assert claims["sub"].startswith("mailto:")
    key = push_sealing.own_key(post.settings.secret_key)
    assert claims["k"] == push.in_letters(push_sealing.public_part(key))


def test_the_key_of_an_installation_is_always_the_same_and_no_other_s() -> None:
    first, again, other = (push_sealing.own_key(secret) for secret in ("một" * 12, "một" * 12, "hai" * 12))
    assert push_sealing.public_part(first) == push_sealing.public_part(again)
    assert push_sealing.public_part(first) != push_sealing.public_part(other)


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_every_yes_is_one(status: int) -> None:
    assert verdict(status, {}, "push.example", MONDAY).verdict == "delivered"


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_ended_with_the_reason(post: Browsers, service: PushServer, status: int) -> None:
    address = post.let_in(service.browser())
    message, later = post.tell(address), post.tell(address, "p2")
    service.answer(status)
    counts = post.push()
    assert (counts.refused, counts.retrying) == (1, 0)
    found = post.message(message)
    assert found.state is MessageState.REFUSED
    assert found.error.startswith(f"{status} Trình duyệt này không còn nhận thông báo")
    ended = post.address(address)
    assert (ended.ended_at, ended.reason) == (MONDAY, found.error)
    post.push(at=MONDAY + timedelta(minutes=1))
    assert post.message(later).state is not MessageState.WAITING
    assert len(service.received) <= 2  # the second was on its way with the first


def test_a_note_that_is_too_large_is_refused_and_the_browser_stays(post: Browsers, service: PushServer) -> None:
    address = post.let_in(service.browser())
    message = post.tell(address)
    service.answer(413)
    assert post.push().refused == 1
    assert post.message(message).error == f"413 Máy {service.host} cho là tin quá dài."
    assert post.address(address).ended_at is None


@pytest.mark.parametrize("status", [301, 400, 401, 403, 429, 500, 503, HANG_UP])
def test_any_other_answer_is_tried_again_after_the_usual_waits(
    post: Browsers, service: PushServer, status: int
) -> None:
    message = post.tell(post.let_in(service.browser()))
    service.answer(status, Location="http://127.0.0.1:9/")
    assert post.push().retrying == 1
    waiting = post.message(message)
    assert (waiting.state, waiting.attempts) == (MessageState.WAITING, 1)
    assert waiting.next_try_at - MONDAY == timedelta(minutes=1)
    assert post.push(at=MONDAY + timedelta(minutes=1)).delivered == 1
    assert len(service.received) == 2


@pytest.mark.parametrize("status", [429, 503])
def test_who_is_told_to_wait_waits_so_long(post: Browsers, service: PushServer, status: int) -> None:
    message = post.tell(post.let_in(service.browser()))
    service.answer(status, **{"Retry-After": "1800"})
    assert post.push().retrying == 1
    assert post.message(message).next_try_at - MONDAY == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        ("Mon, 02 Mar 2026 02:10:00 GMT", 600),
        ("Mon, 02 Mar 2026 01:00:00 GMT", 0),  # that is over
        ("99999999999", 86400),  # a day at most
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86400),
        ("bald", 0),
        ("-5", 0),
        ("", 0),
    ],
)
def test_how_long_to_wait_is_said_in_seconds_or_as_a_date(text: str, seconds: int) -> None:
    answer = verdict(429, {"Retry-After": text}, "push.example", MONDAY)
    assert (answer.verdict, answer.wait) == ("later", timedelta(seconds=seconds))


@pytest.mark.parametrize("limit", ["READ_SECONDS", "WHOLE_SECONDS"])
def test_a_service_that_never_answers_is_not_waited_for(
    post: Browsers, service: PushServer, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(channel_transport, limit, 0.2)
    first, second = post.tell(post.let_in(service.browser())), post.tell(post.let_in(service.browser(2)), "p2")
    service.answer(SILENCE)
    assert post.push().retrying == 2
    assert post.message(first).error == f"Máy {service.host} không trả lời."
    assert post.message(second).error == f"Máy {service.host} vừa không trả lời."
    assert len(service.received) == 1


def test_each_browser_of_a_person_is_told_by_itself(post: Browsers, service: PushServer) -> None:
    first, second = (post.tell(post.let_in(service.browser(n)), f"p{n}") for n in (1, 2))
    service.answer(500)
    counts = post.push()
    assert (counts.delivered, counts.retrying) == (1, 1)
    assert {post.message(one).state for one in (first, second)} == {MessageState.WAITING, MessageState.DELIVERED}


def test_a_host_that_is_no_longer_allowed_gets_nothing(post: Browsers, service: PushServer, app: Flask) -> None:
    message = post.tell(post.let_in(service.browser()))
    post.settings = Post(app, post.office, channel_hosts=()).settings
    assert post.push().refused == 1
    assert service.received == []
    assert "chưa cho phép gửi tới máy" in post.message(message).error


def test_where_notifications_are_switched_off_nothing_goes_out(post: Browsers, service: PushServer, app: Flask) -> None:
    post.tell(post.let_in(service.browser()))
    post.settings = Post(app, post.office, channel_hosts=(service.host,), web_push=False).settings
    assert post.push().refused == 1
    assert service.received == []


def test_a_browser_that_was_ended_gets_nothing(post: Browsers, service: PushServer) -> None:
    address = post.let_in(service.browser())
    message = post.tell(address)
    post.let_in(service.browser(), "congchuc2")
    assert post.push().cancelled == 1
    assert service.received == []
    assert post.message(message).state is MessageState.CANCELLED
    assert post.address(address).reason == "Người khác bật thông báo trên trình duyệt này."


def test_the_same_browser_of_the_same_person_is_let_in_once(post: Browsers, service: PushServer) -> None:
    assert post.let_in(service.browser()) == post.let_in(service.browser())


def test_one_whose_key_is_no_point_of_the_curve_is_refused(post: Browsers, service: PushServer) -> None:
    broken = service.browser()
    broken.public = b"\x04" + b"\x01" * 64
    address = post.let_in(broken)
    message = post.tell(address)
    assert post.push().refused == 1
    assert "khóa không dùng được" in post.message(message).error
    assert post.address(address).ended_at == MONDAY


def test_neither_log_nor_message_tells_the_address(
    post: Browsers, service: PushServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    address = post.let_in(service.browser())
    for key, status in (("p1", 201), ("p2", 500), ("p3", HANG_UP)):
        message = post.tell(address, key)
        service.answer(status)
        post.push()
        assert "bimat" not in f"{vars(post.message(message))} {[vars(one) for one in post.tries(message)]}"
    assert len(service.received) == 3
    assert "bimat" not in caplog.text


def test_the_longest_note_fits_into_one_record(service: PushServer) -> None:
    browser = service.browser()
    body = payload("\N{GRINNING FACE}" * 2 * MOST_TEXT + "\nhttp://localhost/tasks/" + "7" * 200)
    opened = browser.open(push_sealing.seal(body, push.read(browser.text, (service.host,))))
    assert opened == body


@pytest.mark.parametrize(
    "host",
    ["fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com", "sg2p.notify.windows.com"],
)
def test_the_services_of_the_known_browsers_are_allowed(post: Browsers, host: str) -> None:
    browser = FakeBrowser(f"https://{host}/wpush/v2/gAAA-_=?token=BQYAA%2fAD%3d")
    found = push.read(browser.text, push.hosts(post.settings))
    assert (found.address.host, found.origin) == (host, f"https://{host}")
    assert push.read(found.text, push.hosts(post.settings)) == found


@pytest.mark.parametrize(
    ("endpoint", "flaw"),
    [
        ("http://fcm.googleapis.com/x", Flaw.NOT_ALLOWED),  # in clear
        ("https://fcm.googleapis.com:8443/x", Flaw.NOT_ALLOWED),
        ("https://storage.googleapis.com/x", Flaw.NOT_ALLOWED),
        ("https://evilnotify.windows.com/x", Flaw.NOT_ALLOWED),
        ("https://sg2p.notify.windows.com.evil.example/x", Flaw.NOT_ALLOWED),
        ("https://10.0.0.1/x", Flaw.NOT_ALLOWED),
        ("http://127.0.0.1/x", Flaw.NOT_ALLOWED),
        ("https://[::1]/x", Flaw.NO_ADDRESS),
        ("https://u:p@fcm.googleapis.com/x", Flaw.NO_ADDRESS),
        ("https://fcm.googleapis.com/" + "x" * 800, Flaw.NO_ADDRESS),
        ("file:///etc/passwd", Flaw.NO_ADDRESS),
    ],
)
def test_no_other_host_is_ever_asked(post: Browsers, endpoint: str, flaw: Flaw) -> None:
    with pytest.raises(BadAddress) as refused:
        push.read(FakeBrowser(endpoint).text, push.hosts(post.settings))
    assert refused.value.flaw is flaw


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        '"x"',
        "{}",
        '{"endpoint": "https://fcm.googleapis.com/x"}',
        '{"endpoint": 7, "keys": {"p256dh": "BA", "auth": "AA"}}',
        '{"endpoint": "https://fcm.googleapis.com/x", "keys": {"p256dh": "BA", "auth": "AAAAAAAAAAAAAAAAAAAAAA"}}',
        '{"endpoint": "https://fcm.googleapis.com/x", "keys": {"p256dh": 1, "auth": null}}',
        '{"endpoint": "https://fcm.googleapis.com/x", "keys": {"p256dh": "é", "auth": "é"}}',
        "[" * 20000,
    ],
)
def test_what_no_browser_says_is_refused(text: str) -> None:
    with pytest.raises(BadAddress) as refused:
        push.read(text, push.SERVICES)
    assert refused.value.flaw is Flaw.NO_BROWSER


def test_the_signature_is_made_anew_in_the_next_round(
    post: Browsers, service: PushServer, frozen_clock: Callable[[datetime], None]
) -> None:
    address = post.let_in(service.browser())
    post.tell(address)
    post.push()
    frozen_clock(MONDAY + timedelta(hours=13))
    post.tell(address, "p2")
    post.push()
    first, second = (one.claims["exp"] for one in service.received)
    assert second - first == 13 * 3600
