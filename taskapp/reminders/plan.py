"""Which reminders are owed: a pure function of tasks, policy, calendar and now. Asking twice gives the same answer.

A step is owed from its moment on. One whose moment lies before the task was recorded, given to the person, or got its
limit is never owed, so an import or a new short-term task sets off no storm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby

from taskapp.outbox.channels import Begun
from taskapp.reminders.facts import TaskFacts
from taskapp.reminders.ladder import mornings
from taskapp.reminders.news import news
from taskapp.reminders.owing import Owed, Setting
from taskapp.workdays.arithmetic import add_workdays, is_workday


def plan(tasks: Iterable[TaskFacts], setting: Setting, now: datetime) -> list[Owed]:
    """All reminders owed at `now`, those already in the ledger included; a morning's steps a little ahead of it.

    A digest may have been made before its morning: without the lead it could go out before the morning's own steps
    have joined it, and they would wait for the next one. Whoever has several reasons to get a reminder gets it once.
    """
    until = now + setting.policy_on(setting.today(now)).ahead
    found: dict[tuple[int, int, str, int], Owed] = {}
    for task in tasks:
        for owed in _steps(task, setting, until):
            if owed.moment <= (now if owed.at_once else until) and not (owed.is_optional and setting.refuses(owed)):
                found.setdefault(owed.key, owed)
    return list(found.values())


def besides(owed: Iterable[Owed], begun: Mapping[int, Sequence[Begun]]) -> Iterator[Owed]:
    """Each reminder by mail, and on each channel that its person had confirmed by its moment."""
    for one in owed:
        yield one
        for channel, address, since in begun.get(one.person_id, ()):
            if since <= one.moment:
                yield replace(one, channel=channel, address=address)


def speaking(owed: Sequence[Owed]) -> list[tuple[Owed, list[Owed]]]:
    """For each person, way, task, topic the most urgent reminder, with those it stands for after an outage."""
    ordered = sorted(owed, key=lambda o: (*_matter(o), -o.urgency, o.moment))
    groups = (list(members) for _key, members in groupby(ordered, key=_matter))
    return [(members[0], members[1:]) for members in groups]


def is_fresh(owed: Owed, setting: Setting, now: datetime) -> bool:
    """Whether an at-once reminder still goes out by itself; an older one joins the next digest."""
    return owed.at_once and now - owed.moment <= setting.policy_on(setting.today(now)).fresh


def digest_day(setting: Setting, now: datetime) -> date:
    """The local day whose digest carries what is owed now: today if it is worked, else the next working day."""
    today = setting.today(now)
    if is_workday(today, setting.calendar):
        return today  # before the morning hour it waits until then
    return add_workdays(today, 1, setting.calendar)


def _steps(task: TaskFacts, setting: Setting, now: datetime) -> Iterator[Owed]:
    for owed in news(task, setting):
        optional = setting.policy_on(setting.today(owed.moment)).optional_news if setting.refusals else ()
        yield replace(owed, is_optional=True) if owed.kind in optional else owed
    yield from mornings(task, setting, now)


def _matter(owed: Owed) -> tuple[int, str, str, int, str]:
    return owed.person_id, owed.channel, owed.address, owed.task_id, owed.topic or owed.step
