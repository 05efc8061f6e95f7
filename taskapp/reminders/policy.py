"""The policy: for which tasks which steps are owed, in working days, to whom, and when letters go out. Pure.

policies.py keeps the committee's choices. A step is owed under the policy of the day on which its moment lies, so that
a new policy neither sets off what would have been long ago nor takes back what was owed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from taskapp.tasks.states import Kind

URGENCIES = ("ordinary", "urgent", "very_urgent", "express")  # degrees of NĐ 30/2020, least first


class Recipient(StrEnum):
    """Whom a step reminds. Who fills the place of one who is away is reminded with him."""

    DOER = "doer"  # the officer named, else the heads of the lead unit
    HEAD = "head"
    SUPPORTING = "supporting"  # who has an open part of the task to give
    OFFICE = "office"
    LEADER = "leader"  # in whose name the task was given


OWN = frozenset({Recipient.DOER, Recipient.HEAD})  # the others are told how far it has come


@dataclass(frozen=True)
class Rung:
    """One step about the limit: `days` working days after it, or before it when 0 or less.

    `every`: again each time so many more have passed (0: once). `alone`: in a letter of its own that morning.
    `is_mandatory`: the receiver cannot do without.
    """

    days: int
    to: frozenset[Recipient]
    every: int = 0
    alone: bool = False
    is_mandatory: bool = True

    @cached_property
    def recipients(self) -> tuple[Recipient, ...]:
        """Whom it reminds, who does the task first."""
        return tuple(each for each in Recipient if each in self.to)

    def is_met(self, late: int) -> bool:
        """Whether the step is owed on the morning that finds the task so many working days late."""
        past = late - self.days
        return past == 0 or (self.every > 0 and past > 0 and past % self.every == 0)


class Traits(Protocol):
    """What a ladder asks of a task; `units`: the lead unit and all above it."""

    @property
    def units(self) -> tuple[int, ...]: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def is_starred(self) -> bool: ...
    @property
    def urgency(self) -> str: ...


@dataclass(frozen=True)
class Scope:
    """For which tasks: of a unit or one below it, of a kind, starred, from a document of at least that urgency."""

    unit_id: int | None = None
    kind: Kind | None = None
    is_starred: bool = False
    urgency: str = URGENCIES[0]

    def fits(self, task: Traits) -> bool:
        """Whether the task is one of them."""
        return (
            (self.unit_id is None or self.unit_id in task.units)
            and self.kind in (None, task.kind)
            and (task.is_starred or not self.is_starred)
            and (self.urgency == URGENCIES[0] or URGENCIES.index(task.urgency) >= URGENCIES.index(self.urgency))
        )


@dataclass(frozen=True)
class Ladder:
    """The steps about the limit of the tasks in its scope."""

    rungs: tuple[Rung, ...]
    scope: Scope = Scope()

    @cached_property
    def before(self) -> tuple[Rung, ...]:
        """The steps up to the day of the limit."""
        return tuple(rung for rung in self.rungs if rung.days <= 0)

    @cached_property
    def own(self) -> tuple[Rung, ...]:
        """The steps once it has passed, as far as they remind who does the task; the strictest first."""
        return self._after(OWN)

    @cached_property
    def others(self) -> tuple[Rung, ...]:
        """The steps once it has passed, as far as they tell others; the strictest first."""
        return self._after(frozenset(Recipient) - OWN)

    def _after(self, persons: frozenset[Recipient]) -> tuple[Rung, ...]:
        kept = (replace(rung, to=rung.to & persons) for rung in self.rungs if rung.days > 0 and rung.to & persons)
        return tuple(sorted(kept, key=lambda rung: (not rung.is_mandatory, not rung.alone)))


def _usual() -> Ladder:
    doer, head = Recipient.DOER, Recipient.HEAD
    return Ladder(
        (
            Rung(-5, frozenset({doer}), is_mandatory=False),
            Rung(-3, frozenset({doer}), is_mandatory=False),
            Rung(-1, frozenset({doer})),
            Rung(0, frozenset({doer})),
            Rung(1, frozenset({doer, head}), every=1),
            Rung(3, frozenset({Recipient.OFFICE}), every=5),
            Rung(5, frozenset({Recipient.LEADER}), every=5),
        )
    )


# News that the receiver may do without; all other news asks him to do something, or ends what he was doing.
OPTIONAL_NEWS = frozenset({"approved", "handed_in", "mentioned", "following", "finished", "limit_changed"})


@dataclass(frozen=True)
class Policy:
    """What holds for a committee. Days are working days; times are local.

    `ladders`: the first whose scope fits a task is the one for it; the last fits every task. `version` 1 is shipped.
    `most_at_once`: letters a day to one person about what just happened, those about something due today not counted
    out; the others join the next digest. `opens` and `closes`: letters about what just happened go out between them.
    """

    version: int = 1
    ladders: tuple[Ladder, ...] = (_usual(),)
    unaccepted_after: int = 1
    waiting: tuple[int, ...] = (1, 3, 5)  # days after which who keeps others waiting is reminded …
    waiting_every: int = 5  # … and then each time so many more have passed
    warns_of_risk: bool = True  # the unit's head, of a limit that will probably be missed
    digest_at: time = time(7, 30)
    optional_news: frozenset[str] = OPTIONAL_NEWS
    most_at_once: int = 30
    opens: time = time(0, 0)
    closes: time = time(23, 59)
    ahead: timedelta = timedelta(minutes=10)  # a morning's steps are planned this early, so its digest holds them all
    fresh: timedelta = timedelta(hours=2)  # an at-once reminder older than this joins the next digest

    def ladder(self, task: Traits) -> Ladder:
        """The ladder for a task."""
        return next(ladder for ladder in self.ladders if ladder.scope.fits(task))

    def optional_kinds(self) -> list[str]:
        """The kinds of steps of which a receiver may do without at least some."""
        rungs = [rung for ladder in self.ladders for rung in ladder.rungs if not rung.is_mandatory]
        kinds = {"before" for rung in rungs if rung.days <= 0}
        kinds |= {"at_risk"} if self.warns_of_risk else set()
        kinds |= {"overdue" for rung in rungs if rung.days > 0 and rung.to & OWN}
        kinds |= {"escalated" for rung in rungs if rung.days > 0 and rung.to - OWN}
        return sorted(kinds) + sorted(self.optional_news)

    def waits(self, passed: int, looks_back: int) -> Iterator[int]:
        """The days, at most `passed` and not long ago, at which somebody is reminded that others wait for him."""
        later = range(self.waiting[-1] + self.waiting_every, passed + 1, self.waiting_every)
        return (days for days in (*self.waiting, *later) if passed - looks_back < days <= passed)


DEFAULT = Policy()
