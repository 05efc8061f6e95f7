"""A practice run of reminder policies: a year of an office with forgetful people, lived again under each. Pure.

A model, not evidence; docs/simulation.md says what it assumes. A task needs some days of work, which its officer does
while he has it in mind, the nearest limit first. He forgets it by and by, and is brought back to it by himself, by a
letter, or because the unit's head asks. Letters work less the more of them come in a day. Some tasks wait for others,
which no letter shortens. The same tasks and chances are lived through under every policy: only the policy differs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from random import Random
from statistics import fmean, stdev
from typing import NamedTuple

from taskapp.reminders.policy import DEFAULT, Ladder, Policy, Recipient, Rung

WORKDAYS = 250  # of a year; days are counted in working days, from 0
WEEK = 5
NORMAL_95 = 1.96


@dataclass(frozen=True)
class Habits:
    """How people behave; chances are per working day. None of these is measured: they are guesses, to be varied."""

    forgets: float = 0.08  # a task that he has in mind
    recalls: float = 0.04  # a forgotten one, by himself
    heeds: float = 0.75  # a letter, when it tells of few tasks
    tires: float = 0.05  # each further task that he was reminded of that day takes so much of it
    head_asks: float = 0.5  # a head reminded of a task speaks to its officer
    waits: float = 0.2  # share of tasks that have to wait for somebody else …
    waiting_days: float = 6.0  # … and for how long, on average


@dataclass(frozen=True)
class Office:
    """So many officers, who get so many tasks in a year."""

    officers: int = 40
    tasks: int = 1200
    habits: Habits = Habits()


class Work(NamedTuple):
    """One task as it comes: whose, on which day, due on which; days of work; the day before which it cannot end."""

    number: int
    officer: int
    given: int
    limit: int
    days: float
    free_from: int


@dataclass(frozen=True)
class Lived:
    """What a year came to: tasks that fell due, those of them done on time, days late together, reminders given."""

    due: int
    on_time: int
    days_late: int
    reminders: int

    @property
    def share(self) -> float:
        """0 to 1; 1 when nothing fell due."""
        return self.on_time / self.due if self.due else 1.0


@dataclass(frozen=True)
class Result:
    """A policy over all years: mean on-time share (0 to 1), and what it gains over no letters; each ± for 95 %.

    `days_late`: of all tasks that fell due, on average. `reminders`: for each officer in a week.
    """

    name: str
    share: float
    margin: float
    gain: float
    gain_margin: float
    days_late: float
    reminders: float


@dataclass
class _Going:
    work: Work
    rng: Random
    left: float
    in_mind: bool = True
    chances: tuple[float, ...] = field(default=())


def usual_policies(own: Policy = DEFAULT) -> dict[str, Ladder]:
    """What to compare: no letters, one on the day, one before it too, the shipped ladder, and the office's own."""
    doer = frozenset({Recipient.DOER})
    ladders = {
        "none": Ladder(()),
        "on_the_day": Ladder((Rung(0, doer),)),
        "before_and_on_the_day": Ladder((Rung(-3, doer), Rung(0, doer))),
        "shipped": DEFAULT.ladders[-1],
    }
    return ladders if own.ladders == DEFAULT.ladders else ladders | {"own": own.ladders[-1]}


def compare(
    ladders: Mapping[str, Ladder],
    office: Office,
    *,
    years: int,
    seed: int,
    tell: Callable[[int], object] = lambda _done: None,
) -> list[Result]:
    """Live so many years under each ladder, of which the first is what the others gain over.

    The same seed gives the same results. `tell` hears after each year how many are done.
    """
    lived: dict[str, list[Lived]] = {name: [] for name in ladders}
    for number in range(years):
        works = coming(office, Random(f"{seed}:{number}"))
        for name, ladder in ladders.items():
            lived[name].append(live(works, ladder, office.habits, f"{seed}:{number}"))
        tell(number + 1)
    first = next(iter(lived.values()))
    return [_result(name, found, first, office) for name, found in lived.items()]


def coming(office: Office, rng: Random) -> list[Work]:
    """The tasks of one year in the order in which they come: 5 to 40 working days, one to a dozen days of work."""
    found = []
    for number, given in enumerate(sorted(rng.randrange(WORKDAYS) for _task in range(office.tasks))):
        length = rng.choice((5, 7, 10, 10, 15, 20, 30, 40))
        days = min(12.0, rng.lognormvariate(0.6, 0.6))
        waits = rng.random() < office.habits.waits
        free_from = given + round(rng.expovariate(1 / office.habits.waiting_days)) if waits else given
        found.append(Work(number, rng.randrange(office.officers), given, given + length, days, free_from))
    return found


def live(works: Sequence[Work], ladder: Ladder, habits: Habits, seed: str) -> Lived:
    """One year under one ladder. What is still going at its end and has fallen due is late."""
    waiting, going = list(reversed(works)), list[_Going]()
    due = on_time = days_late = reminders = 0
    for today in range(WORKDAYS):
        while waiting and waiting[-1].given == today:
            work = waiting.pop()
            going.append(_Going(work, Random(f"{seed}:{work.number}"), work.days))
        for one in going:
            one.chances = tuple(one.rng.random() for _purpose in range(4))
        reminders += _remind(going, ladder, today, habits)
        done = {id(one): one.work for one in _work(going, today)}
        going = [one for one in going if id(one) not in done]
        due += len(done)
        on_time += sum(today <= work.limit for work in done.values())
        days_late += sum(max(0, today - work.limit) for work in done.values())
    left = [WORKDAYS - 1 - one.work.limit for one in going if one.work.limit < WORKDAYS - 1]
    return Lived(due + len(left), on_time, days_late + sum(left), reminders)


def _remind(going: Iterable[_Going], ladder: Ladder, today: int, habits: Habits) -> int:
    """A morning: who forgets, who remembers, whom a letter or his head brings back; how many reminders there were."""
    told = {id(one): _recipients(ladder, today - one.work.limit) for one in going}
    letters = Counter(one.work.officer for one in going if Recipient.DOER in told[id(one)])
    for one in going:
        forgets, recalls, reads, asks = one.chances
        heeds = habits.heeds * max(0.0, 1 - habits.tires * (letters[one.work.officer] - 1))
        back = recalls < habits.recalls
        back |= Recipient.DOER in told[id(one)] and reads < heeds
        back |= bool(told[id(one)] - {Recipient.DOER}) and asks < habits.head_asks
        one.in_mind = back or (one.in_mind and forgets >= habits.forgets)
    return sum(len(recipients) for recipients in told.values())


def _recipients(ladder: Ladder, past: int) -> frozenset[Recipient]:
    """Whom the ladder reminds so many working days past the limit (before it: below 0)."""
    met = (
        rung.to for rung in ladder.rungs if (rung.days == past if past <= 0 else rung.days > 0 and rung.is_met(past))
    )
    return frozenset().union(*met) - {Recipient.SUPPORTING}


def _work(going: Sequence[_Going], today: int) -> list[_Going]:
    """A day of each officer: he goes on with what he has in mind, the nearest limit first; what is done with it."""
    done: list[_Going] = []
    hours: dict[int, float] = defaultdict(float)
    for one in sorted(going, key=lambda one: one.work.limit):
        if not one.in_mind or hours[one.work.officer] >= 1:
            continue
        spent = min(one.left, 1.0 - hours[one.work.officer])
        hours[one.work.officer] += spent
        one.left -= spent
        if one.left <= 0 and today >= one.work.free_from:
            done.append(one)
    return done


def _result(name: str, lived: Sequence[Lived], first: Sequence[Lived], office: Office) -> Result:
    shares = [year.share for year in lived]
    gains = [year.share - without.share for year, without in zip(lived, first, strict=True)]
    return Result(
        name=name,
        share=fmean(shares),
        margin=_margin(shares),
        gain=fmean(gains),
        gain_margin=_margin(gains),
        days_late=fmean(year.days_late / max(1, year.due) for year in lived),
        reminders=fmean(year.reminders for year in lived) / office.officers / (WORKDAYS / WEEK),
    )


def _margin(values: Sequence[float]) -> float:
    return NORMAL_95 * stdev(values) / sqrt(len(values)) if len(values) > 1 else 0.0
