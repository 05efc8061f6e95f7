"""What became of the open tasks of an earlier day: the office has worked on, so that today's can take their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from sqlalchemy import func
from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.demo import acts, live, phrases
from taskapp.demo.below import Below
from taskapp.demo.stage import Script, Step
from taskapp.demo.story import Story, World
from taskapp.tasks import assigning, extensions
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.selections import TO_DO
from taskapp.tasks.states import OPEN, Kind, State


def tasks(session: Session, committee_id: int) -> list[Task]:
    """The demo's own tasks of an earlier day, open or drafted still; tasks that visitors made are not among them."""
    unfinished = Task.state.in_((*OPEN, State.DRAFT)) & (Task.kind == Kind.OFFICIAL)
    query = scoped(Task, committee_id).where(Task.import_key.startswith(f"{live.KEY}:"), unfinished)
    return list(session.scalars(query.order_by(Task.id)))


def scripts(session: Session, world: World, left: Iterable[Task], now: datetime) -> Iterator[Script]:
    """Each of them finished by its unit in the days since its last event, in time where that was still possible."""
    last = scoped(TaskEvent, world.office.committee.id, TaskEvent.task_id, func.max(TaskEvent.recorded_at))
    moments: dict[int, datetime] = dict(session.execute(last.group_by(TaskEvent.task_id)).all())
    for task in left:
        if task.state is State.DRAFT:
            by = world.office.actor(world.office.people["vanthu"])
            assigning.discard(session, task, by=by, now=now)
            continue
        told = _finished(session, world, task, moments)
        for script in told.family():
            script.steps = [Step(min(step.at, now), step.act) for step in script.steps]
        yield told


def _finished(session: Session, world: World, task: Task, moments: Mapping[int, datetime]) -> Script:
    story = _story(world, task, moments[task.id])
    if task.lead_unit_id not in world.office.heads:
        story.withdraw(0, phrases.LATER_WITHDRAW)
        return story.script
    if task.state is not State.SUBMITTED:
        given = [_given(session, story, each, moments[each.id]) for each in (*task.parts, *task.children)]
        story.go_on_after(max([story.begins_at, *given]))
    _answer(session, story, task)
    if task.state is State.DECLINED:
        story.keep(0)
    if task.state is not State.SUBMITTED:
        story.submit(_until_yesterday(story, task), release_reason=phrases.RELEASED)
    story.approve(0)
    return story.script


def _given(session: Session, whole: Story, task: Task, moment: datetime) -> datetime:
    """What hangs on it is handed in before it; gives when. What its unit declined ends with the whole."""
    story = Below(whole, f"{task.id}:then", task.lead_unit, moment)
    story.script.task, story.officer = task, task.assignee
    if task.state in TO_DO and task.lead_unit_id in story.world.office.heads:
        _answer(session, story, task)
        story.submit(_until_yesterday(story, task), release_reason=phrases.RELEASED)
    submitter_id = task.submissions[-1].by_id if task.state is State.SUBMITTED else task.assignee_id
    is_to_accept = task.kind is Kind.CHILD and task.state in (*TO_DO, State.SUBMITTED)
    if is_to_accept and submitter_id not in (None, whole.head().id):  # nobody accepts what he handed in himself
        story.approve(0)
    return story.script.steps[-1].at if story.script.steps else moment


def _answer(session: Session, story: Story, task: Task) -> None:
    """What was asked or said about it and waits is answered before it goes on."""
    if task.state is not State.SUBMITTED and extensions.pending(session, task):
        story.later(0, acts.refuse(story))
    if task.disputed:
        story.later(0, acts.reject(story))


def _story(world: World, task: Task, moment: datetime) -> Story:
    assigner, key = task.assigner or world.office.people["chutich"], f"{task.import_key}:then"
    lead, product = task.lead_unit, task.product
    story = Story(world, key, lead=lead, assigner=assigner, product=product, field=task.field, task=task)
    story.go_on_after(moment)
    return story


def _until_yesterday(story: Story, task: Task) -> date:
    return min(task.due_on or story.world.yesterday, story.world.yesterday)
