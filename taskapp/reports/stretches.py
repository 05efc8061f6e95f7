"""What the record tells about how work went: stretches of work, and how a task stood on a morning. Pure.

A stretch is the time during which one unit has a task to do under one limit. It ends when the result is handed in; what
ends it otherwise (a later limit, another unit, withdrawal, today) leaves open how long the work would have taken:
it is censored there. Days are numbered working days, so that nothing here needs a calendar.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

LEAST_OF_UNIT = 10  # results of a unit from which on its pace may be told
A_STRETCH = 4  # mornings of one stretch that are learnt from, evenly spread: more would only repeat each other


@dataclass(slots=True)
class Stretch:
    """One unit's work on a task under one limit, over the mornings `first` to `last`, both numbered working days.

    `begun`: the working day on which the unit got the task; `due`: the last one on which it is on time. `signs`: the
    days on which the doers did or said something; `urgings`: when they were urged; `officers`: who was named on which
    day. `is_handed_in`: on the day `last`; `is_running`: still, and seen until then.
    """

    task_id: int
    unit_id: int
    source: str
    begun: int
    due: int
    first: int
    last: int
    is_starred: bool = False
    extensions: int = 0
    returned: int = 0
    accepted: int | None = None  # None: not yet
    signs: tuple[int, ...] = ()
    urgings: tuple[int, ...] = ()
    officers: tuple[tuple[int, int], ...] = ()  # (day, person), oldest first
    is_handed_in: bool = False
    is_running: bool = False

    def officer_on(self, morning: int) -> int | None:
        """Who had been named by that morning."""
        return next((who for day, who in reversed(self.officers) if day < morning), None)

    @property
    def seen_until(self) -> int:
        """The last morning that tells something about the limit: one that comes later only finds the task late."""
        return min(self.last, self.due)

    @property
    def missed(self) -> bool:
        """Whether the limit passed without a result."""
        return self.last > self.due or (self.last == self.due and not self.is_handed_in)


class Standing(NamedTuple):
    """How a task stood on a morning. `left` counts the morning's own day and that of the limit.

    `observed`: how many days from this morning on were seen, at most those left; `is_handed_in`: on the last of them.
    """

    task_id: int
    unit_id: int
    source: str
    left: int
    elapsed: int
    silent: int
    load: int
    extensions: int
    returned: int
    urged: int
    is_unaccepted: bool
    is_starred: bool
    has_officer: bool
    observed: int = 0
    is_handed_in: bool = False
    weight: float = 1.0


@dataclass
class Loads:
    """How many tasks each officer has to do on each morning; of officers only this number is ever used."""

    begins: Mapping[int, Sequence[int]] = field(default_factory=dict)
    ends: Mapping[int, Sequence[int]] = field(default_factory=dict)

    def on(self, officer_id: int | None, morning: int) -> int:
        """Those begun by that morning and not ended before it."""
        if officer_id is None:
            return 0
        begun = bisect_left(self.begins.get(officer_id, ()), morning + 1)
        return begun - bisect_left(self.ends.get(officer_id, ()), morning)


def loads(stretches: Iterable[Stretch]) -> Loads:
    """The loads over all these stretches."""
    begins: dict[int, list[int]] = defaultdict(list)
    ends: dict[int, list[int]] = defaultdict(list)
    for one in stretches:
        until = [day for day, _who in one.officers[1:]] + [one.last]
        for (named, who), end in zip(one.officers, until, strict=False):
            begins[who].append(max(one.first, named + 1))
            ends[who].append(end)
    return Loads({who: sorted(days) for who, days in begins.items()}, {who: sorted(days) for who, days in ends.items()})


def learnt_from(stretches: Iterable[Stretch], known: Loads) -> Iterator[Standing]:
    """A few mornings of each stretch, spread evenly up to its limit, each with what came of it."""
    for one in stretches:
        count = one.seen_until - one.first + 1
        chosen = min(A_STRETCH, count)
        for number in range(chosen):
            morning = one.first + (2 * number + 1) * count // (2 * chosen)
            yield stood(one, morning, known, weight=1 / chosen)


def stood(one: Stretch, morning: int, known: Loads, *, weight: float = 1.0) -> Standing:
    """How the task of the stretch stood on that morning: nothing that happened on the day itself or later is told."""
    signs = [day for day in one.signs if day < morning]
    last_sign = max(one.begun, signs[-1]) if signs else one.begun
    officer_id = one.officer_on(morning)
    return Standing(
        task_id=one.task_id,
        unit_id=one.unit_id,
        source=one.source,
        left=one.due - morning + 1,
        elapsed=max(0, morning - one.begun - 1),
        silent=max(0, morning - last_sign - 1),
        load=known.on(officer_id, morning),
        extensions=one.extensions,
        returned=one.returned,
        urged=sum(1 for day in one.urgings if last_sign <= day < morning),
        is_unaccepted=one.accepted is None or one.accepted >= morning,
        is_starred=one.is_starred,
        has_officer=officer_id is not None,
        observed=max(0, one.seen_until - morning + 1),
        is_handed_in=one.is_handed_in and one.last <= one.due,
        weight=weight,
    )


def paces(stretches: Iterable[Stretch]) -> Mapping[int, int]:
    """For each unit with enough results, the working days within which half of its tasks are handed in."""
    ends: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for one in stretches:
        ends[one.unit_id].append((one.last - one.begun, one.is_handed_in))
    enough = (unit for unit, found in ends.items() if sum(is_done for _days, is_done in found) >= LEAST_OF_UNIT)
    found = {unit: done_by(ends[unit], 0.5) for unit in enough}
    return {unit: days for unit, days in found.items() if days is not None}


def still_open(ends: Iterable[tuple[int, bool]]) -> list[tuple[int, float]]:
    """(days, share not yet done after them), as far as it was seen, from (days, whether done or only seen so far).

    Kaplan and Meier 1958: what was only seen so far counts for as long as it was seen.
    """
    ordered = sorted(ends, key=lambda end: (end[0], not end[1]))
    share, at_risk = 1.0, len(ordered)
    found: list[tuple[int, float]] = []
    for days, is_done in ordered:
        share *= 1 - is_done / at_risk
        at_risk -= 1
        found.append((days, share))
    return found


def done_by(ends: Iterable[tuple[int, bool]], share: float) -> int | None:
    """The days within which such a share is done; None when it was never seen to be."""
    return next((days for days, left in still_open(ends) if left <= 1 - share), None)
