"""A clock that jumps: nothing early, nothing twice, and work goes on as soon as the time is sure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from taskapp.base.db import db
from taskapp.base.steady import Reading, judge, may_act

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def at(**ahead: float) -> datetime:
    return NOON + timedelta(**ahead)


@pytest.mark.parametrize(
    ("jumped_to", "now", "expected"),
    [
        (None, at(seconds=30), Reading(True, at(seconds=30))),  # the ordinary tick
        (None, at(seconds=-5), Reading(True, NOON)),  # a small correction goes unnoticed, the mark never goes back
        (None, at(seconds=-6), Reading(False, NOON)),  # back: wait until the clock has caught up
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


@given(st.lists(st.integers(-100_000, 10_000_000), min_size=1, max_size=40))
def test_what_is_acted_on_never_goes_back(steps: list[int]) -> None:
    seen, jumped, acted = NOON, None, []
    for step in steps:
        reading = judge(seen, jumped, NOON + timedelta(seconds=step))
        seen, jumped = reading.seen_at, reading.jumped_to
        if reading.is_steady:
            acted.append(reading.seen_at)
    assert acted == sorted(acted)


def test_after_three_days_without_power_the_second_reading_lets_the_work_go_on(app: Flask) -> None:
    with app.app_context():
        session = db.session()
        answers = [may_act(session, NOON), may_act(session, at(seconds=30))]
        back = at(hours=72)
        answers += [may_act(session, back), may_act(session, back + timedelta(seconds=30))]
        answers += [may_act(session, back + timedelta(seconds=60))]
        session.commit()
    assert answers == [True, True, False, True, True]
