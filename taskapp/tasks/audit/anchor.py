"""The anchor: what was sealed, noted once more outside the database, so that seals cannot vanish unnoticed either.

A folder with one file for each committee, `<id>.log`, to which lines are only ever added: number of the seal, the last
id in it, its signature, the name of its key, when it was made. It may lie on an append-only or shared disk.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

LINE = re.compile(r"(\d{1,18}) (\d{1,18}) ([0-9a-f]{64}) ([0-9a-f]{16}) ([0-9: .-]{26})", re.ASCII)
_TAIL = 4096  # holds many lines


class Line(NamedTuple):
    """What the anchor says of one seal. `sealed_at` as in a canonical row."""

    number: int
    last_id: int
    hmac: str
    key_id: str
    sealed_at: str

    def __str__(self) -> str:
        return " ".join(map(str, self))


ODD = Line(0, 0, "", "", "")


class Anchor:
    """The file of one committee, held by this process alone."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._size = os.fstat(file).st_size
        tail = os.pread(file, _TAIL, max(0, self._size - _TAIL))
        self._is_torn = bool(tail) and not tail.endswith(b"\n")
        whole = tail[: tail.rfind(b"\n") + 1].splitlines()
        self.last = _parse(whole[-1].decode("ascii", "replace")) if whole else None
        self.is_odd = bool(whole) and self.last is None

    def append(self, lines: Iterable[Line]) -> None:
        """Add lines and have them on the disk. A line torn by a power cut is ended first. Raises OSError."""
        for line in lines:
            text = f"{line}\n".encode("ascii")
            _write(self._file, b"\n" + text if self._is_torn else text)
            self._is_torn, self.last = False, line
        os.fsync(self._file)


def path_of(folder: Path, committee_id: int) -> Path:
    """The anchor of one committee."""
    return folder / f"{committee_id}.log"


def may_begin(folder: Path) -> bool:
    """Whether an anchor could be begun there."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)


@contextmanager
def held(folder: Path, committee_id: int) -> Iterator[Anchor | None]:
    """The anchor, opened to add to it; None when another process has it just now. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = path_of(folder, committee_id)
    is_new = not path.exists()
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if is_new:
            _keep_name(folder)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        yield Anchor(file)
    finally:
        os.close(file)


def size(folder: Path, committee_id: int) -> int | None:
    """How many bytes it has by now; None when there is no anchor. Raises OSError."""
    try:
        return path_of(folder, committee_id).stat().st_size
    except FileNotFoundError:
        return None


def lines(folder: Path, committee_id: int, upto: int) -> Iterator[Line]:
    """What its first `upto` bytes say, first line first, as it is read; ODD for what we did not write. Raises OSError.

    A line without its end, or begun and then written whole, was torn by a power cut; it says nothing.
    """
    if not upto:
        return
    with path_of(folder, committee_id).open(encoding="ascii", errors="replace", newline="\n") as file:
        before = ""
        for text in _first(file, upto):
            if before and not text.startswith(before.rstrip("\n")):
                yield _parse(before.rstrip("\n")) or ODD
            before = text
        if before.endswith("\n"):
            yield _parse(before.rstrip("\n")) or ODD


def _first(texts: Iterable[str], count: int) -> Iterator[str]:
    for text in texts:
        yield text[:count]
        count -= len(text)  # a character for each byte
        if count <= 0:
            return


def _parse(text: str) -> Line | None:
    found = LINE.fullmatch(text)
    return Line(int(found[1]), int(found[2]), found[3], found[4], found[5]) if found else None


def _write(file: int, text: bytes) -> None:
    if os.write(file, text) != len(text):
        raise OSError("the disk of the anchor is full")


def _keep_name(folder: Path) -> None:
    """A new file is safe when its folder is."""
    entry = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)
