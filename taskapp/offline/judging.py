"""What becomes of a progress report that was written without a network, beside those that came before. Pure.

What the event says is itself the key: who, which task, the words, and the second in which the device wrote them down.
A report whose answer got lost is known again by it when it comes a second time, from whichever tab.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Fate(StrEnum):
    """What to do with a report: record it, say that it is recorded already, or show what a colleague has said."""

    NEW = "new"
    KNOWN = "known"
    CONFLICT = "conflict"


class Said(NamedTuple):
    """The words of a report's event, and the remark when it was written."""

    note: str
    remark: str = ""


@dataclass(frozen=True)
class Told:
    """A progress report in the record of the task: version and words of its event, and who made it."""

    version: int
    by_id: int | None
    said: Said


def fate(told: Sequence[Told], *, author_id: int, said: Said, seen: int) -> Fate:
    """What becomes of the author's report with these words, who knew of the reports up to the version `seen`."""
    if any(each.by_id == author_id and each.said == said for each in told):
        return Fate.KNOWN
    return Fate.CONFLICT if unseen(told, author_id=author_id, seen=seen) else Fate.NEW


def unseen(told: Sequence[Told], *, author_id: int, seen: int) -> list[Told]:
    """What others have reported that the author did not know of, oldest first."""
    later = (each for each in told if each.version > seen and each.by_id != author_id)
    return sorted(later, key=lambda each: each.version)
