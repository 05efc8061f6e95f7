"""The queue: a key is owed once, what waits can be cancelled, what is in doubt is a person's decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.errors import Missing, Refused
from taskapp.outbox import queries, queue
from taskapp.outbox.delivery import Counts
from taskapp.outbox.models import MessageState
from tests.outbox.post import Post
from tests.smtp_server import HANG_UP, SmtpServer


def test_the_same_key_is_the_same_message_and_what_stands_there_stays(post: Post) -> None:
    first = post.put("k1", to="a@chauthanh.example")
    assert post.put("k1", to="b@chauthanh.example", about=["task:18"]) == first
    assert post.message(first).to_address == "a@chauthanh.example"
    with post.app.app_context():
        assert list(db.session.scalars(queries.about(post.office.committee_id, "task:18"))) == []


def test_messages_are_found_by_what_they_are_about(post: Post) -> None:
    first, second = post.put("k1", about=["task:17", "task:18", "task:17"]), post.put("k2", about=["task:18"])
    with post.app.app_context():
        found = [message.id for message in db.session.scalars(queries.about(post.office.committee_id, "task:18"))]
        assert found == [second, first]
        assert list(db.session.scalars(queries.about(post.office.committee_id + 1, "task:18"))) == []


def test_a_waiting_message_can_be_cancelled_and_is_not_sent(post: Post, server: SmtpServer) -> None:
    made = post.put()
    change(post, made, lambda message: queue.cancel(db.session(), message, reason="Nhập nhầm.", now=clock.now()))
    assert post.deliver() == Counts()
    message = post.message(made)
    assert (message.state, message.error) == (MessageState.CANCELLED, "Nhập nhầm.")


def test_a_message_in_doubt_is_sent_again_when_a_person_says_so(
    post: Post, server: SmtpServer, frozen_clock: Callable[[datetime], None]
) -> None:
    made = post.put(valid_until=clock.now() + timedelta(hours=1))
    server.answer("DOT", HANG_UP, HANG_UP)
    post.deliver()
    frozen_clock(clock.now() + timedelta(minutes=1))
    post.deliver()
    assert post.message(made).state is MessageState.IN_DOUBT
    frozen_clock(clock.now() + timedelta(days=1))
    change(post, made, lambda message: queue.send_again(db.session(), message, reason="Gửi lại.", now=clock.now()))
    assert post.deliver() == Counts(delivered=1)
    assert len({received.message_id for received in server.received}) == 1


@pytest.mark.parametrize("decision", [queue.cancel, queue.send_again])
def test_a_delivered_message_cannot_be_taken_back_nor_sent_again(post: Post, decision: Callable[..., None]) -> None:
    made = post.put()
    post.deliver()
    with pytest.raises(Refused):
        change(post, made, lambda message: decision(db.session(), message, reason="x", now=clock.now()))
    assert post.message(made).state is MessageState.DELIVERED


def test_the_log_is_read_in_pages_from_the_newest(post: Post) -> None:
    ids = [post.put(f"k{number}") for number in range(5)]
    with post.app.app_context():
        log = queries.log(post.office.committee_id)
        first = queries.page(db.session(), log, None, size=2)
        second = queries.page(db.session(), log, first.next_mark, size=2)
        last = queries.page(db.session(), log, second.next_mark, size=2)
        assert [message.id for page in (first, second, last) for message in page.rows] == ids[::-1]
        assert last.next_mark is None
        assert queries.page(db.session(), log, "rubbish", size=2).rows == first.rows


def test_counts_and_the_oldest_wait(post: Post, server: SmtpServer) -> None:
    with post.app.app_context():
        assert queries.oldest_due(db.session()) is None
    post.put("k1", to="")
    post.put("k2")
    post.deliver()
    post.put("k3")
    with post.app.app_context():
        counts = queries.counts(db.session())
        assert queries.counts(db.session(), post.office.committee_id) == counts
        assert sum(queries.counts(db.session(), post.office.committee_id + 1).values()) == 0
        assert queries.oldest_due(db.session()) == clock.now()
    assert {state: count for state, count in counts.items() if count} == {
        MessageState.WAITING: 1,
        MessageState.DELIVERED: 1,
        MessageState.REFUSED: 1,
    }


def test_a_message_of_another_committee_is_not_there(post: Post) -> None:
    made = post.put()
    with post.app.app_context(), pytest.raises(Missing):
        queries.get(db.session(), post.office.committee_id + 1, made)


def change(post: Post, message_id: int, decision: Callable[..., None]) -> None:
    with post.app.app_context():
        decision(queries.get(db.session(), post.office.committee_id, message_id))
        db.session.commit()
