"""Through a mail server that others wrote: what arrives is what was kept, what nobody takes comes back and is shown."""

from __future__ import annotations

import email
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import default

import pytest
from flask import Flask
from flask.testing import FlaskClient

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.outbox import bounces
from taskapp.outbox.delivery import Counts
from taskapp.outbox.models import MessageState
from taskapp.outbox.reports import return_address
from tests.exim import Exim
from tests.office import Office
from tests.outbox.post import LETTER, Post

SENDER = "giaoviec@chauthanh.example"
BOXES = ("congchuc", "truongphong")


@pytest.fixture
def exim() -> Iterator[Exim]:
    with Exim(*BOXES) as running:
        yield running


@pytest.fixture
def post(app: Flask, office: Office, exim: Exim) -> Post:
    """The outbox of the application, delivering to Exim and reading its returns from the sender's Maildir."""
    return Post(app, office, exim.url, bounces=exim.maildir("giaoviec"))


def read(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=default)  # type: ignore[return-value]


def test_a_mail_lies_in_the_box_of_its_reader_byte_for_byte(post: Post, exim: Exim) -> None:
    made = post.put()
    assert post.deliver() == Counts(delivered=1)
    exim.deliver()
    (arrived,) = exim.box("congchuc")
    message = post.message(made)
    kept = (message.content or b"").replace(b"\r\n", b"\n")
    assert arrived.endswith(b"\n" + kept)
    assert (post.tries(made)[0].code, exim.box("giaoviec")) == (250, [])
    mail = read(arrived)
    assert mail["Subject"] == LETTER.subject
    assert mail["To"].addresses[0].display_name == "Nguyễn Thị Ánh Tuyết"
    for kind, words in (("plain", LETTER.text), ("html", LETTER.html)):
        body = mail.get_body((kind,))
        assert body is not None
        assert body.get_content().splitlines() == words.splitlines()
    assert mail["Message-ID"] == message.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "<giaoviec.chauthanh.example>"
    assert mail["Return-Path"] == f"<{return_address(SENDER, made, post.settings.secret_key)}>"


def test_several_mails_arrive_once_each(post: Post, exim: Exim) -> None:
    made = [post.put(f"k{number}", to=f"{name}@chauthanh.example") for number, name in enumerate(BOXES * 5)]
    assert post.deliver() == Counts(delivered=len(made))
    exim.deliver()
    ids = sorted(read(mail)["Message-ID"] for name in BOXES for mail in exim.box(name))
    assert ids == sorted(post.message(number).message_id for number in made)


def test_a_mail_to_an_unknown_box_comes_back_and_is_shown_on_the_person(
    post: Post, exim: Exim, client_of: Callable[[str], FlaskClient]
) -> None:
    person = post.office.people["congchuc_nv"]
    gone = post.put("k1", to="congchuc_nv@chauthanh.example", person_id=person)
    good = post.put("k2")
    assert post.deliver() == Counts(delivered=2), "Exim takes both and finds out later"
    exim.deliver()
    with post.app.app_context():
        noted = bounces.take_in(db.session(), exim.maildir("giaoviec"), post.settings.secret_key, clock.now())
    assert noted == 1, exim.log()
    message = post.message(gone)
    assert (message.state, message.returned_at) == (MessageState.DELIVERED, clock.now())
    assert post.message(good).returned_at is None
    assert "Unrouteable address" in message.return_reason
    people = client_of("quantri").get("/admin/people").get_data(as_text=True)
    assert people.count("thư gửi tới bị trả lại") == 1
    assert people.index("Bùi Thanh Hà") < people.index("thư gửi tới bị trả lại")
    assert message.return_reason in client_of("vanphong").get(f"/admin/mail/{gone}").get_data(as_text=True)


def test_another_domain_than_ours_is_not_relayed_and_waits(post: Post, exim: Exim) -> None:
    made = post.put(to="ai@elsewhere.example")
    assert post.deliver() == Counts(retrying=1)
    assert "relay not permitted" in post.message(made).error
