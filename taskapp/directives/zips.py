"""The zip file around a document or a register: what it may hold and unpack to, before it is opened. Pure."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from enum import Enum, auto
from pathlib import PurePosixPath

MEGABYTE = 1024 * 1024
LARGEST_UNPACKED = 200 * MEGABYTE
MOST_TIMES_LARGER = 100
MOST_MEMBERS = 2000
_SMALL = MEGABYTE  # below this size a high ratio harms nobody
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


class Harm(Enum):
    """What is wrong with a zip file."""

    TOO_LARGE = auto()
    DAMAGED = auto()
    LOCKED = auto()


def harm(members: Sequence[zipfile.ZipInfo], packed: int) -> Harm | None:
    """What a table of contents shows of harm; `packed` is the size of the whole file in bytes.

    At most 200 MiB unpacked, 100 times the packed size (of the whole and of each member past 1 MiB), 2,000 members; no
    name twice or leading out of the folder, nothing under a password.
    """
    unpacked = sum(member.file_size for member in members)
    is_dense = any(m.file_size > max(_SMALL, m.compress_size * MOST_TIMES_LARGER) for m in members)
    most = min(LARGEST_UNPACKED, max(_SMALL, packed * MOST_TIMES_LARGER))
    if len(members) > MOST_MEMBERS or unpacked > most or is_dense:
        return Harm.TOO_LARGE
    names = [member.filename for member in members]
    if any(map(_is_outside, names)) or len(set(names)) != len(names):
        return Harm.DAMAGED
    return Harm.LOCKED if any(member.flag_bits & 0x1 for member in members) else None


def _is_outside(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in PurePosixPath(name.replace("\\", "/")).parts or ":" in name
