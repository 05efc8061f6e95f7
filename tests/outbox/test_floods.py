"""Far more mails than usual at once are held before the first goes out; a person lets them go or cancels them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.errors import Refused
from taskapp.outbox import floods
from taskapp.outbox.contract import ABOUT_MAIL
from taskapp.outbox.delivery import Counts
from taskapp.outbox.floods import FLOOR, is_flood
from taskapp.outbox.models import HoldEnd, MailHold, MessageState
from taskapp.people.models import Committee
from taskapp.reminders import probe, reconciliation
from tests.outbox.post import CHECKS, Post
from tests.smtp_server import SmtpServer

Clock = Callable[[datetime], None]
DAY = timedelta(days=1)
CHECK = CHECKS["note"]
KINDS = dict.fromkeys(("note", "digest", *ABOUT_MAIL), CHECK)


@pytest.fixture(autouse=True)
def low_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floods, "FLOOR", 4)


def flood(post: Post, count: int, *, ago: timedelta = timedelta(0), word: str = "f", **changes: object) -> list[int]:
    """So many messages made at once, some time ago, and what the guard then says."""
    made_at = clock.now() - ago
    return [post.put(f"{word}{number}-{made_at}", now=made_at, **changes) for number in range(count)]


def guard(post: Post) -> bool:
    with post.app.app_context():
        held = floods.guard(db.session(), post.office.committee_id, "note", clock.now())
        db.session.commit()
        return held


def current(post: Post) -> MailHold | None:
    with post.app.app_context():
        found = floods.current(db.session(), post.office.committee_id)
        db.session.expunge_all()
        return found


def decide(post: Post, decision: Callable[..., object], **more: object) -> object:
    with post.app.app_context():
        hold = db.session.get_one(MailHold, 1)
        who = {"by_id": post.office.people["vanphong"], "by_name": "Phạm Ngọc Mai", "now": clock.now()}
        result = decision(db.session(), hold, **(who | more))
        db.session.commit()
        return result


@pytest.mark.parametrize(
    ("made", "usual", "expected"),
    [(200, 0, False), (201, 0, True), (201, 40, True), (201, 41, False), (1000, 200, False), (1001, 200, True)],
)
def test_a_flood_is_more_than_two_hundred_and_than_five_times_the_busiest_day(
    made: int, usual: int, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(floods, "FLOOR", FLOOR)
    assert is_flood(made, usual) is expected


def test_nothing_of_a_flood_is_sent(post: Post, server: SmtpServer) -> None:
    made = flood(post, 5)
    assert guard(post)
    assert post.deliver(KINDS) == Counts()
    assert {post.message(number).state for number in made} == {MessageState.WAITING}
    hold = current(post)
    assert hold is not None
    assert (hold.made, hold.usual, hold.kind) == (5, 0, "note")


def test_an_ordinary_number_passes(post: Post, server: SmtpServer) -> None:
    flood(post, 4)
    assert not guard(post)
    assert post.deliver(KINDS) == Counts(delivered=4)


@pytest.mark.parametrize(("days", "is_held"), [(1, False), (7, False), (8, True)])
def test_five_times_the_busiest_day_of_the_last_seven_is_ordinary(post: Post, days: int, is_held: bool) -> None:
    flood(post, 2, ago=days * DAY - timedelta(minutes=1), word="old")
    flood(post, 10)
    assert guard(post) is is_held


def test_digests_of_a_morning_are_no_flood(post: Post, server: SmtpServer) -> None:
    flood(post, 30, kind="digest")
    assert not guard(post)
    assert post.deliver(KINDS) == Counts(delivered=30)


def test_what_comes_later_waits_too_and_mails_about_the_mail_go_out(post: Post, server: SmtpServer) -> None:
    flood(post, 5)
    guard(post)
    post.put("morning", kind="digest")
    for kind in (probe.KIND, reconciliation.KIND):
        post.put(kind, kind=kind, to=f"{kind}@chauthanh.example")
    assert post.deliver(KINDS) == Counts(delivered=2)
    assert sorted(server.recipients()) == ["reconciliation@chauthanh.example", "test@chauthanh.example"]


def test_the_mails_of_another_committee_go_out(post: Post, server: SmtpServer) -> None:
    flood(post, 5)
    guard(post)
    with post.app.app_context():
        other = Committee(code="khac", name="UBND khác", timezone="Asia/Ho_Chi_Minh", created_at=clock.now())
        db.session.add(other)
        db.session.commit()
        other_id = other.id
    post.put("other", committee_id=other_id, person_id=None)
    assert post.deliver(KINDS) == Counts(delivered=1)


def test_a_second_flood_joins_the_hold_that_lasts(post: Post, frozen_clock: Clock) -> None:
    flood(post, 5)
    assert guard(post)
    frozen_clock(clock.now() + timedelta(minutes=1))
    flood(post, 50, word="g")
    assert not guard(post)
    with post.app.app_context():
        assert floods.size(db.session(), db.session.get_one(MailHold, 1)) == 55


def test_once_released_everything_goes_out(post: Post, server: SmtpServer, frozen_clock: Clock) -> None:
    flood(post, 5)
    guard(post)
    post.put("morning", kind="digest")
    frozen_clock(clock.now() + timedelta(hours=1))
    decide(post, floods.release)
    assert post.deliver(KINDS) == Counts(delivered=6)
    assert current(post) is None


def test_cancelling_takes_the_flood_only_and_says_who_and_why(
    post: Post, server: SmtpServer, frozen_clock: Clock
) -> None:
    before = flood(post, 1, ago=timedelta(hours=1), word="before")
    made = flood(post, 6)
    guard(post)
    morning = post.put("morning", kind="digest")
    frozen_clock(clock.now() + timedelta(hours=1))
    assert decide(post, floods.cancel, reason="Nhập nhầm tệp năm 2021.") == 6
    assert post.deliver(KINDS) == Counts(delivered=2)
    assert {post.message(number).state for number in (*before, morning)} == {MessageState.DELIVERED}
    cancelled = [post.message(number) for number in made]
    assert {message.state for message in cancelled} == {MessageState.CANCELLED}
    assert cancelled[0].error == "Phạm Ngọc Mai hủy cả đợt thư: Nhập nhầm tệp năm 2021."
    with post.app.app_context():
        (hold,) = db.session.scalars(floods.history(post.office.committee_id))
        assert (hold.decision, hold.cancelled, hold.ended_by) == (HoldEnd.CANCELLED, 6, "Phạm Ngọc Mai")


@pytest.mark.parametrize("second", [floods.release, floods.cancel])
def test_only_the_first_decision_counts(post: Post, second: Callable[..., object]) -> None:
    made = flood(post, 5)
    guard(post)
    decide(post, floods.release)
    with pytest.raises(Refused):
        decide(post, second, **({"reason": "x"} if second is floods.cancel else {}))
    assert {post.message(number).state for number in made} == {MessageState.WAITING}


def test_a_committee_has_one_hold_at_a_time_whoever_makes_it(post: Post) -> None:
    flood(post, 5)
    guard(post)
    values = {"committee_id": post.office.committee_id, "kind": "note", "made": 9, "usual": 0, "held_at": clock.now()}
    with post.app.app_context():
        with pytest.raises(Exception, match=r"(?i)unique"):
            db.session.execute(insert(MailHold).values(**values, ended_by="", reason="", cancelled=0))
        db.session.rollback()
        assert floods.held(db.session()) == {post.office.committee_id}
