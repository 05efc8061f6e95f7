"""Facts for the tests of the pure plan: an ordinary task of an officer, and the persons around it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from taskapp.reminders.facts import TaskFacts
from taskapp.reminders.owing import Setting
from taskapp.reminders.plan import plan
from taskapp.reminders.policy import DEFAULT
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.states import State
from taskapp.workdays.arithmetic import Calendar
from tests.conftest import VIETNAM

TET = {date(2026, 2, day): "Tết" for day in range(16, 21)}
SETTING = Setting(DEFAULT, Calendar(TET, {}), "Asia/Ho_Chi_Minh")
HEAD, OFFICER, OTHER = 1, 2, 3  # of the lead unit
LEADER, OFFICE, ABOVE, ABOVE_HEAD = 4, 5, 6, 7  # who assigned it, who follows it, officer and head of the whole's unit
DEPUTY, DELEGATE, READER = 8, 9, 10
STAMPED = ("assigned", "named", "unaccepted", "declined", "handed_in", "waiting", "declining")


def at(day: date, hour: int = 8, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), VIETNAM)


def task(**changes: object) -> TaskFacts:
    begun = at(date(2026, 2, 2))
    values = TaskFacts(
        id=7,
        state=State.IN_PROGRESS,
        due_version=1,
        limit=Moment(date(2026, 3, 6)),
        waited_workdays=0,
        review_on=None,
        recorded_at=begun,
        lead_since=begun,
        assignee_id=OFFICER,
        assignee_since=begun,
        due_since=begun,
        extensions=0,
        heads=(HEAD,),
    )
    return replace(values, **changes)


def shared(**changes: object) -> TaskFacts:
    """The same task with all those around it who share the work."""
    around = {"assigner_id": LEADER, "leaders": (LEADER,), "monitors": (OFFICE,)}
    whole = {"above": (ABOVE,), "above_heads": (ABOVE_HEAD,)} if "kind" in changes else {}
    return task(**(around | whole | changes))


def steps(facts: TaskFacts, now: datetime, setting: Setting = SETTING) -> set[tuple[str, int]]:
    """What is owed in the mornings, up to now."""
    return {(unstamped(owed.step), owed.person_id) for owed in plan([facts], setting, now) if not owed.at_once}


def told(facts: TaskFacts, now: datetime, since: datetime) -> set[tuple[str, int]]:
    """What was told at once since an instant."""
    found = (owed for owed in plan([facts], SETTING, now) if owed.at_once and owed.moment >= since)
    return {(unstamped(owed.step), owed.person_id) for owed in found}


def unstamped(step: str) -> str:
    """A step without the instant that tells one handing over, result or word from the next."""
    kind, *rest = step.split(":")
    return ":".join([kind, *rest[1:]]) if kind in STAMPED else step
