"""Which reminders are owed: a pure function of tasks, policy, calendar and now. Asking twice gives the same answer.

A step is owed from its moment on. One whose moment lies before the task was recorded, given to the person, or got its
limit is never owed, so an import or a new short-term task sets off no storm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from taskapp.reminders.policy import Policy
from taskapp.tasks.deadlines import Moment, own_days_late
from taskapp.tasks.states import State
from taskapp.workdays.arithmetic import Calendar, add_workdays, is_workday, workday_on_or_before

TO_DO = frozenset({State.ASSIGNED, State.DECLINED, State.IN_PROGRESS})
DAY = timedelta(days=1)


@dataclass(frozen=True)
class TaskFacts:
    """What the plan needs to know of one task; instants are aware UTC, ids are of persons."""

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
    decision: str | None = None  # of the last result handed in
    decision_number: int = 0
    decided_at: datetime | None = None
    submitter_id: int | None = None


@dataclass(frozen=True)
class Owed:
    """One reminder owed since `moment`. `urgency` orders the steps of one task; the highest speaks for the others."""

    task_id: int
    due_version: int
    step: str
    person_id: int
    moment: datetime
    urgency: int
    at_once: bool = False

    @property
    def key(self) -> tuple[int, int, str, int]:
        return self.task_id, self.due_version, self.step, self.person_id


@dataclass(frozen=True)
class Setting:
    """What the plan is made against."""

    policy: Policy
    calendar: Calendar
    zone: str

    def morning(self, day: date) -> datetime:
        """The instant (UTC) at which that day's digest goes out."""
        return datetime.combine(day, self.policy.digest_at, ZoneInfo(self.zone)).astimezone(UTC)

    def today(self, now: datetime) -> date:
        return now.astimezone(ZoneInfo(self.zone)).date()


def plan(tasks: Iterable[TaskFacts], setting: Setting, now: datetime) -> list[Owed]:
    """All reminders owed at `now`, those already in the ledger included; a morning's steps a little ahead of it.

    A digest may have been made before its morning: without the lead it could go out before the morning's own steps
    have joined it, and they would wait for the next one.
    """
    until = now + setting.policy.ahead
    steps = (owed for task in tasks for owed in _steps(task, setting, until))
    return [owed for owed in steps if owed.moment <= (now if owed.at_once else until)]


def speaking(owed: Sequence[Owed]) -> list[tuple[Owed, list[Owed]]]:
    """For each person and task the most urgent reminder, with those it speaks for (merged after an outage)."""
    ordered = sorted(owed, key=lambda o: (o.person_id, o.task_id, -o.urgency, o.moment))
    groups = (list(members) for _key, members in groupby(ordered, key=lambda o: (o.person_id, o.task_id)))
    return [(members[0], members[1:]) for members in groups]


def is_fresh(owed: Owed, setting: Setting, now: datetime) -> bool:
    """Whether an at-once reminder still goes out by itself; an older one joins the next digest."""
    return owed.at_once and now - owed.moment <= setting.policy.fresh


def digest_day(setting: Setting, now: datetime) -> date:
    """The local day whose digest carries what is owed now: today if it is worked, else the next working day."""
    today = setting.today(now)
    if is_workday(today, setting.calendar):
        return today  # before the morning hour it waits until then
    return add_workdays(today, 1, setting.calendar)


def doers(task: TaskFacts) -> tuple[int, ...]:
    """Who has to do the task: the officer named, else the heads of the lead unit."""
    return (task.assignee_id,) if task.assignee_id else task.heads


def _steps(task: TaskFacts, setting: Setting, now: datetime) -> Iterator[Owed]:
    yield from _decisions(task)
    if task.state not in TO_DO:
        return
    yield from _handed_over(task)
    if task.state is State.ASSIGNED:
        yield from _unaccepted(task, setting)
    if task.limit:
        yield from _before(task, task.limit, setting)
        yield from _overdue(task, task.limit, setting, now)
    elif task.review_on:
        moment = setting.morning(workday_on_or_before(task.review_on, setting.calendar))
        yield from _to(task, doers(task), f"review:{task.review_on}", moment, 10)


def _handed_over(task: TaskFacts) -> Iterator[Owed]:
    if task.lead_since:
        since, stamp = task.lead_since, _stamp(task.lead_since)
        yield from _to(task, task.heads, f"assigned:{stamp}", since, 5, at_once=True)
    if task.assignee_id and task.assignee_since:
        step = f"named:{_stamp(task.assignee_since)}"
        yield from _to(task, (task.assignee_id,), step, task.assignee_since, 6, at_once=True)
    if task.extensions and task.due_since:
        yield from _to(task, doers(task), f"extended:{task.extensions}", task.due_since, 7, at_once=True)


def _decisions(task: TaskFacts) -> Iterator[Owed]:
    if task.decided_at is None or task.decision not in ("approved", "sent_back"):
        return
    persons = tuple(dict.fromkeys(p for p in (task.submitter_id, task.assignee_id) if p))
    step = f"{task.decision}:{task.decision_number}"
    yield from _to(task, persons, step, task.decided_at, 8, at_once=True)


def _unaccepted(task: TaskFacts, setting: Setting) -> Iterator[Owed]:
    given = task.lead_since or task.recorded_at
    day = add_workdays(setting.today(given), setting.policy.unaccepted_after, setting.calendar)
    yield from _to(task, task.heads, f"unaccepted:{_stamp(given)}", setting.morning(day), 9)


def _before(task: TaskFacts, limit: Moment, setting: Setting) -> Iterator[Owed]:
    # A limit on a day off is not moved: reminders aim at the working day before it.
    aim = workday_on_or_before(limit.on, setting.calendar)
    for days in setting.policy.before:
        moment = setting.morning(add_workdays(aim, -days, setting.calendar))
        yield from _to(task, doers(task), f"before:{days}", moment, 50 - days)


def _overdue(task: TaskFacts, limit: Moment, setting: Setting, now: datetime) -> Iterator[Owed]:
    today = setting.today(now)
    earliest = add_workdays(today, -setting.policy.looks_back, setting.calendar)
    day = max(limit.on, earliest)
    while (day := day + DAY) <= today:
        if not is_workday(day, setting.calendar):
            continue
        late = own_days_late(limit, Moment(day), task.waited_workdays, setting.calendar)
        if late:
            both = late >= setting.policy.head_joins_after
            persons = dict.fromkeys((*doers(task), *(task.heads if both else ())))
            yield from _to(task, tuple(persons), f"overdue:{day}", setting.morning(day), 1000 + day.toordinal())


def _stamp(moment: datetime) -> str:
    """Tells one handing over from the next: a task may come back to the same unit or officer."""
    return moment.astimezone(UTC).strftime("%y%m%dT%H%M%S")


def _to(
    task: TaskFacts, persons: Iterable[int], step: str, moment: datetime, urgency: int, *, at_once: bool = False
) -> Iterator[Owed]:
    for person_id in persons:
        if moment >= _since(task, person_id):
            yield Owed(task.id, task.due_version, step, person_id, moment, urgency, at_once)


def _since(task: TaskFacts, person_id: int) -> datetime:
    given = task.assignee_since if person_id == task.assignee_id else task.lead_since
    return max(moment for moment in (task.recorded_at, given, task.due_since) if moment)
