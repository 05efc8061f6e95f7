"""Assigning by the form: what can be chosen in it, and the tasks that it becomes; for the page and for programs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from taskapp.base.errors import Refused
from taskapp.base.forms import choices
from taskapp.people.auth import Viewer
from taskapp.people.models import Person, Unit, UnitKind
from taskapp.people.queries import units_on
from taskapp.tasks import assigning, lifecycle, queries, sheets
from taskapp.tasks.forms import AssignForm, blame
from taskapp.tasks.models import Task
from taskapp.tasks.worktypes.receipt import Receipt


def units_of_today(session: Session, who: Viewer) -> dict[int, Unit]:
    """The units that can be given tasks, by id."""
    return {unit.id: unit for unit in session.scalars(units_on(who.committee.id, sheets.seen_now().today))}


def offer(session: Session, form: AssignForm, units: dict[int, Unit], who: Viewer) -> list[int]:
    """Let the form offer the units in the person's reach, and the leaders to give in the name of; their ids."""
    reach = who.rights.readable
    fit = ((u.id, u.name) for u in units.values() if u.id in reach and u.kind is not UnitKind.COMMITTEE)
    form.leads.choices = choices(fit)
    form.supporting.choices = form.leads.choices
    leaders = session.scalars(queries.leaders(who.committee.id)).all()
    form.assigner.choices = choices((p.id, f"{p.full_name} – {p.position}") for p in leaders)
    return [leader.id for leader in leaders]


def say_all(session: Session, form: AssignForm, units: dict[int, Unit], who: Viewer) -> None:
    """Say beside what the form refuses by itself whatever else its assignment would be refused for."""
    try:
        now = sheets.seen_now()
        assigning.check(form.assignment(units, _leaders(session, who), now), now.today)
    except Refused as error:
        blame(form, error)


def _leaders(session: Session, who: Viewer) -> dict[int, Person]:
    return {p.id: p for p in session.scalars(queries.leaders(who.committee.id))}


def written_down(
    session: Session,
    form: AssignForm,
    units: dict[int, Unit],
    receipt: Receipt | None,
    who: Viewer,
    *,
    issue: bool,
    now: datetime,
) -> list[Task]:
    """The tasks of the form, one for each lead unit, handed out or kept as drafts. Raises Refused; does not commit."""
    given = form.assignment(units, _leaders(session, who), sheets.seen_now(), receipt)
    by = sheets.actor().for_person(given.assigner.id if given.assigner else None)
    tasks = assigning.draft(session, given, by=by, committee_id=who.committee.id, now=now)
    for task in tasks if issue else ():
        lifecycle.issue(session, task, by=by, now=now)
    return tasks
