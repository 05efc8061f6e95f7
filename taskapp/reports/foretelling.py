"""The night's estimate of a committee: from what it is made, and what becomes of it. Loads numpy: for the job only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.people.models import Committee
from taskapp.reports import forecast, forecast_queries
from taskapp.reports.forecast import Foreseen
from taskapp.reports.stretches import learnt_from, loads, paces, stood
from taskapp.tasks.risk import MEDIUM_FROM
from taskapp.tasks.risk_models import RiskRun, TaskRisk


@dataclass(frozen=True)
class Night:
    """What was learnt from and foreseen; `versions`: of the limits when it was read."""

    results: int
    missed: int
    foreseen: Sequence[Foreseen]
    versions: dict[int, int]


def foretell(session: Session, committee: Committee, today: date) -> Night:
    """Learn from the history and look at what is open. Only reads, and lets go of the database before it learns."""
    versions = forecast_queries.versions(session, committee.id)  # first: a limit moved meanwhile has a later one
    stretches, numbering = forecast_queries.history(session, committee, today)
    session.rollback()
    known, seen = loads(stretches), [one for one in stretches if one.last >= one.first]
    model = forecast.learn(list(learnt_from(seen, known)), paces(seen))
    morning = numbering.of(today - timedelta(days=1)) + 1
    open_now = [one for one in stretches if one.is_running and one.due >= morning]
    standings = [stood(one, morning, known) for one in open_now]
    found = forecast.foresee(model, standings, explained_from=MEDIUM_FROM / 1000) if model else []
    results = sum(one.is_handed_in for one in seen)
    return Night(results, sum(one.missed for one in seen), found, versions)


def keep(session: Session, committee_id: int, night: Night, today: date, now: datetime) -> int:
    """Put the estimates in the place of those of the night before; how many there are. Does not commit."""
    known = {row.task_id: row for row in session.scalars(scoped(TaskRisk, committee_id))}
    for one in night.foreseen:
        version = night.versions.get(one.task_id)
        if version is None:
            continue
        row = known.pop(one.task_id, None)
        if row is None:
            row = TaskRisk(committee_id=committee_id, task_id=one.task_id, due_version=version)
            session.add(row)
        reasons = [[cause.value, number] for cause, number in one.reasons]
        row.say(round(one.chance * 1000), reasons, due_version=version, as_of=today, now=now)
    gone = [row.id for row in known.values()]
    session.execute(delete(TaskRisk).where(TaskRisk.committee_id == committee_id, TaskRisk.id.in_(gone)))
    ended = {"ended_at": now, "results": night.results, "missed": night.missed, "tasks": len(night.foreseen)}
    session.execute(update(RiskRun).where(RiskRun.committee_id == committee_id, RiskRun.day == today).values(**ended))
    return len(night.foreseen)
