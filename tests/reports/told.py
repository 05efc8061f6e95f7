"""The events that a made-up office would have left in the record, written from how its work went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby, pairwise

from taskapp.reports.lives import EPOCH, Turn
from taskapp.reports.stretches import Stretch
from taskapp.tasks.states import LimitKind, State
from taskapp.workdays.arithmetic import Calendar, add_workdays

CALENDAR = Calendar()


class Days:
    """Working days of the office as dates: day 0 is `first`."""

    def __init__(self, first: date) -> None:
        self._known = [first]

    def __getitem__(self, number: int) -> date:
        while len(self._known) <= number:
            self._known.append(add_workdays(self._known[-1], 1, CALENDAR))
        return self._known[number]


def turns(lived: Iterable[Stretch], days: Days, known_until: int) -> Iterator[Turn]:
    """The events of every task up to the end of that day, by task, oldest first."""
    lived = list(lived)
    ends = max(one.last for one in lived)
    for _task_id, mine in groupby(sorted(lived, key=lambda one: (one.task_id, one.first)), lambda one: one.task_id):
        told = [(day, turn) for day, turn in _of_task(list(mine), days, ends) if day <= known_until]
        yield from (turn for _day, turn in told)


def _of_task(parts: list[Stretch], days: Days, ends: int) -> Iterator[tuple[int, Turn]]:
    first = parts[0]
    issued = days[first.begun]
    officer: int | None = None
    yield first.begun, _turn(first, "issue", days, first.begun, State.ASSIGNED, None, issued)
    for one, after in pairwise([*parts, None]):
        assert one is not None
        state = State.ASSIGNED if officer is None else State.IN_PROGRESS
        for day, kind in _inside(one):
            if kind == "accept":
                state, officer = State.IN_PROGRESS, one.officers[0][1]
                yield day, _turn(one, kind, days, day, state, None, issued)
                yield day, _turn(one, "name_officer", days, day, state, officer, issued)
            else:
                yield day, _turn(one, kind, days, day, state, officer, issued)
        if one.is_handed_in:
            yield one.last, _turn(one, "submit", days, one.last, State.SUBMITTED, officer, issued)
        if after is None:
            if not one.is_handed_in and one.last < ends:
                yield one.last, _turn(one, "withdraw", days, one.last, State.WITHDRAWN, officer, issued)
            continue
        day = after.first - 1
        kind = "send_back" if one.is_handed_in else "reassign" if after.unit_id != one.unit_id else "extend"
        if kind == "extend":
            yield day, _turn(one, "ask_extension", days, day, state, officer, issued)
        back = State.ASSIGNED if officer is None else State.IN_PROGRESS
        yield day, _turn(after, kind, days, day, back, officer, issued)


def _inside(one: Stretch) -> list[tuple[int, str]]:
    """What happened between the beginning and the end of a stretch."""
    found = [(one.accepted, "accept")] if one.accepted is not None and one.first <= one.accepted else []
    found += [(day, "progress") for day in one.signs if one.first <= day <= one.last and day != one.accepted]
    found += [(day, "urge") for day in one.urgings if one.first <= day <= one.last]
    return sorted(found)


def _turn(one: Stretch, kind: str, days: Days, day: int, state: State, officer: int | None, issued: date) -> Turn:
    return Turn(
        task_id=one.task_id,
        kind=kind,
        on=days[day],
        to_state=state,
        lead_unit_id=one.unit_id,
        assignee_id=officer,
        source=one.source,
        is_starred=one.is_starred,
        limit_kind=LimitKind.DATED,
        issued_on=issued,
        due_on=days[one.due],
        extensions=one.extensions,
        submitted_on=days[day] if state is State.SUBMITTED else None,
    )


__all__ = ["EPOCH", "Days", "turns"]
