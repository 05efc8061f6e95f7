"""Sealing what was recorded: once a minute, by any number of processes, each stretch once and none left out.

Only what can no longer be joined by an earlier id is sealed. On SQLite there is one writer at a time, and ids rise as
changes are committed. On PostgreSQL an id is taken before its change is committed: whoever takes one holds a lock on
the table until then, so when all who held it have ended, every id up to the highest seen before is settled.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from taskapp.base.db import reading, scoped, unscoped
from taskapp.base.settings import Settings
from taskapp.tasks.audit import anchor, canon, stored
from taskapp.tasks.audit.anchor import Anchor, Line
from taskapp.tasks.audit.canon import NEWEST, Entry, Ring, Seal
from taskapp.tasks.audit.seal_models import EventSeal
from taskapp.tasks.audit.trouble import Hindered, Hindrance, reaching
from taskapp.tasks.models import TaskEvent

log = logging.getLogger("taskapp.audit")

MOST_ROWS = 10_000  # of one seal
MOST_SEALS = 100  # of one run; the next one goes on
STAMP = "%Y-%m-%d %H:%M:%S.%f"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST_WRITING = timedelta(minutes=15)  # so long nobody writes who is not forgotten
WAITS, PAUSE = 50, 0.1  # how often, and how many seconds, to wait for those who write just now
_WRITING = text(
    "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND relation = 'task_event'::regclass "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
    "AND mode = 'RowExclusiveLock' AND granted"
)


@dataclass(frozen=True)
class Means:
    """What an installation seals with: its keys, and the folder of its anchor."""

    ring: Ring
    folder: Path


def means_of(settings: Settings) -> Means:
    """What these settings say."""
    return Means(Ring(settings.audit_keys), settings.anchor_dir)


def seal(
    session: Session,
    committee_id: int,
    means: Means,
    *,
    top: int,
    now: datetime,
) -> int:
    """Seal what the committee has recorded since; how many rows. Commits each seal, then notes it in the anchor.

    `top`: what is settled. Raises Hindered, before anything is sealed, when the key or the anchor is not what it has to
    be, or when nothing is settled and that has lasted for too long.
    """
    if means.ring.newest is None:
        raise Hindered(Hindrance.NO_KEY)
    with reading():
        _look_for_anchor(session, committee_id, means)
        session.rollback()
    with reaching(means.folder), anchor.held(means.folder, committee_id) as notes:
        if notes is None:  # another process is at it
            return 0
        with reading():
            last = _known(session, committee_id, means.ring, notes)
            _catch_up(session, last, means.ring, notes)
            if not top:
                _look_how_long(session, committee_id, last, now)
            session.rollback()
        sealer = _Sealer(session, committee_id, means.ring.newest, top, now)
        return sum(islice(sealer.stretches(last, notes), MOST_SEALS))


def settled(session: Session, *, wait: Callable[[float], None] = time.sleep) -> int:
    """The id up to which no row of any committee can appear any more; may wait for 5 s.

    0 when that cannot be said now, for somebody writes and writes.
    """
    top: int = session.scalar(unscoped(func.max(TaskEvent.id))) or 0
    if session.get_bind().dialect.name != "postgresql":
        return top
    writing = set(session.scalars(_WRITING))
    for _turn in range(WAITS):
        if not writing:
            return top
        wait(PAUSE)
        writing &= set(session.scalars(_WRITING))
    return 0


def line_of(made: Seal) -> Line:
    """What the anchor says of a seal."""
    return Line(made.number, made.last_id, made.hmac, made.key_id, made.sealed_at)


def hindrance(session: Session, committee_id: int, means: Means) -> Hindered | None:
    """What would keep a seal from being made now. Changes nothing."""
    if means.ring.newest is None:
        return Hindered(Hindrance.NO_KEY)
    try:
        _look_for_anchor(session, committee_id, means)
        with reaching(means.folder):
            if anchor.size(means.folder, committee_id) is None:
                return None if anchor.may_begin(means.folder) else Hindered(Hindrance.ANCHOR_SHUT, str(means.folder))
            with anchor.held(means.folder, committee_id) as notes:
                if notes is not None:
                    _known(session, committee_id, means.ring, notes)
    except Hindered as hindered:
        return hindered
    return None


def _look_for_anchor(session: Session, committee_id: int, means: Means) -> None:
    """Raises Hindered when there are seals and no anchor: it begins with the first seal, later only by a person."""
    is_sealed = stored.last_seal(session, committee_id) is not None  # asked first: others may begin both just now
    with reaching(means.folder):
        if is_sealed and anchor.size(means.folder, committee_id) is None:
            raise Hindered(Hindrance.ANCHOR_GONE, str(anchor.path_of(means.folder, committee_id)))


def _known(session: Session, committee_id: int, ring: Ring, notes: Anchor) -> Seal | None:
    """The newest seal, when key and anchor are those that it was made with. Raises Hindered."""
    last, known = stored.last_seal(session, committee_id), notes.last
    if notes.is_odd:
        raise Hindered(Hindrance.ANCHOR_ODD)
    if known is not None and (last is None or known.number > last.number):
        raise Hindered(Hindrance.SEALS_LOST)
    if last is None:
        return None
    if ring.key(last.key_id) is None:
        raise Hindered(Hindrance.OTHER_KEY)
    if known is not None and known.number == last.number and known.hmac != last.hmac:
        raise Hindered(Hindrance.ANCHOR_DIFFERS)
    return last


def _catch_up(session: Session, last: Seal | None, ring: Ring, notes: Anchor) -> None:
    """Note in the anchor what it lacks, if it is rightly signed.

    It lacks the seals of other nodes that have an anchor of their own, and one whose process died just then.
    """
    prev, after = (notes.last.hmac, notes.last.number) if notes.last else (canon.GENESIS, 0)
    if last is None or last.number == after:
        return
    with closing(stored.seals(session, last.committee_id, after=after)) as lacked:
        notes.append(map(line_of, _rightly_signed(lacked, ring, prev)))
    if last.number - after > 1:
        log.warning("committee %s: the anchor lacked seals %d to %d", last.committee_id, after + 1, last.number)


def _look_how_long(session: Session, committee_id: int, last: Seal | None, now: datetime) -> None:
    """Raises Hindered when the first row that waits for its seal was recorded too long ago."""
    waiting = scoped(TaskEvent, committee_id, TaskEvent.recorded_at).where(TaskEvent.id > (last.last_id if last else 0))
    since = session.scalar(waiting.order_by(TaskEvent.id).limit(1))
    if since is not None and now - since > LONGEST_WRITING:
        raise Hindered(Hindrance.STILL_WRITING)


def _rightly_signed(seals: Iterable[Seal], ring: Ring, prev: str) -> Iterator[Seal]:
    for made in seals:
        key = ring.key(made.key_id)
        if key is None:
            raise Hindered(Hindrance.OTHER_KEY)
        if made.prev != prev or canon.signature(key, made) != made.hmac:
            raise Hindered(Hindrance.ANCHOR_DIFFERS)
        yield made
        prev = made.hmac


@dataclass(frozen=True)
class _Sealer:
    """Seals the rows of one committee up to the id `top`, one stretch after the other."""

    session: Session
    committee_id: int
    key: bytes
    top: int
    now: datetime

    def stretches(self, last: Seal | None, notes: Anchor) -> Iterator[int]:
        """Each sealed, committed and noted; how many rows."""
        while True:
            with reading():
                made = self._next(last)
                self.session.rollback()
            if made is None or not self._add(made):
                return
            notes.append([line_of(made)])
            last = made
            yield made.count

    def _next(self, last: Seal | None) -> Seal | None:
        after = last.last_id if last else 0
        found = stored.rows(self.session, self.committee_id, after=after, until=self.top, limit=MOST_ROWS)
        entries = [_entry(self.key, row) for row in found]
        if not entries:
            return None
        made = Seal(
            committee_id=self.committee_id,
            number=last.number + 1 if last else 1,
            first_id=after + 1,
            last_id=entries[-1].id,
            count=len(entries),
            form=NEWEST,
            key_id=canon.key_id(self.key),
            sealed_at=self.now.astimezone(UTC).strftime(STAMP),
            prev=last.hmac if last else canon.GENESIS,
            entries=canon.pack(entries),
        )
        return replace(made, hmac=canon.signature(self.key, made))

    def _add(self, made: Seal) -> bool:
        """Whether the seal stands: another node, with an anchor of its own, may have been quicker. Commits."""
        try:
            self.session.execute(insert(EventSeal).values(vars(made) | {"sealed_at": self.now}))
            self.session.commit()
        except IntegrityError:
            self.session.rollback()
            return False
        return True


def _entry(key: bytes, row: Sequence[Any]) -> Entry:
    number, _committee, task_id, version, recorded_at, *_rest = row
    return Entry(number, task_id, version, _seconds(recorded_at), canon.mark(key, canon.row_bytes(NEWEST, row)))


def _seconds(stamp: Any) -> int:
    """Since 1970; 0 when somebody has put there what is no instant: it is sealed as it stands."""
    try:
        return int((datetime.fromisoformat(stamp).replace(tzinfo=UTC) - EPOCH).total_seconds())
    except (ValueError, TypeError):
        return 0
