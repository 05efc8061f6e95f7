"""The tasks behind a number as they are shown: limit and verdict as of the figure, words from the task itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session, joinedload

from taskapp.base import formats
from taskapp.base.i18n import _, _n, named_day
from taskapp.base.paging import Page, part_of
from taskapp.people.rights import Rights
from taskapp.reports.ontime import Count, Image, Judged, Yardstick, decisive, limit_of
from taskapp.reports.opening import Found
from taskapp.tasks import queries
from taskapp.tasks.deadlines import Moment, days_left, own_days_late
from taskapp.tasks.models import Task
from taskapp.tasks.states import State
from taskapp.tasks.words import LIMIT_NAMES, STATE_NAMES

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


def shown(session: Session, rights: Rights, judged: Sequence[Judged], by: Yardstick) -> list[Shown]:
    """The lines of these tasks in their order; one query."""
    query = queries.visible_to(rights).where(Task.id.in_([one.image.task_id for one in judged]))
    query = query.options(joinedload(Task.directive), joinedload(Task.assignee))
    tasks: dict[int, Task] = {task.id: task for task in session.scalars(query)}
    return [_shown(one, tasks.get(one.image.task_id), by) for one in judged]


def page(session: Session, rights: Rights, found: Found, mark: str) -> Page:
    """One page of the tasks of a cell: those after the task that `mark` names; at most three queries."""
    ids = found.ids
    part = part_of(ids, [str(task_id) for task_id in ids], mark)
    return Page(shown(session, rights, found.read(part.rows), found.by), part.next_mark)


def _shown(judged: Judged, task: Task | None, by: Yardstick) -> Shown:
    image = judged.image
    return Shown(
        image=image,
        task=task,
        kind=KINDS.get(judged.verdict.count, "wait" if judged.verdict.is_waiting else ""),
        due_text=due_text(judged, by),
        due_note=due_note(image),
        meta=_meta(judged, task),
    )


def due_text(judged: Judged, by: Yardstick) -> str:
    """The verdict in words, as of the moment judged."""
    image, verdict = judged.image, judged.verdict
    limit = limit_of(image, by.basis)
    if verdict.count is Count.DONE_ON_TIME:
        return _("Trước hạn") if verdict.is_early else _("Đúng hạn")
    if verdict.count is Count.DONE_NO_LIMIT or limit is None:
        done = verdict.count is Count.DONE_NO_LIMIT
        return _("Hoàn thành, không thời hạn") if done else str(LIMIT_NAMES[image.limit_kind])
    if verdict.is_waiting:
        late = verdict.count is Count.OPEN_OVERDUE
        return _("Chờ duyệt, nộp quá hạn") if late else _("Chờ duyệt, nộp trong hạn")
    if verdict.count in (Count.DONE_LATE, Count.OPEN_OVERDUE):
        return _late_text(image, limit, by, is_done=verdict.count is Count.DONE_LATE)
    left = days_left(by.at.on, limit.on, by.calendar)
    return _n("Còn 1 ngày làm việc", "Còn %(num)s ngày làm việc", left) if left > 0 else _("Đến hạn trong ngày")


def due_note(image: Image) -> str:
    """The day of the limit, and the first one when it was extended."""
    if image.due_on is None:
        return ""
    day = named_day(image.due_on)
    if image.due_time:
        day = f"{formats.hour(image.due_time)} {day}"
    if image.missed_due_on:
        return _("%(day)s · gia hạn sau khi đã quá hạn %(old)s", day=day, old=formats.day(image.missed_due_on))
    if not image.extensions:
        return day
    return _("%(day)s · hạn gốc %(first)s", day=day, first=formats.day(image.original_due_on))


def _late_text(image: Image, limit: Moment, by: Yardstick, *, is_done: bool) -> str:
    days = own_days_late(limit, decisive(image, by.at), image.waited_workdays, by.calendar, strict=by.strict)
    if is_done:
        return _n("Trễ 1 ngày làm việc", "Trễ %(num)s ngày làm việc", days)
    if image.to_state is State.WITHDRAWN:
        return _("Kết thúc, không có kết quả")
    if limit.at and by.at.on == limit.on:
        return _("Quá hạn từ %(hour)s", hour=formats.hour(limit.at))
    return _n("Quá 1 ngày làm việc", "Quá %(num)s ngày làm việc", days)


def _meta(judged: Judged, task: Task | None) -> tuple[str, ...]:
    image = judged.image
    handed_in = None if image.to_state is State.WITHDRAWN else image.finished_on or image.submitted_on
    late = ", ".join(part.lead_unit_name for part in judged.held_up_by)
    parts = [
        image.lead_unit_name,
        document(task),
        task.assignee.full_name if task and task.assignee else "",
        _("giao %(day)s", day=formats.day(image.issued_on)),
        _("nộp %(day)s", day=formats.day(handed_in)) if handed_in else "",
        str(STATE_NAMES[image.to_state]) if image.to_state not in (State.DONE, State.WITHDRAWN) else "",
        _("chậm do phối hợp: %(units)s", units=late) if late else "",
        _("đôn đốc %(count)s lần trong kỳ", count=judged.urgings) if judged.urgings else "",
        _("có báo sai đang chờ kết luận") if image.disputed else "",
    ]
    return tuple(part for part in parts if part)


def document(task: Task | None) -> str:
    """Number and date of the directive that a task comes from."""
    if task is None or task.directive is None:
        return ""
    if task.directive.issued_on is None:
        return task.directive.number
    return _("%(number)s ngày %(day)s", number=task.directive.number, day=formats.day(task.directive.issued_on))
