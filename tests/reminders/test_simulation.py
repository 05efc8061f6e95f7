"""The practice run of a policy: repeatable, fair between policies, and sensitive to what it says it is about."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from taskapp.reminders.policy import DEFAULT, Ladder, Policy, Recipient, Rung
from taskapp.reminders.simulation import (
    WORKDAYS,
    Habits,
    Office,
    Work,
    coming,
    compare,
    live,
    usual_policies,
)

SMALL = Office(officers=10, tasks=200)
NEVER_FORGETS = Habits(forgets=0.0, waits=0.0)
ALWAYS_FORGETS = Habits(forgets=1.0, recalls=0.0, heeds=1.0, tires=0.0, head_asks=0.0, waits=0.0)
NONE = Ladder(())


def on(*days: int, to: Recipient = Recipient.DOER, every: int = 0) -> Ladder:
    return Ladder(tuple(Rung(day, frozenset({to}), every=every) for day in days))


def work(limit: int = 10, days: float = 1.0, given: int = 0, free_from: int = 0) -> Work:
    return Work(0, 0, given, limit, days, free_from)


@pytest.mark.parametrize(
    ("ladder", "habits", "one", "expected"),
    [
        # due, on time, days late, reminders
        (NONE, NEVER_FORGETS, work(), (1, 1, 0, 0)),  # done on its first day
        (NONE, NEVER_FORGETS, work(days=11), (1, 1, 0, 0)),  # done on day 10, its limit
        (NONE, NEVER_FORGETS, work(days=12), (1, 0, 1, 0)),
        (NONE, NEVER_FORGETS, work(free_from=12), (1, 0, 2, 0)),  # waited for others
        (NONE, ALWAYS_FORGETS, work(), (1, 0, WORKDAYS - 11, 0)),  # never thought of again
        (on(0), ALWAYS_FORGETS, work(), (1, 1, 0, 1)),  # the letter of the day itself is enough for a day's work
        (on(0), ALWAYS_FORGETS, work(days=2), (1, 0, WORKDAYS - 11, 1)),  # forgotten again the day after
        (on(-1, 0), ALWAYS_FORGETS, work(days=2), (1, 1, 0, 2)),
        (on(1, every=1), ALWAYS_FORGETS, work(days=3), (1, 0, 3, 3)),  # each overdue day
        (on(0, to=Recipient.HEAD), ALWAYS_FORGETS, work(), (1, 0, WORKDAYS - 11, 1)),  # a head who does not ask
        (on(0, to=Recipient.HEAD), replace(ALWAYS_FORGETS, head_asks=1.0), work(), (1, 1, 0, 1)),
    ],
)
def test_a_task_goes_as_the_model_says(
    ladder: Ladder, habits: Habits, one: Work, expected: tuple[int, int, int, int]
) -> None:
    lived = live([one], ladder, habits, "seed")
    assert (lived.due, lived.on_time, lived.days_late, lived.reminders) == expected


def test_letters_work_less_the_more_of_them_come_in_a_day() -> None:
    many = [Work(number, number % 2, 0, 10, 0.1, 0) for number in range(20)]
    habits = replace(ALWAYS_FORGETS, tires=0.12)  # ten at once: 1 - 9 * 0.12 is nothing
    assert live(many, on(0), habits, "seed").on_time == 0
    assert live(many, on(0), ALWAYS_FORGETS, "seed").on_time == 20


def test_the_same_seed_gives_the_same_year_and_another_one_another() -> None:
    ladders = usual_policies()
    assert compare(ladders, SMALL, years=3, seed=5) == compare(ladders, SMALL, years=3, seed=5)
    assert compare(ladders, SMALL, years=3, seed=5) != compare(ladders, SMALL, years=3, seed=6)


def test_every_policy_lives_through_the_same_tasks_and_chances() -> None:
    twice = {"one": on(-1, 0), "other": on(-1, 0)}
    first, second = compare(twice, SMALL, years=4, seed=9)
    assert (second.share, second.gain, second.gain_margin) == (first.share, 0.0, 0.0)


def test_reminders_help_forgetful_people_and_nobody_else() -> None:
    none, on_the_day, *_between, shipped = compare(usual_policies(), SMALL, years=8, seed=3)
    assert none.share + none.margin < on_the_day.share < shipped.share
    assert shipped.gain - shipped.gain_margin > 0
    assert none.reminders == 0 < on_the_day.reminders < shipped.reminders
    steady = replace(SMALL, habits=replace(Habits(), forgets=0.0))
    without, *_rest, with_letters = compare(usual_policies(), steady, years=4, seed=3)
    assert with_letters.share == without.share


def test_the_offices_own_ladder_stands_beside_the_usual_ones_when_it_has_one() -> None:
    own = Policy(ladders=(on(-2),))
    assert list(usual_policies()) == ["none", "on_the_day", "before_and_on_the_day", "shipped"]
    assert usual_policies(own)["own"] == own.ladders[-1]
    assert DEFAULT.ladders[-1] == usual_policies()["shipped"]


def test_tasks_come_over_the_whole_year_with_limits_after_they_are_given() -> None:
    works = coming(SMALL, Random(1))
    assert len(works) == 200
    assert [one.given for one in works] == sorted(one.given for one in works)
    assert all(one.given < one.limit and 0 < one.days <= 12 and one.free_from >= one.given for one in works)


def test_progress_is_told_after_each_year() -> None:
    told: list[int] = []
    compare({"none": NONE}, SMALL, years=3, seed=1, tell=told.append)
    assert told == [1, 2, 3]
