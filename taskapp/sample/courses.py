"""What may become of a task, in working days: courses drawn by a seed, each a row of steps. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random
from typing import NamedTuple

LIMITS = (2, 3, 5, 5, 7, 7, 10, 10, 15, 15, 20, 22, 30, 45, 60)  # working days
ENDS = (-6, -4, -3, -2, -1, -1, -1, 0, 0, 0, 0, 0, 1, 1, 3, 8)  # handed in so many working days past the limit
OPENS, CLOSES = 8 * 60, 16 * 60 + 30  # minutes of the local day


class Act(StrEnum):
    """What somebody does to the task in a step."""

    DECLINE = "decline"
    REFUSE_DECLINE = "refuse_decline"
    NAME = "name"  # the head accepts it and names the officer
    PROGRESS = "progress"
    URGE = "urge"
    ASK = "ask"
    GRANT = "grant"
    REFUSE = "refuse"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    WITHDRAW = "withdraw"


class Step(NamedTuple):
    """`day`: working days after the task was given; `minute` of the local day; `value`: per cent, or days asked for."""

    day: int
    minute: int
    act: Act
    value: int = 0


@dataclass(frozen=True)
class Course:
    """A task given at a minute of the day with a limit of so many working days (0: none), and what follows."""

    limit: int
    minute: int
    steps: tuple[Step, ...]

    @property
    def length(self) -> int:
        """Working days until it has ended."""
        return self.steps[-1].day if self.steps else 0


def drawn(random: Random, count: int) -> list[Course]:
    """So many courses, the shortest first; the same generator gives the same ones."""
    made = [_drawn(random) for _number in range(count)]
    return sorted(made, key=lambda course: (course.length, course.minute, course.steps))


def part_of(course: Course) -> Course | None:
    """The course of a supporting unit's part, which is over before the whole is handed in; None where there is no time.

    The part has the limit of the whole.
    """
    days = [step.day for step in course.steps if step.act is Act.SUBMIT]
    acts = {step.act for step in course.steps}
    if not days or days[0] < 4 or acts & {Act.DECLINE, Act.WITHDRAW} or not course.limit:
        return None
    last = min(days[0], course.limit)
    steps = (Step(1, OPENS + 20, Act.NAME), Step(last - 2, OPENS + 40, Act.SUBMIT), Step(last - 1, OPENS, Act.APPROVE))
    return Course(course.limit, course.minute, steps) if last >= 4 else None


def stuck(course: Course) -> Course:
    """The same until it should have been handed in: nothing more has happened."""
    ends = {Act.SUBMIT, Act.WITHDRAW, Act.URGE}
    kept = [number for number, step in enumerate(course.steps) if step.act in ends]
    return replace(course, steps=course.steps[: kept[0]])


def _drawn(random: Random) -> Course:
    limit = random.choice(LIMITS) if random.random() < 0.94 else 0
    watch = _Watch(random)
    begun = watch.at(0)
    steps = list(_first(random, watch))
    if random.random() < 0.03:
        steps.append(watch.step(watch.day + random.randint(1, 5), Act.WITHDRAW))
        return Course(limit, begun, tuple(steps))
    due = limit
    if limit >= 5 and watch.day < limit - 1 and random.random() < 0.09:
        extra = random.choice((3, 5, 10))
        steps.append(watch.step(random.randint(watch.day + 1, limit - 1), Act.ASK, extra))
        is_granted = random.random() < 0.8
        steps.append(watch.step(watch.day + random.randint(0, 1), Act.GRANT if is_granted else Act.REFUSE))
        due += extra if is_granted else 0
    end = max(watch.day, due + random.choice(ENDS)) if limit else watch.day + random.randint(2, 40)
    steps.extend(_work(random, watch, due or end, end))
    steps.extend(_ending(random, watch, end))
    return Course(limit, begun, tuple(steps))


def _first(random: Random, watch: _Watch) -> Iterator[Step]:
    if random.random() < 0.02:
        yield watch.step(random.randint(0, 1), Act.DECLINE)
        yield watch.step(watch.day + 1, Act.REFUSE_DECLINE)
    yield watch.step(watch.day + random.choice((0, 1, 1, 1, 2)), Act.NAME)


def _work(random: Random, watch: _Watch, due: int, end: int) -> Iterator[Step]:
    percent = 0
    for _time in range(random.choice((0, 0, 0, 1, 2))):
        if watch.day + 1 < min(due, end):
            percent += random.choice((20, 30, 40))
            yield watch.step(random.randint(watch.day + 1, min(due, end) - 1), Act.PROGRESS, percent)
    for late in range(due + 1, end):
        if late > watch.day and random.random() < 0.25:
            yield watch.step(late, Act.URGE)


def _ending(random: Random, watch: _Watch, end: int) -> Iterator[Step]:
    yield watch.step(max(end, watch.day), Act.SUBMIT)
    while random.random() < 0.08:
        yield watch.step(watch.day + random.randint(0, 3), Act.SEND_BACK)
        yield watch.step(watch.day + random.randint(0, 4), Act.SUBMIT)
    yield watch.step(watch.day + random.choice((0, 1, 1, 2, 3, 5)), Act.APPROVE)


class _Watch:
    """Minutes that go on: what comes later on a day has a later minute."""

    def __init__(self, random: Random) -> None:
        self.random, self.day, self.minute = random, 0, -1

    def at(self, day: int) -> int:
        """A minute of this day, later than the last one given of it."""
        is_same = day == self.day and self.minute >= 0
        drawn = self.minute + self.random.randint(3, 20) if is_same else self.random.randint(OPENS, CLOSES)
        self.day, self.minute = day, drawn
        return drawn

    def step(self, day: int, act: Act, value: int = 0) -> Step:
        return Step(day, self.at(day), act, value)
