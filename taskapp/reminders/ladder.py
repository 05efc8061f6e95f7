"""What is owed in the mornings while a task stands as it does: limits that come, pass, decisions kept waiting. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import chain

from taskapp.reminders.facts import (
    TO_DO,
    TaskFacts,
    approvers,
    askers,
    assigners,
    doers,
    givers,
    granters,
    last_event,
    submitters,
)
from taskapp.reminders.owing import Owed, Setting, Step, owe, stamp
from taskapp.reminders.policy import Recipient, Rung
from taskapp.tasks.checkpoints import AHEAD, checkpoints
from taskapp.tasks.deadlines import Moment, own_days_late
from taskapp.tasks.states import Change, Kind, State
from taskapp.workdays.arithmetic import add_workdays, workday_on_or_before

DAY = timedelta(days=1)
LIMIT = "limit"  # the topic of all steps about the limit: after an outage the most urgent one speaks for the others


def mornings(task: TaskFacts, setting: Setting, now: datetime) -> Iterator[Owed]:
    """All digest steps of the task up to `now`."""
    yield from _to_decide(task, setting, now)
    if task.state not in TO_DO:
        return
    yield from _to_do(task, setting, now)
    yield from _urged_in_vain(task, setting)
    if not task.is_attended:
        yield from _unattended(task, setting, now)


def _to_do(task: TaskFacts, setting: Setting, now: datetime) -> Iterator[Owed]:
    if task.state is State.ASSIGNED:
        yield from _unaccepted(task, setting)
    if task.limit:
        yield from _before(task, task.limit, setting, now)
        yield from _overdue(task, task.limit, setting, now)
        yield from _at_risk(task, task.limit, setting, now)
        yield from _checkpoints(task, task.limit, setting, now)
        if task.kind is Kind.PART:
            yield from _held_up(task, task.limit, setting, now)
    elif task.review_on:
        moment = setting.morning(workday_on_or_before(task.review_on, setting.calendar))
        yield from owe(task, _about_limit(f"review:{task.review_on}", moment, 10), doers(task))
        yield from owe(task, Step(f"reviewing:{task.review_on}", moment, 10, decides=True), assigners(task))


def _about_limit(name: str, moment: datetime, urgency: int) -> Step:
    return Step(name, moment, urgency, topic=LIMIT, of_limit=True)


def _unaccepted(task: TaskFacts, setting: Setting) -> Iterator[Owed]:
    given = task.lead_since or task.recorded_at
    for policy in setting.policies:
        day = add_workdays(setting.today(given), policy.unaccepted_after, setting.calendar)
        if setting.policy_on(day) is policy:
            yield from owe(task, _about_limit(f"unaccepted:{stamp(given)}", setting.morning(day), 9), task.heads)


def _before(task: TaskFacts, limit: Moment, setting: Setting, now: datetime) -> Iterator[Owed]:
    # A limit on a day off is not moved: reminders aim at the working day before it.
    aim = workday_on_or_before(limit.on, setting.calendar)
    past = setting.workdays_between(aim, setting.today(now))
    for policy in setting.policies:
        for rung in policy.ladder(task).before:
            if 0 <= past - rung.days <= setting.looks_back:
                day = add_workdays(aim, rung.days, setting.calendar)
                if setting.policy_on(day) is policy:
                    yield from _climb(task, rung, f"before:{-rung.days}", setting.morning(day), 50 + rung.days)


def _at_risk(task: TaskFacts, limit: Moment, setting: Setting, now: datetime) -> Iterator[Owed]:
    """The unit's head hears once of each limit that it will probably be missed, as long as it can still be kept."""
    if task.risk_since is None or setting.today(now) > limit.on:
        return
    moment = setting.morning_after(task.risk_since)
    if setting.policy_on(setting.today(moment)).warns_of_risk:
        step = Step("at_risk", moment, topic="at_risk", of_limit=True, is_optional=True)
        yield from owe(task, step, task.heads)


def _checkpoints(task: TaskFacts, limit: Moment, setting: Setting, now: datetime) -> Iterator[Owed]:
    """Long work: who does it is asked for a word before each checkpoint; silent past it, with the head of the unit."""
    today = setting.today(now)
    for point in checkpoints(task.issued_on, limit.on, setting.calendar):
        if task.progress_on and task.progress_on >= point.since:
            continue
        recalled = add_workdays(point.on, -AHEAD, setting.calendar)
        passed = add_workdays(point.on, 1, setting.calendar)
        for name, day, persons in (
            ("checkpoint", recalled, doers(task)),
            ("unreported", passed, (*doers(task), *task.heads)),
        ):
            if 0 <= setting.workdays_between(day, today) <= setting.looks_back:
                step = Step(f"{name}:{point.on}", setting.morning(day), 12, topic="checkpoint", of_limit=True)
                yield from owe(task, step, persons)


def _overdue(task: TaskFacts, limit: Moment, setting: Setting, now: datetime) -> Iterator[Owed]:
    """Each morning that finds the task late, whom it concerns by then. What was recorded late is late from then on."""
    day = workday_on_or_before(setting.today(now), setting.calendar)
    begun = _late_from(task, limit, setting)
    own, known = (setting.workdays_between(since, day) for since in (limit.on, begun))
    most = min(own - (0 if setting.rules.is_strict else task.waited_workdays), known)
    for late in range(most, max(0, most - setting.mornings_back), -1):
        ladder, moment = setting.policy_on(day).ladder(task), setting.morning(day)
        # who does it is told that it is overdue; the others, on the same morning, how far it has come
        for name, rungs in (("escalated", ladder.others), ("overdue", ladder.own)):
            for rung in rungs:
                if rung.is_met(late):
                    urgency = 2 * day.toordinal() + (name == "overdue")
                    yield from _climb(task, rung, f"{name}:{day}", moment, urgency)
        day = add_workdays(day, -1, setting.calendar)


def _climb(task: TaskFacts, rung: Rung, name: str, moment: datetime, urgency: int) -> Iterator[Owed]:
    step = _rung_step(name, moment, urgency, rung.alone, not rung.is_mandatory)
    yield from owe(task, step, chain.from_iterable(_RECIPIENTS[who](task) for who in rung.recipients))


@lru_cache(maxsize=1024)  # a morning has the same steps for task after task
def _rung_step(name: str, moment: datetime, urgency: int, alone: bool, is_optional: bool) -> Step:
    return Step(name, moment, urgency, alone, topic=LIMIT, of_limit=True, is_optional=is_optional)


_RECIPIENTS: Mapping[Recipient, Callable[[TaskFacts], tuple[int, ...]]] = {
    Recipient.DOER: doers,
    Recipient.HEAD: lambda task: task.heads,
    Recipient.SUPPORTING: lambda task: task.supporting,
    Recipient.OFFICE: lambda task: task.monitors,
    Recipient.LEADER: givers,
}


def _late_from(task: TaskFacts, limit: Moment, setting: Setting) -> date:
    """The limit, or the last day whose morning found the task, or this version of its limit, not yet recorded."""
    since = max(task.recorded_at, task.due_since or task.recorded_at)
    if since.date() + DAY < limit.on:  # no zone is a whole day ahead
        return limit.on
    day = setting.today(since)
    return max(limit.on, day if setting.morning(day) < since else day - DAY)


def _days_late(task: TaskFacts, limit: Moment, day: date, setting: Setting) -> int:
    strict = setting.rules.is_strict
    return own_days_late(limit, Moment(day), task.waited_workdays, setting.calendar, strict=strict)


def _held_up(task: TaskFacts, limit: Moment, setting: Setting, now: datetime) -> Iterator[Owed]:
    """Who leads the whole hears which supporting unit keeps it waiting."""
    if setting.today(now) <= limit.on:
        return
    excused = 0 if setting.rules.is_strict else task.waited_workdays
    late = _days_late(task, limit, setting.today(now), setting)
    for days, moment in _growing(limit.on, late, setting, excused):
        yield from owe(task, Step(f"held_up:{days}", moment, days, topic="held_up", of_limit=True), task.above)


def _to_decide(task: TaskFacts, setting: Setting, now: datetime) -> Iterator[Owed]:
    """Who keeps a decision waiting is reminded in growing steps, whatever limit the task has."""
    if task.state is State.SUBMITTED and task.submitted_at:
        name = f"waiting:{stamp(task.submitted_at)}"
        step = _decision(name, task.submitted_at, submitters(task))
        yield from _waiting(task, step, approvers(task), setting, now)
    if task.state is State.DECLINED and task.declined_at:
        name = f"declining:{stamp(task.declined_at)}"
        yield from _waiting(task, _decision(name, task.declined_at), assigners(task), setting, now)
    for request in task.requests if task.state in TO_DO else ():
        if request.is_granted is None:
            asked = _decision(f"asking:{request.id}", request.asked_at, askers(request))
            yield from _waiting(task, asked, granters(task, request), setting, now)


def _decision(name: str, since: datetime, own_of: tuple[int | None, ...] = ()) -> Step:
    return Step(name, since, topic=name, decides=True, own_of=own_of)


def _waiting(task: TaskFacts, asked: Step, persons: tuple[int, ...], setting: Setting, now: datetime) -> Iterator[Owed]:
    begun = setting.today(asked.moment)
    passed = setting.workdays_between(begun, setting.today(now))
    for days, moment in _growing(begun, passed, setting):
        yield from owe(task, replace(asked, name=f"{asked.name}:{days}", moment=moment, urgency=days), persons)


def _growing(begun: date, passed: int, setting: Setting, excused: int = 0) -> Iterator[tuple[int, datetime]]:
    """The days of waiting after which somebody is reminded that others wait for him, each with its morning."""
    for policy in setting.policies:
        for days in policy.waits(passed, setting.looks_back):
            day = add_workdays(begun, days + excused, setting.calendar)
            if setting.policy_on(day) is policy:
                yield days, setting.morning(day)


def _urged_in_vain(task: TaskFacts, setting: Setting) -> Iterator[Owed]:
    """After so many unanswered urgings the task is put before the leader (Hà Nội's rule), each further one again."""
    urging = last_event(task, Change.URGE)
    if urging is None or task.unanswered_urgings < max(1, setting.rules.urgings_before_leader):
        return
    step = Step(f"unanswered:{task.urgings}", setting.morning_after(urging.at), decides=True)
    yield from owe(task, step, givers(task))


def _unattended(task: TaskFacts, setting: Setting, now: datetime) -> Iterator[Owed]:
    """Nobody who is here sees to it: head and office hear it once a week, on its first morning that finds it so."""
    today = setting.today(now)
    last = today if setting.morning(today) <= now else today - DAY
    day = workday_on_or_before(last, setting.calendar)
    monday = today - today.weekday() * DAY
    if day >= monday:
        step = Step(f"unattended:{monday}", setting.morning(day), topic="unattended")
        yield from owe(task, step, (*task.heads, *task.monitors))
