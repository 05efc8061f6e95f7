"""Who holds a task now and since when, as its record tells. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from taskapp.tasks.states import State


class Holding(StrEnum):
    """What a task waits for, and so for whom."""

    ACCEPTANCE = "acceptance"  # its unit
    WORK = "work"  # the officer, else the unit
    DECISION = "decision"  # whoever assigned it: the result
    ANSWER = "answer"  # whoever assigned it: the unit says that it is not competent


class Step(NamedTuple):
    """How a task stood after an event: in which state, with whom (ids), since which instant.

    `is_recall`: what was handed in or said was taken back, so that it is held on as if that had not been.
    """

    state: State
    unit_id: int
    officer_id: int | None
    assigner_id: int | None
    at: datetime
    is_recall: bool = False


class Held(NamedTuple):
    """What is waited for, and since which instant by the same one."""

    holding: Holding
    since: datetime


_HOLDINGS = {
    State.ASSIGNED: Holding.ACCEPTANCE,
    State.IN_PROGRESS: Holding.WORK,
    State.SUBMITTED: Holding.DECISION,
    State.DECLINED: Holding.ANSWER,
}


def held(steps: Iterable[Step]) -> Held | None:
    """Who holds it after the last of the steps, given oldest first; None for what nobody has to do anything about."""
    found: Held | None = None
    before: tuple[object, ...] = ()
    last: dict[tuple[object, ...], Held] = {}  # as each held it the last time
    for step in steps:
        holding = _HOLDINGS.get(step.state)
        now = (holding, *_whom(holding, step))
        if now != before:
            begun = Held(holding, step.at) if holding else None
            found = last.get(now, begun) if step.is_recall else begun
        if found:
            last[now] = found
        before = now
    return found


def _whom(holding: Holding | None, step: Step) -> tuple[int | None, ...]:
    if holding is Holding.WORK:
        return step.unit_id, step.officer_id
    return (step.unit_id,) if holding is Holding.ACCEPTANCE else (step.assigner_id,)
