"""Somebody with every right over the database changes the record, its seals or the anchor: what he may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import Boolean, Connection, Enum, Integer, LargeBinary, Table, delete, insert, select, update
from sqlalchemy.types import Date, String, Time

from taskapp.base.db import UTCDateTime
from taskapp.tasks.audit.findings import Problem, Wrong
from taskapp.tasks.audit.seal_models import EventSeal
from taskapp.tasks.models import TaskEvent

EVENTS: Table = TaskEvent.__table__  # type: ignore[assignment]
SEALS: Table = EventSeal.__table__  # type: ignore[assignment]
STEP = 3  # ids of the record have room between them, as where changes were rolled back


@dataclass(frozen=True)
class Done:
    """What was done, and how the first problem that is named has to look, or why nothing can be said."""

    words: str
    is_named: Callable[[Problem], bool]
    hinders: bool = False  # the anchor ends early


class Tamperer:
    """Does one thing at a time, on a connection where nothing is guarded, and to a copy of the anchor's lines."""

    def __init__(self, connection: Connection, random: Random, notes: list[str]) -> None:
        self.connection, self.random, self.notes = connection, random, notes
        self.ids = list(connection.scalars(select(EVENTS.c.id).order_by(EVENTS.c.id)))
        self.ends = list(connection.scalars(select(SEALS.c.last_id).order_by(SEALS.c.number)))

    def anything(self) -> Done:
        acts = (*(self.edit,) * 12, *(self.remove,) * 4, *(self.add,) * 4, self.swap, self.cut_rows, self.cut_seals)
        more = (
            self.cut_both,
            *(self.edit_seal,) * 4,
            self.remove_seal,
            self.cut_notes,
            self.edit_note,
            self.remove_note,
        )
        return self.random.choice((*acts, *more))()

    def edit(self) -> Done:
        """One column of one row."""
        number = self.random.choice(self.ids)
        column = self.random.choice(list(EVENTS.columns))
        return self.set(EVENTS, column.name, number, number)

    def set(self, table: Table, name: str, number: int, named: int) -> Done:
        column = table.c[name]
        key = table.c.id if table is EVENTS else table.c.number
        before = self.connection.scalars(select(column).where(key == number)).one()
        after = _other(self.random, column, before)
        self.connection.execute(update(table).where(key == number).values({name: after}))
        words = f"{table.name} {number}: {name} from {before!r} to {after!r}"[:200]
        if table is EVENTS:
            wrong = {Wrong.MISSING, Wrong.ADDED} if name in ("id", "committee_id") else {Wrong.CHANGED}
            return Done(words, lambda found: found.wrong in wrong and found.event_id in (named, after))
        return Done(words, lambda found: found.seal == named and found.wrong.value.startswith("seal"))

    def remove(self) -> Done:
        """Some rows, one after the other."""
        place = self.random.randrange(len(self.ids))
        gone = self.ids[place : place + self.random.choice((1, 1, 1, 2, 9))]
        self.connection.execute(delete(EVENTS).where(EVENTS.c.id.in_(gone)))
        return Done(f"rows {gone} removed", lambda found: (found.wrong, found.event_id) == (Wrong.MISSING, gone[0]))

    def add(self) -> Done:
        """A row between, or before, those that were sealed."""
        like, place = self.random.choice(self.ids), self.random.choice((-7, *self.ids[:-1])) + 1
        self._copy(like, id=place, version=10_000)
        return Done(f"row {place} added", lambda found: (found.wrong, found.event_id) == (Wrong.ADDED, place))

    def swap(self) -> Done:
        """Two rows take each other's place."""
        one, other = sorted(self.random.sample(self.ids, 2))
        for before, after in ((one, -1), (other, one), (-1, other)):
            self.connection.execute(update(EVENTS).where(EVENTS.c.id == before).values(id=after))
        return Done(f"rows {one} and {other} swapped", lambda found: found.event_id == one)

    def cut_rows(self) -> Done:
        """The last rows go, their seals stay."""
        first = self.random.choice(self.ids)
        self.connection.execute(delete(EVENTS).where(EVENTS.c.id >= first))
        return Done(f"rows from {first} on removed", lambda found: found.event_id == first)

    def cut_seals(self) -> Done:
        """The last seals go, the rows stay."""
        number = self._cut_seals()
        first = next(event for event in self.ids if event > ([0, *self.ends])[number - 1])
        return Done(f"seals from {number} on removed", lambda found: (found.seal, found.event_id) == (number, first))

    def cut_both(self) -> Done:
        """The last seals go, and all they sealed."""
        number = self._cut_seals()
        self.connection.execute(delete(EVENTS).where(EVENTS.c.id > ([0, *self.ends])[number - 1]))
        return Done(f"seals from {number} on and their rows removed", lambda found: found.seal == number)

    def edit_seal(self) -> Done:
        """One column of one seal."""
        columns = [column.name for column in SEALS.columns if column.name != "id"]
        number = self.random.randrange(1, len(self.ends) + 1)
        return self.set(SEALS, self.random.choice(columns), number, number)

    def remove_seal(self) -> Done:
        """One seal among others."""
        number = self.random.randrange(1, len(self.ends) + 1)
        self.connection.execute(delete(SEALS).where(SEALS.c.number == number))
        return Done(f"seal {number} removed", lambda found: (found.wrong, found.seal) == (Wrong.SEAL_MISSING, number))

    def cut_notes(self) -> Done:
        """The end of the anchor goes, perhaps in the middle of a line."""
        number = self.random.randrange(1, len(self.notes) + 1)
        self.notes[number - 1 :] = [self.notes[number - 1][: self.random.choice((0, 0, 30, -1))]]
        return Done(f"anchor cut at {number}", lambda _found: False, hinders=True)

    def edit_note(self) -> Done:
        """One digit of a signature in the anchor, or a line that says nothing."""
        number = self.random.randrange(1, len(self.notes) + 1)
        words = self.notes[number - 1].split(" ")
        words[2] = words[2][:-1] + ("0" if words[2][-1] != "0" else "1")
        self.notes[number - 1] = self.random.choice((" ".join(words), "rubbish\n"))
        return Done(
            f"anchor's line {number}", lambda found: (found.wrong, found.seal) == (Wrong.ANCHOR_DIFFERS, number)
        )

    def remove_note(self) -> Done:
        """One line of the anchor."""
        number = self.random.randrange(1, len(self.notes) + 1)
        del self.notes[number - 1]
        return Done(
            f"anchor without {number}",
            lambda found: (found.wrong, found.seal) == (Wrong.ANCHOR_SHORT, number),
            hinders=number > len(self.notes),
        )

    def _cut_seals(self) -> int:
        number = self.random.randrange(1, len(self.ends) + 1)
        self.connection.execute(delete(SEALS).where(SEALS.c.number >= number))
        return number

    def _copy(self, number: int, **changes: object) -> None:
        row = self.connection.execute(select(EVENTS).where(EVENTS.c.id == number)).mappings().one()
        self.connection.execute(insert(EVENTS).values({**row, **changes}))


def _other(random: Random, column: Any, before: Any) -> Any:
    """Another value that the column could hold, sometimes none where that is possible."""
    if column.name in ("id", "committee_id"):
        return before + 1
    if before is not None and column.nullable and random.random() < 0.3:
        return None
    make = next((make for kind, make in _OTHERS if isinstance(column.type, kind)), _retold)
    return make(random, column.type, before)


def _retold(random: Random, kind: String, before: str | None) -> str:
    before = before or ""
    if kind.length in (16, 64):
        return before[:-1] + ("0" if not before.endswith("0") else "1")
    return random.choice((f"{before} ", f"{before}\u0301", f"{before.upper()}!", before[1:] or "x"))[
        : kind.length or None
    ]


def _moved(random: Random, _kind: object, before: datetime) -> datetime:
    return before + random.choice((-1, 1)) * random.choice((timedelta(microseconds=1), timedelta(days=1)))


def _flipped(random: Random, _kind: object, before: bytes) -> bytes:
    place = random.randrange(len(before))
    return before[:place] + bytes([before[place] ^ 1]) + before[place + 1 :]


_OTHERS: tuple[tuple[Any, Callable[[Random, Any, Any], Any]], ...] = (
    (
        Enum,
        lambda random, kind, before: random.choice([w for w in kind.enums if w != getattr(before, "value", before)]),
    ),
    (Boolean, lambda _random, _kind, before: not before),
    (UTCDateTime, _moved),
    (Date, lambda random, _kind, before: (before or date(2026, 3, 2)) + timedelta(days=random.choice((-1, 1)))),
    (Time, lambda _random, _kind, before: time(9, 31) if before == time(9, 30) else time(9, 30)),
    (LargeBinary, _flipped),
    (Integer, lambda random, _kind, before: (before or 0) + random.randrange(1, 900)),
)
