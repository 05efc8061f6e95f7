"""The moment that tasks are seen against, and how each stands then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from taskapp.base import clock
from taskapp.tasks.deadlines import SOON, Moment, TimeClass, done_class, moment, open_class
from taskapp.tasks.models import Task
from taskapp.tasks.results import limit_of, submission_of
from taskapp.tasks.rules import DEFAULT, OfficeRules, Terms
from taskapp.tasks.states import OPEN, State
from taskapp.workdays.arithmetic import Calendar, add_workdays


@dataclass(frozen=True)
class Now:
    """What a list is seen against: the instant, its local day and minute, and the working calendar."""

    at: datetime
    zone: str
    calendar: Calendar
    rules: OfficeRules = DEFAULT

    @property
    def terms(self) -> Terms:
        return Terms(self.calendar, self.rules)

    @property
    def moment(self) -> Moment:
        return moment(clock.local(self.at, self.zone))

    @property
    def today(self) -> date:
        return self.moment.on

    @property
    def soon(self) -> date:
        """The last local day that counts as "sắp đến hạn"."""
        return add_workdays(self.today, SOON, self.calendar)


def time_class(task: Task, now: Now) -> TimeClass:
    """The time class at this moment; while a result awaits its decision, that of its submission."""
    limit, submitted = limit_of(task), submission_of(task)
    waited = 0 if now.rules.is_strict else task.waited_workdays
    if task.state is State.DONE and submitted:
        return done_class(limit, submitted, waited, now.calendar)
    judged = submitted if task.state is State.SUBMITTED and submitted else now.moment
    return open_class(limit, judged, waited, now.calendar)


def holding_up(task: Task, now: Now) -> list[Task]:
    """The supporting units' parts that keep the task waiting: due, and not handed in."""
    return [part for part in task.parts if holds(part, now)]


def holds(task: Task, now: Now) -> bool:
    """Whether others wait for this one: its limit has passed and its result is not handed in."""
    return task.state in OPEN - {State.SUBMITTED} and time_class(task, now) is TimeClass.OVERDUE
