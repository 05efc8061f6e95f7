"""One round over the folder: each file that has come is read once, by one process, and waits for review."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import reading, unscoped, writing
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.directives import limits
from taskapp.directives.arrivals import folder as files
from taskapp.directives.arrivals.folder import Claimed
from taskapp.directives.arrivals.opening import Document, Opened, opened
from taskapp.directives.reviews import arrived, drafting
from taskapp.directives.reviews.drafting import Office
from taskapp.people.models import Committee
from taskapp.workdays import calendars

log = logging.getLogger("taskapp.directives")
MOST_WAITING = 200  # documents that nobody has taken: what comes after stays in the folder
ROUND_SECONDS = 60.0  # after so long no further file is begun


def take_in(
    session: Session,
    data_dir: Path,
    *,
    now: datetime,
    alive: Callable[[], None] = lambda: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> int:
    """Read what has come for each committee; how many documents wait now that did not before. Commits each file's.

    `alive` is called, outside transactions, before each document is read.
    """
    count, began = 0, clock.monotonic()
    for committee_id, folder in _folders(session, data_dir):
        try:
            files.put_abandoned_back(folder, now)
            for file in files.waiting(folder, now):
                is_late = clock.monotonic() - began > ROUND_SECONDS
                if is_late or should_stop() or _is_full(session, committee_id):
                    break
                if claimed := files.claim(folder, file):
                    count += _take(session, committee_id, folder, claimed, now=now, alive=alive)
        except OSError as error:  # reminders go on without it, so no alarm: the doctor says what is wrong
            log.warning("documents cannot be taken in: %s", error.strerror or error)  # without names: they may say much
    return count


def home(data_dir: Path, code: str, *, is_only: bool) -> Path:
    """The folder of a committee: the folder itself for the only one, else one of its code in it."""
    return data_dir / files.NAME if is_only else data_dir / files.NAME / code


def _folders(session: Session, data_dir: Path) -> list[tuple[int, Path]]:
    if not (data_dir / files.NAME).is_dir():
        return []
    with reading():
        known = session.execute(unscoped(Committee.id, Committee.code).order_by(Committee.id)).all()
        session.rollback()
    homes = [(each.id, home(data_dir, each.code, is_only=len(known) == 1)) for each in known]
    return [(committee_id, folder) for committee_id, folder in homes if folder.is_dir()]


def _is_full(session: Session, committee_id: int) -> bool:
    with reading():
        count = arrived.count(session, committee_id)
        session.rollback()
    return count >= MOST_WAITING


def _take(
    session: Session, committee_id: int, folder: Path, claimed: Claimed, *, now: datetime, alive: Callable[[], None]
) -> int:
    try:
        found = _opened(claimed, _office(session, committee_id, now), alive)
        _keep(session, committee_id, found.documents, now)
    except Refused as refused:  # a secrecy mark: nothing of it was kept
        kept = _("Không có gì của văn bản được đưa vào hệ thống; tệp nằm ở đây cho đến khi quản trị hệ thống xóa.")
        files.refuse(folder, claimed, f"{refused.reason}\n{kept}")
        return 0
    except SQLAlchemyError:
        session.rollback()
        files.put_back(folder, claimed.path)
        raise
    if found.faults:
        files.refuse(folder, claimed, _told(found))
    else:
        files.remove(claimed)
    return len(found.documents)


def _opened(claimed: Claimed, office: Office, alive: Callable[[], None]) -> Opened:
    most = limits.LARGEST_MAIL if claimed.is_mail else limits.LARGEST_FILE
    try:
        data = files.read(claimed, most)
    except OSError as error:
        return Opened(
            (),
            (
                _(
                    "Không mở được tệp (%(reason)s). Hãy cho tài khoản của dịch vụ quyền đọc rồi đặt lại.",
                    reason=error.strerror or error,
                ),
            ),
        )
    return opened(data, claimed.name, office, is_mail=claimed.is_mail, alive=alive)


def _office(session: Session, committee_id: int, now: datetime) -> Office:
    with reading():
        committee = session.get_one(Committee, committee_id)
        today = clock.local_day(now, committee.timezone)
        office = drafting.office_of(session, committee, calendar=calendars.load(session, committee_id), today=today)
        session.rollback()
    return office


def _keep(session: Session, committee_id: int, documents: tuple[Document, ...], now: datetime) -> None:
    if not documents:
        return
    with writing():
        committee = session.get_one(Committee, committee_id)
        for each in documents:
            arrived.add(
                session,
                committee,
                each.draft,
                now=now,
                file_name=each.file_name,
                content=each.content,
                from_whom=each.from_whom,
                subject=each.subject,
            )
        session.commit()


def _told(found: Opened) -> str:
    """Why the file was laid aside, for the administrator."""
    names = ", ".join(each.file_name or _("lời thư") for each in found.documents)
    taken = [_("Đã đưa vào chờ rà soát: %(names)s. Không đọc được:", names=names)] if found.documents else []
    return "\n".join([*taken, *found.faults])
