"""Messages are claimed and prepared a few at a time: what goes wrong with one costs the others nothing."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.outbox import claims, delivery
from taskapp.outbox.contract import Letter
from taskapp.outbox.delivery import Counts
from taskapp.outbox.models import Message, MessageState
from tests.outbox.post import LETTER, Post
from tests.smtp_server import SmtpServer


def put(post: Post, count: int) -> list[int]:
    return [post.put(f"k{number:02}", to=f"n{number:02}@chauthanh.example") for number in range(count)]


def test_a_letter_that_cannot_be_written_takes_nothing_from_its_batch(post: Post, server: SmtpServer) -> None:
    made = put(post, 7)  # batches of 1, 2 and 4

    def check(_session: Session, message: Message, _now: datetime) -> Letter:
        if message.id == made[4]:
            raise KeyError("no such template")
        return LETTER

    assert post.deliver({"note": check}) == Counts(delivered=6, retrying=1)
    assert "no such template" in post.message(made[4]).error
    assert len(server.received) == len(set(server.recipients())) == 6


def test_what_was_checked_and_cannot_be_begun_soon_goes_back_to_be_checked_again(
    post: Post, server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "STALE", -1.0)
    made = put(post, 7)
    asked: list[int] = []

    def check(_session: Session, message: Message, _now: datetime) -> Letter:
        asked.append(message.id)
        return LETTER

    assert post.deliver({"note": check}) == Counts(delivered=7)
    assert len(asked) > len(made)
    assert {(post.message(number).attempts, len(post.tries(number))) for number in made} == {(1, 1)}
    assert server.recipients() == [f"n{number:02}@chauthanh.example" for number in range(7)]


def test_a_stop_gives_back_what_was_not_begun(post: Post, server: SmtpServer) -> None:
    made = put(post, 7)
    assert post.deliver(should_stop=lambda: len(server.received) == 4) == Counts(delivered=4)
    rest = [post.message(number) for number in made[4:]]
    assert {(m.state, m.owner, m.lease_until, m.attempts) for m in rest} == {(MessageState.WAITING, None, None, 0)}
    assert [post.tries(message.id) for message in rest] == [[], [], []]
    assert post.deliver() == Counts(delivered=3)


def test_a_worker_that_slept_through_its_lease_while_writing_keeps_nothing(
    post: Post, server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, usual = post.put(), clock.monotonic

    def check(_session: Session, _message: Message, _now: datetime) -> Letter:
        monkeypatch.setattr(clock, "monotonic", lambda: usual() + claims.LEASE.total_seconds() + 1)
        return LETTER

    assert post.deliver({"note": check}) == Counts()
    message = post.message(made)
    assert (message.content, message.state) == (None, MessageState.SENDING), "it is taken back when its lease ends"
    assert server.received == []


def test_each_message_costs_one_commit_and_each_batch_three(
    post: Post, server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BRISK", "STALE", "ROUND_SECONDS"):  # on a busy machine too
        monkeypatch.setattr(delivery, name, 600.0)
    put(post, 31)  # batches of 1, 2, 4, 8 and 16
    commits = 0

    def count(_connection: object) -> None:
        nonlocal commits
        commits += 1

    with post.app.app_context():
        event.listen(db.engine, "commit", count)
    assert post.deliver() == Counts(delivered=31)
    with post.app.app_context():
        event.remove(db.engine, "commit", count)
    assert commits <= 31 + 3 * 5 + 2, "taking back before the first batch, and finding nothing after the last"
