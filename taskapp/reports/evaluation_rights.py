"""Who may see a person's evaluation, who decides what the person objects to. Pure.

Everybody sees the own sheet. Others only as leader, monitor, inspector or head over the unit at which the person
works. Administering the system gives no right.
"""

from __future__ import annotations

from taskapp.people.rights import Rights, Role

REVIEWERS = (Role.LEADER, Role.MONITOR, Role.INSPECTOR, Role.UNIT_HEAD)
DECIDERS = (Role.LEADER, Role.MONITOR, Role.UNIT_HEAD)


def may_read(rights: Rights, person_id: int, unit_id: int) -> bool:
    """Whether the sheet of the person, at home in the unit, may be opened."""
    return person_id == rights.person_id or rights.over(unit_id, *REVIEWERS)


def may_decide(rights: Rights, person_id: int, unit_id: int) -> bool:
    """Whether one may decide about the person's sheet: objections, conversion weights.

    Nobody about the own one; nor who fills the person's place, by no other right than his own.
    """
    if person_id == rights.person_id:
        return False
    places = (rights.through(place) for place in rights.places if place.person_id != person_id)
    return any(each.over(unit_id, *DECIDERS) for each in (rights.alone, *places))
