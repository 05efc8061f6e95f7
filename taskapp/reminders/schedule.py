"""Which letters a task will cause on which day, to whom, if nothing happens to it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from taskapp.base import clock
from taskapp.reminders.facts import TaskFacts
from taskapp.reminders.owing import Owed, Setting
from taskapp.reminders.plan import plan, speaking
from taskapp.workdays.arithmetic import add_workdays
from taskapp.workdays.months import Month, month

BEYOND = 12  # working days past the limit that are still shown
LONGEST = timedelta(days=370)


@dataclass(frozen=True)
class Entry:
    """Letters of one step at one local time; `is_alone`: not in the morning's, `state`: of one already made."""

    at: datetime
    step: str
    persons: tuple[int, ...]
    is_alone: bool = False
    state: str = ""

    @property
    def day(self) -> date:
        return self.at.date()


def ahead(task: TaskFacts, setting: Setting, now: datetime) -> list[Entry]:
    """What is owed after `now`, worked out day by day: the same plan that the reminders themselves follow."""
    today = setting.today(now)
    shown_from = max(today, task.limit.on) if task.limit else today
    last = min(add_workdays(shown_from, BEYOND, setting.calendar), today + LONGEST)
    seen = {owed.key for owed in plan([task], setting, now)}
    found: list[Owed] = []
    day = today
    while day <= last:
        midnight = clock.start_of(day + timedelta(days=1), setting.zone)
        owed = [o for o in plan([task], setting, midnight) if o.key not in seen]
        seen |= {o.key for o in owed}
        alone = [o for o in owed if o.at_once]
        found += [*alone, *(lead for lead, _merged in speaking([o for o in owed if not o.at_once]))]
        day += timedelta(days=1)
    return _entries(found, setting)


@dataclass(frozen=True)
class Leaf:
    """One month with its letters; `counts`: how many persons get one on each day."""

    month: Month
    entries: Sequence[Entry]
    counts: Mapping[date, int]


def leaves(entries: Iterable[Entry], setting: Setting, now: datetime) -> list[Leaf]:
    """The months in which there are letters, in order."""
    found: dict[tuple[int, int], list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda one: one.at):
        found[entry.day.year, entry.day.month].append(entry)
    return [
        Leaf(month(*which, setting.calendar, setting.today(now)), here, _counts(here))
        for which, here in sorted(found.items())
    ]


def _counts(entries: Iterable[Entry]) -> Mapping[date, int]:
    reached: dict[date, set[tuple[str, int]]] = defaultdict(set)
    for entry in entries:
        letter = entry.step if entry.is_alone else ""
        reached[entry.day] |= {(letter, person) for person in entry.persons}
    return {day: len(letters) for day, letters in reached.items()}


def _entries(owed: Sequence[Owed], setting: Setting) -> list[Entry]:
    def matter(one: Owed) -> tuple[datetime, str, bool]:
        return one.moment, one.step, one.at_once

    return [
        Entry(clock.local(moment, setting.zone), step, tuple(dict.fromkeys(o.person_id for o in group)), is_alone)
        for (moment, step, is_alone), group in groupby(sorted(owed, key=matter), key=matter)
    ]
