"""Types of work usually given to a unit that has ended: to its successor from the day on. Does not commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from taskapp.people.models import Person, Unit
from taskapp.tasks.worktypes import keeping, queries


def follow_units(
    session: Session,
    committee_id: int,
    heirs: Mapping[int, Unit],
    *,
    on: date,
    decision: str,
    by: Person | None,
    now: datetime,
) -> int:
    """Another version, from the local day `on`, of each type in use that names a closed unit; how many."""
    count = 0
    for version in queries.usable(session, committee_id, on):
        said = keeping.said_by(version, on, decision)
        lead = _heir(said.lead_unit_id, heirs) if said.lead_unit_id else None
        others = dict.fromkeys(_heir(unit_id, heirs) for unit_id in said.supporting_ids)
        following = replace(said, lead_unit_id=lead, supporting_ids=tuple(each for each in others if each != lead))
        if following != said:
            keeping.revise(session, version.work_type, following, by=by, now=now)
            count += 1
    return count


def _heir(unit_id: int, heirs: Mapping[int, Unit]) -> int:
    return heirs[unit_id].id if unit_id in heirs else unit_id
