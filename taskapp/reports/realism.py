"""Whether a limit is realistic: how long tasks like it took. Pure.

One still open tells that it takes longer than it has lasted (Kaplan and Meier 1958).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from taskapp.reports.stretches import done_by, still_open

LEAST = 8  # done tasks of a kind: of fewer, one more would move the middle by days
TIGHT = 0.7  # when so large a share of like tasks took longer, the limit is said to be tight
ALIKE = 3  # a length between a third and three times as long is like this one


class Past(NamedTuple):
    """A task of the unit: how many working days it was given, how many it has taken, and whether it is done."""

    unit_id: int
    source: str
    length: int
    days: int
    is_done: bool


class Likeness(StrEnum):
    """What the tasks compared have in common besides the unit, closest first."""

    SOURCE_AND_LENGTH = "source_and_length"
    LENGTH = "length"
    UNIT = "unit"


@dataclass(frozen=True)
class Comparison:
    """How long like tasks took. `count`: those done; `median`: days for half of them, None when not seen to be done.

    `longer`: the share, 0 to 1, that was not yet done after the days that the limit gives.
    """

    likeness: Likeness
    count: int
    median: int | None
    longer: float

    @property
    def is_tight(self) -> bool:
        """Whether most tasks of a like length needed longer; of any length they say nothing about this limit."""
        return self.likeness is not Likeness.UNIT and self.longer >= TIGHT


def compare(past: Iterable[Past], unit_id: int, source: str, days: int) -> Comparison | None:
    """Compare a limit so many working days ahead with the closest kind of which enough is known; None: of none."""
    ours = [one for one in past if one.unit_id == unit_id]
    near = [one for one in ours if days <= ALIKE * one.length and one.length <= ALIKE * max(1, days)]
    kinds = {
        Likeness.SOURCE_AND_LENGTH: [one for one in near if one.source == source],
        Likeness.LENGTH: near,
        Likeness.UNIT: ours,
    }
    for likeness, found in kinds.items():
        count = sum(one.is_done for one in found)
        if count >= LEAST:
            return _compared(likeness, count, [(one.days, one.is_done) for one in found], days)
    return None


def _compared(likeness: Likeness, count: int, ends: Sequence[tuple[int, bool]], days: int) -> Comparison:
    longer = next((share for until, share in reversed(still_open(ends)) if until <= days), 1.0)
    return Comparison(likeness, count, done_by(ends, 0.5), longer)
