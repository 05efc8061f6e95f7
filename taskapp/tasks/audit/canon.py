"""What is sealed, byte for byte: the canonical form of a row, its mark, and the signature of a seal. Pure.

A row is the JSON array `["row", form, value, …]` of the columns of its form in their order, without spaces, UTF-8,
nothing escaped but what JSON must; instants are UTC as `2026-03-02 02:00:00.000000`, days `2026-03-02`, hours
`09:30:00.000000`, yes and no are 1 and 0, nothing is null. Its mark is the first 16 bytes of HMAC-SHA256 over it.
A seal is signed by HMAC-SHA256 over `["seal", …]`, in which the signature of the seal before stands: a chain.
docs/admin.md says it for people. A form is never changed; a newer one has further columns at its end.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from struct import Struct
from typing import Any, NamedTuple

FORMS: dict[int, tuple[str, ...]] = {
    1: (
        *("id", "committee_id", "task_id", "version", "recorded_at", "effective_at", "effective_on", "kind"),
        *("from_state", "to_state", "by_id", "on_behalf_of_id", "via", "reason", "note", "corrects_id", "batch_id"),
        *("task_kind", "parent_id", "lead_unit_id", "lead_unit_name", "assignee_id", "assigner_id", "source"),
        *("field", "starred", "limit_kind", "issued_on", "original_due_on", "original_due_time", "due_on", "due_time"),
        *("missed_due_on", "missed_due_time", "extensions", "submitted_on", "submitted_time", "finished_on"),
        *("waited_workdays", "objective_cause", "disputed", "excluded", "work_type_id", "received_on"),
        *("statutory_due_on", "statutory_due_time", "commitment_due_on", "commitment_due_time"),
    )
}
NEWEST = max(FORMS)
GENESIS = "0" * 64  # what stands in the first seal where the signature of the one before would
_ENTRY = Struct(">qqiq16s")


class Entry(NamedTuple):
    """One sealed row: where it stands, whose it is, when it was recorded (seconds since 1970), and its mark."""

    id: int
    task_id: int
    version: int
    recorded: int
    mark: bytes


@dataclass(frozen=True)
class Seal:
    """A stretch of one committee's record, from the row after the seal before to `last_id`; `entries` packed.

    `sealed_at` as in a row. What was read from a database may hold anything: only a right signature says that it is
    what was written.
    """

    committee_id: int
    number: int
    first_id: int
    last_id: int
    count: int
    form: int
    key_id: str
    sealed_at: str
    prev: str
    entries: bytes
    hmac: str = ""


class Ring:
    """The keys of an installation, the newest first: that one seals, the others only check what they once sealed."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = [key.encode() for key in keys]
        self._ages = {key_id(key): age for age, key in enumerate(self._keys)}

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._keys)

    @property
    def newest(self) -> bytes | None:
        return self._keys[0] if self._keys else None

    def age(self, name: str) -> int | None:
        """How many newer keys there are than the one of this name; None when it is not among them."""
        return self._ages.get(name)

    def key(self, name: str) -> bytes | None:
        """The key of this name."""
        age = self.age(name)
        return None if age is None else self._keys[age]


def key_id(key: bytes) -> str:
    """The name of a key, 16 hex digits: it tells which one sealed and nothing about it."""
    return hmac.digest(key, b"name of this key", "sha256").hex()[:16]


def row_bytes(form: int, values: Iterable[Any]) -> bytes:
    """The canonical form of a row."""
    return _json(["row", form, *values])


def mark(key: bytes, row: bytes) -> bytes:
    """The mark of a row in its canonical form: 16 bytes, which nobody can make without the key."""
    return hmac.digest(key, row, "sha256")[:16]


def signature(key: bytes, seal: Seal) -> str:
    """What `seal.hmac` has to be, 64 hex digits."""
    content = hashlib.sha256(seal.entries).hexdigest()
    head = (seal.committee_id, seal.number, seal.first_id, seal.last_id, seal.count, seal.form)
    return hmac.digest(key, _json(["seal", *head, seal.key_id, seal.sealed_at, seal.prev, content]), "sha256").hex()


def pack(entries: Iterable[Entry]) -> bytes:
    """Entries one after the other, 44 bytes each, numbers big-endian: id 8, task 8, version 4, recorded 8, mark 16."""
    return b"".join(_ENTRY.pack(*entry) for entry in entries)


def unpack(packed: bytes) -> Iterator[Entry]:
    """The entries again. Raises ValueError when it cannot be such."""
    if len(packed) % _ENTRY.size:
        raise ValueError("these are not the entries of a seal")
    return map(Entry._make, _ENTRY.iter_unpack(packed))


def _odd(value: object) -> str:
    """Something that no column of ours can hold, but that somebody may have put there."""
    return f"{type(value).__name__}:{value!r}"


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_odd).encode


def _json(values: list[Any]) -> bytes:
    return _encode(values).encode("utf-8", "surrogatepass")
