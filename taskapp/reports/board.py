"""The leader's page: how the quarter stands, what is at risk, what waits for others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.people.models import Committee
from taskapp.people.rights import Rights
from taskapp.reports import periods
from taskapp.reports.cells import Ask, Cell, is_to_do
from taskapp.reports.measures import Measured, Row, judged_by
from taskapp.reports.ontime import Judged, limit_of
from taskapp.reports.periods import Period, Span
from taskapp.reports.question import Question
from taskapp.reports.reading import read
from taskapp.tasks.states import State
from taskapp.workdays import calendars
from taskapp.workdays.arithmetic import DAY, is_workday, workdays_between

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
    """Everything the page shows, judged now; `quarter` and `before` also name the periods."""

    rights: Rights
    quarter: Period
    before: Period
    measured: Measured
    earlier: Measured

    @cached_property
    def today(self) -> date:
        return self.measured.question.at.on

    @property
    def change(self) -> float | None:
        """Percentage points that the headline share has gained since the previous quarter; None without either."""
        now, then = self.measured.total.on_time_share, self.earlier.total.on_time_share
        return None if now is None or then is None else (now - then) * 100

    @cached_property
    def overdue(self) -> Figure:
        found = self.tasks(Cell.OPEN_OVERDUE)
        waiting = sum(task.verdict.is_waiting for task in found)
        limits = (limit_of(task.image) for task in found)
        return Figure(Cell.OPEN_OVERDUE, len(found), self._longest(limit.on for limit in limits if limit), waiting)

    @cached_property
    def due_soon(self) -> Figure:
        found = self.tasks(Cell.DUE_SOON)
        return Figure(Cell.DUE_SOON, len(found), among=sum(task.image.due_on == self.today for task in found))

    @cached_property
    def not_accepted(self) -> Figure:
        found = self.tasks(Cell.NOT_ACCEPTED)
        return Figure(Cell.NOT_ACCEPTED, len(found), self._longest(task.image.effective_on for task in found))

    @cached_property
    def for_others(self) -> Figure:
        found = self.tasks(Cell.FOR_OTHERS)
        return Figure(Cell.FOR_OTHERS, len(found), self._longest(_since(task) for task in found))

    @cached_property
    def units(self) -> list[Row]:
        """Lead units, those that need attention first: most overdue, then lowest share, then name."""
        return sorted(self.measured.units, key=_need)

    @cached_property
    def outlook(self) -> list[DayAhead]:
        """The next 30 days, today included, days off too."""
        due = Counter(task.image.due_on for task in self.measured.judged if is_to_do(task))
        days = (self.today + DAY * n for n in range(AHEAD))
        return [DayAhead(day, due[day], not is_workday(day, self.measured.by.calendar)) for day in days]

    def tasks(self, cell: Cell) -> list[Judged]:
        """The tasks behind a number of the page."""
        return self.measured.tasks(cell, Ask(self.measured.by, self.rights))

    def _longest(self, days: Iterable[date | None]) -> int:
        known = [day for day in days if day is not None]
        return max((workdays_between(day, self.today, self.measured.by.calendar) for day in known), default=0)


def read_board(session: Session, committee: Committee, rights: Rights, *, now: datetime) -> Board:
    """The page's figures for this quarter and the one before, in two queries."""
    today = clock.local_day(now, committee.timezone)
    quarter = periods.containing(today, Span.QUARTER)
    before = periods.previous(quarter)
    question = Question(committee.id, committee.timezone, quarter.first, quarter.last, now, rights.readable)
    earlier = replace(question, first=before.first, last=before.last)
    record = read(session, replace(question, first=before.first))
    calendar = calendars.load(session, *question.known)
    return Board(rights, quarter, before, judged_by(question, record, calendar), judged_by(earlier, record, calendar))


def _since(task: Judged) -> date:
    submitted = task.image.submitted_on
    return submitted if task.image.to_state is State.SUBMITTED and submitted else task.image.effective_on


def _need(unit: Row) -> tuple[int, float, str]:
    share = unit.tally.on_time_share
    return -unit.tally.open_overdue, 2.0 if share is None else share, unit.name
