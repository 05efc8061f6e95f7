"""A message is delivered once; each fault of the server leads to the state and the log entry it deserves."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.outbox.contract import Cancel, Letter
from taskapp.outbox.delivery import Counts
from taskapp.outbox.models import Message, MessageState
from taskapp.outbox.waits import MOST_TRIES
from tests.office import Office
from tests.outbox.post import LETTER, Post
from tests.smtp_server import HANG_UP, SmtpServer

Clock = Callable[[datetime], None]
MINUTE = timedelta(minutes=1)


def later(frozen_clock: Clock, wait: timedelta) -> None:
    frozen_clock(clock.now() + wait)


def test_a_due_message_reaches_the_server_once_and_a_second_round_sends_nothing(post: Post, server: SmtpServer) -> None:
    made = post.put()
    assert post.deliver() == Counts(delivered=1)
    assert post.deliver() == Counts()
    (received,) = server.received
    message = post.message(made)
    assert received.recipient == "congchuc@chauthanh.example"
    assert received.sender == "giaoviec@chauthanh.example"
    assert received.message_id == message.message_id
    assert received.content == message.content
    assert message.state is MessageState.DELIVERED
    assert message.finished_at == clock.now()
    (tried,) = post.tries(made)
    assert (tried.outcome, tried.code) == ("delivered", 250)
    assert "taken over" in tried.reply
    assert tried.ended_at is not None


def test_several_messages_use_one_connection(post: Post, server: SmtpServer) -> None:
    for number in range(5):
        post.put(f"k{number}")
    assert post.deliver() == Counts(delivered=5)
    assert server.connections == 1


def test_a_message_waits_for_its_moment(post: Post, server: SmtpServer, frozen_clock: Clock) -> None:
    post.put(not_before=clock.now() + MINUTE)
    assert post.deliver() == Counts()
    later(frozen_clock, MINUTE)
    assert post.deliver() == Counts(delivered=1)


def test_a_round_can_be_asked_for_another_instant_and_the_log_keeps_to_the_clock(post: Post) -> None:
    made = post.put(not_before=clock.now() + timedelta(days=3))
    assert post.deliver(at=clock.now() + timedelta(days=3)) == Counts(delivered=1)
    assert post.message(made).finished_at == clock.now()


def test_a_round_for_a_later_instant_tries_each_message_once(post: Post, server: SmtpServer) -> None:
    post.put(not_before=clock.now() + timedelta(days=3))
    server.answer("RCPT", "450 later", "450 later")
    assert post.deliver(at=clock.now() + timedelta(days=3)) == Counts(retrying=1)


def test_without_a_server_the_built_in_mailbox_keeps_the_bytes(app: Flask, office: Office) -> None:
    post = Post(app, office)
    made = post.put(to="")
    assert post.deliver() == Counts(refused=1), "no address, no mail"
    made = post.put("k2")
    assert post.deliver() == Counts(delivered=1)
    assert b"Subject: " in (post.message(made).content or b"")


@pytest.mark.parametrize(
    ("command", "reply"),
    [
        ("RCPT", "450 4.2.1 mailbox busy"),
        ("RCPT", "451 4.7.1 Greylisted, come back"),
        ("RCPT", "554 5.7.1 Relay access denied"),
        ("RCPT", HANG_UP),
        ("DATA", "451 4.3.0 local trouble"),
        ("DATA", HANG_UP),
        ("CONTENT", "452 4.3.1 disk full"),
        ("RCPT", "what is this"),
    ],
)
def test_a_passing_trouble_of_one_message_is_tried_again(
    post: Post, server: SmtpServer, frozen_clock: Clock, command: str, reply: str
) -> None:
    made = post.put()
    server.answer(command, reply)
    assert post.deliver() == Counts(retrying=1)
    message = post.message(made)
    assert message.state is MessageState.WAITING
    assert message.attempts == 1
    assert message.error
    assert message.possible_copies == 0
    assert post.pause() is None
    assert post.deliver() == Counts(), "not before its next try"
    later(frozen_clock, MINUTE)
    assert post.deliver() == Counts(delivered=1)
    assert len(server.received) == 1
    assert [tried.outcome for tried in post.tries(made)] == ["later", "delivered"]


@pytest.mark.parametrize(
    ("command", "reply"),
    [
        ("CONNECT", "421 4.3.2 going down"),
        ("CONNECT", "HTTP/1.1 400 Bad Request"),
        ("CONNECT", HANG_UP),
        ("CONNECT", "220-" + "x" * 100_000),
        ("EHLO", "421 too busy"),
        ("MAIL", "451 4.3.0 try later"),
        ("MAIL", HANG_UP),
        ("RCPT", "421 4.7.0 too many messages"),
        ("RCPT", "451 4.7.500 server busy"),
        ("DOT", "421 4.7.0 slow down"),
    ],
)
def test_trouble_of_the_whole_server_pauses_the_queue_and_spends_no_try(
    post: Post, server: SmtpServer, frozen_clock: Clock, command: str, reply: str
) -> None:
    first, second = post.put("k1"), post.put("k2")
    server.answer(command, reply)
    assert post.deliver() == Counts(retrying=1)
    assert post.message(first).attempts == 0
    assert post.tries(second) == [], "the others are not even begun"
    pause = post.pause()
    assert pause is not None
    assert pause.until > clock.now()
    assert pause.needs_administrator is False
    assert post.deliver() == Counts(), "the pause lasts"
    later(frozen_clock, 2 * MINUTE)
    assert post.deliver() == Counts(delivered=2)
    assert post.pause().failures == 0  # type: ignore[union-attr]


def test_a_closed_port_pauses_longer_each_time(app: Flask, office: Office, frozen_clock: Clock) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: refuses
        post = Post(app, office, f"smtp://127.0.0.1:{taken.getsockname()[1]}")
        made = post.put()
        lengths = []
        for _round in range(3):
            assert post.deliver() == Counts(retrying=1)
            pause = post.pause()
            assert pause is not None
            lengths.append(pause.until - clock.now())
            frozen_clock(pause.until)
        assert lengths[0] >= MINUTE
        assert lengths[1] >= 2 * MINUTE
        assert lengths[2] >= 4 * MINUTE
        assert post.message(made).state is MessageState.WAITING


def test_whoever_alone_does_not_reach_the_server_keeps_nobody_else_from_sending(
    app: Flask, office: Office, frozen_clock: Clock
) -> None:
    with SmtpServer() as server:
        post = Post(app, office, server.url)
        post.put("k1")
        assert post.deliver() == Counts(delivered=1)
    made = [post.put("k2"), post.put("k3")]
    assert post.deliver() == Counts(retrying=1), "one look is enough"
    pause = post.pause()
    assert pause is not None
    assert pause.failures == 1, "it is shown"
    assert pause.until <= clock.now(), "another process has just delivered: it need not wait"
    assert [post.message(each).attempts for each in made] == [0, 0]
    later(frozen_clock, 6 * MINUTE)
    assert post.deliver() == Counts(retrying=1)
    assert post.pause().until > clock.now(), "nobody has reached it for a while"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("command", "reply"),
    [
        ("RCPT", "550 5.1.1 no such user"),
        ("CONTENT", "552 5.3.4 too big"),
        ("CONTENT", "554 5.6.0 content refused"),
    ],
)
def test_a_refusal_for_good_concerns_that_message_only(
    post: Post, server: SmtpServer, command: str, reply: str
) -> None:
    refused, other = post.put("k1"), post.put("k2")
    server.answer(command, reply)
    assert post.deliver() == Counts(refused=1, delivered=1)
    message = post.message(refused)
    assert message.state is MessageState.REFUSED
    assert message.error.endswith(f": {reply}")
    assert message.finished_at is not None
    assert post.message(other).state is MessageState.DELIVERED
    assert post.deliver() == Counts()


@pytest.mark.parametrize(
    ("command", "reply"),
    [
        ("CONNECT", "554 5.7.1 you are blocked"),
        ("EHLO", "550 go away"),
        ("MAIL", "530 5.7.0 sign in first"),
        ("MAIL", "550 5.7.60 not allowed to send as this sender"),
        ("RCPT", "530 5.7.0 sign in first"),
    ],
)
def test_our_own_wrong_settings_pause_the_queue_and_call_the_administrator(
    post: Post, server: SmtpServer, command: str, reply: str
) -> None:
    made = post.put()
    server.answer(command, reply)
    assert post.deliver() == Counts(retrying=1)
    message = post.message(made)
    assert (message.state, message.attempts) == (MessageState.WAITING, 0)
    pause = post.pause()
    assert pause is not None
    assert pause.needs_administrator is True
    assert pause.reason == reply


def test_a_wrong_password_calls_the_administrator_and_the_right_one_delivers(
    app: Flask, office: Office, frozen_clock: Clock
) -> None:
    with SmtpServer(password="right") as server:
        wrong = Post(app, office, f"smtp://office:wrong@127.0.0.1:{server.port}")
        made = wrong.put()
        assert wrong.deliver() == Counts(retrying=1)
        pause = wrong.pause()
        assert pause is not None
        assert pause.needs_administrator, pause.reason
        assert pause.reason.startswith("535")
        assert "wrong" not in pause.server
        frozen_clock(pause.until)
        right = Post(app, office, f"smtp://office:right@127.0.0.1:{server.port}")
        assert right.deliver() == Counts(delivered=1)
        assert right.message(made).attempts == 1


@pytest.mark.parametrize("url", ["smtp+starttls://127.0.0.1:%d", "smtps://127.0.0.1:%d"])
def test_encryption_that_the_server_does_not_offer_is_never_given_up(
    app: Flask, office: Office, server: SmtpServer, url: str
) -> None:
    post = Post(app, office, url % server.port)
    post.put()
    assert post.deliver() == Counts(retrying=1)
    assert server.received == []
    pause = post.pause()
    assert pause is not None
    assert pause.needs_administrator


def test_a_sender_that_is_no_address_calls_the_administrator(app: Flask, office: Office, server: SmtpServer) -> None:
    post = Post(app, office, server.url, mail_from="giaoviec\r\nBcc: all@example.vn")
    made = post.put()
    assert post.deliver() == Counts(retrying=1)
    assert post.message(made).state is MessageState.WAITING
    assert server.received == []


def test_no_answer_after_the_dot_sends_one_second_copy_of_the_same_bytes_and_then_asks_a_person(
    post: Post, server: SmtpServer, frozen_clock: Clock
) -> None:
    made = post.put()
    server.answer("DOT", HANG_UP, HANG_UP)
    assert post.deliver() == Counts(in_doubt=1)
    assert post.message(made).state is MessageState.WAITING
    assert post.message(made).possible_copies == 1
    later(frozen_clock, MINUTE)
    assert post.deliver() == Counts(in_doubt=1)
    message = post.message(made)
    assert message.state is MessageState.IN_DOUBT
    assert message.possible_copies == 2
    later(frozen_clock, timedelta(days=1))
    assert post.deliver() == Counts()
    first, second = server.received
    assert first.content == second.content


def test_the_letter_is_written_once_and_every_try_sends_the_same_bytes(
    post: Post, server: SmtpServer, frozen_clock: Clock
) -> None:
    post.put()
    server.answer("RCPT", "450 later")
    post.deliver()
    later(frozen_clock, MINUTE)
    changed = Letter("Khác", "khác", "<p>khác</p>")
    assert post.deliver({"note": lambda _session, _message, _now: changed}) == Counts(delivered=1)
    assert server.received[0].mail["Subject"] == LETTER.subject


def test_what_no_longer_holds_is_cancelled_with_the_reason(post: Post, server: SmtpServer) -> None:
    made = post.put()
    assert post.deliver({"note": lambda _session, _message, _now: Cancel("Việc đã xong.")}) == Counts(cancelled=1)
    message = post.message(made)
    assert (message.state, message.error) == (MessageState.CANCELLED, "Việc đã xong.")
    assert post.tries(made) == []
    assert server.connections == 0


def test_after_its_last_useful_moment_a_message_is_cancelled_with_the_last_answer(
    post: Post, server: SmtpServer, frozen_clock: Clock
) -> None:
    made = post.put(valid_until=clock.now() + timedelta(seconds=30))
    server.answer("RCPT", "450 4.2.1 mailbox busy")
    assert post.deliver() == Counts(retrying=1)
    later(frozen_clock, timedelta(seconds=30))
    assert post.deliver() == Counts(cancelled=1)
    assert "mailbox busy" in post.message(made).error
    assert server.received == []


def test_after_five_days_of_tries_a_message_is_refused_with_the_last_answer(
    post: Post, server: SmtpServer, frozen_clock: Clock
) -> None:
    made = post.put()
    begun = clock.now()
    for _try in range(MOST_TRIES + 1):
        server.answer("RCPT", "450 4.2.1 mailbox busy")
        assert post.message(made).state is MessageState.WAITING
        frozen_clock(post.message(made).next_try_at)
        post.deliver()
    assert post.message(made).state is MessageState.REFUSED
    assert "mailbox busy" in post.message(made).error
    assert timedelta(days=4) < clock.now() - begun < timedelta(days=6)


def test_a_letter_that_cannot_be_written_does_not_stop_the_others(post: Post, server: SmtpServer) -> None:
    broken, other = post.put("k1"), post.put("k2")

    def check(_session: Session, message: Message, _now: datetime) -> Letter:
        if message.key == "k1":
            raise KeyError("no such template")
        return LETTER

    assert post.deliver({"note": check}) == Counts(retrying=1, delivered=1)
    assert "no such template" in post.message(broken).error
    assert post.message(other).state is MessageState.DELIVERED


def test_a_kind_that_nobody_checks_waits_and_says_so(post: Post) -> None:
    made = post.put(kind="unknown")
    assert post.deliver() == Counts(retrying=1)
    assert "unknown" in post.message(made).error


def test_an_address_with_a_line_break_is_refused_and_nothing_is_sent(post: Post, server: SmtpServer) -> None:
    made = post.put(to="a@example.vn\r\nBcc: all@example.vn")
    assert post.deliver() == Counts(refused=1)
    assert post.message(made).state is MessageState.REFUSED
    assert server.connections == 0


def test_a_stop_is_heard_between_messages(post: Post, server: SmtpServer) -> None:
    post.put("k1")
    post.put("k2")
    assert post.deliver(should_stop=lambda: bool(server.received)) == Counts(delivered=1)


def test_a_round_ends_by_itself(post: Post, server: SmtpServer, monkeypatch: pytest.MonkeyPatch) -> None:
    post.put("k1")
    post.put("k2")
    moments = iter(range(0, 10_000, 10))
    monkeypatch.setattr(clock, "monotonic", lambda: float(next(moments)))
    assert post.deliver().delivered == 1, "each look at the clock is ten seconds later than the one before"
