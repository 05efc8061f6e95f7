"""What the pages of duties show: days in words, what became of each occurrence, what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from taskapp.base import formats
from taskapp.base.i18n import _, named_day, weekday
from taskapp.duties import giving, keeping, labels
from taskapp.duties.models import Duty, DutyOccurrence, DutyPhase, Outcome
from taskapp.duties.plan import Occurrence, Plan, coming
from taskapp.duties.queries import Past
from taskapp.duties.rule_words import rule_text
from taskapp.duties.words import OUTCOME_NAMES
from taskapp.tasks.words import state_text
from taskapp.workdays.arithmetic import Calendar, is_workday

PREVIEWED = 12
BADGES = {Outcome.GIVEN: "info", Outcome.SKIPPED: "none", Outcome.MISSED: "late"}


@dataclass(frozen=True)
class ComingRow:
    """An occurrence that is still to come; `why` its limit is not the day that the rule names."""

    on: date
    label: str
    due: str
    why: str
    issue_on: date


@dataclass(frozen=True)
class PastRow:
    """What became of an occurrence, with its task if it has one."""

    one: DutyOccurrence
    due: str
    kind: str
    said: str
    href: str = ""


@dataclass(frozen=True)
class DutyRow:
    """A duty in the list."""

    duty: Duty
    rule: str
    next_due: date | None
    missed: int
    last: PastRow | None
    standstill: str


def row(duty: Duty, past: Past, calendar: Calendar, today: date) -> DutyRow:
    """A line of the list."""
    is_running = duty.phase is not DutyPhase.ENDED
    ahead = keeping.unsettled(duty.plan, past.settled, calendar, today, 1) if is_running else []
    limits, last = [one.due_on for one in ahead], past.last
    if last is not None and last.task_id and last.due_on >= today:  # no other is given before its limit has passed
        limits.append(last.due_on)
    return DutyRow(
        duty=duty,
        rule=rule_text(duty.rule, duty.due_time),
        next_due=min(limits, default=None),
        missed=past.missed,
        last=_past_row(last) if last else None,
        standstill=giving.standstill(duty, today) if is_running else "",
    )


def past_rows(duty: Duty) -> list[PastRow]:
    """What became of the occurrences so far, the newest first."""
    return [_past_row(one) for one in reversed(duty.occurrences)]


def coming_rows(duty: Duty, calendar: Calendar, today: date) -> list[ComingRow]:
    """The next occurrences; none of a duty that has ended."""
    found = coming_of(duty, calendar, today)
    return _coming_rows(duty.plan, found, calendar, is_of_previous=duty.is_of_previous)


def coming_of(duty: Duty, calendar: Calendar, today: date) -> list[Occurrence]:
    """The next occurrences; none of a duty that has ended."""
    if duty.phase is DutyPhase.ENDED:
        return []
    settled = [one.on_day for one in duty.occurrences]
    return keeping.unsettled(duty.plan, settled, calendar, today, PREVIEWED)


def preview_rows(plan: Plan, calendar: Calendar, counts_from: date, *, is_of_previous: bool) -> list[ComingRow]:
    """The next occurrences of a rule that is being picked, from a day on."""
    found = coming(plan, calendar, counts_from, PREVIEWED)
    return _coming_rows(plan, found, calendar, is_of_previous=is_of_previous)


def _coming_rows(
    plan: Plan, found: Sequence[Occurrence], calendar: Calendar, *, is_of_previous: bool
) -> list[ComingRow]:
    return [
        ComingRow(
            one.on,
            labels.label(plan.rule, one.on, is_of_previous=is_of_previous),
            named_day(one.due_on),
            _why(plan, one, calendar),
            one.issue_on,
        )
        for one in found
    ]


def choices_to_skip(rows: Iterable[ComingRow]) -> list[tuple[str, str]]:
    """The coming occurrences as a list to choose from."""
    return [(each.on.isoformat(), _("%(period)s – hạn %(day)s", period=each.label, day=each.due)) for each in rows]


def day_of(text: str) -> date:
    """The day that was chosen in such a list; the first of all days when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min


def _why(plan: Plan, one: Occurrence, calendar: Calendar) -> str:
    if one.on != one.due_on and not plan.rule.workday:
        return _off(one.on, calendar)
    if not is_workday(one.due_on, calendar):
        return _off(one.due_on, calendar)
    return calendar.worked.get(one.due_on, "")


def _off(day: date, calendar: Calendar) -> str:
    if day in calendar.off:
        return _("%(day)s là ngày nghỉ (%(why)s)", day=formats.day(day), why=calendar.off[day])
    return _("%(day)s là %(weekday)s", day=formats.day(day), weekday=weekday(day))


def _past_row(one: DutyOccurrence) -> PastRow:
    task = one.task
    if task is None:
        return PastRow(one, named_day(one.due_on), BADGES[one.outcome], str(OUTCOME_NAMES[one.outcome]))
    said = state_text(task.state, task.excluded)
    kind = "done" if task.finished_on else BADGES[one.outcome]
    return PastRow(one, named_day(task.due_on or one.due_on), kind, said, url_for("tasks.show", task_id=task.id))
