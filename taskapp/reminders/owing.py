"""One thing owed to one person, and who else hears it because he fills that person's place. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from taskapp.outbox.channels import Channel
from taskapp.reminders.facts import StandIn, TaskFacts
from taskapp.reminders.policy import Policy
from taskapp.tasks import rules
from taskapp.tasks.rules import OfficeRules
from taskapp.tasks.states import Kind
from taskapp.workdays.arithmetic import Calendar, workday_on_or_after, workdays_between

LOOKS_BACK = 30  # working days
ONCE = 0  # the version of the limit of what is not about the limit: owed once, however often the limit changes


@dataclass(frozen=True, slots=True)
class Owed:
    """One reminder owed since `moment`. Of one topic the highest `urgency` speaks for the others.

    `for_id`: in whose place the person gets it, None: in his own. `is_optional`: he may do without.
    `due_on`: the task's limit. `channel`, `address`: where besides mail; its key is that of the mail.
    """

    task_id: int
    due_version: int
    step: str
    person_id: int
    moment: datetime
    urgency: int = 0
    at_once: bool = False
    topic: str = ""
    for_id: int | None = None
    is_optional: bool = False
    due_on: date | None = None
    channel: Channel = Channel.MAIL
    address: str = ""

    @property
    def key(self) -> tuple[int, int, str, int]:
        return self.task_id, self.due_version, self.step, self.person_id

    @property
    def once(self) -> tuple[int, int, str, int, str, str]:
        """What the ledger holds once: the reminder, on one way to the person."""
        return self.task_id, self.due_version, self.step, self.person_id, self.channel, self.address

    @property
    def kind(self) -> str:
        """The step without what tells one from the next."""
        return self.step.partition(":")[0]


class Era(NamedTuple):
    """A policy of earlier days, and the first local day on which it no longer held."""

    policy: Policy
    until: date


class Span(NamedTuple):
    """From when until when; None: still."""

    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Setting:
    """What the plan is made against.

    `earlier`: the policies before this one, oldest first. `refusals`: by person and kind of step, when he did without
    it. `looks_back`: working days of steps that have passed which are still found, as after an outage; `mornings_back`:
    the same of those of which the newest says it all; `horizon`: what was handed over before it has been told of.
    """

    policy: Policy
    calendar: Calendar
    zone: str
    rules: OfficeRules = rules.DEFAULT
    earlier: tuple[Era, ...] = ()
    refusals: Mapping[tuple[int, str], tuple[Span, ...]] = field(default_factory=dict)
    looks_back: int = LOOKS_BACK
    mornings_back: int = LOOKS_BACK
    horizon: datetime | None = None
    _mornings: dict[date, datetime] = field(default_factory=dict, init=False, repr=False, compare=False)
    _between: dict[tuple[date, date], int] = field(default_factory=dict, init=False, repr=False, compare=False)

    def is_within(self, moment: datetime) -> bool:
        """Whether what happened at the instant may still have to be told."""
        return self.horizon is None or moment >= self.horizon

    def policy_on(self, day: date) -> Policy:
        """The policy that holds on the local day."""
        return next((era.policy for era in self.earlier if day < era.until), self.policy)

    @cached_property
    def policies(self) -> tuple[Policy, ...]:
        """All of them, oldest first."""
        return (*(era.policy for era in self.earlier), self.policy)

    def refuses(self, owed: Owed) -> bool:
        """Whether the person did without such an optional step when it came."""
        spans = self.refusals.get((owed.person_id, owed.kind), ())
        return any(span.since <= owed.moment and (span.until is None or owed.moment < span.until) for span in spans)

    def morning(self, day: date) -> datetime:
        """The instant (UTC) at which that day's digest goes out."""
        if day not in self._mornings:
            local = datetime.combine(day, self.policy_on(day).digest_at, ZoneInfo(self.zone))
            self._mornings[day] = local.astimezone(UTC)
        return self._mornings[day]

    def workdays_between(self, start: date, end: date) -> int:
        """Working days in (start, end]. Many tasks have the same limits: each span is counted once."""
        span = start, end
        if span not in self._between:
            self._between[span] = workdays_between(start, end, self.calendar)
        return self._between[span]

    def told_from(self, moment: datetime) -> datetime:
        """When a letter about what happened at the instant may go out: then, or when the office's hours begin."""
        local = moment.astimezone(ZoneInfo(self.zone))
        hours = self.policy_on(local.date())
        if hours.opens <= local.time() <= hours.closes:
            return moment
        day = local.date() + timedelta(days=local.time() > hours.closes)
        return datetime.combine(day, self.policy_on(day).opens, ZoneInfo(self.zone)).astimezone(UTC)

    def morning_after(self, moment: datetime) -> datetime:
        """The first digest at or after the instant."""
        day = self.today(moment)
        if self.morning(day) < moment:
            day += timedelta(days=1)
        return self.morning(workday_on_or_after(day, self.calendar))

    def today(self, now: datetime) -> date:
        """The local day."""
        return _local_day(now, self.zone)


@dataclass(frozen=True)
class Step:
    """What is owed from a moment on, whoever gets it.

    `topic`: steps of the same one merge after an outage, one without stays by itself. `of_limit`: it is about this
    version of the limit. `decides`: it asks for a decision, which delegates may take. `personal`: no deputy gets it.
    `by_id`: who did what it tells of, and need not be told; `own_of`: whose own matter it decides, which he may not.
    `is_optional`: the receiver may do without.
    """

    name: str
    moment: datetime
    urgency: int = 0
    at_once: bool = False
    topic: str = ""
    of_limit: bool = False
    decides: bool = False
    personal: bool = False
    by_id: int | None = None
    own_of: tuple[int | None, ...] = ()
    is_optional: bool = False


@lru_cache(maxsize=256)  # the same instant is asked for task after task
def _local_day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def owe(task: TaskFacts, step: Step, persons: Iterable[int]) -> Iterator[Owed]:
    """The reminders of one step: to each person, and to who fills his place, from when that one had the matter on.

    Whoever gets it in several ways gets the first of them, in his own right before any other.
    """
    each = dict.fromkeys(persons)
    for person_id in each:
        if step.moment >= _since(task, person_id, step) and _may_get(step, person_id):
            yield _one(task, step, person_id, None)
    for person_id in () if step.personal or not task.stand_ins else each:
        for stand_in in task.stand_ins.get(person_id, ()):
            since = max(_since(task, person_id, step), stand_in.since)
            if step.moment >= since and _takes(task, step, person_id, stand_in) and _may_get(step, stand_in.person_id):
                yield _one(task, step, stand_in.person_id, person_id)


def stamp(moment: datetime) -> str:
    """Tells one handing over from the next: a task may come back to the same unit or officer."""
    return moment.astimezone(UTC).strftime("%y%m%dT%H%M%S")


def _may_get(step: Step, person_id: int) -> bool:
    return person_id != step.by_id and person_id not in step.own_of


def _one(task: TaskFacts, step: Step, person_id: int, for_id: int | None) -> Owed:
    return Owed(
        task.id,
        task.due_version if step.of_limit else ONCE,
        step.name,
        person_id,
        step.moment,
        step.urgency,
        step.at_once,
        step.topic,
        for_id,
        step.is_optional,
        task.limit.on if task.limit else None,
    )


def _takes(task: TaskFacts, step: Step, person_id: int, stand_in: StandIn) -> bool:
    """Whether the step is one for who fills that place: a delegate decides; a deputy works, and decides as a head does.

    The decisions of who assigned the task go with a delegation only, unless the deputy may take them by himself.
    """
    if stand_in.decides:
        return step.decides
    is_seat = step.decides and person_id == task.assigner_id and task.kind is not Kind.CHILD
    return not is_seat or stand_in.person_id in (*task.leaders, *task.monitors)


def _since(task: TaskFacts, person_id: int, step: Step) -> datetime:
    """When the person got the matter: the officer when named, the unit's heads when it got the task.

    The heads of a unit that took over the work of another one have it from that moment: nothing earlier is theirs.
    """
    since, given = task.recorded_at, None
    if person_id == task.assignee_id:
        given = task.assignee_since
    elif person_id in task.heads:
        given = max(task.lead_since or since, task.inherited_at or since)
    if given and given > since:
        since = given
    return task.due_since if step.of_limit and task.due_since and task.due_since > since else since
