"""Taking a progress report that a device kept until there was a network. Does not commit.

The server's time counts, as for every report: a device's clock could say what it likes. When it was written is told
beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from taskapp.base import clock, formats
from taskapp.base.errors import Missing
from taskapp.base.i18n import _, own_language
from taskapp.offline import queries
from taskapp.offline.judging import Fate, Said, Told, fate, unseen
from taskapp.people.rights import Rights
from taskapp.tasks import changes, lifecycle
from taskapp.tasks import queries as task_queries
from taskapp.tasks.record import Actor
from taskapp.tasks.results import acting
from taskapp.tasks.states import Change


@dataclass(frozen=True)
class Given:
    """What a device hands in: `written_at` by its own clock; `seen`, the version of the last report that it knew of."""

    task_id: int
    percent: int
    note: str
    written_at: datetime
    seen: int


@dataclass(frozen=True)
class Taken:
    """What became of it; `others`: rows of the reports of colleagues that it did not know of."""

    fate: Fate
    others: tuple[Any, ...] = ()


def take(session: Session, rights: Rights, given: Given, *, by: Actor, now: datetime) -> Taken:
    """Record the report, once however often it comes, unless a colleague has reported since.

    Raises Missing, Forbidden, Refused as for any report; a report that is recorded already is never refused. Two at
    the same moment: the loser fails as stale, because the task is read before the record is looked through.
    """
    said = _said(given, by.zone)
    try:
        task = task_queries.get(session, rights, given.task_id)
    except Missing:
        if _judged(_told(session, rights, given), rights, given, said) is Fate.KNOWN:
            return Taken(Fate.KNOWN)
        raise
    rows = _told(session, rights, given)
    found = _judged(rows, rights, given, said)
    if found is Fate.KNOWN:
        return Taken(found)
    doer = acting(task, Change.PROGRESS, by)
    lifecycle.check(task, Change.PROGRESS, doer)
    if found is Fate.CONFLICT:
        later = {each.version for each in unseen(_plain(rows), author_id=rights.person_id, seen=given.seen)}
        return Taken(found, tuple(row for row in rows if row.version in later))
    remark = said.remark
    changes.progress(session, task, percent=given.percent, note=given.note, by=doer, now=now, remark=remark)
    return Taken(found)


def _said(given: Given, zone: str) -> Said:
    """What the event of the report says: what changes.progress() makes of it."""
    written = clock.local(given.written_at, zone)
    moment = f"{written:%H:%M:%S} {formats.day(written.date())}"
    with own_language():  # the same words whoever's browser sends them, in whichever language it is read
        remark = _("Viết trên máy lúc %(moment)s theo đồng hồ của máy, gửi khi có mạng.", moment=moment)
    return Said(f"{given.percent} % · {given.note}", remark)


def _told(session: Session, rights: Rights, given: Given) -> list[Any]:
    return list(session.execute(queries.reports(rights.committee_id, given.task_id)))


def _plain(rows: list[Any]) -> list[Told]:
    return [Told(row.version, row.by_id, Said(row.note, row.reason)) for row in rows]


def _judged(rows: list[Any], rights: Rights, given: Given, said: Said) -> Fate:
    return fate(_plain(rows), author_id=rights.person_id, said=said, seen=given.seen)
