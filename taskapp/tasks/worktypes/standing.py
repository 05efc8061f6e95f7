"""How a task of a type stands against both limits: kept, not kept, days left; for its page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from taskapp.base.i18n import _, _n
from taskapp.tasks.deadlines import Moment, days_left, days_past
from taskapp.tasks.lists import Now
from taskapp.tasks.models import Task
from taskapp.tasks.states import State
from taskapp.tasks.words import moment_text
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
        return "none", _("không tính")
    handed_in = Moment(task.submitted_on, task.submitted_time) if _is_handed_in(task) and task.submitted_on else None
    past = days_past(limit, handed_in or now.moment, now.calendar)
    if past:
        said = _n("muộn 1 ngày làm việc", "muộn %(num)s ngày làm việc", past)
        return "late", _("không giữ được, %(days)s", days=said) if handed_in else _("đã quá hạn, %(days)s", days=said)
    if task.state is State.DONE:
        return "done", _("đã giữ")
    if handed_in:
        return "wait", _("nộp trong hạn, chờ duyệt")
    left = days_left(now.today, limit.on, now.calendar)
    return "info", _n("còn 1 ngày làm việc", "còn %(num)s ngày làm việc", left) if left > 0 else _("đến hạn trong ngày")


def _is_handed_in(task: Task) -> bool:
    return task.state in (State.SUBMITTED, State.DONE)
