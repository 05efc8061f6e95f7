"""Who holds a task and since when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from taskapp.tasks.holder import Held, Holding, Step, held
from taskapp.tasks.states import State
from tests.conftest import MONDAY

UNIT, OTHER, OFFICER, COLLEAGUE, CHAIR = 1, 2, 11, 12, 20


def step(days: int, state: State, unit: int = UNIT, officer: int | None = OFFICER, is_recall: bool = False) -> Step:
    return Step(state, unit, officer, CHAIR, MONDAY + timedelta(days=days), is_recall)


def recalled(days: int, officer: int = OFFICER) -> Step:
    return step(days, State.IN_PROGRESS, officer=officer, is_recall=True)


@pytest.mark.parametrize(
    ("steps", "holding", "day"),
    [
        ([], None, 0),
        ([step(0, State.ASSIGNED)], Holding.ACCEPTANCE, 0),
        ([step(0, State.ASSIGNED, officer=None), step(1, State.ASSIGNED)], Holding.ACCEPTANCE, 0),
        ([step(0, State.ASSIGNED), step(2, State.ASSIGNED, OTHER)], Holding.ACCEPTANCE, 2),
        ([step(0, State.ASSIGNED), step(1, State.IN_PROGRESS)], Holding.WORK, 1),
        ([step(1, State.IN_PROGRESS), step(3, State.IN_PROGRESS)], Holding.WORK, 1),
        ([step(1, State.IN_PROGRESS), step(3, State.IN_PROGRESS, officer=COLLEAGUE)], Holding.WORK, 3),
        ([step(1, State.IN_PROGRESS), step(4, State.IN_PROGRESS, OTHER)], Holding.WORK, 4),
        ([step(1, State.IN_PROGRESS), step(5, State.SUBMITTED)], Holding.DECISION, 5),
        ([step(1, State.IN_PROGRESS), step(5, State.SUBMITTED), step(6, State.IN_PROGRESS)], Holding.WORK, 6),
        ([step(1, State.IN_PROGRESS), step(5, State.SUBMITTED), recalled(6)], Holding.WORK, 1),
        ([step(1, State.IN_PROGRESS), step(5, State.SUBMITTED), recalled(6, COLLEAGUE)], Holding.WORK, 6),
        (
            [
                step(1, State.IN_PROGRESS),
                step(2, State.SUBMITTED),
                step(3, State.IN_PROGRESS),
                step(4, State.SUBMITTED),
                recalled(5),
            ],
            Holding.WORK,
            3,
        ),
        ([step(0, State.ASSIGNED), step(1, State.DECLINED)], Holding.ANSWER, 1),
        ([step(0, State.ASSIGNED), step(1, State.DECLINED), step(2, State.ASSIGNED)], Holding.ACCEPTANCE, 2),
        (
            [step(0, State.ASSIGNED), step(1, State.DECLINED), step(2, State.ASSIGNED, is_recall=True)],
            Holding.ACCEPTANCE,
            0,
        ),
        ([step(5, State.SUBMITTED), step(6, State.DONE)], None, 0),
        ([step(5, State.DONE), step(7, State.IN_PROGRESS)], Holding.WORK, 7),
        ([step(1, State.IN_PROGRESS), step(2, State.WITHDRAWN)], None, 0),
    ],
)
def test_it_is_held_by_whoever_is_waited_for_since_the_wait_began(steps, holding, day):
    assert held(steps) == (Held(holding, MONDAY + timedelta(days=day)) if holding else None)
