"""The leader's page: how the quarter stands, what will be late, what waits for others; what the first look needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.people.models import Committee
from taskapp.people.rights import Rights, Role
from taskapp.reports import grouping, periods, present
from taskapp.reports.at_risk import Risky, riskiest
from taskapp.reports.cells import Ask, Cell, is_to_do, opened
from taskapp.reports.grouping import Group
from taskapp.reports.ontime import Count, Judged, Yardstick, limit_of
from taskapp.reports.periods import Period, Span
from taskapp.reports.population import limit_columns, population
from taskapp.reports.question import Question
from taskapp.reports.tally import Tally
from taskapp.tasks.deadlines import SOON, days_left, ends
from taskapp.tasks.models import Task
from taskapp.tasks.queries import undone
from taskapp.tasks.states import OPEN, LimitKind, State
from taskapp.workdays.arithmetic import DAY, add_workdays, is_workday, workdays_between

BOARD_ROLES = (Role.LEADER, Role.MONITOR, Role.INSPECTOR, Role.CLERK, Role.UNIT_HEAD)
LYING = (State.ASSIGNED, State.SUBMITTED, State.DECLINED)  # somebody has to answer
TO_DO = (
    undone(),
    Task.state.in_(OPEN - {State.SUBMITTED}),
    Task.limit_kind == LimitKind.DATED,
)  # as cells.is_to_do() has it
AHEAD = 30  # working days that the radar shows
LATEST, NEXT, RISKY = 3, 4, 2  # tasks that the page names: overdue, due next, likely to be late


@dataclass(frozen=True)
class Figure:
    """A number with the one fact that tells how bad it is: the most working days any of its tasks has lasted."""

    cell: Cell
    count: int
    worst_days: int = 0
    among: int = 0


@dataclass(frozen=True)
class DayAhead:
    """One day of the radar: how many open tasks are due on it, and whether it is worked."""

    day: date
    due: int
    is_off: bool


@dataclass(frozen=True)
class Board:
    """What the page shows at once, judged now.

    `late`, `next`, `at_risk`: the most urgent tasks: the longest overdue, those due next, others that may well be late.
    """

    quarter: Period
    question: Question
    by: Yardstick
    total: Tally
    overdue: Figure
    due_soon: Figure
    not_accepted: Figure
    for_others: Figure
    outlook: list[DayAhead]
    late: list[Judged]
    next: list[Judged]
    at_risk: list[Risky]

    @property
    def today(self) -> date:
        return self.question.at.on

    @property
    def urgent(self) -> list[Judged]:
        """The most urgent tasks in the order in which they are named."""
        return [*self.late, *self.next, *(one.task for one in self.at_risk)]

    @property
    def risks(self) -> dict[int, str]:
        """By task, in words: how likely it is to be late and why."""
        return {one.task.image.task_id: one.words for one in self.at_risk}


def question_now(session: Session, committee: Committee, rights: Rights, now: datetime) -> tuple[Period, Question]:
    """The quarter that `now` lies in, and the question about it as of the newest event; one query."""
    quarter = periods.containing(clock.local_day(now, committee.timezone), Span.QUARTER)
    as_of = present.newest_moment(session, committee.id, now)
    zone = committee.timezone
    return quarter, Question(committee.id, zone, quarter.first, quarter.last, as_of, rights.limits)


def read_board(session: Session, committee: Committee, rights: Rights, *, now: datetime) -> Board:
    """The page's figures for this quarter, as of the newest event; 14 queries."""
    quarter, question = question_now(session, committee, rights, now)
    by = present.yardstick(session, question)
    found = grouping.groups(session, question, by, Task.committee_id, named="all")
    lying = grouping.judged(session, question, by, undone(), or_(Task.state.in_(LYING), Task.disputed))
    until = add_workdays(question.at.on, AHEAD, by.calendar)
    due = grouping.groups(session, question, by, Task.due_on, *TO_DO, Task.due_on <= until)
    limit_on, _limit_at = limit_columns(question.basis)
    due_next = _next(session, question, by)
    return Board(
        quarter=quarter,
        question=question,
        by=by,
        total=sum((group.tally for group in found), present.noted(session, question)),
        overdue=_overdue(found, by),
        due_soon=_due_soon(due, by),
        not_accepted=_opened(lying, Cell.NOT_ACCEPTED, Ask(by, rights)),
        for_others=_opened(lying, Cell.FOR_OTHERS, Ask(by, rights)),
        outlook=outlook(due, by, until),
        late=first_late(session, question, by, LATEST, *TO_DO, limit_on <= question.at.on),
        next=due_next,
        at_risk=riskiest(session, question, by, RISKY, [task.image.task_id for task in due_next]),
    )


def outlook(due: Iterable[Group], by: Yardstick, until: date) -> list[DayAhead]:
    """Each day from today until that one, days off too."""
    counts: Counter[date] = Counter()
    for group in due:
        counts[group.key] += group.count
    days = (by.at.on + DAY * n for n in range((until - by.at.on).days + 1))
    return [DayAhead(day, counts[day], not is_workday(day, by.calendar)) for day in days]


def first_late(
    session: Session, question: Question, by: Yardstick, most: int, *where: ColumnElement[bool]
) -> list[Judged]:
    """The longest overdue tasks among some; one query."""
    limit = limit_columns(question.basis)
    found = _first(session, question, by, most * 3, limit, *where)  # some lay with the approver and are not late
    return [task for task in found if task.verdict.count is Count.OPEN_OVERDUE][:most]


def _next(session: Session, question: Question, by: Yardstick) -> list[Judged]:
    """The tasks to do that are due next and not yet overdue."""
    found = _first(session, question, by, NEXT * 3, (Task.due_on, Task.due_time), *TO_DO, Task.due_on >= question.at.on)
    return [task for task in found if is_to_do(task) and task.verdict.count is not Count.OPEN_OVERDUE][:NEXT]


def _first(
    session: Session,
    question: Question,
    by: Yardstick,
    most: int,
    limit: tuple[Any, Any],
    *where: ColumnElement[bool],
) -> list[Judged]:
    """The first by the day and hour of their limit; without an hour it ends with its day."""
    limit_on, limit_at = limit
    order = limit_on, limit_at.is_(None), limit_at, Task.id
    ids = scoped(Task, question.committee_id, Task.id).where(*population(question), *where)
    found = grouping.judged(session, question, by, Task.id.in_(ids.order_by(*order).limit(most)))
    return sorted(found, key=lambda task: (ends(limit_of(task.image, by.basis)), task.image.task_id))


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


def _longest(days: Iterable[date | None], by: Yardstick) -> int:
    """Working days from the earliest of the days until now."""
    known = [day for day in days if day is not None]
    return workdays_between(min(known), by.at.on, by.calendar) if known else 0


def _since(task: Judged) -> date:
    submitted = task.image.submitted_on
    return submitted if task.image.to_state is State.SUBMITTED and submitted else task.image.effective_on
