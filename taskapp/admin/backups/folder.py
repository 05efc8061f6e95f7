"""A folder of backups: how they are called, which is the newest, which may go."""

from __future__ import annotations

import fcntl
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

PREFIX, SUFFIX, PART = "giaoviec-", ".backup", ".part"
_STAMP = "%Y-%m-%dT%H%M%SZ"


def name_at(moment: datetime) -> str:
    """What a backup of that moment is called; names in order are moments in order."""
    return f"{PREFIX}{moment.astimezone(UTC).strftime(_STAMP)}{SUFFIX}"


def moment_of(path: Path) -> datetime | None:
    """When a backup with such a name was begun, aware UTC; None for another name."""
    with suppress(ValueError):
        return datetime.strptime(path.name, f"{PREFIX}{_STAMP}{SUFFIX}").replace(tzinfo=UTC)
    return None


def found(folder: Path) -> list[Path]:
    """The whole backups of a folder, oldest first. Raises OSError when it cannot be looked into."""
    return sorted(path for path in folder.iterdir() if moment_of(path) is not None)


def prune(folder: Path, keep: int) -> int:
    """Remove all whole backups but the newest `keep`, and what was left half; how many whole ones went."""
    too_many = found(folder)[:-keep]
    for path in too_many:
        path.unlink()
    for path in folder.glob(f"{PREFIX}*{SUFFIX}{PART}"):
        with path.open("rb") as draft, suppress(BlockingIOError):
            fcntl.flock(draft, fcntl.LOCK_EX | fcntl.LOCK_NB)  # whoever still writes it holds it
            path.unlink()
    return len(too_many)


def newest_at(folder: Path) -> datetime | None:
    """When the newest whole backup was begun, aware UTC; None without any, or where nobody can look."""
    try:
        return max(filter(None, map(moment_of, folder.iterdir())), default=None)
    except OSError:
        return None
