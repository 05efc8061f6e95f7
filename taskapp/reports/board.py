"""The leader's page: how the quarter stands, what is at risk, what waits for others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import or_
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.people.models import Committee
from taskapp.people.rights import Rights
from taskapp.reports import periods, present
from taskapp.reports.cells import Ask, Cell, opened
from taskapp.reports.figures import Figures, Row
from taskapp.reports.ontime import Count, Judged, Yardstick
from taskapp.reports.periods import Period, Span
from taskapp.reports.present import Group
from taskapp.reports.question import Question
from taskapp.reports.slices import Dimension
from taskapp.reports.tally import Tally
from taskapp.tasks.deadlines import SOON, days_left
from taskapp.tasks.models import Task
from taskapp.tasks.queries import undone
from taskapp.tasks.states import OPEN, LimitKind, State
from taskapp.workdays.arithmetic import DAY, is_workday, workdays_between

LYING = (State.ASSIGNED, State.SUBMITTED, State.DECLINED)  # somebody has to answer
_TO_DO = (
    undone(),
    Task.state.in_(OPEN - {State.SUBMITTED}),
    Task.limit_kind == LimitKind.DATED,
)  # as cells.is_to_do() has it
AHEAD = 30  # days that the outlook shows


@dataclass(frozen=True)
class Figure:
    """A number with the one fact that tells how bad it is: the most working days any of its tasks has lasted."""

    cell: Cell
    count: int
    worst_days: int = 0
    among: int = 0


@dataclass(frozen=True)
class DayAhead:
    """One day of the outlook: how many open tasks are due on it, and whether it is worked."""

    day: date
    due: int
    is_off: bool


@dataclass(frozen=True)
class Board:
    """Everything the page shows, judged now; `quarter` and `before` name the periods, `earlier` is the one before."""

    quarter: Period
    before: Period
    figures: Figures
    earlier: Tally
    overdue: Figure
    due_soon: Figure
    not_accepted: Figure
    for_others: Figure
    outlook: list[DayAhead]

    @property
    def today(self) -> date:
        return self.figures.question.at.on

    @property
    def change(self) -> float | None:
        """Percentage points that the headline share has gained since the previous quarter; None without either."""
        now, then = self.figures.total.on_time_share, self.earlier.on_time_share
        return None if now is None or then is None else (now - then) * 100

    @cached_property
    def units(self) -> list[Row]:
        """Lead units, those that need attention first: most overdue, then lowest share, then name."""
        return sorted(self.figures.rows, key=_need)


def read_board(session: Session, committee: Committee, rights: Rights, *, now: datetime) -> Board:
    """The page's figures for this quarter and the one before, as of the newest event; 17 queries."""
    today = clock.local_day(now, committee.timezone)
    quarter = periods.containing(today, Span.QUARTER)
    before = periods.previous(quarter)
    as_of = present.newest_moment(session, committee.id, now)
    question = Question(committee.id, committee.timezone, quarter.first, quarter.last, as_of, rights.readable)
    earlier = replace(question, first=before.first, last=before.last)
    by = present.yardstick(session, question)
    found = present.groups(session, question, by, Task.lead_unit_id)
    lying = present.judged(session, question, by, undone(), or_(Task.state.in_(LYING), Task.disputed))
    due = present.groups(session, question, by, Task.due_on, *_TO_DO, Task.due_on <= today + DAY * AHEAD)
    return Board(
        quarter=quarter,
        before=before,
        figures=present.figures(session, question, Dimension.UNIT, by, found),
        earlier=present.total(session, earlier, replace(by, at=earlier.at)),
        overdue=_overdue(found, by),
        due_soon=_due_soon(due, by),
        not_accepted=_opened(lying, Cell.NOT_ACCEPTED, Ask(by, rights)),
        for_others=_opened(lying, Cell.FOR_OTHERS, Ask(by, rights)),
        outlook=_outlook(due, by),
    )


def _overdue(found: Iterable[Group], by: Yardstick) -> Figure:
    late = [group for group in found if group.verdict.count is Count.OPEN_OVERDUE]
    waiting = sum(group.count for group in late if group.verdict.is_waiting)
    worst = _longest((group.first_limit for group in late), by)
    return Figure(Cell.OPEN_OVERDUE, sum(group.count for group in late), worst, waiting)


def _due_soon(due: Iterable[Group], by: Yardstick) -> Figure:
    """As Cell.DUE_SOON opens them."""
    soon = [
        group
        for group in due
        if group.verdict.count is not Count.OPEN_OVERDUE
        and (group.key <= by.at.on or days_left(by.at.on, group.key, by.calendar) <= SOON)
    ]
    today = sum(group.count for group in soon if group.key == by.at.on)
    return Figure(Cell.DUE_SOON, sum(group.count for group in soon), among=today)


def _opened(tasks: Iterable[Judged], cell: Cell, ask: Ask) -> Figure:
    found = opened(tasks, cell, ask)
    return Figure(cell, len(found), _longest((_since(task) for task in found), ask.by))


def _outlook(due: Iterable[Group], by: Yardstick) -> list[DayAhead]:
    """The next 30 days, today included, days off too."""
    counts: Counter[date] = Counter()
    for group in due:
        counts[group.key] += group.count
    days = (by.at.on + DAY * n for n in range(AHEAD))
    return [DayAhead(day, counts[day], not is_workday(day, by.calendar)) for day in days]


def _longest(days: Iterable[date | None], by: Yardstick) -> int:
    """Working days from the earliest of the days until now."""
    known = [day for day in days if day is not None]
    return workdays_between(min(known), by.at.on, by.calendar) if known else 0


def _since(task: Judged) -> date:
    submitted = task.image.submitted_on
    return submitted if task.image.to_state is State.SUBMITTED and submitted else task.image.effective_on


def _need(unit: Row) -> tuple[int, float, str]:
    share = unit.tally.on_time_share
    return -unit.tally.open_overdue, 2.0 if share is None else share, unit.name
