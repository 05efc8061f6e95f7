"""What a period adds up to, remembered by a process that only reads, but for its last days.

What was known at a past moment stays as it was. What a query told of the present, of the tasks finished up to some days
ago, is used again as long as it holds. Whether it holds, the record says, which is only ever added to: nothing may have
been recorded since about a task that had been finished by then, neither before the change nor after it, nor about a
part of one. So nothing has to be kept in step where tasks are written, and nothing is stored.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence, Sized
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, and_, or_
from sqlalchemy.orm import Session, SessionTransaction, aliased

from taskapp.base import clock
from taskapp.base.db import is_reading, scoped
from taskapp.reports.question import Question
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.states import Kind

LIVE_DAYS = 7  # so long results are still decided about every day; then the week is settled when it is over
OVERLAP = timedelta(minutes=30)  # what is recorded at an instant may be seen later, when its transaction ends
MOST_ROWS = 100_000  # of all that one process remembers, at most some 45 MB
_SOME_TIME = datetime(2000, 1, 1, tzinfo=UTC)

_before, _whole = aliased(TaskEvent), aliased(Task)


Kept = TypeVar("Kept", bound=Sized)


@dataclass
class _Told:
    """What was told, what that takes in rows, and up to which instant the record does not contradict it."""

    rows: Sequence[Any]
    size: int
    holds_at: datetime


_holding: WeakKeyDictionary[SessionTransaction, dict[tuple[int, date], datetime]] = WeakKeyDictionary()
_memories: WeakKeyDictionary[Engine, OrderedDict[Hashable, _Told]] = WeakKeyDictionary()
_lock = Lock()


def until(question: Question) -> date | None:
    """The last day of the part of the period that is remembered, a Sunday or the period's last; None if there is none.

    What is written in the same transaction may be taken back: only who reads remembers. What is as it was at a past
    moment changes with every record.
    """
    if not is_reading() or question.as_it_was:
        return None
    latest = question.as_of_local.date() - timedelta(days=LIVE_DAYS)
    day = min(question.at.on, latest - timedelta(days=latest.isoweekday() % 7))
    return day if day >= question.first else None


def told(
    session: Session, question: Question, last: date, what: Hashable, ask: Callable[[], Sequence[Any]]
) -> Sequence[Any]:
    """The rows that `ask()` gives of the present, for tasks finished, or decided about, from the first day to `last`.

    `what` names the query: with the same question, but for the instant, it must ask the same. Two queries, of which a
    transaction asks one only once, and that of `ask` where nothing that holds is remembered.
    """
    engine, key = session.get_bind(), (what, last, replace(question, as_of=_SOME_TIME))
    if not isinstance(engine, Engine):
        return ask()
    known = _known(engine, key)
    if known is None or not _holds(session, question, last, known.holds_at):
        rows = ask()
        known = _Told(rows, len(rows), question.as_of)
    known.holds_at = min(question.as_of, clock.database_now(session))  # a clock that ran ahead has told of later ones
    _keep(engine, key, known)
    return known.rows


def then(session: Session, question: Question, what: Hashable, ask: Callable[[], Sequence[Kept]]) -> Sequence[Kept]:
    """What `ask()` gives of a moment that is over: nothing is recorded any more as of it. One query of its own.

    `what` names the query: with the same question it must ask the same.
    """
    engine, key = session.get_bind(), (what, question)
    if not is_reading() or not isinstance(engine, Engine) or question.as_of > clock.database_now(session) - OVERLAP:
        return ask()
    known = _known(engine, key)
    if known is None:
        sums = ask()
        known = _Told(sums, sum(map(len, sums)), question.as_of)
    _keep(engine, key, known)
    return known.rows


def _known(engine: Engine, key: Hashable) -> _Told | None:
    with _lock:
        return _memories.setdefault(engine, OrderedDict()).get(key)


def _keep(engine: Engine, key: Hashable, told: _Told) -> None:
    """Remember it as what was asked for last; what was not asked for the longest makes room."""
    with _lock:
        memory = _memories[engine]
        memory[key] = told
        memory.move_to_end(key)
        while sum(each.size + 1 for each in memory.values()) > MOST_ROWS:
            memory.popitem(last=False)


def _holds(session: Session, question: Question, last: date, since: datetime) -> bool:
    """Whether what was told at an instant is not contradicted; what holds since earlier in this transaction, holds."""
    transaction, what = session.get_transaction(), (question.committee_id, last)
    found = _holding.setdefault(transaction, {}) if transaction else {}
    if what not in found or since < found[what]:
        if _is_contradicted(session, question, last, since):
            return False
        found[what] = since
    return True


def _is_contradicted(session: Session, question: Question, last: date, since: datetime) -> bool:
    """Whether something was recorded about a task finished by the day, or told about a day by then."""
    was_over = scoped(_before, question.committee_id, _before.id).where(
        _before.task_id == TaskEvent.task_id, _before.version == TaskEvent.version - 1, _before.finished_on <= last
    )
    whole_is_over = scoped(_whole, question.committee_id, _whole.id).where(
        _whole.id == TaskEvent.parent_id, _whole.finished_on <= last
    )
    touches = or_(
        TaskEvent.finished_on <= last,
        TaskEvent.effective_on <= last,
        was_over.exists(),
        and_(TaskEvent.task_kind == Kind.PART, whole_is_over.exists()),
    )
    found = scoped(TaskEvent, question.committee_id, TaskEvent.id).where(
        TaskEvent.recorded_at > since - OVERLAP, touches
    )
    return session.scalar(found.limit(1)) is not None
