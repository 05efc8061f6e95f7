"""What the plan needs: open tasks, recent decisions, heads of units; a handful of queries for any number of tasks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Select, or_
from sqlalchemy.orm import Session, selectinload

from taskapp.base.db import scoped
from taskapp.people.models import Person, RoleHeld, Unit
from taskapp.people.rights import Role
from taskapp.reminders.plan import TO_DO, TaskFacts
from taskapp.tasks.models import Submission, Task
from taskapp.tasks.results import due_of

RECENT = timedelta(days=5)  # how long a decision can still be told about after an outage


def gather(session: Session, committee_id: int, now: datetime) -> list[TaskFacts]:
    """Facts of every task about which somebody may owe or be owed something at `now`."""
    heads = heads_by_unit(session, committee_id)
    return [facts(task, heads) for task in session.scalars(_wanted(committee_id, now))]


def facts(task: Task, heads: Mapping[int, tuple[int, ...]]) -> TaskFacts:
    """One task as the plan sees it; a disabled officer is not a doer any more."""
    last = task.submissions[-1] if task.submissions else None
    enabled = task.assignee_id is not None and task.assignee is not None and task.assignee.is_enabled
    return TaskFacts(
        id=task.id,
        state=task.state,
        due_version=task.due_version,
        limit=due_of(task),
        waited_workdays=task.waited_workdays,
        review_on=task.review_on,
        recorded_at=task.recorded_at,
        lead_since=task.lead_since,
        assignee_id=task.assignee_id if enabled else None,
        assignee_since=task.assignee_since if enabled else None,
        due_since=task.due_since,
        extensions=task.extensions,
        heads=heads.get(task.lead_unit_id, ()),
        decision=last.decision if last else None,
        decision_number=last.number if last else 0,
        decided_at=last.decided_at if last else None,
        submitter_id=last.by_id if last else None,
    )


def heads_by_unit(session: Session, committee_id: int) -> dict[int, tuple[int, ...]]:
    """Enabled persons who head each unit, by unit id; a unit without a head has those of the nearest unit above."""
    query = (
        scoped(RoleHeld, committee_id, RoleHeld.unit_id, RoleHeld.person_id)
        .join(Person, Person.id == RoleHeld.person_id)
        .where(RoleHeld.role == Role.UNIT_HEAD, Person.disabled_at.is_(None))
        .order_by(RoleHeld.person_id)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for unit_id, person_id in session.execute(query):
        found[unit_id].append(person_id)
    tree = session.execute(scoped(Unit, committee_id, Unit.id, Unit.parent_id))
    parents: dict[int, int | None] = {row.id: row.parent_id for row in tree}
    return {unit_id: tuple(found[at]) for unit_id in parents if (at := _headed(unit_id, parents, found)) is not None}


def _headed(unit_id: int, parents: Mapping[int, int | None], heads: Mapping[int, list[int]]) -> int | None:
    """The unit itself when somebody heads it, else the nearest above that has a head."""
    at: int | None = unit_id
    while at is not None and at not in heads:
        at = parents.get(at)
    return at


def people(session: Session, committee_id: int, ids: Iterable[int]) -> dict[int, Person]:
    """Persons by id."""
    rows = session.scalars(scoped(Person, committee_id).where(Person.id.in_(list(ids))))
    return {person.id: person for person in rows}


def _wanted(committee_id: int, now: datetime) -> Select[Task]:
    decided = scoped(Submission, committee_id, Submission.task_id).where(Submission.decided_at >= now - RECENT)
    return (
        scoped(Task, committee_id)
        .where(or_(Task.state.in_(TO_DO), Task.id.in_(decided)))
        .options(selectinload(Task.submissions), selectinload(Task.assignee))
        .order_by(Task.id)
    )
