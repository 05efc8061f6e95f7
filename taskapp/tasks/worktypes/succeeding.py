"""Types of work usually given to a unit that has ended: to its successor from the day on. Does not commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from taskapp.people.models import Person, Unit
from taskapp.tasks.worktypes import keeping, queries
from taskapp.tasks.worktypes.keeping import Said


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
    """Another version of each type in use that names a closed unit, from the local day `on`; how many types.

    A version that applies only later is followed by another one of its own day.
    """
    followed = set()
    for work_type in queries.every(session, committee_id):
        later = {version.valid_from for version in work_type.versions if version.valid_from > on}
        for day in (on, *sorted(later)):
            before = keeping.on(work_type, day)
            if before is None or before.is_ended:
                continue
            said = keeping.said_by(before, day, decision)
            following = _following(said, heirs)
            if following != said:
                keeping.revise(session, work_type, following, by=by, now=now)
                followed.add(work_type.id)
    return len(followed)


def _following(said: Said, heirs: Mapping[int, Unit]) -> Said:
    lead = _heir(said.lead_unit_id, heirs) if said.lead_unit_id else None
    others = dict.fromkeys(_heir(unit_id, heirs) for unit_id in said.supporting_ids)
    return replace(said, lead_unit_id=lead, supporting_ids=tuple(each for each in others if each != lead))


def _heir(unit_id: int, heirs: Mapping[int, Unit]) -> int:
    return heirs[unit_id].id if unit_id in heirs else unit_id
