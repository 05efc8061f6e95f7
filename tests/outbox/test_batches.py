"""Messages are claimed and prepared a few at a time: what goes wrong with one costs the others nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import event, func, update
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import db, unscoped, writing
from taskapp.outbox import claims, delivery
from taskapp.outbox.contract import Cancel, Letter
from taskapp.outbox.delivery import Counts
from taskapp.outbox.models import Message, MessageState
from tests.outbox.post import LETTER, Post
from tests.smtp_server import SmtpServer

Clock = Callable[[datetime], None]


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
        monkeypatch.setattr(clock, "monotonic", lambda: usual() + claims.CLAIMED.total_seconds() + 1)
        return LETTER

    assert post.deliver({"note": check}) == Counts()
    message = post.message(made)
    assert (message.content, message.state) == (None, MessageState.SENDING), "it is taken back when its lease ends"
    assert server.received == []


def test_nobody_waits_to_write_while_letters_are_checked_and_written(post: Post, server: SmtpServer) -> None:
    put(post, 3)  # batches of 1 and 2
    seen: list[int] = []

    def check(session: Session, _message: Message, _now: datetime) -> Letter:
        with writing():
            post.put(f"meanwhile{len(seen)}", to="ai@chauthanh.example", not_before=clock.now() + claims.LEASE)
        seen.append(session.scalar(unscoped(func.count()).select_from(Message)) or 0)
        return LETTER

    assert post.deliver({"note": check}) == Counts(delivered=3)
    assert seen[1] > seen[0], "a later batch sees what was written since"
    assert len(server.received) == 3


@pytest.mark.parametrize("late", [Letter("Cũ", "Cũ"), Cancel("Việc đã xong.")])
def test_what_was_taken_back_while_its_letter_was_written_keeps_the_letter_of_the_other_worker(
    post: Post, server: SmtpServer, frozen_clock: Clock, late: Letter | Cancel
) -> None:
    made = post.put()
    along = (update(Message).where(Message.id == made).values(to_name="nobody"),)

    def check(_session: Session, message: Message, _now: datetime) -> Letter | Cancel:
        assert message.fence == 1
        frozen_clock(clock.now() + claims.CLAIMED)
        with writing():
            assert post.deliver() == Counts(delivered=1), "another worker, meanwhile"
        return replace(late, along=along)

    post.deliver({"note": check})
    message = post.message(made)
    assert (message.state, message.subject) == (MessageState.DELIVERED, LETTER.subject)
    assert message.to_name != "nobody", "what goes along with a letter is not written without it"
    assert [message.content for message in server.received] == [message.content]


def test_what_goes_along_is_written_once_with_the_letter_that_is_kept(
    post: Post, server: SmtpServer, frozen_clock: Clock
) -> None:
    made = post.put()
    server.answer("RCPT", "450 4.2.0 mailbox busy")

    def checking(name: str) -> Counts:
        letter = replace(LETTER, along=(update(Message).where(Message.id == made).values(to_name=name),))
        return post.deliver({"note": lambda _session, _message, _now: letter})

    assert checking("first") == Counts(retrying=1)
    frozen_clock(clock.now() + claims.LEASE)
    assert checking("second") == Counts(delivered=1)
    assert post.message(made).to_name == "first"


def test_what_is_taken_back_before_its_try_begins_is_not_sent_by_the_one_who_comes_late(
    post: Post, server: SmtpServer, frozen_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, usual = post.put(), delivery.prepare

    def asleep(*given: object) -> object:
        ready = usual(*given)  # type: ignore[arg-type]
        monkeypatch.setattr(delivery, "prepare", usual)
        frozen_clock(clock.now() + claims.CLAIMED)
        assert post.deliver() == Counts(delivered=1), "another worker"
        return ready

    monkeypatch.setattr(delivery, "prepare", asleep)
    assert post.deliver() == Counts()
    assert len(server.received) == len(post.tries(made)) == 1
    message = post.message(made)
    assert (message.state, message.fence, message.possible_copies) == (MessageState.DELIVERED, 2, 0)


@pytest.mark.parametrize("first", ["begin", "take back"])
def test_a_try_that_begins_while_others_take_back_begins_or_is_taken_back_and_never_both(
    post: Post, frozen_clock: Clock, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    made, ends_a_try, looked = post.put(), claims._end_try, threading.Event()
    with post.app.app_context():
        (mine,) = claims.claim(db.session(), "late", due_at=clock.now())
        db.session.commit()
    frozen_clock(clock.now() + claims.CLAIMED)
    began: list[bool] = []

    def begin() -> None:
        began.append(claims.begin_try(db.session(), mine, post.office.committee_id) is not None)

    def take_back() -> None:
        claims.take_back(db.session(), clock.now())
        looked.set()

    def has_found_one(*given: object) -> bool:
        looked.set()
        return ends_a_try(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(claims, "_end_try", has_found_one)
    one, other = (begin, take_back) if first == "begin" else (take_back, begin)
    with post.app.app_context():
        one()  # has what it needs of the row, and has not committed
        second = threading.Thread(target=lambda: _committed(post, other))
        second.start()
        if other is take_back and db.engine.dialect.name == "postgresql":  # which looks now; SQLite waits to begin
            assert looked.wait(60)
        db.session.commit()
    second.join()
    message, tries = post.message(made), post.tries(made)
    assert began == [first == "begin"]
    assert message.state is (MessageState.SENDING if first == "begin" else MessageState.WAITING)
    assert [one.outcome for one in tries] == ([None] if first == "begin" else [])


def _committed(post: Post, what: Callable[[], None]) -> None:
    with post.app.app_context():
        what()
        db.session.commit()


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
