"""How a task of a type stands against both limits: kept, not kept, days left; for its page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from taskapp.base.i18n import _
from taskapp.tasks.deadlines import Moment, TimeClass, days_past
from taskapp.tasks.models import Task
from taskapp.tasks.now import Now
from taskapp.tasks.results import submission_of
from taskapp.tasks.row_words import left_text, past_text
from taskapp.tasks.states import State
from taskapp.tasks.words import TIME_NAMES, moment_text
from taskapp.tasks.worktypes import queries
from taskapp.tasks.worktypes.models import WorkTypeVersion
from taskapp.tasks.worktypes.words import count_text


@dataclass(frozen=True)
class LimitLine:
    """One of the limits in words: what it is, its day, how it stands (`kind` as of badges)."""

    label: str
    day: str
    kind: str
    verdict: str


@dataclass(frozen=True)
class Standing:
    """A task's type with the receipt and its limits."""

    version: WorkTypeVersion
    received: str
    lines: tuple[LimitLine, ...]


def standing(session: Session, task: Task, now: Now) -> Standing | None:
    """How the task stands against its limits; None when it is of no type. At most one query.

    The day on which the result was handed in decides; extensions move neither limit.
    """
    version = queries.version(session, task.committee_id, task.work_type_version_id) if task.work_type_id else None
    if version is None or task.received_on is None:
        return None
    limits = (
        (_("Cam kết"), version.committed, task.commitment_due_on, task.commitment_due_time),
        (_("Theo luật"), version.statutory, task.statutory_due_on, task.statutory_due_time),
    )
    lines = tuple(
        _line(f"{label} {count_text(count, version.unit)}", Moment(on, at), task, now)
        for label, count, on, at in limits
        if count is not None and on is not None
    )
    return Standing(version, moment_text(Moment(task.received_on, task.received_time)), lines)


def _line(label: str, limit: Moment, task: Task, now: Now) -> LimitLine:
    return LimitLine(label, moment_text(limit), *_verdict(task, limit, now))


def _verdict(task: Task, limit: Moment, now: Now) -> tuple[str, str]:
    if task.state is State.WITHDRAWN:
        return "none", _("Không tính")
    handed_in = submission_of(task) if task.state in (State.SUBMITTED, State.DONE) else None
    judged = handed_in or now.moment
    past = days_past(limit, judged, now.calendar)
    if past:
        return "late", past_text(limit, past, judged)
    if task.state is State.DONE:
        return "done", str(TIME_NAMES[TimeClass.ON_TIME])
    return ("wait", _("Chờ duyệt, nộp trong hạn")) if handed_in else ("info", left_text(limit, now))
