"""Under which heading of the morning's letter a reminder stands, most urgent first."""

from __future__ import annotations

from taskapp.base.i18n import _
from taskapp.reminders.models import Reminder
from taskapp.tasks.deadlines import TimeClass
from taskapp.tasks.models import Task
from taskapp.tasks.now import Now, time_class
from taskapp.tasks.states import State

# What recalls a limit, or tells the doers of what happened: the limit decides where it stands.
BY_LIMIT = frozenset(
    {
        "unaccepted",
        "before",
        "overdue",
        "review",
        "assigned",
        "named",
        "sent_back",
        "extended",
        "not_extended",
        "moved",
        "reopened",
        "urged",
        "directed",
    }
)


def headings() -> tuple[str, ...]:
    """All headings in their order."""
    return (
        _("Quá hạn"),
        _("Quá hạn nhiều ngày ở đơn vị"),
        _("Hôm nay"),
        _("Sắp đến hạn"),
        _("Nguy cơ trễ"),
        _("Đến mốc cập nhật tiến độ"),
        _("Chờ tiếp nhận"),
        _("Chờ duyệt"),
        _("Xin gia hạn"),
        _("Đề nghị chuyển đơn vị khác"),
        _("Đôn đốc nhiều lần chưa trả lời"),
        _("Không có người phụ trách"),
        _("Phối hợp đang chậm"),
        _("Cần xem lại"),
        _("Tin về nhiệm vụ"),
    )


def heading(reminder: Reminder, now: Now) -> str:
    """The heading of one reminder."""
    kind = reminder.step.partition(":")[0]
    if kind in BY_LIMIT:
        return _by_limit(reminder.task, now)
    names = {
        "waiting": _("Chờ duyệt"),
        "asking": _("Xin gia hạn"),
        "asked": _("Xin gia hạn"),
        "declining": _("Đề nghị chuyển đơn vị khác"),
        "declined": _("Đề nghị chuyển đơn vị khác"),
        "unanswered": _("Đôn đốc nhiều lần chưa trả lời"),
        "unattended": _("Không có người phụ trách"),
        "escalated": _("Quá hạn nhiều ngày ở đơn vị"),
        "held_up": _("Phối hợp đang chậm"),
        "at_risk": _("Nguy cơ trễ"),
        "checkpoint": _("Đến mốc cập nhật tiến độ"),
        "unreported": _("Đến mốc cập nhật tiến độ"),
        "reviewing": _("Cần xem lại"),
    }
    return names.get(kind, _("Tin về nhiệm vụ"))


def _by_limit(task: Task, now: Now) -> str:
    cls = time_class(task, now)
    if task.state in (State.DONE, State.SUBMITTED):
        return _("Tin về nhiệm vụ")
    if cls is TimeClass.OVERDUE:
        return _("Quá hạn")
    if task.due_on == now.today:
        return _("Hôm nay")
    if task.state is State.ASSIGNED and cls is not TimeClass.DUE_SOON:
        return _("Chờ tiếp nhận")
    if cls is TimeClass.DUE_SOON:
        return _("Sắp đến hạn")
    return _("Cần xem lại") if cls is TimeClass.NO_LIMIT else _("Tin về nhiệm vụ")
