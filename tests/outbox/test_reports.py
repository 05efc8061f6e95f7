"""Mails that come back: only what was signed by us is believed, for good or for now, whatever a stranger sends."""

from __future__ import annotations

import mailbox
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.outbox import bounces
from taskapp.outbox.models import MessageState
from taskapp.outbox.reports import Report, read, return_address
from tests.office import Office
from tests.outbox.post import Post
from tests.smtp_server import SmtpServer

SECRET = "for-tests-only-0123456789-abcdefghij"
SENDER = "giaoviec@chauthanh.example"
NO_SUCH_BOX = "smtp; 550 5.1.1 <congchuc@chauthanh.example>: no such mailbox"


def report(address: str, *, action: str = "failed", status: str = "5.1.1", kind: str = "delivery-status") -> bytes:
    """What a mail server sends back (RFC 3464)."""
    lines = (
        "From: MAILER-DAEMON@relay.example",
        f"To: {address}",
        "Subject: Undelivered Mail Returned to Sender",
        f'Content-Type: multipart/report; report-type={kind}; boundary="cut"',
        "MIME-Version: 1.0",
        "",
        "--cut",
        "Content-Type: text/plain",
        "",
        "This is the mail system.",
        "--cut",
        f"Content-Type: message/{kind}",
        "",
        "Reporting-MTA: dns; relay.example",
        "",
        "Final-Recipient: rfc822; congchuc@chauthanh.example",
        f"Action: {action}",
        f"Status: {status}",
        f"Diagnostic-Code: {NO_SUCH_BOX}",
        "",
        "--cut--",
        "",
    )
    return "\r\n".join(lines).encode()


def test_each_message_has_a_return_address_of_its_own() -> None:
    first, second = (return_address(SENDER, number, SECRET) for number in (1, 2))
    assert first != second
    assert first.startswith("giaoviec+b1-")
    assert first.endswith("@chauthanh.example")
    assert len(first.partition("@")[0]) <= 64, "RFC 5321 4.5.3.1.1"


@pytest.mark.parametrize("number", [1, 35, 36, 123_456_789, 2**62])
def test_a_failure_is_read_back_to_its_message(number: int) -> None:
    came_back = report(return_address(SENDER, number, SECRET))
    assert read(came_back, SECRET) == Report(number, True, NO_SUCH_BOX)


def test_servers_that_write_addresses_in_capitals_are_understood() -> None:
    assert read(report(return_address(SENDER, 12_345, SECRET).upper()), SECRET) is not None


@pytest.mark.parametrize(
    ("action", "status", "is_final"),
    [("failed", "5.1.1", True), ("failed", "4.4.7", False), ("delayed", "4.4.1", False)],
)
def test_a_delay_is_no_failure(action: str, status: str, is_final: bool) -> None:
    found = read(report(return_address(SENDER, 7, SECRET), action=action, status=status), SECRET)
    assert found is not None
    assert found.is_final is is_final


def test_what_is_not_signed_by_us_or_is_no_report_is_not_believed() -> None:
    address = return_address(SENDER, 7, SECRET)
    assert read(report(return_address(SENDER, 7, "another secret")), SECRET) is None
    assert read(report(address.replace("+b7-", "+b8-")), SECRET) is None
    assert read(report(address, action="delivered", status="2.0.0"), SECRET) is None
    assert read(report(address, kind="disposition-notification"), SECRET) is None
    answer = EmailMessage()
    answer["To"] = address
    answer.set_content("Tôi đi công tác đến hết tuần.")
    assert read(answer.as_bytes(), SECRET) is None
    assert read(b"To: " + address.encode() + b"\r\n" + b"x" * 3_000_000, SECRET) is None


@given(st.binary(max_size=400))
def test_no_bytes_of_a_stranger_stop_the_reading(noise: bytes) -> None:
    address = return_address(SENDER, 7, SECRET).encode()
    assert read(noise, SECRET) is None
    read(b"To: " + address + b"\r\nContent-Type: multipart/report; boundary=cut\r\n" + noise, SECRET)


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    folder = tmp_path / "returned"
    mailbox.Maildir(folder, create=True)
    return folder


def take_in(app: Flask, folder: Path) -> int:
    with app.app_context():
        return bounces.take_in(db.session(), folder, SECRET, clock.now())


def test_a_mail_that_comes_back_is_noted_once_and_shown_at_its_message_and_person(
    app: Flask, office: Office, server: SmtpServer, maildir: Path, client_of: Callable[[str], FlaskClient]
) -> None:
    post = Post(app, office, server.url, bounces=maildir)
    made, other = post.put(), post.put("k2", to="congchuc2@chauthanh.example")
    post.deliver()
    assert [r.sender for r in server.received] == [return_address(SENDER, number, SECRET) for number in (made, other)]
    box = mailbox.Maildir(maildir)
    box.add(report(server.received[0].sender))
    box.add(b"Subject: quang cao\r\n\r\nmua ngay")
    assert take_in(app, maildir) == 1
    assert take_in(app, maildir) == 0, "seen mails are not read again"
    message = post.message(made)
    assert (message.state, message.return_reason) == (MessageState.DELIVERED, NO_SUCH_BOX)
    assert message.returned_at == clock.now()
    assert post.message(other).returned_at is None
    page = client_of("vanphong").get(f"/admin/mail/{made}").get_data(as_text=True)
    assert "no such mailbox" in page
    people = client_of("quantri").get("/admin/people").get_data(as_text=True)
    assert people.count("thư gửi tới bị trả lại") == 1


def test_an_address_that_works_again_is_no_longer_marked(
    app: Flask, office: Office, server: SmtpServer, maildir: Path, client_of: Callable[[str], FlaskClient]
) -> None:
    post = Post(app, office, server.url, bounces=maildir)
    post.put()
    post.deliver()
    mailbox.Maildir(maildir).add(report(server.received[0].sender))
    take_in(app, maildir)
    post.put("later")
    post.deliver()
    assert "thư gửi tới bị trả lại" not in client_of("quantri").get("/admin/people").get_data(as_text=True)


def test_a_folder_that_is_gone_is_said_and_stops_nothing(
    app: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert take_in(app, tmp_path / "nowhere") == 0
    assert "no Maildir" in caplog.text
