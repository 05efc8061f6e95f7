"""What the plan needs to know: of a task, of what happened to it lately, and of who answers for what. Pure.

Instants are aware UTC, ids are of persons unless they say otherwise; disabled persons are left out of all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from taskapp.tasks.deadlines import Moment
from taskapp.tasks.states import Kind, State

TO_DO = frozenset({State.ASSIGNED, State.DECLINED, State.IN_PROGRESS})


@dataclass(frozen=True)
class StandIn:
    """Who fills another's place, and since when; `decides`: decisions delegated in writing, else as a deputy."""

    person_id: int
    since: datetime
    decides: bool = False


@dataclass(frozen=True)
class Event:
    """One entry of the task's record: a move or change, by whom; `had`: who had to do the task before it."""

    kind: str
    version: int
    at: datetime
    by_id: int | None = None
    had: tuple[int, ...] = ()


@dataclass(frozen=True)
class Request:
    """A request for a later limit; `is_granted` None: it waits for its decision."""

    id: int
    asked_by_id: int | None
    asked_at: datetime
    is_granted: bool | None = None
    answered_at: datetime | None = None
    answered_by_id: int | None = None
    asked_for_id: int | None = None  # in whose place


@dataclass(frozen=True)
class Claim:
    """A word that the task is stated wrongly (báo sai); `answered_at` None: it waits for its answer."""

    id: int
    by_id: int | None
    raised_at: datetime
    answered_at: datetime | None = None
    answered_by_id: int | None = None


@dataclass(frozen=True)
class Remark:
    """Something said about the task: a leader's directing opinion, or words in which persons are named."""

    id: int
    by_id: int
    at: datetime
    is_directing: bool = False
    mentioned: tuple[int, ...] = ()


@dataclass(frozen=True)
class Reader:
    """A person who has been given the task to know (để biết)."""

    id: int
    person_id: int
    since: datetime
    added_by_id: int | None = None


@dataclass(frozen=True)
class TaskFacts:
    """One task. `above` answer for the whole to which a part belongs; `events`, `remarks`: those of late.

    `units`: the lead unit and all above it; `supporting`: who has an open part of the task to give.
    """

    id: int
    state: State
    due_version: int
    limit: Moment | None
    waited_workdays: int
    review_on: date | None
    recorded_at: datetime
    lead_since: datetime | None
    assignee_id: int | None
    assignee_since: datetime | None
    due_since: datetime | None
    extensions: int
    heads: tuple[int, ...]
    kind: Kind = Kind.OFFICIAL
    inherited_at: datetime | None = None  # when the unit took the task over from one that ended
    assigner_id: int | None = None
    leaders: tuple[int, ...] = ()
    monitors: tuple[int, ...] = ()
    above: tuple[int, ...] = ()
    above_heads: tuple[int, ...] = ()
    supporting: tuple[int, ...] = ()
    issued_on: date | None = None
    progress_on: date | None = None  # local day of the last report of progress
    risk_since: datetime | None = None  # since when the task is likelier than not to be late under this limit
    units: tuple[int, ...] = ()
    is_starred: bool = False
    urgency: str = "ordinary"
    is_attended: bool = True  # somebody who is here sees to it, himself or as a deputy
    decision: str | None = None  # of the last result handed in
    decision_number: int = 0
    decided_at: datetime | None = None
    submitter_id: int | None = None
    submitted_for_id: int | None = None  # in whose place
    submitted_at: datetime | None = None  # while the result waits for its decision
    declined_at: datetime | None = None
    urgings: int = 0
    unanswered_urgings: int = 0
    events: tuple[Event, ...] = ()  # oldest first
    requests: tuple[Request, ...] = ()
    claims: tuple[Claim, ...] = ()
    remarks: tuple[Remark, ...] = ()
    readers: tuple[Reader, ...] = ()
    stand_ins: Mapping[int, tuple[StandIn, ...]] = field(default_factory=dict)  # by whose place it is


def doers(task: TaskFacts) -> tuple[int, ...]:
    """Who has to do the task: the officer named, else the heads of the lead unit."""
    return (task.assignee_id,) if task.assignee_id else task.heads


def concerned(task: TaskFacts) -> tuple[int, ...]:
    """The doers and the heads of the lead unit."""
    return tuple(dict.fromkeys((*doers(task), *task.heads)))


def submitters(task: TaskFacts) -> tuple[int | None, ...]:
    """Who handed the last result in, and for whom: they do not decide about it."""
    return task.submitter_id, task.submitted_for_id


def askers(request: Request) -> tuple[int | None, ...]:
    """Who asked, and for whom: they do not decide about it."""
    return request.asked_by_id, request.asked_for_id


def givers(task: TaskFacts) -> tuple[int, ...]:
    """In whose name the task was given; the leaders over its unit, else the office, when there is nobody."""
    return _assigner(task) or task.leaders or task.monitors


def approvers(task: TaskFacts) -> tuple[int, ...]:
    """Who decides about the result: nobody on what was his to hand in; the office, else leaders, when nobody can."""
    asked = task.above if task.kind is Kind.PART else _assigner(task)
    return _else_office(task, asked, but=submitters(task))


def granters(task: TaskFacts, request: Request) -> tuple[int, ...]:
    """Who decides about a later limit: for a part the heads of the unit that leads the whole."""
    asked = task.above_heads if task.kind is Kind.PART else _assigner(task)
    return _else_office(task, asked, but=askers(request))


def assigners(task: TaskFacts) -> tuple[int, ...]:
    """In whose name the task was given, who decides whose it is; the office when there is nobody else."""
    return _else_office(task, _assigner(task))


def last_event(task: TaskFacts, *kinds: str) -> Event | None:
    """The newest of these kinds among those of late, or None."""
    for event in reversed(task.events):
        if event.kind in kinds:
            return event
    return None


def _assigner(task: TaskFacts) -> tuple[int, ...]:
    if task.assigner_id:
        return (task.assigner_id,)
    return task.above_heads if task.kind is Kind.CHILD else ()


def _else_office(task: TaskFacts, persons: Iterable[int], but: tuple[int | None, ...] = ()) -> tuple[int, ...]:
    groups = (tuple(p for p in group if p not in but) for group in (persons, task.monitors, task.leaders))
    return next((group for group in groups if group), ())
