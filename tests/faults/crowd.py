"""A large office for the fault tests: units whose head and officer are away, each with a deputy, and many tasks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from taskapp.people.models import Person, RoleHeld, Unit
from taskapp.people.rights import Role
from taskapp.people.standing_models import Absence
from taskapp.tasks.models import Task, TaskEvent
from tests.tasks.making import Desk

POSTS = {"head": Role.UNIT_HEAD, "headdeputy": Role.OFFICER, "officer": Role.OFFICER, "officerdeputy": Role.OFFICER}
AT_A_TIME = 500


@dataclass(frozen=True)
class House:
    """One unit of the crowd: its id and name, and the ids of its people by what they are."""

    unit_id: int
    name: str
    people: dict[str, int]


def settle_in(desk: Desk, houses: int, now: datetime, away: tuple[date, date] | None = None) -> list[House]:
    """So many units, each with a head and an officer; `away`: both are, from when until when, and have deputies."""
    return [_house(desk, number, now, away) for number in range(houses)]


def _house(desk: Desk, number: int, now: datetime, away: tuple[date, date] | None) -> House:
    session, like, name = desk.session, desk.unit("tp"), f"c{number}"
    unit = Unit(committee_id=like.committee_id, kind=like.kind, code=name, name=f"Phòng {number}", search_key=name)
    unit.parent_id = like.parent_id
    session.add(unit)
    session.flush()
    people = {}
    for post, role in POSTS.items():
        if away is None and post.endswith("deputy"):
            continue
        person = Person(committee_id=unit.committee_id, unit_id=unit.id, username=f"{post}{number}", created_at=now)
        person.full_name = person.sort_key = person.search_key = person.username
        person.email = f"{person.username}@chauthanh.example"
        person.roles.append(RoleHeld(committee_id=unit.committee_id, unit_id=unit.id, role=role))
        session.add(person)
        session.flush()
        people[post] = person.id
    for post in ("head", "officer") if away else ():
        absence = Absence(committee_id=unit.committee_id, person_id=people[post], deputy_id=people[f"{post}deputy"])
        absence.first_on, absence.last_on = away or ()
        absence.by_id, absence.recorded_at = people["head"], now
        session.add(absence)
    session.flush()
    return House(unit.id, unit.name, people)


def spread(session: Session, like: Task, houses: list[House]) -> None:
    """Give each house its copy of a task, with the whole record. Commits."""
    tasks, events = Task.__table__, TaskEvent.__table__
    shape = dict(session.execute(select(tasks).where(tasks.c.id == like.id)).mappings().one())
    record = session.execute(select(events).where(events.c.task_id == like.id).order_by(events.c.id)).mappings().all()
    waiting = iter(houses)
    while some := list(islice(waiting, AT_A_TIME)):
        rows = [_theirs(shape, house) for house in some]
        ids = session.scalars(insert(tasks).returning(tasks.c.id, sort_by_parameter_order=True), rows).all()
        session.execute(insert(events), list(_theirs_too(record, some, ids)))
        session.commit()


def _theirs_too(record: Any, houses: list[House], ids: Any) -> Iterator[dict[str, Any]]:
    for house, number in zip(houses, ids, strict=True):
        for event in record:
            yield _theirs(event, house) | {"task_id": number}


def _theirs(row: Any, house: House) -> dict[str, Any]:
    own = {name: value for name, value in row.items() if name != "id"}
    own |= {"lead_unit_id": house.unit_id, "lead_unit_name": house.name}
    return own | {"assignee_id": house.people["officer"] if row["assignee_id"] else None}
