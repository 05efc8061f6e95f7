"""Which tasks cannot owe anything now, seen by a few of their columns: work that goes on under a limit far ahead. Pure.

Nothing follows from it but that the plan does not look at them: whatever it calls quiet, plan.py owes nothing for.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol

from taskapp.reminders.owing import Setting
from taskapp.tasks.states import LimitKind, State
from taskapp.workdays.arithmetic import add_workdays

SHORTEST_LONG = timedelta(days=89)  # no three months are shorter: up to this a task has no checkpoints


class Columns(Protocol):
    """What is looked at of a task."""

    @property
    def state(self) -> State: ...
    @property
    def limit_kind(self) -> LimitKind: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def due_since(self) -> datetime | None: ...
    @property
    def extensions(self) -> int: ...
    @property
    def issued_on(self) -> date | None: ...
    @property
    def lead_since(self) -> datetime | None: ...
    @property
    def assignee_since(self) -> datetime | None: ...
    @property
    def high_since(self) -> datetime | None: ...


class Bound(NamedTuple):
    """`near`: the last day whose limit can have a step by now; `horizon`: what was handed over before it is told."""

    near: date
    horizon: datetime


def bound(setting: Setting, now: datetime) -> Bound | None:
    """What a quiet task lies beyond, at `now`; None when all of the past is planned."""
    if setting.horizon is None:
        return None
    today = setting.today(now + setting.policy_on(setting.today(now)).ahead)
    rungs = (rung for policy in setting.policies for ladder in policy.ladders for rung in ladder.before)
    first = max((-rung.days for rung in rungs), default=0)
    return Bound(add_workdays(today, first + 1, setting.calendar), setting.horizon)


def is_quiet(task: Columns, bound: Bound) -> bool:
    """Whether nothing is owed for the task, provided that nothing happened to it of late and somebody sees to it."""
    return (
        task.state is State.IN_PROGRESS
        and task.limit_kind is LimitKind.DATED
        and task.due_on is not None
        and task.due_on > bound.near
        and (task.issued_on is None or task.due_on - task.issued_on <= SHORTEST_LONG)
        and not task.extensions
        and task.high_since is None
        and not any(
            since is not None and since >= bound.horizon
            for since in (task.lead_since, task.assignee_since, task.due_since)
        )
    )
