"""Which tasks stand behind a number: each number on a page names its cell, and its link opens exactly those. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from taskapp.people.rights import Rights
from taskapp.reports.causes import Cause, Told, cause_of
from taskapp.reports.ontime import DONE, DUE, OPEN, Count, Judged, Yardstick, limit_of
from taskapp.reports.promises import Promise, is_done, is_kept, is_typed
from taskapp.reports.slices import Slice
from taskapp.tasks import permissions
from taskapp.tasks.deadlines import SOON, days_left
from taskapp.tasks.states import Change, LimitKind, State


class Cell(StrEnum):
    """A number that a person can open."""

    ASSIGNED = "assigned"
    CARRIED_OVER = "carried_over"
    IN_PERIOD = "in_period"
    DONE = "done"
    DONE_ON_TIME = "done_on_time"
    EARLY = "early"
    DONE_LATE = "done_late"
    DONE_NO_LIMIT = "done_no_limit"
    OPEN = "open"
    OPEN_IN_TERM = "open_in_term"
    OPEN_OVERDUE = "open_overdue"
    OPEN_NO_LIMIT = "open_no_limit"
    WAITING = "waiting"
    DENOMINATOR = "denominator"
    DONE_OR_OVERDUE = "done_or_overdue"
    EXTENDED = "extended"
    DUE_SOON = "due_soon"
    DUE_ON = "due_on"
    NOT_ACCEPTED = "not_accepted"
    FOR_OTHERS = "for_others"
    LATE_EXTENDED = "late_extended"
    HELD_UP = "held_up"
    HOLDS_UP = "holds_up"
    URGED = "urged"
    DISPUTED = "disputed"
    CORRECTED = "corrected"
    WEEK_DUE = "week_due"
    WEEK_LATE = "week_late"
    SILENT = "silent"
    CAUSE_HELD_UP = "cause_held_up"
    CAUSE_CONFIRMED = "cause_confirmed"
    CAUSE_CLAIMED = "cause_claimed"
    CAUSE_OTHER = "cause_other"
    CAUSE_UNTOLD = "cause_untold"
    TYPED_DONE = "typed_done"
    TYPED_OPEN = "typed_open"
    COMMITMENT_DONE = "commitment_done"
    COMMITMENT_KEPT = "commitment_kept"
    COMMITMENT_PAST = "commitment_past"
    LAW_DONE = "law_done"
    LAW_KEPT = "law_kept"
    LAW_PAST = "law_past"


@dataclass(frozen=True)
class Ask:
    """What some cells need besides the task: how it is judged, who asks, which day; see beside.ask().

    `told`: explanations by task; `silent`: tasks that nobody has worked on for long.
    """

    by: Yardstick
    rights: Rights
    day: date | None = None
    told: Mapping[int, Told] = field(default_factory=dict)
    silent: frozenset[int] = frozenset()


def holds(cell: Cell) -> Callable[[Judged, Ask], bool]:
    """Whether a task is in the cell."""
    return _HOLDS[cell]


def opened(tasks: Iterable[Judged], cell: Cell, ask: Ask, row: Slice | None = None) -> list[Judged]:
    """The tasks of a cell, of one row if given; most urgent first."""
    is_in = _HOLDS[cell]
    found = [task for task in tasks if _is_of(task, cell, row) and is_in(task, ask)]
    return sorted(found, key=place)


def place(task: Judged) -> tuple[date, int]:
    """Where a task stands among those behind a number: the most urgent first."""
    return task.image.due_on or date.max, task.image.task_id


def _is_of(task: Judged, cell: Cell, row: Slice | None) -> bool:
    """Whether the task is in the row; of the tasks that supporting units held up: whether one of those parts is."""
    if row is None:
        return True
    images = task.held_up_by if cell is Cell.HOLDS_UP else (task.image,)
    return any(row.holds(image) for image in images)


def is_to_do(task: Judged) -> bool:
    """Whether the task is open, has a limit, and its result has not been handed in."""
    return task.verdict.count in OPEN and not task.verdict.is_waiting and task.image.limit_kind is LimitKind.DATED


def _in(*counts: Count) -> Callable[[Judged, Ask], bool]:
    return lambda task, _ask: task.verdict.count in counts


def _for_others(task: Judged, ask: Ask) -> bool:
    """Whether the task waits for a decision that is not this person's, by the same permissions."""
    image = task.image
    facts = permissions.Facts(image.to_state, image.lead_unit_id, image.assigner_id, image.assignee_id)
    waits = image.to_state in (State.SUBMITTED, State.DECLINED) or image.disputed
    return waits and not permissions.has_right(ask.rights, Change.ANSWER_DISPUTE, facts)


def _due_soon(task: Judged, ask: Ask) -> bool:
    if not is_to_do(task) or task.verdict.count is Count.OPEN_OVERDUE or task.image.due_on is None:
        return False
    return task.image.due_on <= ask.by.at.on or days_left(ask.by.at.on, task.image.due_on, ask.by.calendar) <= SOON


def _in_week(task: Judged, ask: Ask) -> bool:
    """Whether the limit that judges the task lies in the week of the day."""
    limit = limit_of(task.image, ask.by.basis)
    return limit is not None and ask.day is not None and limit.on.isocalendar()[:2] == ask.day.isocalendar()[:2]


def _late_by(cause: Cause) -> Callable[[Judged, Ask], bool]:
    def is_late_by(task: Judged, ask: Ask) -> bool:
        is_late = task.verdict.count is Count.OPEN_OVERDUE
        return is_late and cause_of(task, ask.told.get(task.image.task_id), ask.by) is cause

    return is_late_by


def _promised(promise: Promise, *verdicts: bool, done: bool) -> Callable[[Judged, Ask], bool]:
    """Finished (or open) work of a type whose limit has one of the verdicts: kept, not kept."""

    def holds(task: Judged, ask: Ask) -> bool:
        is_in = is_done(task) if done else is_typed(task) and task.verdict.count in OPEN
        return is_in and is_kept(task, promise, ask.by) in verdicts

    return holds


_HOLDS: Mapping[Cell, Callable[[Judged, Ask], bool]] = {
    Cell.ASSIGNED: lambda _task, _ask: True,
    Cell.CARRIED_OVER: lambda task, _ask: task.is_carried_over,
    Cell.IN_PERIOD: lambda task, _ask: not task.is_carried_over,
    Cell.DONE: _in(*DONE),
    Cell.DONE_ON_TIME: _in(Count.DONE_ON_TIME),
    Cell.EARLY: lambda task, _ask: task.verdict.is_early,
    Cell.DONE_LATE: _in(Count.DONE_LATE),
    Cell.DONE_NO_LIMIT: _in(Count.DONE_NO_LIMIT),
    Cell.OPEN: _in(*OPEN),
    Cell.OPEN_IN_TERM: _in(Count.OPEN_IN_TERM),
    Cell.OPEN_OVERDUE: _in(Count.OPEN_OVERDUE),
    Cell.OPEN_NO_LIMIT: _in(Count.OPEN_NO_LIMIT),
    Cell.WAITING: lambda task, _ask: task.verdict.is_waiting,
    Cell.DENOMINATOR: _in(*DUE),
    Cell.DONE_OR_OVERDUE: _in(*DONE, Count.OPEN_OVERDUE),
    Cell.EXTENDED: lambda task, _ask: task.image.extensions > 0,
    Cell.DUE_SOON: _due_soon,
    Cell.DUE_ON: lambda task, ask: is_to_do(task) and task.image.due_on == ask.day,
    Cell.NOT_ACCEPTED: lambda task, _ask: task.image.to_state is State.ASSIGNED,
    Cell.FOR_OTHERS: _for_others,
    Cell.LATE_EXTENDED: lambda task, _ask: task.image.missed_due_on is not None,
    Cell.HELD_UP: lambda task, _ask: bool(task.held_up_by),
    Cell.HOLDS_UP: lambda task, _ask: bool(task.held_up_by),
    Cell.URGED: lambda task, _ask: task.urgings > 0,
    Cell.DISPUTED: lambda task, _ask: task.image.disputed,
    Cell.CORRECTED: lambda task, _ask: task.is_corrected,
    Cell.WEEK_DUE: lambda task, ask: task.verdict.count in DUE and _in_week(task, ask),
    Cell.WEEK_LATE: lambda task, ask: task.verdict.is_late and _in_week(task, ask),
    Cell.SILENT: lambda task, ask: task.image.to_state is State.IN_PROGRESS and task.image.task_id in ask.silent,
    Cell.TYPED_DONE: lambda task, _ask: is_done(task),
    Cell.TYPED_OPEN: lambda task, _ask: is_typed(task) and task.verdict.count in OPEN,
    **{Cell(f"{one}_done"): _promised(one, True, False, done=True) for one in Promise},
    **{Cell(f"{one}_kept"): _promised(one, True, done=True) for one in Promise},
    **{Cell(f"{one}_past"): _promised(one, False, done=False) for one in Promise},
    **{Cell(cause.value): _late_by(cause) for cause in Cause},
}
