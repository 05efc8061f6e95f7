"""Moving the limit of a task that others hang on: pieces and parts never end after the whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from taskapp.base import clock, formats
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.tasks.deadlines import LONGEST_YEARS, Moment, is_later, is_past, moment
from taskapp.tasks.lifecycle import check, new_limit
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor, Words, record
from taskapp.tasks.results import due_of
from taskapp.tasks.states import OPEN, Change, LimitKind


def check_inside(task: Task, limit: Moment) -> None:
    """Raise Refused when the limit lies after that of the task which this one belongs to."""
    whole = due_of(task.parent) if task.parent else None
    if whole and is_later(limit, whole):
        raise Refused(
            _("Không được sau thời hạn của nhiệm vụ chung (%(day)s).", day=formats.day(whole.on)), field="due_on"
        )


def broken_by(task: Task, limit: Moment) -> list[Task]:
    """What hangs on the task, however far below, is not finished, and would be due after the new limit."""
    found: list[Task] = []
    for each in [*task.parts, *task.children]:
        due = due_of(each)
        if each.state in OPEN and due and is_later(due, limit):
            found.append(each)
        found.extend(broken_by(each, limit))
    return found


def named(tasks: Sequence[Task]) -> str:
    """Units and limits of pieces and parts, as a refusal lists them."""
    return "; ".join(f"{each.lead_unit_name} {formats.day(each.due_on)}" for each in tasks)


def bring_forward(
    session: Session, task: Task, *, limit: Moment, reason: str, carry: bool, by: Actor, now: datetime
) -> list[Task]:
    """Set an earlier limit, or the first one of a task that had none; gives what was moved along with it.

    Raises Refused for a later limit (that is an extension), a past one, and, without `carry`, when pieces or parts
    would then be due after the whole: they are named. The original limit never changes.
    """
    check(task, Change.MOVE_LIMIT, by)
    old = due_of(task)
    if not reason:
        raise Refused(_("Hãy ghi lý do điều chỉnh thời hạn."), field="reason")
    if old and not is_later(old, limit):
        raise Refused(
            _("Thời hạn mới phải trước thời hạn hiện nay; muốn lùi thời hạn hãy dùng “Gia hạn”."), field="due_on"
        )
    local = moment(clock.local(now, by.zone))
    if is_past(limit, local) or limit.on.year > local.on.year + LONGEST_YEARS:
        raise Refused(_("Thời hạn mới đã qua hoặc quá xa. Hãy kiểm tra lại ngày."), field="due_on")
    check_inside(task, limit)
    broken = broken_by(task, limit)
    if broken and not carry:
        raise Refused(
            _(
                "Các phần việc sau sẽ có hạn sau thời hạn mới: %(names)s. "
                "Hãy đánh dấu “Chuyển hạn các phần việc này theo” nếu đồng ý.",
                names=named(broken),
            ),
            field="carry",
        )
    for each in (task, *broken):
        move_to(session, each, limit, reason, by=by, now=now)
    return broken


def move_to(session: Session, task: Task, limit: Moment, reason: str, *, by: Actor, now: datetime) -> None:
    """Give the task this limit as another version of it. The caller has asked whether that may be."""
    old = due_of(task)
    if old is None:
        task.limit_kind = LimitKind.DATED
        task.original_due_on, task.original_due_time = limit
        task.review_on = None
    task.due_on, task.due_time = limit
    new_limit(task, now)
    note = (
        _("Thời hạn từ %(old)s thành %(new)s.", old=formats.day(old.on), new=formats.day(limit.on))
        if old
        else _("Thời hạn %(new)s.", new=formats.day(limit.on))
    )
    record(session, task, Change.MOVE_LIMIT, by=by, now=now, before=task.state, words=Words(reason=reason, note=note))
