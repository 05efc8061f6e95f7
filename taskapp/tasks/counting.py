"""The numbers of the left menu and of the tabs of the own work: one query on every page, whatever the roles."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, func, union

from taskapp.base.db import scoped, unscoped
from taskapp.people import blanks
from taskapp.people.blanks import STATEMENTS, Asked, Made
from taskapp.people.rights import Rights, Role
from taskapp.people.unit_queries import among
from taskapp.tasks import handover_queries
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import Follower
from taskapp.tasks.permissions import DRAFTERS
from taskapp.tasks.queries import may_see, one_of, undone
from taskapp.tasks.selections import OWN, Sight, View, held_in
from taskapp.tasks.states import OPEN, State


def counters(sight: Sight, views: tuple[View, ...]) -> Asked:
    """How many tasks each of the lists holds, a column each, and what was handed over and waits; in one query."""
    own = blanks.own(sight.rights)
    return _counters(replace(sight, rights=own.rights), views).by(own)


@lru_cache(STATEMENTS)
def _counters(sight: Sight, views: tuple[View, ...]) -> Made:
    rights = sight.rights
    held = [held_in(view, sight) if view in OWN else held_in(view, sight) & may_see(rights) for view in views]
    waiting = handover_queries.waiting(rights.committee_id, rights.person_id, func.count()).scalar_subquery()
    columns = [*(func.count().filter(each) for each in held), waiting]
    counted = scoped(Task, rights.committee_id, *columns).where(undone())
    if not rights.has(*DRAFTERS):  # who oversee most of what is open
        near = _near(rights).cte("near")
        counted = counted.join_from(near, Task, Task.id == near.c.id)
    return blanks.made(counted)


def _near(rights: Rights) -> CompoundSelect[Any]:
    """Ids of the undone tasks that can stand in a list of somebody who oversees no units but heads some, or none.

    They lie with him, his unit or a task of theirs; he has given or made them, or follows them; or they are disputed.
    """
    ids = scoped(Task, rights.committee_id, Task.id.label("id"))
    opened = ids.where(one_of(OPEN))
    his = opened.where(Task.assignee_id.in_(sorted(rights.hands)))
    ours = union(his, opened.where(among(Task.lead_unit_id, rights.reach(Role.UNIT_HEAD)))).cte("ours")
    followed = scoped(Follower, rights.committee_id, Follower.task_id).where(Follower.person_id == rights.person_id)
    return union(
        unscoped(ours.c.id),
        ids.where(Task.parent_id.in_(unscoped(ours.c.id))),
        ids.where(Task.assigner_id.in_(sorted(rights.seats)), Task.state.in_(OPEN)),
        ids.where(undone(), Task.created_by_id == rights.person_id),
        ids.where(undone(), Task.state == State.DONE),
        followed,
    )
