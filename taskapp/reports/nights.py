"""Whose turn it is to estimate: once a local day for each committee, whatever the number of schedulers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import insert_into, scoped, unscoped
from taskapp.people.models import Committee
from taskapp.people.nights import ABANDONED, begun
from taskapp.tasks.risk_models import RiskRun


def due(session: Session, now: datetime) -> list[int]:
    """Ids of the committees whose estimate of this day nobody has made or is making. Two queries."""
    ended_or_running = RiskRun.ended_at.is_not(None) | (RiskRun.began_at > now - ABANDONED)
    recent = RiskRun.day >= now.date() - timedelta(days=1)
    done = set(session.execute(unscoped(RiskRun.committee_id, RiskRun.day).where(ended_or_running, recent)).all())
    return [number for number, day in begun(session, now) if (number, day) not in done]


def claim(session: Session, committee: Committee, now: datetime) -> bool:
    """Whether this process makes the estimate of the local day: it was first, or who was has died. Does not commit."""
    day = clock.local_day(now, committee.timezone)
    values = {"committee_id": committee.id, "day": day, "began_at": now}
    fresh = insert_into(session, RiskRun).values(**values).on_conflict_do_nothing().returning(RiskRun.id)
    if session.scalar(fresh) is not None:
        return True
    left = scoped(RiskRun, committee.id, RiskRun.id).where(
        RiskRun.day == day, RiskRun.ended_at.is_(None), RiskRun.began_at <= now - ABANDONED
    )
    again = update(RiskRun).where(RiskRun.id.in_(left), RiskRun.began_at <= now - ABANDONED).values(began_at=now)
    return cast("CursorResult[Any]", session.execute(again)).rowcount == 1
