"""What people do about a task beside its course: ask for more time, answer, urge, explain, say it is stated wrongly."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from sqlalchemy.orm import Session

from taskapp.demo import phrases
from taskapp.demo.results import of_its_time
from taskapp.demo.stage import Act
from taskapp.demo.story import Story
from taskapp.tasks import changes, disputes, extensions
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import DisputeAbout


def ask(story: Story, day: date, limit: date) -> Act:
    """The doer asks on this day for a later limit."""
    reason = of_its_time(tuple(phrases.EXTENSIONS), day, story.rng)
    request = extensions.Request(Moment(limit), reason, phrases.EXTENSIONS[reason])
    return _looking(partial(extensions.ask, request=request, by=story.doer(), terms=story.world.terms))


def grant(story: Story) -> Act:
    """Who decides about the task gives the time asked for."""
    return _looking(partial(extensions.grant, limit=None, reason=phrases.GRANTED, by=story.decider()))


def refuse(story: Story) -> Act:
    """Who decides about the task leaves the limit as it is."""
    return _looking(partial(extensions.refuse, reason=phrases.NOT_GRANTED, by=story.decider()))


def urge(story: Story, turn: int) -> Act:
    """The office that follows tasks urges in the assigner's name: the first time (0), later with more stress."""
    text = phrases.URGINGS[min(turn, len(phrases.URGINGS) - 1)]
    return partial(changes.urge, text=text, by=story.for_assigner(story.world.office.people["vanphong"]))


def explain(story: Story) -> Act:
    """The doer says before handing in why it is late: for a cause beyond the unit."""
    words = phrases.OBJECTIVE_CAUSE
    return partial(changes.explain, text=words, claims_objective=True, by=story.doer(), terms=story.world.terms)


def confirm_cause(story: Story) -> Act:
    """The leader who assigned it agrees that the cause lay beyond the unit."""
    by = story.world.office.actor(story.assigner)
    return partial(changes.judge_cause, is_confirmed=True, reason=phrases.CAUSE_CONFIRMED, by=by)


def dispute(story: Story, about: DisputeAbout, text: str) -> Act:
    """The doer says that the task is stated wrongly."""
    return _looking(partial(disputes.dispute, about=about, text=text, by=story.doer()))


def uphold(story: Story, done_on: date) -> Act:
    """The assigner finds that the result was there on this day, and corrects it."""
    by = story.world.office.actor(story.assigner)
    return _looking(partial(disputes.answer, is_upheld=True, text=phrases.DAY_CORRECTED, by=by, done_on=done_on))


def reject(story: Story) -> Act:
    """The assigner finds that what is stated is right."""
    by = story.world.office.actor(story.assigner)
    return _looking(partial(disputes.answer, is_upheld=False, text=phrases.LIMIT_STANDS, by=by))


def _looking(act: Act) -> Act:
    """An act that looks things up: what was done before it is written first."""

    def do(session: Session, task: Task, *, now: datetime) -> None:
        session.flush()
        act(session, task, now=now)

    return do
