"""What a task's page says of progress reports: the checkpoints of long work, the review of work without a limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from taskapp.base import formats
from taskapp.base.i18n import _, _l
from taskapp.tasks.checkpoints import Met, Standing, checkpoints, standing
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.now import Now
from taskapp.tasks.states import OPEN, REPORTS

MET_NAMES = {
    Met.COMING: _l("Chưa đến"),
    Met.OPEN: _l("Chờ cập nhật"),
    Met.IN_TIME: _l("Đã cập nhật"),
    Met.LATE: _l("Cập nhật muộn"),
    Met.MISSED: _l("Chưa cập nhật"),
}
KINDS = {Met.COMING: "none", Met.OPEN: "soon", Met.IN_TIME: "done", Met.LATE: "late", Met.MISSED: "late"}


@dataclass(frozen=True)
class CheckpointRow:
    """One checkpoint on the page: its name, day, state in words, and what is to be done or was."""

    name: str
    day: date
    kind: str
    text: str
    note: str


def checkpoint_rows(task: Task, story: Sequence[TaskEvent], now: Now) -> list[CheckpointRow]:
    """The checkpoints of an open task under its present limit, as of today."""
    if task.state not in OPEN:
        return []
    points = checkpoints(task.issued_on, task.due_on, now.calendar)
    told = [event.effective_on for event in story if event.kind in REPORTS]
    return [_row(each) for each in standing(points, told, now.today)]


def review_text(task: Task, now: Now, *, may_decide: bool) -> str:
    """What is to be done about a task without a limit whose day of review has come; empty before that day."""
    if task.due_on is not None or task.state not in OPEN or task.review_on is None or task.review_on > now.today:
        return ""
    day = formats.day(task.review_on)
    if may_decide:
        return _("Đến ngày rà soát (%(day)s). Hãy đặt ngày rà soát tiếp theo, ghi thời hạn, hoặc thu hồi.", day=day)
    return _("Đến ngày rà soát (%(day)s). Hãy báo tiến độ để người giao xem xét.", day=day)


def _row(each: Standing) -> CheckpointRow:
    point = each.checkpoint
    name = _("Một phần ba thời gian") if point.third == 1 else _("Hai phần ba thời gian")
    note = ""
    if each.told_on:
        note = _("báo tiến độ ngày %(day)s", day=formats.day(each.told_on))
    elif each.met is Met.COMING:
        note = _("nhận báo cáo từ ngày %(day)s", day=formats.day(point.since))
    elif each.met is Met.OPEN:
        note = _("hãy báo tiến độ chậm nhất ngày này")
    return CheckpointRow(name, point.on, KINDS[each.met], str(MET_NAMES[each.met]), note)
