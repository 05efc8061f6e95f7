"""The one clock: aware UTC instants, local days of a zone, frozen for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from taskapp.base import clock
from taskapp.base.db import db
from tests.conftest import MONDAY


def test_the_clock_gives_aware_utc_instants(frozen_clock):
    assert clock.now() == MONDAY
    assert clock.now().utcoffset() == timedelta(0)
    frozen_clock(None)
    assert clock.now().tzinfo is UTC


def test_a_naive_instant_cannot_freeze_the_clock():
    with pytest.raises(ValueError, match="aware"):
        clock.freeze(datetime(2026, 3, 2, 9, 0))  # noqa: DTZ001 - what is tested


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 1, 16, 59, tzinfo=UTC), date(2026, 3, 1)),
        (datetime(2026, 3, 1, 17, 0, tzinfo=UTC), date(2026, 3, 2)),  # midnight in Vietnam
        (datetime(2026, 12, 31, 20, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_local_day_begins_at_midnight_of_the_zone(moment, day):
    assert clock.local_day(moment, "Asia/Ho_Chi_Minh") == day


def test_a_day_starts_at_midnight_of_the_zone():
    start = clock.start_of(date(2026, 3, 2), "Asia/Ho_Chi_Minh")
    assert start == datetime(2026, 3, 1, 17, 0, tzinfo=UTC)
    assert start.tzinfo is UTC


def test_local_shows_the_wall_clock():
    assert clock.local(datetime(2026, 3, 1, 17, 30, tzinfo=UTC), "Asia/Ho_Chi_Minh").strftime("%H:%M") == "00:30"


def test_the_databases_clock_is_aware_and_near_ours(app, frozen_clock):
    frozen_clock(None)
    with app.app_context():
        before = clock.database_now(db.session())
        after = clock.database_now(db.session())
    assert before.utcoffset() == timedelta(0)
    assert before <= after
    assert abs(after - clock.now()) < timedelta(minutes=1)


def test_the_monotonic_clock_does_not_go_back():
    assert clock.monotonic() <= clock.monotonic()
