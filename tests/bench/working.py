"""A made-up office at work, day by day: a model of behaviour for trying forecasts, not evidence about any real office.

Numbered working days. Every day a unit gets tasks: their length comes from a table, the work in them is lognormal and
grows with the length less than in proportion. A unit accepts on one of the next days; a few tasks lie forgotten. The
head names an officer, half of the time the one with the least to do. An officer has one day's work a day; he is away
now and then; he begins a task only when a part of its time (his habit) has passed, three days are left, or he has been
urged; then he does first what is due first. Work may wait for others. What he does he reports sometimes (his habit).
Too little time left: he may get a later limit, once. Results come back in one case of twelve. Some tasks go to another
unit, some are withdrawn. Units, officers and sources differ in how much work the same task makes: the forecast sees
neither that nor the work left, only what a record would hold. The same seed makes the same office.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from taskapp.reports.stretches import Stretch

LENGTHS = ((3, 2), (5, 4), (7, 4), (10, 5), (15, 4), (20, 3), (30, 2), (45, 1), (60, 1))  # working days, how often
SOURCES = {"own": (5, 1.0), "province": (3, 1.3), "government": (1, 1.5), "party": (1, 0.9), "council": (1, 1.1)}


@dataclass
class Officer:
    """`pace`: work a day; `late_start`: the share of a task's time that passes before he begins."""

    id: int
    pace: float
    late_start: float
    reports: float
    away_until: int = -1
    work: list[Job] = field(default_factory=list)


@dataclass
class Job:
    """A task as the office lives it; `stretch` is what the record tells of it."""

    stretch: Stretch
    work: float
    forgotten: bool
    officer: Officer | None = None
    blocked_until: int = -1
    back_on: int = -1
    left: float = 0.0


@dataclass
class Unit:
    id: int
    officers: list[Officer]
    burden: float  # how much work the same task makes here
    accepts: float  # chance a day
    gets: float  # tasks a day


class Workplace:
    """One office; `live(days)` gives the stretches of all its tasks, those still running cut at the last day."""

    def __init__(self, seed: int, units: int = 8, pressure: float = 1.0) -> None:
        self.random = random.Random(seed)
        self.units = [self._unit(number, pressure) for number in range(units)]
        self.jobs: list[Job] = []
        self.away: list[Job] = []  # handed in, not yet decided
        self.ended: list[Stretch] = []
        self.count = 0

    def live(self, days: int) -> list[Stretch]:
        for day in range(days):
            for unit in self.units:
                for _task in range(self._poisson(unit.gets)):
                    self._give(unit, day)
            self._decide(day)
            self._pass(day)
            for unit in self.units:
                for officer in unit.officers:
                    self._work(officer, day)
        running = [replace(job.stretch, last=days - 1) for job in self.jobs]
        return sorted([*self.ended, *running], key=lambda one: (one.first, one.task_id))

    def _unit(self, number: int, pressure: float) -> Unit:
        draw = self.random
        officers = [
            Officer(
                number * 10 + place + 1, draw.lognormvariate(0, 0.2), draw.betavariate(2, 4), draw.uniform(0.02, 0.35)
            )
            for place in range(draw.randint(2, 5))
        ]
        gets = len(officers) * draw.uniform(0.22, 0.34) * pressure
        return Unit(number, officers, draw.lognormvariate(0, 0.3), draw.uniform(0.35, 0.9), gets)

    def _give(self, unit: Unit, day: int) -> None:
        draw = self.random
        (length,) = draw.choices([each for each, _often in LENGTHS], [often for _each, often in LENGTHS])
        (source,) = draw.choices(list(SOURCES), [often for often, _more in SOURCES.values()])
        work = draw.lognormvariate(math.log(0.3 * length**0.6), 0.55) * unit.burden * SOURCES[source][1]
        self.count += 1
        stretch = Stretch(self.count, unit.id, source, day, day + length, day + 1, day, is_starred=draw.random() < 0.1)
        self.jobs.append(Job(stretch, work, draw.random() < 0.03, left=work))

    def _pass(self, day: int) -> None:
        """What happens to tasks whether or not somebody works on them."""
        draw = self.random
        for job in list(self.jobs):
            one, unit = job.stretch, self.units[job.stretch.unit_id]
            if day < one.first:
                continue
            if draw.random() < 0.0015:
                self._end(job, day)
            elif one.accepted is None and draw.random() < 0.02:
                self._hand_on(job, day)
            elif one.accepted is None and draw.random() < (0.1 if job.forgotten else unit.accepts):
                self._accept(job, unit, day)
            elif one.extensions == 0 and 0 <= one.due - day <= 2 and job.left > 1.5 and draw.random() < 0.12:
                length = one.due - one.begun
                later = one.due + max(3, round(0.4 * length))
                self._go_on(job, day, due=later, extensions=1, signs=(*one.signs, day))
            elif day > one.due and draw.random() < 0.15:
                job.stretch = replace(one, urgings=(*one.urgings, day))

    def _accept(self, job: Job, unit: Unit, day: int) -> None:
        fair = self.random.random() < 0.5
        officer = min(unit.officers, key=lambda o: len(o.work)) if fair else self.random.choice(unit.officers)
        job.officer = officer
        officer.work.append(job)
        one = job.stretch
        job.stretch = replace(one, accepted=day, signs=(*one.signs, day), officers=((day, officer.id),))

    def _hand_on(self, job: Job, day: int) -> None:
        others = [unit for unit in self.units if unit.id != job.stretch.unit_id]
        self._go_on(job, day, unit_id=self.random.choice(others).id, begun=day, urgings=())

    def _work(self, officer: Officer, day: int) -> None:
        draw = self.random
        if day <= officer.away_until:
            return
        if draw.random() < 0.012:
            officer.away_until = day + draw.randint(2, 9)
            return
        time = officer.pace
        for job in sorted(officer.work, key=lambda job: (job.stretch.due, job.stretch.task_id)):
            if time <= 0:
                break
            if day <= job.blocked_until or not self._is_begun(job, officer, day):
                continue
            if draw.random() < 0.035:
                job.blocked_until = day + 1 + int(draw.expovariate(0.25))
                continue
            spent = min(job.left, time * 0.7)
            time, job.left = time - spent, job.left - spent
            if job.left <= 0.01:
                self._hand_in(job, day)
            elif draw.random() < officer.reports:
                job.stretch = replace(job.stretch, signs=(*job.stretch.signs, day))

    @staticmethod
    def _is_begun(job: Job, officer: Officer, day: int) -> bool:
        one = job.stretch
        passed = (day - one.begun) / max(1, one.due - one.begun)
        return passed >= officer.late_start or one.due - day <= 3 or bool(one.urgings)

    def _hand_in(self, job: Job, day: int) -> None:
        self._end(job, day, is_handed_in=True)
        job.back_on = day + self.random.randint(1, 5)
        self.away.append(job)

    def _decide(self, day: int) -> None:
        for job in [job for job in self.away if job.back_on <= day]:
            self.away.remove(job)
            if self.random.random() < 0.08:
                one, officer = job.stretch, job.officer
                job.left, job.forgotten = job.work * self.random.uniform(0.1, 0.4), False
                back = {"first": day + 1, "last": day, "returned": one.returned + 1, "is_handed_in": False}
                job.stretch = replace(one, **back, signs=(*one.signs, one.last, day))  # type: ignore[arg-type]
                self.jobs.append(job)
                if officer:
                    officer.work.append(job)

    def _go_on(self, job: Job, day: int, **changes: object) -> None:
        """Another stretch of the same task: the one until now stays as far as it was seen."""
        self._keep(replace(job.stretch, last=day))
        job.stretch = replace(job.stretch, first=day + 1, last=day, **changes)  # type: ignore[arg-type]

    def _end(self, job: Job, day: int, *, is_handed_in: bool = False) -> None:
        self.jobs.remove(job)
        if job.officer and job in job.officer.work:
            job.officer.work.remove(job)
        job.stretch = replace(job.stretch, last=day, is_handed_in=is_handed_in)
        self._keep(job.stretch)

    def _keep(self, stretch: Stretch) -> None:
        if stretch.last >= stretch.first:
            self.ended.append(stretch)

    def _poisson(self, mean: float) -> int:
        limit, count, product = math.exp(-mean), 0, self.random.random()
        while product > limit:
            count, product = count + 1, product * self.random.random()
        return count


def known_on(stretches: Sequence[Stretch], day: int) -> Iterator[Stretch]:
    """What a record could tell on the morning of that day: nothing that happened on it or later."""
    for one in stretches:
        if one.first >= day:
            continue
        if one.last < day:
            yield one
            continue
        yield replace(one, last=day - 1, is_handed_in=False)


def open_on(stretches: Sequence[Stretch], day: int) -> list[Stretch]:
    """The stretches whose limit has not passed and whose task is to do on that morning."""
    return [one for one in stretches if one.first <= day <= min(one.last, one.due)]
