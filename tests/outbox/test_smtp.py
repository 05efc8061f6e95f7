"""The conversation itself: encrypted and checked, patient but not for ever, mended when the server hung up."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from taskapp.base import clock
from taskapp.outbox import smtp
from taskapp.outbox.delivery import Counts
from taskapp.outbox.faults import Verdict
from taskapp.outbox.smtp import Client
from taskapp.outbox.transport import MailboxTransport, Parcel, SmtpTransport
from tests.office import Office
from tests.outbox.post import CHECKS, Post
from tests.smtp_server import CERTIFICATE, SmtpServer

PARCEL = Parcel("giaoviec@chauthanh.example", "congchuc@chauthanh.example", b"Subject: x\r\n\r\n.\r\n..\r\nend")


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


def send(url: str, parcel: Parcel = PARCEL) -> tuple[Verdict, str]:
    transport = SmtpTransport(url, "chauthanh.example")
    answer = transport.send(parcel, lambda: True)
    transport.close()
    return answer.verdict, answer.reply


@pytest.mark.parametrize(("tls", "scheme"), [("smtps", "smtps"), ("starttls", "smtp+starttls")])
def test_an_encrypted_conversation_with_a_checked_certificate(trusted: None, tls: str, scheme: str) -> None:
    with SmtpServer(tls=tls) as server:
        assert send(f"{scheme}://localhost:{server.port}")[0] is Verdict.DELIVERED
        assert len(server.received) == 1


@pytest.mark.parametrize(("tls", "scheme"), [("smtps", "smtps"), ("starttls", "smtp+starttls")])
def test_a_certificate_that_nobody_vouches_for_is_refused(tls: str, scheme: str) -> None:
    with SmtpServer(tls=tls) as server:
        assert send(f"{scheme}://localhost:{server.port}")[0] is Verdict.MISCONFIGURED
        assert server.received == []


@pytest.mark.parametrize(("tls", "scheme"), [("smtps", "smtps"), ("starttls", "smtp+starttls")])
def test_a_certificate_for_another_name_is_refused(trusted: None, tls: str, scheme: str) -> None:
    with SmtpServer(tls=tls) as server:
        assert send(f"{scheme}://127.0.0.1:{server.port}")[0] is Verdict.MISCONFIGURED
        assert server.received == []


def test_lines_of_dots_arrive_as_they_were(server: SmtpServer) -> None:
    assert send(server.url)[0] is Verdict.DELIVERED
    assert server.received[0].content.rstrip() == PARCEL.content


def test_a_password_with_percent_signs_is_read_from_the_address() -> None:
    with SmtpServer(password="a@b:/%") as server:
        assert send(f"smtp://office:a%40b%3A%2F%25@127.0.0.1:{server.port}")[0] is Verdict.DELIVERED


@pytest.mark.parametrize(
    ("withheld", "verdict"),
    [(("PLAIN",), Verdict.DELIVERED), (("LOGIN",), Verdict.DELIVERED), (("PLAIN", "LOGIN"), Verdict.MISCONFIGURED)],
)
def test_the_way_of_signing_in_is_one_that_the_server_offers(withheld: tuple[str, ...], verdict: Verdict) -> None:
    with SmtpServer(password="right", withheld=withheld) as server:
        assert send(f"smtp://office:right@127.0.0.1:{server.port}")[0] is verdict


def test_a_connection_closed_while_idle_is_opened_again(app: Flask, office: Office, server: SmtpServer) -> None:
    post = Post(app, office, server.url)
    post.put("k1")
    post.put("k2")
    letters = 0

    def check(*asked: object) -> object:
        nonlocal letters
        letters += 1
        if letters == 2:
            server.hang_up()
        return CHECKS["note"](*asked)  # type: ignore[arg-type]

    assert post.deliver({"note": check}) == Counts(delivered=2)  # type: ignore[dict-item]
    assert server.connections == 2


def test_closing_after_the_server_hung_up_is_no_trouble(server: SmtpServer) -> None:
    transport = SmtpTransport(server.url, "chauthanh.example")
    assert transport.check().verdict is Verdict.DELIVERED
    server.hang_up()
    transport.close()
    assert transport.check().verdict is Verdict.DELIVERED
    transport.close()


def test_a_server_that_takes_the_mail_and_says_nothing_leaves_a_doubt(
    server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "FINAL_SECONDS", 0.05)
    heard = threading.Event()
    server.at_dot = lambda _received: heard.wait(timeout=20)
    assert send(server.url)[0] is Verdict.IN_DOUBT
    heard.set()


@pytest.fixture
def dripping() -> Iterator[Callable[[bytes], str]]:
    """The address of a server that says only what it is told, and then nothing more."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        spoken: list[socket.socket] = []

        def speak(words: bytes) -> str:
            def accept() -> None:
                spoken.append(listener.accept()[0])
                spoken[0].sendall(words)

            threading.Thread(target=accept, daemon=True).start()
            return f"smtp://127.0.0.1:{listener.getsockname()[1]}"

        yield speak
        for one in spoken:
            one.close()


@pytest.mark.parametrize("words", [b"", b"2", b"220", b"220-and\r\n220-so\r\n"])
def test_a_greeting_that_never_ends_is_given_up(
    dripping: Callable[[bytes], str], monkeypatch: pytest.MonkeyPatch, words: bytes
) -> None:
    monkeypatch.setattr(Client, "patience", 0.2)
    assert send(dripping(words))[0] is Verdict.BUSY


def test_patience_is_for_the_whole_reply_and_not_for_each_byte(
    dripping: Callable[[bytes], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter(range(0, 100_000, 40))
    monkeypatch.setattr(clock, "monotonic", lambda: float(next(moments)))
    assert send(dripping(b"220-and\r\n"))[0] is Verdict.BUSY


@pytest.mark.parametrize("words", [b"220-more\r\n" * 2000, b"x" * 20_000])
def test_a_reply_without_end_is_not_read_to_the_end(dripping: Callable[[bytes], str], words: bytes) -> None:
    verdict, reply = send(dripping(words))
    assert verdict is Verdict.BUSY
    assert len(reply) <= 500


def test_the_built_in_mailbox_takes_everything() -> None:
    transport = MailboxTransport()
    assert transport.send(PARCEL, lambda: True).verdict is Verdict.DELIVERED
    transport.close()
