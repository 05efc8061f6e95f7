"""Channels besides mail: which addresses are used, what goes out, what becomes of a message; never another host."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.outbox import channel_addresses, channel_transport
from taskapp.outbox.channel_transport import ChannelTransport
from taskapp.outbox.channels import Address, BadAddress, Channel, Flaw, read
from taskapp.outbox.contract import Letter
from taskapp.outbox.models import ChannelAddress, Message, MessageState
from taskapp.outbox.transport import Parcel
from tests.answering_server import HANG_UP, SILENCE
from tests.conftest import MONDAY
from tests.hook_server import HookServer
from tests.office import Office
from tests.outbox.post import Post
from tests.smtp_server import CERTIFICATE

ALLOWED = ("chat.example.vn", "noibo.example.vn:8065", "127.0.0.1:9")
NOTE = {
    "note": lambda _session, _message, _now: Letter("Nhắc việc", "Giao việc: rà soát @all\nhttp://localhost/tasks/7")
}


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("https://chat.example.vn/hook", "chat.example.vn", 443),
        ("http://chat.example.vn/hook?key=a%2Fb", "chat.example.vn", 80),
        ("https://CHAT.example.vn:443/", "chat.example.vn", 443),
        ("https://noibo.example.vn:8065/hook", "noibo.example.vn", 8065),
    ],
)
def test_an_address_on_a_host_that_the_administrator_named_is_used(text: str, host: str, port: int) -> None:
    address = read(text, Channel.WEBHOOK, ALLOWED)
    assert (address.host, address.port) == (host, port)


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("https://evil.example/hook", Flaw.NOT_ALLOWED),
        ("https://chat.example.vn.evil.example/", Flaw.NOT_ALLOWED),
        ("https://example.vn/", Flaw.NOT_ALLOWED),  # what is above an allowed one
        ("https://sub.chat.example.vn/", Flaw.NOT_ALLOWED),
        ("https://chat.example.vn./", Flaw.NOT_ALLOWED),
        ("https://chat.example.vn:8443/", Flaw.NOT_ALLOWED),  # another port
        ("https://noibo.example.vn/", Flaw.NOT_ALLOWED),  # named with a port, and only with it
        ("http://chat.example.vn:443/", Flaw.NOT_ALLOWED),
        ("http://127.0.0.1/", Flaw.NOT_ALLOWED),
        ("http://localhost:9/", Flaw.NOT_ALLOWED),  # the same machine, another name
        ("http://10.0.0.1/", Flaw.NOT_ALLOWED),
        ("http://169.254.169.254/latest/meta-data/", Flaw.NOT_ALLOWED),
        ("http://2130706433/", Flaw.NOT_ALLOWED),  # 127.0.0.1 as one number
        ("http://0x7f000001/", Flaw.NOT_ALLOWED),
        ("http://[::1]/", Flaw.NO_ADDRESS),
        ("http://[::ffff:127.0.0.1]:9/", Flaw.NO_ADDRESS),
        ("https://xn--cht-5cd.example.vn/", Flaw.NOT_ALLOWED),  # looks like chat
        ("https://ch\u0430t.example.vn/", Flaw.NO_ADDRESS),  # a Cyrillic letter
        ("https://chat\uff0eexample.vn/", Flaw.NO_ADDRESS),  # a full-width dot
        ("https://chat.example.vn@evil.example/", Flaw.NO_ADDRESS),
        ("https://user:secret@chat.example.vn/", Flaw.NO_ADDRESS),
        ("https://evil.example#@chat.example.vn/", Flaw.NO_ADDRESS),
        ("https://evil.example\\@chat.example.vn/", Flaw.NO_ADDRESS),
        ("https://chat.example.vn%2eevil.example/", Flaw.NO_ADDRESS),
        ("https://chat.example.vn:0443/", Flaw.NO_ADDRESS),
        ("https://chat.example.vn:99999/", Flaw.NO_ADDRESS),
        ("https://chat.example.vn/%2e%2e/", Flaw.NO_ADDRESS),
        ("https://chat.example.vn/a b", Flaw.NO_ADDRESS),
        ("https://chat.example.vn/\r\nHost: evil", Flaw.NO_ADDRESS),
        ("https://chat.example.vn/#part", Flaw.NO_ADDRESS),
        ("https://chat.example.vn/" + "x" * 500, Flaw.NO_ADDRESS),
        ("//chat.example.vn/", Flaw.NO_ADDRESS),
        ("ftp://chat.example.vn/", Flaw.NO_ADDRESS),
        ("file:///etc/passwd", Flaw.NO_ADDRESS),
        ("json://chat.example.vn/", Flaw.NO_ADDRESS),
        ("chat.example.vn", Flaw.NO_ADDRESS),
        ("https://[chat.example.vn/", Flaw.NO_ADDRESS),
        ("", Flaw.NO_ADDRESS),
    ],
)
def test_no_other_host_and_no_unclear_address_is_used(text: str, flaw: Flaw) -> None:
    with pytest.raises(BadAddress) as refused:
        read(text, Channel.WEBHOOK, ALLOWED)
    assert refused.value.flaw is flaw


def test_without_named_hosts_no_address_is_used() -> None:
    with pytest.raises(BadAddress):
        read("https://chat.example.vn/", Channel.WEBHOOK, ())


def test_a_mattermost_address_ends_in_its_hook() -> None:
    expected = Address(True, "chat.example.vn", 443, "/nhom", token="k3y")
    assert read("https://chat.example.vn/nhom/hooks/k3y", Channel.MATTERMOST, ALLOWED) == expected
    for text in (
        "https://chat.example.vn/k3y",
        "https://chat.example.vn/hooks/",
        "https://chat.example.vn/hooks/a?b=c",
    ):
        with pytest.raises(BadAddress) as refused:
            read(text, Channel.MATTERMOST, ALLOWED)
        assert refused.value.flaw is Flaw.NO_HOOK


@pytest.fixture
def hooks() -> Iterator[HookServer]:
    with HookServer() as running:
        yield running


@pytest.fixture
def elsewhere() -> Iterator[HookServer]:
    """A server that nobody named."""
    with HookServer() as running:
        yield running


class Channels(Post):
    """The outbox of the application, delivering to channels."""

    def __init__(self, app: Flask, office: Office, hosts: tuple[str, ...]) -> None:
        super().__init__(app, office, channel_hosts=hosts)

    def reach(self, url: str, channel: Channel = Channel.WEBHOOK) -> int:
        """A confirmed address of the officer; its id."""
        with self.app.app_context():
            address = ChannelAddress(
                committee_id=self.office.committee_id,
                person_id=self.office.people["congchuc"],
                channel=channel,
                address=url,
                host="somewhere",
                added_at=clock.now(),
                confirmed_at=clock.now(),
            )
            db.session.add(address)
            db.session.commit()
            return address.id

    def tell(self, url: str, channel: Channel = Channel.WEBHOOK, key: str = "c1") -> int:
        return self.put(key, str(self.reach(url, channel)), channel=channel)

    def deliver_besides(self, **more: object) -> object:
        return self.deliver(NOTE, transport=ChannelTransport(self.settings), **more)  # type: ignore[arg-type]


@pytest.fixture
def besides(app: Flask, office: Office, hooks: HookServer) -> Channels:
    return Channels(app, office, (hooks.host,))


def test_a_webhook_gets_the_text_and_nothing_else(besides: Channels, hooks: HookServer) -> None:
    message = besides.tell(f"{hooks.url}/nhan?key=k3y")
    assert besides.deliver_besides().delivered == 1
    [hooked] = hooks.received
    assert (hooked.path, hooked.host) == ("/nhan?key=k3y", hooks.host)
    assert hooked.text == "Giao việc: rà soát @all\nhttp://localhost/tasks/7"
    assert hooked.payload["attachments"] == []
    assert besides.message(message).state is MessageState.DELIVERED
    assert besides.tries(message)[0].reply == f"Máy {hooks.host} đã nhận."


def test_mattermost_gets_the_text_and_calls_nobody(besides: Channels, hooks: HookServer) -> None:
    besides.tell(f"{hooks.url}/nhom/hooks/k3y", Channel.MATTERMOST)
    assert besides.deliver_besides().delivered == 1
    [hooked] = hooks.received
    assert hooked.path == "/nhom/hooks/k3y"
    assert "rà soát @\u200ball" in hooked.text
    assert "http://localhost/tasks/7" in hooked.text


def test_mails_and_channels_are_claimed_apart(besides: Channels, hooks: HookServer) -> None:
    mail = besides.put("m1")
    note = besides.tell(hooks.url)
    assert besides.deliver(NOTE).delivered == 1  # the built-in mailbox
    assert (besides.message(mail).state, besides.message(note).state) == (MessageState.DELIVERED, MessageState.WAITING)
    mail = besides.put("m2")
    assert besides.deliver_besides().delivered == 1
    assert (besides.message(mail).state, besides.message(note).state) == (MessageState.WAITING, MessageState.DELIVERED)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(besides: Channels, hooks: HookServer, elsewhere: HookServer, status: int) -> None:
    message = besides.tell(hooks.url)
    hooks.answer(status, Location=elsewhere.url)
    assert besides.deliver_besides().retrying == 1
    assert elsewhere.received == []
    assert besides.tries(message)[0].code == status


@pytest.mark.parametrize("status", [400, 404, 429, 500, HANG_UP])
def test_a_refusal_is_tried_again_after_the_usual_waits(besides: Channels, hooks: HookServer, status: int) -> None:
    message = besides.tell(hooks.url)
    hooks.answer(status)
    assert besides.deliver_besides().retrying == 1
    waiting = besides.message(message)
    assert (waiting.state, waiting.attempts) == (MessageState.WAITING, 1)
    assert waiting.next_try_at - MONDAY == timedelta(minutes=1)
    assert besides.deliver_besides(at=MONDAY + timedelta(minutes=1)).delivered == 1


def test_after_the_last_wait_a_message_is_refused_with_its_reason(besides: Channels, hooks: HookServer) -> None:
    message = besides.tell(hooks.url)
    with besides.app.app_context():
        db.session.get_one(Message, message).attempts = 123
        db.session.commit()
    hooks.answer(404)
    assert besides.deliver_besides().refused == 1
    found = besides.message(message)
    assert found.state is MessageState.REFUSED
    assert found.error == f"Đã thử nhiều ngày không được. Lần cuối: 404 Máy {hooks.host} không nhận tin."


def test_a_silent_host_is_asked_once_a_round(besides: Channels, hooks: HookServer) -> None:
    address = str(besides.reach(hooks.url))
    for key in ("c1", "c2", "c3"):
        besides.put(key, address, channel=Channel.WEBHOOK)
    hooks.answer(HANG_UP)
    assert besides.deliver_besides().retrying == 3
    assert len(hooks.received) == 1
    assert besides.deliver_besides(at=MONDAY + timedelta(minutes=1)).delivered == 3


@pytest.mark.parametrize("limit", ["READ_SECONDS", "WHOLE_SECONDS"])
def test_who_never_answers_is_not_waited_for(
    besides: Channels, hooks: HookServer, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(channel_transport, limit, 0.2)
    message = besides.tell(hooks.url)
    hooks.answer(SILENCE)
    assert besides.deliver_besides().retrying == 1
    assert besides.message(message).error == f"Máy {hooks.host} không trả lời."


def test_a_certificate_that_nobody_vouches_for_gets_nothing(
    app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HookServer(is_secure=True) as hooks:
        besides = Channels(app, office, (hooks.host,))
        besides.tell(hooks.url)
        assert besides.deliver_besides().retrying == 1
        assert hooks.received == []
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATE))
        assert besides.deliver_besides(at=MONDAY + timedelta(minutes=1)).delivered == 1


def test_a_host_that_is_no_longer_named_gets_nothing(app: Flask, office: Office, hooks: HookServer) -> None:
    besides = Channels(app, office, ("chat.example.vn",))
    message = besides.tell(hooks.url)
    assert besides.deliver_besides().refused == 1
    assert hooks.received == []
    assert "chưa cho phép gửi tới máy" in besides.message(message).error


def test_a_channel_that_was_ended_gets_nothing(besides: Channels, hooks: HookServer) -> None:
    message = besides.tell(hooks.url)
    with besides.app.app_context():
        [address] = db.session.query(ChannelAddress)
        channel_addresses.end(address, "Người nhận gỡ kênh.", clock.now())
        db.session.commit()
    assert besides.deliver_besides().cancelled == 1
    assert hooks.received == []
    assert besides.message(message).error == "Người nhận đã gỡ kênh này."


def test_one_who_slept_past_his_lease_sends_nothing(hooks: HookServer, besides: Channels) -> None:
    parcel = Parcel("", hooks.url, b"x", Channel.WEBHOOK)
    answer = ChannelTransport(besides.settings).send(parcel, lambda: False)
    assert answer.verdict == "later"
    assert hooks.received == []


def test_the_address_stands_in_no_log_and_in_no_message(
    besides: Channels, hooks: HookServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    address = str(besides.reach(f"{hooks.url}/bimat"))
    for key, status in (("c1", 200), ("c2", 404), ("c3", HANG_UP)):
        message = besides.put(key, address, channel=Channel.WEBHOOK)
        hooks.answer(status)
        besides.deliver_besides()
        assert "bimat" not in f"{vars(besides.message(message))} {[vars(one) for one in besides.tries(message)]}"
    assert len(hooks.received) == 3
    assert "bimat" not in caplog.text


def test_the_rate_of_the_mail_server_does_not_slow_the_channels(app: Flask, office: Office, hooks: HookServer) -> None:
    besides = Channels(app, office, (hooks.host,))
    besides = Channels.__new__(Channels)
    Post.__init__(besides, app, office, "smtp://localhost:1?rate=1/h", channel_hosts=(hooks.host,))
    address = str(besides.reach(hooks.url))
    for key in ("c1", "c2", "c3"):
        besides.put(key, address, channel=Channel.WEBHOOK)
    assert besides.deliver_besides().delivered == 3
