"""Not more mails than the server allows; what just happened goes first; a way that is closed closes no other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.settings import MailRate
from taskapp.outbox import pacing
from taskapp.outbox.delivery import Counts
from taskapp.outbox.models import URGENT, MessageState
from taskapp.outbox.pacing import Turn, next_turn
from tests.office import Office
from tests.outbox.post import Post
from tests.smtp_server import SmtpServer

Clock = Callable[[datetime], None]
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
THREE = MailRate(3, timedelta(minutes=1))


def seconds(count: float) -> datetime:
    return NOON + timedelta(seconds=count)


@pytest.mark.parametrize(
    ("filled_until", "expected"),
    [
        (None, Turn(True, seconds(20))),  # the first mail ever
        (seconds(-500), Turn(True, seconds(20))),  # a long silence gives no more than one burst
        (seconds(20), Turn(True, seconds(40))),
        (seconds(40), Turn(True, seconds(60))),  # the third of a burst of three
        (seconds(60), Turn(False, seconds(60))),  # the fourth waits
        (seconds(41), Turn(False, seconds(41))),  # one second too early
    ],
)
def test_a_server_gets_a_burst_and_then_one_at_a_time(filled_until: datetime | None, expected: Turn) -> None:
    assert next_turn(filled_until, NOON, THREE) == expected


@pytest.mark.parametrize("count", [1, 3, 7, 25, 333])
def test_in_any_window_no_more_than_twice_the_rate_and_in_the_long_run_the_rate(count: int) -> None:
    rate, filled, sent = MailRate(count, timedelta(minutes=1)), None, 0
    for second in range(600):
        while (turn := next_turn(filled, seconds(second), rate)).is_free:
            filled, sent = turn.filled_until, sent + 1
        assert sent <= count * (1 + second / 60) + 1
    assert sent >= count * 10


def test_a_round_sends_what_the_rate_allows_and_the_rest_keeps_its_place(
    app: Flask, office: Office, server: SmtpServer, frozen_clock: Clock
) -> None:
    post = Post(app, office, f"{server.url}?rate=3/min")
    ids = [post.put(f"k{number}") for number in range(5)]
    assert post.deliver() == Counts(delivered=3)
    waiting = [post.message(made) for made in ids[3:]]
    assert {(m.state, m.attempts, m.fence) for m in waiting} == {(MessageState.WAITING, 0, 0)}
    assert post.deliver() == Counts()
    frozen_clock(clock.now() + timedelta(seconds=20))
    assert post.deliver() == Counts(delivered=1)
    frozen_clock(clock.now() + timedelta(minutes=1))
    assert post.deliver() == Counts(delivered=1)
    assert len(server.received) == 5


def test_two_processes_share_the_tokens_of_a_server(app: Flask, office: Office) -> None:
    with app.app_context():
        session = db.session()
        taken = [pacing.take(session, "@mail.example:25", NOON, THREE) for _turn in range(5)]
        session.commit()
        other = pacing.take(session, "@other.example:25", NOON, THREE)
    assert (taken, other) == ([True, True, True, False, False], True)


def test_what_just_happened_goes_before_digests_that_are_due_longer(post: Post, server: SmtpServer) -> None:
    post.put("digest", to="a@chauthanh.example", not_before=clock.now() - timedelta(minutes=5))
    post.put("urged", to="b@chauthanh.example", rank=URGENT)
    assert post.deliver() == Counts(delivered=2)
    assert server.recipients() == ["b@chauthanh.example", "a@chauthanh.example"]


def test_a_domain_that_cannot_be_reached_waits_and_the_others_are_served(
    post: Post, server: SmtpServer, frozen_clock: Clock
) -> None:
    far = [post.put(f"far{number}", to=f"so{number}@Sotuphap.example") for number in range(3)]
    server.answer("RCPT", "450 4.4.1 no answer from host")
    near = post.put("near", to="congchuc@chauthanh.example")
    assert post.deliver() == Counts(delivered=1, retrying=1)
    assert post.message(near).state is MessageState.DELIVERED
    assert [post.message(made).attempts for made in far] == [1, 0, 0], "one try told it for all"
    frozen_clock(clock.now() + timedelta(minutes=2))
    assert post.deliver() == Counts(delivered=3)


def test_an_address_in_a_domain_of_a_like_name_is_not_held_back(post: Post, server: SmtpServer) -> None:
    post.put("far", to="so@so_tuphap.example")
    server.answer("RCPT", "450 4.4.1 no answer from host")
    post.put("like", to="so@soXtuphap.example")
    assert post.deliver() == Counts(delivered=1, retrying=1)
