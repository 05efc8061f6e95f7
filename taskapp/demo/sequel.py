"""What became of the open tasks of an earlier day: the office has worked on, so that today's can take their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import func
from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.demo import live, phrases
from taskapp.demo.stage import Script, Step
from taskapp.demo.story import Story, World
from taskapp.tasks import assigning
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.states import OPEN, State


def tasks(session: Session, committee_id: int) -> list[Task]:
    """The demo's own tasks of an earlier day, open or drafted still; tasks that visitors made are not among them."""
    unfinished = Task.state.in_((*OPEN, State.DRAFT))
    query = scoped(Task, committee_id).where(Task.import_key.startswith(f"{live.KEY}:"), unfinished)
    return list(session.scalars(query.order_by(Task.id)))


def scripts(session: Session, world: World, left: Iterable[Task], now: datetime) -> Iterator[Script]:
    """Each of them finished by its unit in the days since its last event, in time where that was still possible."""
    left = list(left)
    ids = [task.id for task in left]
    when = scoped(TaskEvent, world.office.committee.id, TaskEvent.task_id, func.max(TaskEvent.recorded_at))
    when = when.where(TaskEvent.task_id.in_(ids)).group_by(TaskEvent.task_id)
    last: dict[int, datetime] = dict(session.execute(when).all())
    for task in left:
        if task.state is State.DRAFT:
            by = world.office.actor(world.office.people["vanthu"])
            assigning.discard(session, task, by=by, now=now)
        else:
            yield _not_after(_finished(world, task, last[task.id]), now)


def _finished(world: World, task: Task, moment: datetime) -> Script:
    assigner = task.assigner or world.office.people["chutich"]
    product, key = task.product, task.import_key or ""
    story = Story(
        world, f"{key}:then", lead=task.lead_unit, assigner=assigner, product=product, field=task.field, task=task
    )
    story.go_on_after(moment)
    if task.lead_unit_id not in world.office.heads:
        story.withdraw(0, phrases.LATER_WITHDRAW)
        return story.script
    if task.state is State.DECLINED:
        story.keep(0)
    if task.state is not State.SUBMITTED:
        story.submit(min(task.due_on or world.yesterday, world.yesterday))
    story.approve(0)
    return story.script


def _not_after(script: Script, now: datetime) -> Script:
    script.steps = [Step(min(step.at, now), step.act) for step in script.steps]
    return script
