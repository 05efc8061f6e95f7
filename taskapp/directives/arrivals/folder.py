"""The folder into which a mail server, a scanner or a person lays documents: what waits, whose it is, what was refused.

Any number of processes look into it: a file belongs to whoever has moved it into `taken/`, which only one can.
Symbolic links and folders are left alone. Times of files are compared with `now`, which the caller passes.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

NAME = "documents-in"
NEW, TAKEN, REFUSED = "new", "taken", "refused"  # `new` is that of a Maildir
MAIL = ".eml"
SETTLED = timedelta(seconds=20)  # a file that was written to so lately may not be whole yet
ABANDONED = timedelta(hours=1)  # longer than the reading of any one file takes
_OWN = {NEW, "cur", "tmp", TAKEN, REFUSED}
_UNFINISHED = (".tmp", ".part", ".partial", ".filepart", ".crdownload", "~")
_LONGEST_NAME = 180  # bytes: a mark before it and an ending after it must still fit


@dataclass(frozen=True)
class Claimed:
    """A file that is ours to read; `name` is what it was called when it came."""

    path: Path
    name: str

    @property
    def is_mail(self) -> bool:
        return self.path.suffix.lower() == MAIL


def homes(data_dir: Path) -> list[Path]:
    """The folders of all committees: the one folder, and those in it that bear a committee's code."""
    top = data_dir / NAME
    inner = sorted(path for path in top.iterdir() if path.is_dir() and path.name not in _OWN) if top.is_dir() else []
    return [top, *inner] if top.is_dir() else []


def waiting(folder: Path, now: datetime) -> list[Path]:
    """The files that have come and are whole, the oldest first; a Maildir's mails are whole by its rules."""
    found = [(seen.st_mtime, path) for path, seen in _files(folder / NEW)]
    found += [(seen.st_mtime, path) for path, seen in _files(folder) if abs(now - _at(seen.st_mtime)) >= SETTLED]
    return [path for _written_at, path in sorted(found)]


def claim(folder: Path, file: Path) -> Claimed | None:
    """Make the file ours; None when another process was quicker."""
    name = _plain(file.name)
    kept = f"{name}{MAIL}" if file.parent.name == NEW and not name.lower().endswith(MAIL) else name
    path = _made(folder / TAKEN) / f"{secrets.token_hex(4)}-{kept}"
    try:
        file.rename(path)
    except FileNotFoundError:
        return None
    return Claimed(path, name)


def read(claimed: Claimed, most: int) -> bytes:
    """The bytes of the file, at most one more than `most`. Raises OSError for what is no ordinary file."""
    with os.fdopen(os.open(claimed.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as opened:
        if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
            raise OSError("no ordinary file")
        return opened.read(most + 1)


def remove(claimed: Claimed) -> None:
    """Take the file away: what it held stands in the database."""
    claimed.path.unlink(missing_ok=True)


def refuse(folder: Path, claimed: Claimed, reason: str) -> None:
    """Lay the file aside as it is, with the reason in a text file beside it."""
    aside = _made(folder / REFUSED) / claimed.path.name
    aside.with_name(f"{aside.name}.txt").write_text(f"{reason}\n", encoding="utf-8")
    claimed.path.rename(aside)


def put_back(folder: Path, taken: Path) -> None:
    """Lay a file that was taken where it is found again; it comes again with the next round."""
    back = folder / taken.name.partition("-")[2]
    taken.rename(folder / taken.name if back.exists() else back)


def put_abandoned_back(folder: Path, now: datetime) -> None:
    """Put back what a process that has died had taken; when it was taken is what the file system says."""
    for path, seen in _files(folder / TAKEN):
        if now - _at(seen.st_ctime) > ABANDONED:
            put_back(folder, path)


def refused(folder: Path) -> int:
    """How many files lie aside: those with a reason beside them."""
    names = {path.name for path, _seen in _files(folder / REFUSED)}
    return sum(f"{name}.txt" in names for name in names)


def unusable(folder: Path) -> Path | None:
    """The folder in which files cannot be moved, None when all is well."""
    places = (folder, folder / NEW, folder / TAKEN, folder / REFUSED)
    return next((each for each in places if each.is_dir() and not os.access(each, os.R_OK | os.W_OK | os.X_OK)), None)


def _files(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Ordinary files, not hidden ones nor such as are still being written; none of a folder that is a link."""
    if folder.name in (NEW, TAKEN, REFUSED) and folder.is_symlink():
        return
    with suppress(FileNotFoundError, NotADirectoryError):
        for entry in list(os.scandir(folder)):
            if entry.name.startswith(".") or entry.name.lower().endswith(_UNFINISHED):
                continue
            with suppress(FileNotFoundError):  # another process has just taken it
                seen = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(seen.st_mode):
                    yield Path(entry.path), seen


def _at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink():
        raise OSError(f"{folder} is a link")
    return folder


def _plain(name: str) -> str:
    """The name as it can be kept anywhere: valid text, not too long, its ending kept."""
    text = os.fsencode(name).decode("utf-8", errors="replace")
    ending = Path(text).suffix[:10]
    stem = text.removesuffix(ending).encode()[: _LONGEST_NAME - len(ending.encode())]
    return stem.decode("utf-8", errors="ignore") + ending
