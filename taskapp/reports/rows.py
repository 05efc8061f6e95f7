"""The tasks behind a number as they are shown: limit and verdict as of the figure, words from the task itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session, contains_eager, joinedload

from taskapp.base import formats
from taskapp.base.db import scoped
from taskapp.base.i18n import _, _n, weekday
from taskapp.base.paging import SIZE, Page
from taskapp.people.rights import Rights
from taskapp.reports.measures import Measured, Question
from taskapp.reports.ontime import Count, Image, Judged, limit_of
from taskapp.tasks import queries
from taskapp.tasks.deadlines import Moment, days_left, own_days_late
from taskapp.tasks.models import Submission, Task, TaskEvent
from taskapp.tasks.selections import TO_DECIDE
from taskapp.tasks.states import State
from taskapp.tasks.words import LIMIT_NAMES, STATE_NAMES
from taskapp.workdays.arithmetic import Calendar

KINDS = {
    Count.DONE_ON_TIME: "done",
    Count.DONE_LATE: "late",
    Count.DONE_NO_LIMIT: "done",
    Count.OPEN_OVERDUE: "late",
}


@dataclass(frozen=True)
class Shown:
    """One line: `task` is None when it has since left what the person may see; then only the record's words stand."""

    image: Image
    task: Task | None
    kind: str
    due_text: str
    due_note: str
    meta: tuple[str, ...]


@dataclass(frozen=True)
class Decision:
    """What waits for a decision: the task with its latest event and, when handed in, its latest result."""

    judged: Judged
    event: TaskEvent
    timing: str

    @property
    def task(self) -> Task:
        return self.event.task

    @property
    def result(self) -> Submission | None:
        """The result that waits; None for a task whose unit asks to be spared."""
        return self.task.submissions[-1] if self.task.state is State.SUBMITTED and self.task.submissions else None

    @property
    def is_late(self) -> bool:
        return self.judged.verdict.count is Count.OPEN_OVERDUE


def shown(
    session: Session, rights: Rights, judged: Sequence[Judged], question: Question, calendar: Calendar
) -> list[Shown]:
    """The lines of these tasks in their order; one query."""
    query = queries.visible_to(rights).where(Task.id.in_([one.image.task_id for one in judged]))
    query = query.options(joinedload(Task.directive), joinedload(Task.assignee))
    tasks: dict[int, Task] = {task.id: task for task in session.scalars(query)}
    return [_shown(one, tasks.get(one.image.task_id), question.at, calendar) for one in judged]


def page(session: Session, rights: Rights, found: Sequence[Judged], measured: Measured, mark: str) -> Page:
    """One page of the tasks of a cell: those after the task that `mark` names; one query."""
    ids = [str(one.image.task_id) for one in found]
    start = ids.index(mark) + 1 if mark in ids else 0
    part = found[start : start + SIZE]
    lines = shown(session, rights, part, measured.question, measured.calendar)
    return Page(lines, ids[start + SIZE - 1] if len(ids) > start + SIZE else None)


def decisions(session: Session, rights: Rights, judged: Sequence[Judged], calendar: Calendar) -> list[Decision]:
    """What these tasks ask to be decided, in their order; one query. Decided in the meantime: left out."""
    if not judged:
        return []
    ids = [one.image.task_id for one in judged]
    seen = queries.visible_to(rights).where(Task.id.in_(ids)).with_only_columns(Task.id)
    query = (
        scoped(TaskEvent, rights.committee_id)
        .join(TaskEvent.task)
        .where(TaskEvent.task_id.in_(seen), TaskEvent.version == Task.version, Task.state.in_(TO_DECIDE))
        .options(
            contains_eager(TaskEvent.task).options(
                joinedload(Task.directive), joinedload(Task.submissions).joinedload(Submission.by)
            )
        )
    )
    events = {event.task_id: event for event in session.scalars(query).unique()}
    return [
        Decision(one, events[one.image.task_id], timing(one, calendar)) for one in judged if one.image.task_id in events
    ]


def timing(judged: Judged, calendar: Calendar) -> str:
    """How the result lies to its limit: "nộp trước hạn 2 ngày làm việc"; empty when nothing was handed in."""
    image, limit = judged.image, limit_of(judged.image)
    if image.submitted_on is None or limit is None:
        return ""
    submitted = Moment(image.submitted_on, image.submitted_time)
    late = own_days_late(limit, submitted, image.waited_workdays, calendar)
    if late:
        return _n("nộp quá hạn 1 ngày làm việc", "nộp quá hạn %(num)s ngày làm việc", late)
    early = days_left(submitted.on, limit.on, calendar)
    if early > 0:
        return _n("nộp trước hạn 1 ngày làm việc", "nộp trước hạn %(num)s ngày làm việc", early)
    return _("nộp đúng hạn")


def _shown(judged: Judged, task: Task | None, at: Moment, calendar: Calendar) -> Shown:
    image = judged.image
    return Shown(
        image=image,
        task=task,
        kind=KINDS.get(judged.verdict.count, "wait" if judged.verdict.is_waiting else ""),
        due_text=due_text(judged, at, calendar),
        due_note=due_note(image),
        meta=_meta(judged, task),
    )


def due_text(judged: Judged, at: Moment, calendar: Calendar) -> str:
    """The verdict in words, as of the moment judged."""
    image, verdict = judged.image, judged.verdict
    limit = limit_of(image)
    if verdict.count is Count.DONE_ON_TIME:
        return _("Trước hạn") if verdict.is_early else _("Đúng hạn")
    if verdict.count is Count.DONE_NO_LIMIT or limit is None:
        done = verdict.count is Count.DONE_NO_LIMIT
        return _("Hoàn thành, không thời hạn") if done else str(LIMIT_NAMES[image.limit_kind])
    if verdict.is_waiting:
        late = verdict.count is Count.OPEN_OVERDUE
        return _("Chờ duyệt, nộp quá hạn") if late else _("Chờ duyệt, nộp trong hạn")
    if verdict.count in (Count.DONE_LATE, Count.OPEN_OVERDUE):
        return _late_text(image, limit, at, calendar, done=verdict.count is Count.DONE_LATE)
    left = days_left(at.on, limit.on, calendar)
    return _n("Còn 1 ngày làm việc", "Còn %(num)s ngày làm việc", left) if left > 0 else _("Đến hạn trong ngày")


def due_note(image: Image) -> str:
    """The day of the limit, and the first one when it was extended."""
    if image.due_on is None:
        return ""
    day = f"{weekday(image.due_on)} {formats.day(image.due_on)}"
    if image.due_time:
        day = f"{formats.hour(image.due_time)} {day}"
    if not image.extensions:
        return day
    return _("%(day)s · hạn gốc %(first)s", day=day, first=formats.day(image.original_due_on))


def _late_text(image: Image, limit: Moment, at: Moment, calendar: Calendar, *, done: bool) -> str:
    judged = Moment(image.finished_on, image.submitted_time) if done and image.finished_on else at
    days = own_days_late(limit, judged, image.waited_workdays, calendar)
    if done:
        return _n("Trễ 1 ngày làm việc", "Trễ %(num)s ngày làm việc", days)
    return _n("Quá 1 ngày làm việc", "Quá %(num)s ngày làm việc", days)


def _meta(judged: Judged, task: Task | None) -> tuple[str, ...]:
    image = judged.image
    handed_in = image.finished_on or image.submitted_on
    parts = [
        image.lead_unit_name,
        document(task),
        task.assignee.full_name if task and task.assignee else "",
        _("giao %(day)s", day=formats.day(image.issued_on)),
        _("nộp %(day)s", day=formats.day(handed_in)) if handed_in else "",
        str(STATE_NAMES[image.to_state]) if image.to_state is not State.DONE else "",
    ]
    return tuple(part for part in parts if part)


def document(task: Task | None) -> str:
    """Number and date of the directive that a task comes from."""
    if task is None or task.directive is None:
        return ""
    if task.directive.issued_on is None:
        return task.directive.number
    return _("%(number)s ngày %(day)s", number=task.directive.number, day=formats.day(task.directive.issued_on))
