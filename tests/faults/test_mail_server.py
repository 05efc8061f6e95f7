"""What a mail server may do wrong, in words: nothing is lost, nothing doubled but what is named, others go on.

Patience is cut to a fraction of a second; the clock of waits and pauses stands still and is moved by hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from taskapp.base import clock
from taskapp.outbox import smtp
from taskapp.outbox.delivery import Counts
from taskapp.outbox.models import MessageState
from taskapp.outbox.smtp import Client
from tests.office import Office
from tests.outbox.post import Post
from tests.smtp_server import CERTIFICATE, DRIP, HANG_UP, SILENCE, SmtpServer

Clock = Callable[[datetime], None]
MINUTE = timedelta(minutes=1)
ENDLESS = "220-" + "x" * 10_000_000  # one line of ten megabytes
EXPIRED = CERTIFICATE.with_name("expired.crt")


@dataclass(frozen=True)
class Fault:
    """What the server does once, and what it costs the message that meets it: tries, copies, a pause of the server."""

    name: str
    command: str
    reply: str
    tries: int = 0
    copies: int = 0
    is_paused: bool = False


WAITS = (
    Fault("it accepts and never greets", "CONNECT", SILENCE, is_paused=True),
    Fault("it greets one byte at a time", "CONNECT", DRIP, is_paused=True),
    Fault("it greets with a line of ten megabytes", "CONNECT", ENDLESS, is_paused=True),
    Fault("it says 421 instead of a greeting", "CONNECT", "421 4.3.2 shutting down", is_paused=True),
    Fault("it says 421 in the middle of a conversation", "RCPT", "421 4.4.2 idle for too long", is_paused=True),
    Fault("it falls silent at the recipient", "RCPT", SILENCE, tries=1),
    Fault("it falls silent at DATA", "DATA", SILENCE, tries=1),
    Fault("it answers DATA one byte at a time", "DATA", DRIP, tries=1),
    Fault("it answers the recipient with a line of ten megabytes", "RCPT", ENDLESS, tries=1),
    Fault("it cuts the line at DATA", "DATA", HANG_UP, tries=1),
    Fault("it takes the mail and says nothing", "DOT", SILENCE, tries=1, copies=1),
    Fault("it takes the mail and cuts the line", "DOT", HANG_UP, tries=1, copies=1),
    Fault("it takes the mail and answers one byte at a time", "DOT", DRIP, tries=1, copies=1),
    Fault("it takes the mail and answers with rubbish", "DOT", "HTTP/1.1 200 OK", tries=1, copies=1),
)


@pytest.fixture(autouse=True)
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Client, "patience", 0.3)
    monkeypatch.setattr(smtp, "COMMAND_SECONDS", 0.3)
    monkeypatch.setattr(smtp, "FINAL_SECONDS", 0.3)


@pytest.mark.parametrize("fault", WAITS, ids=lambda fault: fault.name)
def test_what_passes_is_waited_for(post: Post, server: SmtpServer, frozen_clock: Clock, fault: Fault) -> None:
    struck, other = post.put("k1", to="a@chauthanh.example"), post.put("k2", to="b@chauthanh.example")
    server.answer(fault.command, fault.reply)
    others = Counts() if fault.is_paused else Counts(delivered=1)
    hurt = Counts(in_doubt=1) if fault.copies else Counts(retrying=1)
    assert post.deliver() == Counts(**{name: count + vars(hurt)[name] for name, count in vars(others).items()})
    message = post.message(struck)
    assert (message.state, message.attempts) == (MessageState.WAITING, fault.tries)
    assert message.possible_copies == fault.copies
    assert message.error or fault.copies
    pause = post.pause()
    assert (pause is not None and pause.until > clock.now()) == fault.is_paused
    assert pause is None or not pause.needs_administrator
    frozen_clock(clock.now() + 2 * MINUTE)
    assert post.deliver().delivered == (2 if fault.is_paused else 1)
    assert {post.message(number).state for number in (struck, other)} == {MessageState.DELIVERED}
    assert Counter(server.recipients()) == {"a@chauthanh.example": 1 + fault.copies, "b@chauthanh.example": 1}
    assert len({received.content for received in server.received}) == 2, "a second copy is the same bytes"


def test_a_421_after_the_first_mail_of_a_conversation_holds_the_rest_back(
    post: Post, server: SmtpServer, frozen_clock: Clock
) -> None:
    made = [post.put(f"k{number}") for number in range(4)]
    server.at_recipient = lambda _sender, _recipient: "421 4.7.0 enough for now" if len(server.received) == 1 else None
    assert post.deliver() == Counts(delivered=1, retrying=1)
    assert [post.message(number).attempts for number in made] == [1, 0, 0, 0]
    server.at_recipient = None
    frozen_clock(clock.now() + 2 * MINUTE)
    assert post.deliver() == Counts(delivered=3)
    assert [received.content for received in server.received] == [post.message(number).content for number in made]


def test_a_greylisting_server_gets_the_same_three_things_again_until_it_says_yes(
    app: Flask, office: Office, server: SmtpServer, frozen_clock: Clock, tmp_path: Path
) -> None:
    """It knows the host, the sender and the recipient, and says no for five minutes after it has first seen them."""
    post = Post(app, office, server.url, bounces=tmp_path / "returns")  # each mail its own return address
    seen: dict[tuple[str, str], datetime] = {}

    def grey(sender: str, recipient: str) -> str | None:
        first = seen.setdefault((sender, recipient), clock.now())
        return "451 4.7.1 Greylisted, come back in 5 minutes" if clock.now() - first < 5 * MINUTE else None

    server.at_recipient = grey
    made = [post.put(f"k{number}", to=f"so{number}@angiang.example") for number in range(3)]
    for _minute in range(10):
        post.deliver()
        frozen_clock(clock.now() + MINUTE)
    assert {post.message(number).state for number in made} == {MessageState.DELIVERED}
    assert len(seen) == len(server.received) == 3, "no mail came under another sender, none twice"
    assert {len(post.tries(number)) for number in made} == {3}, "after 1 and 5 minutes"


def test_a_domain_that_says_not_now_delays_its_own_mails_only(
    post: Post, server: SmtpServer, frozen_clock: Clock
) -> None:
    far = [post.put(f"far{number}", to=f"so{number}@sotuphap.example") for number in range(3)]
    near = [post.put(f"near{number}") for number in range(3)]
    server.at_recipient = lambda _sender, to: "450 4.2.0 try later" if to.endswith("@sotuphap.example") else None
    assert post.deliver() == Counts(delivered=3, retrying=3)
    assert {post.message(number).state for number in near} == {MessageState.DELIVERED}
    assert post.pause() is None
    server.at_recipient = None
    frozen_clock(clock.now() + MINUTE)
    assert post.deliver() == Counts(delivered=3)
    assert {post.message(number).state for number in far} == {MessageState.DELIVERED}


@pytest.mark.parametrize(
    ("command", "reply", "reason"),
    [
        ("RCPT", "550 5.1.1 no such user", "Không có hộp thư này"),
        ("RCPT", "550 no such user", "Máy chủ thư không nhận địa chỉ này"),
        ("RCPT", "550 5.2.1 disabled", "Hộp thư đã ngừng dùng"),
        ("RCPT", "552 5.2.2 over quota", "Hộp thư của người nhận đã đầy"),
        ("CONTENT", "552 5.3.4 message too big", "Thư quá lớn"),
        ("CONTENT", "552 too much", "Thư quá lớn"),
        ("CONTENT", "554 5.6.0 content refused", "Máy chủ thư không nhận nội dung thư"),
        ("CONTENT", "554 no", "Máy chủ thư không nhận nội dung thư"),
        ("CONTENT", "550 5.7.1 looks like spam", "Máy chủ thư chặn theo quy định của họ"),
    ],
)
def test_a_refusal_for_good_is_told_in_vietnamese_and_stops_no_other(
    post: Post, server: SmtpServer, command: str, reply: str, reason: str
) -> None:
    refused, other = post.put("k1"), post.put("k2")
    server.answer(command, reply)
    assert post.deliver() == Counts(refused=1, delivered=1)
    message = post.message(refused)
    assert message.state is MessageState.REFUSED
    assert reason in message.error
    assert reply in message.error
    assert post.message(other).state is MessageState.DELIVERED
    assert post.pause() is None
    assert post.deliver() == Counts(), "never again by itself"


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
@pytest.mark.parametrize(
    ("certificate", "trusts"), [(EXPIRED, EXPIRED), (CERTIFICATE, None)], ids=["expired", "signed by itself"]
)
def test_a_bad_certificate_pauses_the_queue_costs_no_try_and_never_leads_to_clear_text(
    app: Flask,
    office: Office,
    frozen_clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
    certificate: Path,
    trusts: Path | None,
) -> None:
    monkeypatch.setattr(Client, "patience", 5.0)
    if trusts:
        monkeypatch.setenv("SSL_CERT_FILE", str(trusts))
    with SmtpServer(tls=scheme.removeprefix("smtp+"), certificate=certificate) as server:
        post = Post(app, office, f"{scheme}://localhost:{server.port}")
        made = [post.put(f"k{number}") for number in range(3)]
        for _round in range(3):
            assert post.deliver() == Counts(retrying=1)
            pause = post.pause()
            assert pause is not None
            assert pause.needs_administrator
            assert "certificate" in pause.reason
            frozen_clock(pause.until)
        assert server.received == []
        assert {(m.state, m.attempts) for m in map(post.message, made)} == {(MessageState.WAITING, 0)}


def test_a_server_that_takes_thirty_a_minute_gets_all_in_their_order(
    post: Post, server: SmtpServer, frozen_clock: Clock
) -> None:
    taken: list[datetime] = []

    def at_most_thirty(_sender: str, _recipient: str) -> str | None:
        if sum(clock.now() - moment < MINUTE for moment in taken) >= 30:
            return "451 4.7.0 too many messages, slow down"
        taken.append(clock.now())
        return None

    server.at_recipient = at_most_thirty
    made = [post.put(f"k{number:02}", to=f"n{number:02}@chauthanh.example") for number in range(75)]
    rounds = 0
    while len(server.received) < len(made):
        post.deliver()
        frozen_clock(clock.now() + timedelta(seconds=5))
        rounds += 1
    assert server.recipients() == [f"n{number:02}@chauthanh.example" for number in range(75)]
    assert {post.message(number).attempts for number in made} == {1}, "the server's limit costs no message a try"
    assert rounds <= 60, "within five minutes"
