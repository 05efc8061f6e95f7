"""The numbers of the left menu and of the tabs of the own work: one query on every page, whatever the roles."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, Select, func, union

from taskapp.base.db import scoped, unscoped
from taskapp.people.rights import Rights, Role
from taskapp.people.unit_queries import among
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import Follower
from taskapp.tasks.permissions import DRAFTERS
from taskapp.tasks.queries import may_see, one_of, undone
from taskapp.tasks.selections import OWN, STATEMENTS, Sight, View, held_in
from taskapp.tasks.states import OPEN, State


@lru_cache(STATEMENTS)
def counters(sight: Sight, views: tuple[View, ...]) -> Select[Any]:
    """How many tasks each of the lists holds, in one query, one column a list."""
    rights = sight.rights
    held = [held_in(view, sight) if view in OWN else held_in(view, sight) & may_see(rights) for view in views]
    columns = [func.count().filter(each) for each in held]
    counted = scoped(Task, rights.committee_id, *columns).where(undone())
    if rights.has(*DRAFTERS):
        return counted  # they oversee most of what is open
    near = _near(rights).cte("near")
    return counted.join_from(near, Task, Task.id == near.c.id)


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
