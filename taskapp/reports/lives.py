"""From the events of a task to the stretches of work on it. Pure.

Only official tasks with a limit, and only what was recorded as it happened: a register brought in with its results says
when they came, but not what was known on the mornings before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import NamedTuple

from taskapp.reports.stretches import Stretch
from taskapp.tasks.states import ANSWERS, Change, LimitKind, Move, State
from taskapp.workdays.arithmetic import DAY, Calendar, is_workday, workdays_between

EPOCH = date(2000, 1, 1)
TO_DO = frozenset({State.ASSIGNED, State.IN_PROGRESS})
AGAIN = frozenset({Move.SEND_BACK.value, Move.REOPEN.value})
SIGNS = frozenset(each.value for each in ANSWERS) | AGAIN  # while a result lay with others, the doers were not silent


class Turn(NamedTuple):
    """One event: when it was recorded as a local day, what it was, and how the task looked after it."""

    task_id: int
    kind: str
    on: date
    to_state: State
    lead_unit_id: int
    assignee_id: int | None
    source: str
    is_starred: bool
    limit_kind: LimitKind
    issued_on: date | None
    due_on: date | None
    extensions: int
    submitted_on: date | None


@dataclass
class Numbering:
    """Working days by number: those from EPOCH to a day."""

    calendar: Calendar
    known: dict[date, int] = field(default_factory=dict)

    def of(self, day: date) -> int:
        """The last working day on or before it."""
        if day not in self.known:
            self.known[day] = workdays_between(EPOCH, day, self.calendar)
        return self.known[day]

    def handed_in(self, day: date, due_on: date) -> int:
        """The working day to which a result counts: the next one, but a result in time stays in time."""
        number = self.of(day) if is_workday(day, self.calendar) else self.of(day) + 1
        return min(number, self.of(due_on)) if day <= due_on else number


def stretches(turns: Iterable[Turn], numbering: Numbering, today: date) -> list[Stretch]:
    """Every stretch of work in the events, which come by task, oldest first; what runs was seen until yesterday."""
    found: list[Stretch] = []
    for _task_id, mine in groupby(turns, key=lambda turn: turn.task_id):
        life = list(mine)
        if not any(turn.kind == Move.RECORD_PAST and turn.to_state is State.DONE for turn in life):
            found += _Life(numbering).stretches(life, today)
    return found


@dataclass
class _Life:
    """What is known of a task while its events are read one after the other."""

    numbering: Numbering
    unit_id: int | None = None
    begun: int = 0
    accepted: int | None = None
    returned: int = 0
    signs: tuple[int, ...] = ()
    urgings: tuple[int, ...] = ()
    officers: tuple[tuple[int, int], ...] = ()

    def stretches(self, life: Iterable[Turn], today: date) -> Iterator[Stretch]:
        current: Stretch | None = None
        for turn in life:
            if current and self._ends(current, turn):
                yield self._ended(current, turn)
                current = None
            self._take(turn)
            if current or _is_to_do(turn):
                current = self._now(turn, current)
        if current:
            yield replace(current, last=self.numbering.of(today - DAY), is_running=True)

    def _ends(self, current: Stretch, turn: Turn) -> bool:
        same = turn.due_on is not None and self.numbering.of(turn.due_on) == current.due
        stays = turn.lead_unit_id == current.unit_id or turn.kind == Change.UNIT_CHANGED
        return not (_is_to_do(turn) and same and stays)

    def _ended(self, current: Stretch, turn: Turn) -> Stretch:
        if turn.kind != Move.SUBMIT or turn.submitted_on is None or turn.due_on is None:
            return replace(current, last=self.numbering.of(turn.on))
        last = self.numbering.handed_in(turn.submitted_on, turn.due_on)
        return replace(current, last=last, is_handed_in=True)

    def _take(self, turn: Turn) -> None:
        day = self.numbering.of(turn.on)
        if turn.kind == Change.UNIT_CHANGED:
            self.unit_id = turn.lead_unit_id
        elif turn.lead_unit_id != self.unit_id:  # another unit begins anew
            first = turn.issued_on if self.unit_id is None else None
            self.unit_id, self.begun = turn.lead_unit_id, self.numbering.of(first) if first else day
            self.accepted, self.signs, self.urgings, self.officers = None, (), (), ()
        if turn.kind in SIGNS:
            self.signs = (*self.signs, day)
        if turn.kind == Change.URGE:
            self.urgings = (*self.urgings, day)
        if turn.to_state is not State.ASSIGNED and self.accepted is None:
            self.accepted = day
        self.returned += turn.kind in AGAIN
        if turn.assignee_id and (not self.officers or self.officers[-1][1] != turn.assignee_id):
            self.officers = (*self.officers, (day, turn.assignee_id))

    def _now(self, turn: Turn, current: Stretch | None) -> Stretch:
        return Stretch(
            task_id=turn.task_id,
            unit_id=turn.lead_unit_id,
            source=turn.source,
            begun=self.begun,
            due=self.numbering.of(turn.due_on or turn.on),
            first=current.first if current else self.numbering.of(turn.on) + 1,
            last=self.numbering.of(turn.on),
            is_starred=turn.is_starred,
            extensions=turn.extensions,
            returned=self.returned,
            accepted=self.accepted,
            signs=self.signs,
            urgings=self.urgings,
            officers=self.officers,
        )


def _is_to_do(turn: Turn) -> bool:
    return turn.to_state in TO_DO and turn.limit_kind is LimitKind.DATED and turn.due_on is not None
