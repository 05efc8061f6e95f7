"""What the plan needs, read from the database: a handful of queries for any number of tasks, whatever the archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session, aliased

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.people.models import Committee, Person
from taskapp.reminders import happenings, policies, posts, quiet
from taskapp.reminders.facts import TO_DO, TaskFacts
from taskapp.reminders.happenings import Happenings, Window
from taskapp.reminders.owing import Setting
from taskapp.reminders.policy import URGENCIES
from taskapp.reminders.posts import Posts
from taskapp.reminders.quiet import Bound
from taskapp.tasks import rule_settings
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.models import Task
from taskapp.tasks.queries import one_of
from taskapp.tasks.risk import RiskLevel
from taskapp.tasks.risk_models import TaskRisk
from taskapp.tasks.states import OPEN, Kind, LimitKind, State
from taskapp.workdays import calendars
from taskapp.workdays.arithmetic import add_workdays

RECENT = 5  # working days: how long something that happened can still be told, after an outage or over a holiday
AT_A_TIME = 500  # rows held in memory
ENDED = (State.DONE, State.WITHDRAWN)
_above = aliased(Task)
_COLUMNS = (
    Task.id,
    Task.kind,
    Task.state,
    Task.limit_kind,
    Task.due_on,
    Task.due_time,
    Task.due_version,
    Task.due_since,
    Task.extensions,
    Task.waited_workdays,
    Task.review_on,
    Task.issued_on,
    Task.progress_at,
    Task.recorded_at,
    Task.lead_unit_id,
    Task.lead_since,
    Task.assignee_id,
    Task.assignee_since,
    Task.assigner_id,
    Task.submitted_at,
    Task.declined_at,
    Task.urgings,
    Task.unanswered_urgings,
    Task.starred,
    Directive.urgency,
    TaskRisk.high_since,
    _above.lead_unit_id.label("above_unit_id"),
    _above.assignee_id.label("above_assignee_id"),
)


def setting(session: Session, committee: Committee) -> Setting:
    """What the committee's plan is made against now, all steps of the last 30 working days included."""
    policy, earlier = policies.load(session, committee)
    return Setting(
        policy,
        calendars.load(session, committee.id),
        committee.timezone,
        rule_settings.of(committee),
        earlier,
        policies.refusals(session, committee.id),
    )


def gather(session: Session, committee: Committee, terms: Setting, now: datetime) -> Iterator[TaskFacts]:
    """Facts of every task about which somebody may owe or be owed something at `now`, one after the other."""
    first_day = add_workdays(terms.today(now), -RECENT, terms.calendar)
    window = Window(committee.id, clock.start_of(first_day, committee.timezone))
    ended = _tasks(committee.id).where(Task.id.in_(window.lately()), Task.state.in_(ENDED))
    is_open = _tasks(committee.id).where(one_of(OPEN))
    return _read(session, committee, window, (is_open, ended), now, bound=quiet.bound(terms, now))


def gather_some(session: Session, committee: Committee, ids: Sequence[int], now: datetime) -> list[TaskFacts]:
    """Facts of these tasks, with all that ever happened to them, in the order of their ids."""
    window = Window(committee.id, now, ids)
    return sorted(_read(session, committee, window, (_tasks(committee.id).where(Task.id.in_(ids)),), now), key=_id)


def people(session: Session, committee_id: int, ids: Iterable[int]) -> dict[int, Person]:
    """Persons by id."""
    rows = session.scalars(scoped(Person, committee_id).where(Person.id.in_(list(ids))))
    return {person.id: person for person in rows}


def _id(task: TaskFacts) -> int:
    return task.id


def _tasks(committee_id: int) -> Select[Any]:
    is_high = (TaskRisk.due_version == Task.due_version) & (TaskRisk.level == RiskLevel.HIGH)
    query = scoped(Task, committee_id, *_COLUMNS).outerjoin(_above, _above.id == Task.parent_id)
    query = query.outerjoin(TaskRisk, (TaskRisk.task_id == Task.id) & is_high)
    return query.outerjoin(Directive, Directive.id == Task.directive_id)


def _read(
    session: Session,
    committee: Committee,
    window: Window,
    queries: Sequence[Select[Any]],
    now: datetime,
    *,
    bound: Bound | None = None,
) -> Iterator[TaskFacts]:
    filled = posts.load(session, committee, now)
    happened = happenings.load(session, window, filled)
    supporting, told = _supporting(session, window, filled), happened.tasks()
    connection = session.connection()  # rows of plain values: half the work of the session's
    for query in queries:
        for row in connection.execute(query.execution_options(yield_per=AT_A_TIME)):
            if bound is None or row.id in told or not quiet.is_quiet(row, bound) or not _is_attended(row, filled):
                yield _facts(row, filled, happened, supporting.get(row.id, ()), committee.timezone)


def _supporting(session: Session, window: Window, filled: Posts) -> dict[int, tuple[int, ...]]:
    """By the whole's id who has an open part of it to give."""
    columns = (Task.parent_id, Task.lead_unit_id, Task.assignee_id)
    query = scoped(Task, window.committee_id, *columns).where(one_of(TO_DO), Task.kind == Kind.PART)
    if window.ids is not None:
        query = query.where(Task.parent_id.in_(window.ids))
    found: dict[int, tuple[int, ...]] = {}
    for whole_id, unit_id, officer_id in session.execute(query.order_by(Task.id)):
        officer = filled.known(officer_id)
        persons = (officer,) if officer else filled.heads.get(unit_id, ())
        found[whole_id] = (*found.get(whole_id, ()), *persons)
    return found


def _is_attended(row: Any, filled: Posts) -> bool:
    """Whether somebody who is here sees to it: the officer named, else a head of the unit."""
    persons = (row.assignee_id,) if row.assignee_id else filled.heads.get(row.lead_unit_id, ())
    return not filled.attended.isdisjoint(persons)


def _facts(row: Any, filled: Posts, happened: Happenings, supporting: tuple[int, ...], zone: str) -> TaskFacts:
    """One task as the plan sees it; whoever is disabled is nobody any more."""
    number, unit_id = row.id, row.lead_unit_id
    officer, above = filled.known(row.assignee_id), filled.known(row.above_assignee_id)
    above_heads = filled.heads.get(row.above_unit_id, ())
    result = happened.results.get(number, happenings.NONE)
    return TaskFacts(
        id=number,
        kind=row.kind,
        state=row.state,
        due_version=row.due_version,
        limit=Moment(row.due_on, row.due_time) if row.limit_kind is LimitKind.DATED and row.due_on else None,
        waited_workdays=row.waited_workdays,
        review_on=row.review_on,
        issued_on=row.issued_on,
        progress_on=clock.local_day(row.progress_at, zone) if row.progress_at else None,
        recorded_at=row.recorded_at,
        lead_since=row.lead_since,
        inherited_at=happened.inherited.get(number),
        assignee_id=officer,
        assignee_since=row.assignee_since if officer else None,
        assigner_id=filled.known(row.assigner_id),
        due_since=row.due_since,
        extensions=row.extensions,
        heads=filled.heads.get(unit_id, ()),
        leaders=filled.leaders.get(unit_id, ()),
        monitors=filled.monitors.get(unit_id, ()),
        above=(above,) if above else above_heads,
        above_heads=above_heads,
        is_attended=_is_attended(row, filled),
        decision=result.decision,
        decision_number=result.number,
        decided_at=result.decided_at,
        submitter_id=filled.known(result.by_id),
        submitted_for_id=result.for_id,
        submitted_at=row.submitted_at,
        declined_at=row.declined_at,
        urgings=row.urgings,
        unanswered_urgings=row.unanswered_urgings,
        events=tuple(happened.events.get(number, ())),
        requests=tuple(happened.requests.get(number, ())),
        claims=tuple(happened.claims.get(number, ())),
        remarks=tuple(happened.remarks.get(number, ())),
        readers=tuple(happened.readers.get(number, ())),
        stand_ins=filled.stand_ins,
        supporting=supporting,
        units=filled.paths.get(unit_id, ()),
        risk_since=row.high_since,
        is_starred=row.starred,
        urgency=row.urgency or URGENCIES[0],
    )
