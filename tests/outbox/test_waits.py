"""The waits between tries and the pauses of the server are what the table says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from taskapp.outbox.waits import MOST_TRIES, before_next_try, pause_after

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("tries", "chance", "minutes"),
    [
        (1, 0.9, 1),
        (2, 0.9, 5),
        (3, 0.9, 15),
        (4, 0.9, 30),
        (5, 0.9, 60),
        (6, 0.5, 60),
        (6, 0.0, 48),  # hourly tries spread by 20 %
        (6, 1.0, 72),
        (MOST_TRIES, 0.5, 60),
        (MOST_TRIES + 1, 0.5, None),
    ],
)
def test_wait_before_the_next_try(tries: int, chance: float, minutes: int | None) -> None:
    assert before_next_try(tries, chance) == (None if minutes is None else minutes * MINUTE)


def test_all_tries_of_a_message_take_five_days() -> None:
    waits = [before_next_try(tries, 0.5) or timedelta() for tries in range(1, MOST_TRIES + 1)]
    assert timedelta(days=4, hours=23) < sum(waits, timedelta()) < timedelta(days=5)


@pytest.mark.parametrize(
    ("failures", "chance", "minutes"),
    [(1, 0, 1), (2, 0, 2), (3, 0, 4), (6, 0, 32), (7, 0, 60), (5000, 0, 60), (7, 1, 72)],
)
def test_pauses_double_up_to_an_hour(failures: int, chance: float, minutes: int) -> None:
    assert pause_after(failures, chance) == minutes * MINUTE
