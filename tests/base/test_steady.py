"""A clock that jumps: nothing early, nothing twice, and work goes on as soon as the time is sure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.steady import Reading, Watch, judge, may_act

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def at(**ahead: float) -> datetime:
    return NOON + timedelta(**ahead)


@pytest.mark.parametrize(
    ("jumped_to", "now", "expected"),
    [
        (None, at(seconds=30), Reading(True, at(seconds=30))),  # the ordinary tick
        (None, at(seconds=-5), Reading(True, NOON)),  # a small correction goes unnoticed, the mark never goes back
        (None, at(seconds=-6), Reading(False, NOON, at(seconds=-6))),  # back: wait until the clock has caught up
        (at(hours=-1), at(minutes=-52), Reading(False, NOON, at(hours=-1))),
        (at(hours=-1), at(minutes=-51), Reading(True, at(minutes=-51))),  # … or has said so for nine minutes
        (at(hours=-1), at(hours=-2), Reading(False, NOON, at(hours=-2))),  # it went back once more
        (at(hours=-1), at(seconds=30), Reading(True, at(seconds=30))),  # set right meanwhile
        (None, at(minutes=10), Reading(True, at(minutes=10))),
        (None, at(minutes=11), Reading(False, NOON, at(minutes=11))),  # far ahead: not before a second reading
        (at(days=1), at(days=1, seconds=5), Reading(False, NOON, at(days=1))),  # too soon to be sure
        (at(days=1), at(days=1, seconds=25), Reading(True, at(days=1, seconds=25))),
        (at(days=1), at(days=2), Reading(False, NOON, at(days=2))),  # it jumped once more
        (at(days=1), at(hours=3), Reading(False, NOON, at(hours=3))),  # and back half the way
        (at(days=1), at(seconds=30), Reading(True, at(seconds=30))),  # the jump is taken back: as if nothing had been
    ],
)
def test_an_instant_is_judged_by_the_one_before(jumped_to: datetime | None, now: datetime, expected: Reading) -> None:
    assert judge(NOON, jumped_to, now) == expected


@pytest.mark.parametrize(("minutes", "is_steady"), [(0.5, False), (8, False), (9, True)])
def test_a_jump_ahead_that_a_process_was_there_to_see_waits_for_nine_minutes(minutes: float, is_steady: bool) -> None:
    assert judge(NOON, at(days=1), at(days=1, minutes=minutes), sees_jump=True).is_steady == is_steady


def test_a_process_sees_a_jump_by_the_time_that_has_really_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    passed = [1000.0]
    monkeypatch.setattr(clock, "monotonic", lambda: passed[0])
    watch = Watch()
    assert not watch.sees_jump(at(days=365)), "it was not there before"
    watch.keep(NOON)
    passed[0] += 3600
    assert not watch.sees_jump(at(hours=1, minutes=10)), "the database was away for an hour"
    assert watch.sees_jump(at(hours=1, minutes=11))
    assert not watch.sees_jump(at(hours=-1))


@given(st.lists(st.integers(-100_000, 10_000_000), min_size=1, max_size=40), st.booleans())
def test_what_is_acted_on_lies_near_what_was_before_or_was_read_at_least_twice(steps: list[int], sees: bool) -> None:
    seen, jumped = NOON, None
    for now in (NOON + timedelta(seconds=step) for step in steps):
        reading = judge(seen, jumped, now, sees_jump=sees)
        is_near = -timedelta(seconds=5) <= now - seen <= timedelta(minutes=10)
        assert reading.is_steady == (is_near or (jumped is not None and is_confirmed(seen, jumped, now, sees)))
        assert reading.seen_at >= seen or reading.is_steady
        seen, jumped = reading.seen_at, reading.jumped_to


def is_confirmed(seen: datetime, jumped: datetime, now: datetime, sees: bool) -> bool:
    least = timedelta(minutes=9) if sees or now < seen else timedelta(seconds=25)
    return least <= now - jumped <= timedelta(minutes=10)


def test_after_three_days_without_power_the_second_reading_lets_the_work_go_on(app: Flask) -> None:
    with app.app_context():
        session = db.session()
        first, second = Watch(), Watch()  # of the process before and of the one after
        answers = [may_act(session, NOON, first), may_act(session, at(seconds=30), first)]
        back = at(hours=72)
        answers += [may_act(session, back + timedelta(seconds=passed), second) for passed in (0, 30, 60)]
        session.commit()
    assert answers == [True, True, False, True, True]
