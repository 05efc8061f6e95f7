"""Verifying the record: rows, seals and anchor are read once, side by side, in the order of ids, in bounded memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import func
from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.tasks.audit import anchor, canon, stored
from taskapp.tasks.audit.anchor import Line
from taskapp.tasks.audit.canon import FORMS, Entry, Seal
from taskapp.tasks.audit.findings import Found, Wrong, of_entry, of_row
from taskapp.tasks.audit.seal_models import EventSeal
from taskapp.tasks.audit.sealing import STAMP, Means, line_of
from taskapp.tasks.audit.trouble import Hindered, Hindrance, reaching

NOTED_WITHIN = timedelta(minutes=5)  # a seal is in the anchor at once, in that of another node a minute later
TOLD_EVERY = 1000
Row = Sequence[Any]
Thing = TypeVar("Thing")
Tell = Callable[[int], None]


def verify(
    session: Session,
    committee_id: int,
    means: Means,
    *,
    now: datetime,
    is_copy: bool = False,
    tell: Tell = lambda _more: None,
) -> Found:
    """Check the whole record of a committee. `tell` hears how many more rows have been checked.

    `is_copy`: the anchor is a copy made some time ago, which may end before the seals do. Raises Hindered when nothing
    can be said: no key, another one than sealed, or an anchor that is not there, cannot be read or ends too early. That
    proves nothing: it could not be written, or this node does not seal.

    Others seal meanwhile. A seal is committed before it is noted, so only what was noted before the session asks its
    first question counts: the session must not be in a transaction yet.
    """
    if means.ring.newest is None:
        raise Hindered(Hindrance.NO_KEY)
    noted_by = None if is_copy else (now.astimezone(UTC) - NOTED_WITHIN).strftime(STAMP)
    with reaching(means.folder):
        upto = anchor.size(means.folder, committee_id)
        if upto is None and size(session, committee_id) and anchor.size(means.folder, committee_id) is None:
            raise Hindered(Hindrance.ANCHOR_GONE, str(anchor.path_of(means.folder, committee_id)))
        notes = anchor.lines(means.folder, committee_id, upto or 0)
        with closing(stored.seals(session, committee_id)) as found, closing(_rows(session, committee_id, tell)) as rows:
            seals = _Ahead(found)  # asked for before the rows, of which there may be more by then
            walk = _Walk(means.ring, _Ahead(rows), _Ahead(notes), noted_by)
            walk.along(seals.take_while(lambda _seal: True))
    if walk.is_behind and not walk.found.wrong:
        raise Hindered(Hindrance.ANCHOR_BEHIND)
    return walk.found


def size(session: Session, committee_id: int) -> int:
    """How many rows are sealed."""
    return session.scalar(scoped(EventSeal, committee_id, func.coalesce(func.sum(EventSeal.count), 0))) or 0


class _Ahead(Generic[Thing]):
    """An iterator of which the next one can be looked at."""

    def __init__(self, things: Iterator[Thing]) -> None:
        self._things = things
        self.next = next(things, None)

    def take(self) -> Thing:
        taken, self.next = self.next, next(self._things, None)
        if taken is None:
            raise StopIteration
        return taken

    def take_while(self, holds: Callable[[Thing], bool]) -> Iterator[Thing]:
        while self.next is not None and holds(self.next):
            yield self.take()


class _Walk:
    """The way along the seals; `noted_by`: an anchor that ends before a seal older than this is behind (None: a copy).

    `number`, `prev`, `age`: the seal before, its signature where it is known, and the age of the key that it has.
    """

    def __init__(self, ring: canon.Ring, rows: _Ahead[Row], notes: _Ahead[Line], noted_by: str | None) -> None:
        self.ring, self.rows, self.notes, self.noted_by = ring, rows, notes, noted_by
        self.found = Found()
        self.number, self.prev, self.age = 0, canon.GENESIS, len(ring)
        self.is_behind = False

    def along(self, seals: Iterator[Seal]) -> None:
        for made in seals:
            self._lost_before(made)
            self._look_at(made, self._note_of(made))
        for line in self.notes.take_while(lambda _line: True):
            self._lost(line)
        self.found.unsealed = sum(1 for _row in self.rows.take_while(lambda _row: True))

    def _lost_before(self, made: Seal) -> None:
        number = _whole(made.number) or self.number + 1
        for line in self.notes.take_while(lambda line: line.number < number):
            self._lost(line)
        if self.number + 1 < number:  # neither is it in the anchor
            self._skip((_whole(made.first_id) or 0) - 1, self.number + 1)
            self.number, self.prev = number - 1, ""

    def _lost(self, line: Line) -> None:
        """What the anchor knows and the database does not."""
        if line.number <= self.number:  # said twice, or not by us
            self.found.note(of_entry(Wrong.ANCHOR_DIFFERS, line.number or self.number + 1, None))
            return
        self._skip(line.last_id, line.number)
        self.number, self.prev = line.number, line.hmac

    def _skip(self, last_id: int, seal: int) -> None:
        rows = self.rows.take_while(lambda row: row[0] <= last_id)
        self.found.note(of_row(Wrong.SEAL_MISSING, seal, next(rows, None)))
        deque(rows, maxlen=0)

    def _note_of(self, made: Seal) -> Line | None:
        return self.notes.take() if self.notes.next is not None and self.notes.next.number == made.number else None

    def _look_at(self, made: Seal, line: Line | None) -> None:
        key, age = self.ring.key(made.key_id), self.ring.age(made.key_id)
        if key is None and (line is None or line.key_id == made.key_id):
            raise Hindered(Hindrance.OTHER_KEY)
        number = self.number + 1
        entries: list[Entry] = []
        with suppress(ValueError):
            entries = list(canon.unpack(made.entries))
        is_right = key is not None and canon.signature(key, made) == made.hmac
        first = entries[0] if entries else None
        if is_right and key is not None:
            self._compare(made, key, entries)
        else:
            first = self._suspect(made, line, entries) or first
        wrong = self._wrong_with(made, is_right, age, line)
        if wrong:
            self.found.note(of_entry(wrong, number, first))
        self.found.seals += 1
        self.number, self.prev = number, line.hmac if line and not is_right else made.hmac
        if is_right and age is not None:
            self.age, self.found.last_sealed_at = min(age, self.age), made.sealed_at

    def _wrong_with(self, made: Seal, is_right: bool, age: int | None, line: Line | None) -> Wrong | None:
        if not is_right or (self.prev and made.prev != self.prev):
            return Wrong.SEAL_CHANGED
        if age is not None and age > self.age:
            return Wrong.OLD_KEY
        if line is not None:
            return None if line == line_of(made) else Wrong.ANCHOR_DIFFERS
        if self.notes.next is not None:
            return Wrong.ANCHOR_SHORT
        self.is_behind |= self.noted_by is not None and made.sealed_at < self.noted_by
        return None

    def _compare(self, made: Seal, key: bytes, entries: Sequence[Entry]) -> None:
        """Rows and what was sealed of them, both in the order of ids."""
        rows, found, width = self.rows, self.found, len(FORMS[made.form])
        for entry in entries:
            while rows.next is not None and rows.next[0] < entry.id:
                found.note(of_row(Wrong.ADDED, made.number, rows.take()))
            if rows.next is None or rows.next[0] != entry.id:
                found.note(of_entry(Wrong.MISSING, made.number, entry))
                continue
            row = rows.take()
            found.rows += 1
            if canon.mark(key, canon.row_bytes(made.form, row[:width])) != entry.mark:
                found.note(of_entry(Wrong.CHANGED, made.number, entry))

    def _suspect(self, made: Seal, line: Line | None, entries: Sequence[Entry]) -> Entry | None:
        """The first row that does not fit its mark in a seal that is not right: either of them was changed."""
        last_id = line.last_id if line else _whole(made.last_id) or 0
        marks, found = {entry.id: entry for entry in entries}, None
        for row in self.rows.take_while(lambda row: row[0] <= last_id):
            self.found.rows += 1
            entry = marks.get(row[0])
            if found is None and entry is not None and not self._is_marked(row, entry):
                found = entry
        return found

    def _is_marked(self, row: Row, entry: Entry) -> bool:
        forms = ((form, row[: len(columns)]) for form, columns in FORMS.items())
        return any(canon.mark(key, canon.row_bytes(*form)) == entry.mark for form in forms for key in self.ring)


def _rows(session: Session, committee_id: int, tell: Tell) -> Generator[Row, None, None]:
    with closing(stored.rows(session, committee_id)) as rows:
        for number, row in enumerate(rows, 1):
            if number % TOLD_EVERY == 0:
                tell(TOLD_EVERY)
            yield row


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) else None
