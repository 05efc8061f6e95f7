"""One round over the folders of sources: each file is taken once, by one process, and answered in a file.

A file belongs to whoever has moved it into `taken/` (arrivals/folder.py); one whose taker died comes again after
an hour, and what of it had entered by then enters no second time: each item is known by its own id.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import reading, scoped, unscoped, writing
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.directives import limits
from taskapp.directives.arrivals import folder as folders
from taskapp.directives.arrivals.folder import Claimed
from taskapp.people.models import Committee
from taskapp.sources import queries, taking
from taskapp.sources.envelopes import Envelope
from taskapp.sources.files import Opened, opened
from taskapp.sources.models import Door, WorkSource
from taskapp.sources.statuses import ARRIVED, TURNED_AWAY, status
from taskapp.sources.taking import Delivery, Receipt, Refusal, Understood

log = logging.getLogger("taskapp.sources")
NAME = "sources-in"
DONE, REFUSED = "done", "refused"
ANSWERS_KEPT = timedelta(days=90)
ROUND_SECONDS = 60.0  # after so long no further file is begun
AT_ONCE = 5000  # items written in one transaction: others wait no longer than that takes


class Home(NamedTuple):
    """A source and where its files are laid."""

    committee_id: int
    source_id: int
    folder: Path


def place_of(source: WorkSource, code: str, *, is_only: bool) -> str:
    """The folder of a source, below the data directory; with several committees each has its own of its code."""
    return "/".join((NAME, *([] if is_only else [code]), source.name))


def take_in(
    session: Session,
    data_dir: Path,
    *,
    now: datetime,
    alive: Callable[[], None] = lambda: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> int:
    """Take what has been laid into the folders; how many items are new or say something else. Commits."""
    count, began = 0, clock.monotonic()
    for home in _homes(session, data_dir):
        try:
            folders.put_abandoned_back(home.folder, now)
            _forget(home.folder / DONE, now)
            for file in folders.waiting(home.folder, now):
                if clock.monotonic() - began > ROUND_SECONDS or should_stop():
                    break
                if claimed := folders.claim(home.folder, file):
                    alive()
                    receipt = _taken(session, home, claimed, now=now)
                    count += receipt.added + receipt.changed + receipt.corrected
        except OSError as error:  # reminders go on without it, so no alarm: the doctor says what is wrong
            log.warning("files of a source cannot be taken: %s", error.strerror or error)
    return count


def refused(data_dir: Path) -> int:
    """How many files of all sources lie aside."""
    return sum(1 for path in (data_dir / NAME).glob(f"**/{REFUSED}/*") if path.with_name(f"{path.name}.json").exists())


def unusable(data_dir: Path) -> Path | None:
    """A folder of a source in which files cannot be moved; None when all is well."""
    places = [path for path in (data_dir / NAME).glob("*") if path.is_dir()]
    return next((found for path in places if (found := folders.unusable(path))), None)


def _homes(session: Session, data_dir: Path) -> list[Home]:
    if not (data_dir / NAME).is_dir():
        return []
    with reading():
        committees = session.execute(unscoped(Committee.id, Committee.code).order_by(Committee.id)).all()
        homes = [
            Home(committee.id, source.id, data_dir / place_of(source, committee.code, is_only=len(committees) == 1))
            for committee in committees
            for source in session.scalars(scoped(WorkSource, committee.id).where(WorkSource.closed_at.is_(None)))
        ]
        session.rollback()
    return [home for home in homes if home.folder.is_dir() and not home.folder.is_symlink()]


def _taken(session: Session, home: Home, claimed: Claimed, *, now: datetime) -> Receipt:
    found = None
    try:
        found = opened(folders.read(claimed, limits.LARGEST_FILE))
        receipt = _kept(session, home, found, claimed, now=now)
    except Refused as no:
        session.rollback()
        receipt = Receipt(refused=(Refusal(0, "", "", no.reason),))
    except SQLAlchemyError:
        session.rollback()
        folders.put_back(home.folder, claimed.path)
        raise
    _answer(home.folder, claimed, receipt, _status(session, home, found.envelope, receipt, now) if found else b"")
    return receipt


def _kept(session: Session, home: Home, found: Opened, claimed: Claimed, *, now: datetime) -> Receipt:
    """Write the items down, some thousands in each transaction; those refused are told of once, with the first."""
    with reading():
        source = session.get_one(WorkSource, home.source_id)
        what = taking.understand(found.givens, taking.surroundings(session, source, now=now))
        session.rollback()
    delivery = Delivery(Door.EDXML if found.envelope else Door.FILE, file_name=claimed.name)
    receipt = Receipt()
    for some in _portions(what):
        with writing():
            of_home = scoped(WorkSource, home.committee_id)
            held = queries.get(session, of_home, WorkSource.id == home.source_id, to_change=True)
            receipt += taking.take(session, held, some, delivery, now=now)
            session.commit()
    return receipt


def _portions(what: Understood) -> Iterator[Understood]:
    left, is_first = iter(what.entries), True
    while (some := list(islice(left, AT_ONCE))) or is_first:
        yield Understood(some, what.refused if is_first else ())
        is_first = False


def _answer(folder: Path, claimed: Claimed, receipt: Receipt, status: bytes) -> None:
    """The acknowledgement first, then the file away: taken wholly it stands in the database, else it lies aside."""
    aside = folder / (REFUSED if receipt.refused else DONE)
    aside.mkdir(mode=0o700, exist_ok=True)
    target = aside / claimed.path.name
    told = {"file": claimed.name} | asdict(receipt)
    target.with_name(f"{target.name}.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    if status:
        target.with_name(f"{target.name}.status.edxml").write_bytes(status)
    if receipt.refused:
        claimed.path.rename(target)
    else:
        folders.remove(claimed)


def _status(session: Session, home: Home, envelope: Envelope | None, receipt: Receipt, now: datetime) -> bytes:
    """The status message that answers an envelope."""
    if envelope is None:
        return b""
    with reading():
        committee = session.get_one(Committee, home.committee_id)
        at, name = clock.local(now, committee.timezone), committee.name
        session.rollback()
    reason = receipt.refused[0].reason if receipt.refused else ""
    code, about = (TURNED_AWAY, reason) if reason else (ARRIVED, _("Đã đến"))
    return status(envelope, name=name, code=code, about=about, at=at)


def _forget(done: Path, now: datetime) -> None:
    """Throw acknowledgements away that nobody will fetch any more."""
    for path in done.glob("*") if done.is_dir() else ():
        if now - datetime.fromtimestamp(path.lstat().st_mtime, UTC) > ANSWERS_KEPT:
            path.unlink(missing_ok=True)
