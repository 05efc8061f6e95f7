"""Why a task is overdue, as far as the record tells: each overdue task has one cause. Pure; no share reads it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from taskapp.reports.ontime import Judged, Yardstick, limit_of


class Told(NamedTuple):
    """The newest explanation of a task: local day, whether it claims an objective cause, whether that is confirmed."""

    on: date
    claims_objective: bool
    is_confirmed: bool | None
    text: str


class Cause(StrEnum):
    """What the record says, the strongest first."""

    HELD_UP = "cause_held_up"
    CONFIRMED = "cause_confirmed"
    CLAIMED = "cause_claimed"
    OTHER = "cause_other"
    UNTOLD = "cause_untold"


def cause_of(task: Judged, told: Told | None, by: Yardstick) -> Cause:
    """The cause of a late task. An explanation given before the limit passed was about an earlier limit."""
    if task.held_up_by:
        return Cause.HELD_UP
    limit = limit_of(task.image, by.basis)
    if told is None or (limit is not None and told.on < limit.on):
        return Cause.UNTOLD
    if told.is_confirmed:
        return Cause.CONFIRMED
    return Cause.CLAIMED if told.claims_objective and told.is_confirmed is None else Cause.OTHER
