"""What a review teaches: names of units that a person put right, and how the reading differed from what was given out.

Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from taskapp.directives.reviews.naming import How
from taskapp.directives.reviews.work import ROLES, Named, Piece, Work
from taskapp.people.unit_names import unit_key

LONGEST_NAME = 200


def learned(work: Work) -> dict[str, tuple[str, int]]:
    """Names with the unit that the person chose for them, by their key: (as written, unit).

    A name whose unit was taken away is taught by the one unit that was put in its place; groups teach nothing.
    """
    found: dict[str, tuple[str, int]] = {}
    for piece in work.kept:
        for role in ROLES:
            added = [unit for name in piece.named(role) if not name.written for unit in name.units]
            for name in piece.named(role):
                unit = _meant(name, added)
                key = unit_key(name.written)
                if unit is not None and key and len(name.written) <= LONGEST_NAME and len(key) <= LONGEST_NAME:
                    found[key] = (name.written, unit)
    return found


def differences(before: Work, after: Work, name_of: Callable[[int], str]) -> dict[str, Any]:
    """How the tasks given out differ from those read, in plain values; units by name."""
    now = {piece.key: piece for piece in after.kept}
    read = {piece.key: piece for piece in before.pieces}
    changed = {
        key: told for key, piece in now.items() if key in read and (told := dict(_told(read[key], piece, name_of)))
    }
    return {
        "read": len(read),
        "given": len(now),
        "left_out": [piece.content for key, piece in read.items() if key not in now],
        "added": [piece.content for key, piece in now.items() if key not in read],
        "changed": changed,
    }


def _meant(name: Named, added: list[int]) -> int | None:
    if not name.written or name.how in (How.GROUP, How.SKIPPED):
        return None
    if name.how is How.CHOSEN:
        return name.units[0] if len(name.units) == 1 else None
    return added[0] if not name.units and len(added) == 1 else None


def _told(read: Piece, given: Piece, name_of: Callable[[int], str]) -> Iterator[tuple[str, list[str]]]:
    pairs = {
        "content": (read.content, given.content),
        "lead": tuple("; ".join(name_of(unit) for unit in piece.units("lead")) for piece in (read, given)),
        "due": tuple(f"{piece.limit} {piece.due} {piece.hour}".strip() for piece in (read, given)),
    }
    return ((what, list(pair)) for what, pair in pairs.items() if pair[0] != pair[1])
