"""Whether work of a type kept its limit by law and the office's commitment, and how long it took. Pure.

The day on which the result was handed in decides; extensions move neither limit, and the days that a result lay with
the approver are not taken off, because whoever applied waited through them too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from statistics import median

from taskapp.reports.ontime import DONE, OPEN, Image, Judged, Yardstick, decisive
from taskapp.tasks.deadlines import Moment, is_past
from taskapp.workdays.arithmetic import workdays_between


class Promise(StrEnum):
    """Whose limit: the office's own, or the law's."""

    COMMITMENT = "commitment"
    LAW = "law"


def promised(image: Image, promise: Promise) -> Moment | None:
    """The limit as it was fixed when the task was assigned; None when it has none."""
    on, at = image.commitment_due_on, image.commitment_due_time
    if promise is Promise.LAW:
        on, at = image.statutory_due_on, image.statutory_due_time
    return Moment(on, at) if on is not None else None


def is_typed(task: Judged) -> bool:
    """Whether the task is work of a type."""
    return task.image.work_type_id is not None


def is_done(task: Judged) -> bool:
    """Whether it is work of a type that was finished in the period."""
    return is_typed(task) and task.verdict.count in DONE


def is_kept(task: Judged, promise: Promise, by: Yardstick) -> bool | None:
    """Whether the limit was kept, or has not passed yet for an open task; None when there is none."""
    limit = promised(task.image, promise)
    return None if limit is None else not is_past(limit, decisive(task.image, by.at))


def workdays_taken(task: Judged, by: Yardstick) -> int:
    """Working days from the receipt to the result; 0 when it was handed in on the day of receipt."""
    since = task.image.received_on or task.image.issued_on
    return max(0, workdays_between(since, decisive(task.image, by.at).on, by.calendar)) if since else 0


@dataclass(frozen=True)
class Kept:
    """Of the finished tasks that have one limit how many kept it; `past`: open ones that it has passed for."""

    kept: int = 0
    done: int = 0
    past: int = 0

    @property
    def share(self) -> float | None:
        """0 to 1, None when there is nothing to divide by."""
        return self.kept / self.done if self.done else None


@dataclass(frozen=True)
class TypeTally:
    """What the tasks of a type add up to; `days`: working days that each finished one took, in order."""

    done: int = 0
    open: int = 0
    commitment: Kept = Kept()
    law: Kept = Kept()
    days: tuple[int, ...] = ()

    @property
    def median(self) -> float | None:
        """The middle of the working days taken."""
        return float(median(self.days)) if self.days else None

    @property
    def p90(self) -> int | None:
        """The working days that nine of ten finished tasks did not exceed (nearest rank)."""
        return self.days[ceil(0.9 * len(self.days)) - 1] if self.days else None


def add_up(tasks: Iterable[Judged], by: Yardstick) -> TypeTally:
    """What tasks of types add up to; others are passed over."""
    typed = [task for task in tasks if is_typed(task)]
    done = [task for task in typed if is_done(task)]
    still = [task for task in typed if task.verdict.count in OPEN]
    return TypeTally(
        done=len(done),
        open=len(still),
        commitment=_kept(Promise.COMMITMENT, done, still, by),
        law=_kept(Promise.LAW, done, still, by),
        days=tuple(sorted(workdays_taken(task, by) for task in done)),
    )


def _kept(promise: Promise, done: list[Judged], still: list[Judged], by: Yardstick) -> Kept:
    verdicts = [is_kept(task, promise, by) for task in done]
    past = sum(is_kept(task, promise, by) is False for task in still)
    return Kept(verdicts.count(True), len(verdicts) - verdicts.count(None), past)
