"""A reform to try things on: two communes become one, by a decision of the province."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from taskapp.admin.reorganising import By, Plan
from taskapp.people.models import Committee, Unit, UnitKind
from taskapp.people.queries import rights_of
from taskapp.people.unit_changes import Decision, NewUnit
from taskapp.people.unit_models import Rearranging
from taskapp.tasks.models import Task
from tests.conftest import MONDAY
from tests.tasks.making import Desk

NUMBER = "1663/NQ-UBTVQH15"
NEW = "UBND xã Phú Hựu"
TODAY = MONDAY.date()


def by(desk: Desk, now: datetime = MONDAY, username: str = "quantri") -> By:
    """The administrator at an instant."""
    person = desk.person(username)
    committee = desk.session.get_one(Committee, desk.office.committee_id)
    return By(committee, person, rights_of(desk.session, person, on=now.date()), now)


def decision(kind: Rearranging = Rearranging.MERGE, on: date = TODAY) -> Decision:
    """The decision, signed on 16 June 2025."""
    return Decision(kind, on, NUMBER, date(2025, 6, 16))


def merging(desk: Desk, *codes: str, name: str = NEW, on: date = TODAY) -> Plan:
    """The units of these codes become one new commune."""
    new = NewUnit(name, UnitKind.COMMUNE, desk.unit("root"), "Phú Hựu")
    return Plan(decision(on=on), [desk.unit(code) for code in codes], new=[new])


def unit_called(session: Session, name: str) -> Unit:
    """The open unit of that name."""
    return session.query(Unit).filter(Unit.name == name, Unit.valid_to.is_(None)).one()


def last_kind(task: Task) -> str:
    """What the newest event of a task is."""
    return max(task.events, key=lambda event: event.version).kind
