"""What becomes of a closed unit's tasks: the open ones go on with its successor, what is finished stays its own.

It is nobody's reassignment: state, limits, officer and the clock stay, no new acceptance is asked. The change comes
from a decision about units and not from a person's right over tasks, so no right is asked here; who may rearrange
units is for the caller to check. Functions do not commit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select
from sqlalchemy.orm import Session, aliased

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.base.i18n import _
from taskapp.people.models import Unit
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor, Words, record
from taskapp.tasks.states import OPEN, Change, Kind, State


@dataclass(frozen=True)
class Following:
    """Who goes on with the work: of each closed unit, of some persons (by id), of some tasks (by id)."""

    heirs: Mapping[int, Unit]
    by_person: Mapping[int, Unit]
    by_task: Mapping[int, Unit]

    def of(self, task: Task) -> Unit:
        """The successor of one task: its own, its officer's, else that of its unit."""
        officer = self.by_person.get(task.assignee_id) if task.assignee_id else None
        return self.by_task.get(task.id) or officer or self.heirs[task.lead_unit_id]


@dataclass(frozen=True)
class Followed:
    """What went along. `by_unit`: open tasks by the unit that had them; `doubled`: what a unit now owes to itself."""

    by_unit: Mapping[int, int]
    drafts: int
    doubled: int

    @property
    def open(self) -> int:
        return sum(self.by_unit.values())


def open_tasks(committee_id: int, unit_ids: Collection[int]) -> Select[Task]:
    """The unfinished tasks, parts and pieces that the units lead, oldest first."""
    query = scoped(Task, committee_id).where(Task.lead_unit_id.in_(unit_ids), Task.state.in_(OPEN))
    return query.order_by(Task.id)


def follow(
    session: Session, following: Following, *, on: date, decision: str, by: Actor, committee_id: int, now: datetime
) -> Followed:
    """Hand every open task of the closed units to its successor: one event each, effective from the local day `on`."""
    at = now if on == clock.local_day(now, by.zone) else clock.start_of(on, by.zone)
    tasks = list(session.scalars(open_tasks(committee_id, following.heirs).with_for_update()))
    moved: Counter[int] = Counter()
    for task in tasks:
        old, heir = task.lead_unit_name, following.of(task)
        moved[task.lead_unit_id] += 1
        _give(task, heir)
        note = _("%(old)s → %(new)s", old=old, new=heir.name)
        words = Words(reason=decision, note=note, effective_at=at)
        record(session, task, Change.UNIT_CHANGED, by=by, now=now, before=task.state, words=words)
    drafts = _redraft(session, following, committee_id)
    _propose(session, following, committee_id)
    session.flush()
    return Followed(dict(moved), drafts, _doubled(session, tasks))


def _give(task: Task, heir: Unit) -> None:
    task.lead_unit_id, task.lead_unit_name, task.lead_unit = heir.id, heir.name, heir


def _redraft(session: Session, following: Following, committee_id: int) -> int:
    """Drafts have no record: they are for the successor now."""
    query = scoped(Task, committee_id).where(Task.lead_unit_id.in_(following.heirs), Task.state == State.DRAFT)
    drafts = list(session.scalars(query))
    for draft in drafts:
        _give(draft, following.of(draft))
    return len(drafts)


def _propose(session: Session, following: Following, committee_id: int) -> None:
    """Whom others think competent: the successor."""
    query = scoped(Task, committee_id).where(Task.proposed_lead_id.in_(following.heirs), Task.state.in_(OPEN))
    for task in session.scalars(query):
        if task.proposed_lead_id is not None:
            task.proposed_lead = following.heirs[task.proposed_lead_id]
            task.proposed_lead_id = task.proposed_lead.id


def _doubled(session: Session, tasks: Sequence[Task]) -> int:
    """How many open parts are now owed by the very unit that leads the whole."""
    concerned = {task.parent_id if task.kind is Kind.PART else task.id for task in tasks if task.kind is not Kind.CHILD}
    if not concerned:
        return 0
    whole = aliased(Task)
    query = scoped(Task, tasks[0].committee_id, Task.parent_id).join(whole, whole.id == Task.parent_id)
    query = query.where(Task.kind == Kind.PART, Task.state.in_(OPEN), Task.lead_unit_id == whole.lead_unit_id)
    return sum(1 for parent_id in session.scalars(query) if parent_id in concerned)
