"""What a verification finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from taskapp.tasks.audit.canon import Entry

NAMED = 20  # so many wrong things are named, all are counted


class Wrong(StrEnum):
    """What can be wrong."""

    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"
    SEAL_CHANGED = "seal_changed"
    SEAL_MISSING = "seal_missing"
    OLD_KEY = "old_key"  # sealed with a key that had been replaced by then
    ANCHOR_DIFFERS = "anchor_differs"
    ANCHOR_SHORT = "anchor_short"


@dataclass(frozen=True)
class Problem:
    """One wrong thing: the row it is about or, of a seal, the first row that is known of it.

    What a row says was true when it was sealed; of an added row, and of rows whose seal is missing, it is what stands
    there now, whatever that is. `recorded_at`: UTC, as in a canonical row.
    """

    wrong: Wrong
    seal: int | None = None
    event_id: Any = None
    task_id: Any = None
    version: Any = None
    recorded_at: Any = None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


@dataclass
class Found:
    """What a verification found. `unsealed`: rows after the last seal, of which nothing can be said yet."""

    rows: int = 0
    seals: int = 0
    unsealed: int = 0
    wrong: int = 0
    problems: list[Problem] = field(default_factory=list)
    last_sealed_at: str = ""

    def note(self, problem: Problem) -> None:
        """One more wrong thing."""
        self.wrong += 1
        if len(self.problems) < NAMED:
            self.problems.append(problem)


def of_entry(wrong: Wrong, seal: int, entry: Entry | None) -> Problem:
    """A problem of a row as it was sealed."""
    if entry is None:
        return Problem(wrong, seal)
    recorded = datetime.fromtimestamp(entry.recorded, UTC).strftime("%Y-%m-%d %H:%M:%S")
    return Problem(wrong, seal, entry.id, entry.task_id, entry.version, recorded)


def of_row(wrong: Wrong, seal: int, row: Sequence[Any] | None) -> Problem:
    """A problem of a row as it stands now: id, committee, task, version, recorded at come first."""
    if row is None:
        return Problem(wrong, seal)
    number, _committee, task_id, version, recorded_at, *_rest = (_sayable(value) for value in row[:5])
    return Problem(wrong, seal, number, task_id, version, recorded_at)


def _sayable(value: Any) -> Any:
    return value if isinstance(value, int) or value is None else str(value)[:60]
