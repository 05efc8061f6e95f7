"""Who saw or changed the data of a person in a time: from the access log, the history of the account and the record.

Meant for the notice that has to go out within 72 hours (Law 91/2025/QH15), and for the person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, or_
from sqlalchemy.orm import Session, joinedload

from taskapp.base.db import scoped
from taskapp.base.i18n import _, _l
from taskapp.people.access.access_models import AccessEvent, AccessKind
from taskapp.people.access.access_words import KIND_NAMES, WHY_NAMES
from taskapp.people.models import AccountEvent, Person
from taskapp.people.tables import browser_name
from taskapp.people.words import CHANGE_NAMES
from taskapp.tasks.models import TaskEvent
from taskapp.tasks.words import MOVE_NAMES

MOST = 50_000
USUAL = timedelta(days=30)
LISTS = (
    "/reports/",
    "/admin/access.xlsx",
    "/admin/mail.xlsx",
    "/admin/rights.xlsx",
    "/admin/reminders/",
    "/handovers/",
)
TOOK_LIST = _l("Tải danh sách, có thể có người này")
CHANGED_WORK = _l("Thay đổi ở nhiệm vụ người này xử lý")
_MOVES = {move.value: name for move, name in MOVE_NAMES.items()}
OF_ACCOUNT = (AccessKind.SEEN, AccessKind.SIGNED_IN, AccessKind.REFUSED, AccessKind.SIGNED_OUT, AccessKind.REVIEWED)


@dataclass(frozen=True)
class Sight:
    """One line: when, who (empty: nobody known), what, more about it, from where."""

    at: datetime
    who: str
    what: str
    note: str = ""
    address: str = ""
    device: str = ""


def sights(
    session: Session, person: Person, begin: datetime, end: datetime, *, for_himself: bool = False
) -> list[Sight]:
    """All lines from `begin` on and before `end`, newest first, at most MOST of each kind; three queries.

    For the person himself without the addresses and devices of others.
    """
    found = [
        *_of_access(session, person, begin, end),
        *_of_account(session, person, begin, end),
        *_of_work(session, person, begin, end),
    ]
    if for_himself:
        found = [s if s.who in ("", person.full_name) else replace(s, address="", device="") for s in found]
    return sorted(found, key=lambda sight: sight.at, reverse=True)


def _of_access(session: Session, person: Person, begin: datetime, end: datetime) -> Iterator[Sight]:
    about, others = AccessEvent.person_id == person.id, AccessEvent.person_id != person.id
    own_pages = AccessEvent.note.contains(f"/people/{person.id}/")
    lists = or_(*(AccessEvent.note.startswith(path) for path in LISTS))
    taken = and_(AccessEvent.kind == AccessKind.EXPORTED, others, or_(own_pages, lists))
    query = scoped(AccessEvent, person.committee_id).options(joinedload(AccessEvent.person), joinedload(AccessEvent.by))
    query = query.where(or_(and_(about, AccessEvent.kind.in_(OF_ACCOUNT)), taken))
    for line in session.scalars(_between(query, AccessEvent, begin, end)):
        is_list = line.kind is AccessKind.EXPORTED and f"/people/{person.id}/" not in line.note
        yield Sight(
            line.recorded_at,
            line.by.full_name if line.by else "",
            str(TOOK_LIST if is_list else KIND_NAMES[line.kind]),
            " · ".join(
                filter(None, (str(WHY_NAMES[line.why]), line.note.partition("?")[0]))
            ),  # not what was looked for
            line.address,
            browser_name(line.browser) if line.browser else "",
        )


def _of_account(session: Session, person: Person, begin: datetime, end: datetime) -> Iterator[Sight]:
    query = scoped(AccountEvent, person.committee_id).options(joinedload(AccountEvent.by))
    query = query.where(AccountEvent.person_id == person.id)
    for event in session.scalars(_between(query, AccountEvent, begin, end)):
        who = event.by.full_name if event.by else _("dòng lệnh")
        yield Sight(event.recorded_at, who, str(CHANGE_NAMES[event.kind]), event.note)


def _of_work(session: Session, person: Person, begin: datetime, end: datetime) -> Iterator[Sight]:
    """Numbers of tasks and kinds of moves only: who administers accounts has no right to what tasks are about."""
    columns = (TaskEvent.recorded_at, Person.full_name, TaskEvent.kind, TaskEvent.task_id)
    query = scoped(TaskEvent, person.committee_id, *columns).outerjoin(Person, Person.id == TaskEvent.by_id)
    query = query.where(TaskEvent.assignee_id == person.id, TaskEvent.by_id != person.id)
    for at, who, kind, task_id in session.execute(_between(query, TaskEvent, begin, end)):
        move = str(_MOVES.get(kind, kind))
        yield Sight(at, who or "", str(CHANGED_WORK), _("nhiệm vụ số %(n)s: %(move)s", n=task_id, move=move))


def _between(query: Select[Any], entity: Any, begin: datetime, end: datetime) -> Select[Any]:
    query = query.where(entity.recorded_at >= begin, entity.recorded_at < end)
    return query.order_by(entity.recorded_at.desc(), entity.id.desc()).limit(MOST)
