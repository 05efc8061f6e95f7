"""Blocks about tasks on pages of people: what falls due while somebody is away, what still names who leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from taskapp.people import queries as people_queries
from taskapp.people.models import Person
from taskapp.people.rights import Rights, Role
from taskapp.tasks import handover_queries, lists
from taskapp.tasks.now import Now
from taskapp.tasks.states import Change

MOST = 50  # rows of a block
NAMES = 4  # persons named as those who can hand over


@dataclass(frozen=True)
class OpenWork:
    """How many open tasks name a person: numbers only, for who has no right over tasks. `keepers` can hand over."""

    work: int
    elsewhere: int  # of it in units that are not his home (any more)
    decisions: int
    keepers: tuple[str, ...]

    @property
    def total(self) -> int:
        return self.work + self.decisions


def due_while_away(
    session: Session, rights: Rights, person: Person, first: date, last: date, *, now: Now
) -> dict[str, Any]:
    """The values of the block: his tasks due in the term, and whether this person can give them to others."""
    tasks = session.scalars(handover_queries.due_while_away(rights, person.id, first, last).limit(MOST)).all()
    rows = [lists.row(task, rights, now) for task in tasks]
    return {
        "rows": rows,
        "person": person,
        "may_name": {row.task.id for row in rows if Change.NAME_OFFICER in row.possible},
        "may_hand_over": any(Change.HAND_OVER in row.possible for row in rows),
    }


def open_work(session: Session, person: Person) -> OpenWork:
    """What still names the person, and who can hand it over: heads of those units, and the committee's office."""
    rows = session.execute(handover_queries.names_in_open_tasks(person)).all()
    keepers: dict[int, str] = {}
    for unit_id, work, _decisions in rows:
        roles = (Role.UNIT_HEAD, Role.MONITOR) if work else (Role.MONITOR,)
        found = people_queries.holders(session, person.committee_id, unit_id, *roles)
        keepers |= {one.id: one.full_name for one in found if one.id != person.id}
    return OpenWork(
        work=sum(work for _unit, work, _decisions in rows),
        elsewhere=sum(work for unit_id, work, _decisions in rows if unit_id != person.unit_id),
        decisions=sum(decisions for _unit, _work, decisions in rows),
        keepers=tuple(keepers.values())[:NAMES],
    )
