"""Verifications as the office sees them: one every night, more when somebody asks, each done once by some scheduler."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Select, func, or_, text, update
from sqlalchemy.orm import Session

from taskapp.base.db import insert_into, scoped, unscoped
from taskapp.people import nights
from taskapp.tasks.audit.findings import Found
from taskapp.tasks.audit.seal_models import AuditCheck, EventSeal
from taskapp.tasks.audit.sealing import Means
from taskapp.tasks.audit.trouble import Hindered
from taskapp.tasks.audit.verifying import verify
from taskapp.tasks.models import TaskEvent

SEALING = "seal"  # the job whose trouble is that the record cannot be sealed
GUARDED = ("task_event", "event_seal")
GUARDS = 4  # triggers that keep them as they are, on either database


@dataclass(frozen=True)
class Standing:
    """How far a committee's record is sealed."""

    rows: int
    seals: int
    unsealed: int
    sealed_at: datetime | None


def standing(session: Session, committee_id: int) -> Standing:
    """How far it is sealed. Two queries."""
    counted = func.coalesce(func.sum(EventSeal.count), 0), func.count(), func.max(EventSeal.last_id)
    rows, seals, last_id, sealed_at = session.execute(
        scoped(EventSeal, committee_id, *counted, func.max(EventSeal.sealed_at))
    ).one()
    later = scoped(TaskEvent, committee_id, func.count()).where(TaskEvent.id > (last_id or 0))
    return Standing(rows, seals, session.scalar(later) or 0, sealed_at)


def history(committee_id: int) -> Select[AuditCheck]:
    """The committee's verifications, the newest first."""
    return scoped(AuditCheck, committee_id).order_by(AuditCheck.id.desc())


def last_ended(session: Session, committee_id: int) -> AuditCheck | None:
    """The newest verification that has ended."""
    ended: AuditCheck | None = session.scalars(
        history(committee_id).where(AuditCheck.ended_at.is_not(None)).limit(1)
    ).first()
    return ended


def tampered(session: Session) -> frozenset[int]:
    """Committees of which the newest verification found something wrong."""
    newest = unscoped(func.max(AuditCheck.id)).where(AuditCheck.ended_at.is_not(None), AuditCheck.failure == "")
    found = unscoped(AuditCheck.committee_id).where(
        AuditCheck.wrong > 0, AuditCheck.id.in_(newest.group_by(AuditCheck.committee_id))
    )
    return frozenset(session.scalars(found))


def ask(session: Session, committee_id: int, *, by_id: int, now: datetime) -> bool:
    """Ask for a verification; False when one is already waiting or under way. Does not commit."""
    alive = or_(AuditCheck.began_at.is_(None), AuditCheck.began_at > now - nights.ABANDONED)
    waiting = history(committee_id).where(AuditCheck.ended_at.is_(None), alive)
    if session.scalars(waiting.limit(1)).first() is not None:
        return False
    session.add(AuditCheck(committee_id=committee_id, asked_at=now, asked_by_id=by_id))
    return True


def owe(session: Session, now: datetime) -> None:
    """Note the nightly verifications that are due, each once, from the first seal on. Does not commit."""
    begun = {*session.scalars(unscoped(EventSeal.committee_id).distinct())}
    begun |= {*session.scalars(unscoped(AuditCheck.committee_id).distinct())}  # its seals may have been removed
    recent = AuditCheck.night >= now.date() - timedelta(days=1)
    done = set(session.execute(unscoped(AuditCheck.committee_id, AuditCheck.night).where(recent)).all())
    for number, night in list(nights.begun(session, now)):
        if number in begun and (number, night) not in done:
            values = {"committee_id": number, "night": night, "asked_at": now}
            session.execute(insert_into(session, AuditCheck).values(**values).on_conflict_do_nothing())


def claim(session: Session, now: datetime) -> AuditCheck | None:
    """The oldest that waits, for this process alone; one left by a process that died waits again. Does not commit."""
    free = or_(AuditCheck.began_at.is_(None), AuditCheck.began_at <= now - nights.ABANDONED)
    open_ones = unscoped(AuditCheck).where(AuditCheck.ended_at.is_(None), free)
    waiting = session.scalars(open_ones.order_by(AuditCheck.id).limit(1)).first()
    if waiting is None:
        return None
    mine = update(AuditCheck).where(AuditCheck.id == waiting.id, AuditCheck.ended_at.is_(None), free)
    taken = session.execute(mine.values(began_at=now), execution_options={"synchronize_session": False})
    return waiting if cast("CursorResult[Any]", taken).rowcount == 1 else None


def look(
    session: Session, committee_id: int, means: Means, *, now: datetime, tell: Callable[[int], None]
) -> Found | Hindered:
    """Verify, for a result that is kept: what was found, or why nothing can be said."""
    try:
        return verify(session, committee_id, means, now=now, tell=tell)
    except Hindered as hindered:
        return hindered


def put_back(session: Session, check_id: int) -> None:
    """Let a verification that was broken off wait again. Does not commit."""
    session.get_one(AuditCheck, check_id).began_at = None


def keep(session: Session, check_id: int, found: Found | Hindered, now: datetime) -> None:
    """Write down how a verification ended. Does not commit."""
    check = session.get_one(AuditCheck, check_id)
    check.ended_at = now
    if isinstance(found, Hindered):
        check.failure = found.hindrance.value
        return
    check.rows, check.seals, check.unsealed, check.wrong = found.rows, found.seals, found.unsealed, found.wrong
    check.first_wrong = found.problems[0].as_dict() if found.problems else None


def is_guarded(session: Session) -> bool:
    """Whether the triggers that keep the record and its seals as they are stand in the database."""
    if session.get_bind().dialect.name == "sqlite":
        names = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('task_event', 'event_seal')"
    else:
        names = (
            "SELECT count(*) FROM pg_trigger WHERE tgrelid IN ('task_event'::regclass, 'event_seal'::regclass) "
            "AND NOT tgisinternal AND tgenabled <> 'D'"
        )
    count: int = session.scalar(text(names)) or 0
    return count == GUARDS
