"""What a device keeps of its person's own list: words ready to be shown, so that it decides nothing by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from taskapp.base import clock, formats
from taskapp.base.i18n import _
from taskapp.offline import queries
from taskapp.people.auth import Viewer
from taskapp.tasks import lists
from taskapp.tasks.models import Task
from taskapp.tasks.now import Now
from taskapp.tasks.results import limit_of
from taskapp.tasks.row_words import belonging
from taskapp.tasks.states import Change
from taskapp.tasks.words import LIMIT_NAMES, moment_text, state_text

MOST = 100


def owner_of(who: Viewer) -> str:
    """Whose a device's store is: the same on every page and in every answer."""
    return f"{who.committee.id}-{who.person.id}"


def tasks_of(session: Session, who: Viewer, tasks: Sequence[Task], now: Now) -> list[dict[str, Any]]:
    """The tasks in their order, each as JSON; two queries however many they are."""
    ids, committee_id = [task.id for task in tasks], who.committee.id
    reports = {row.task_id: row for row in session.execute(queries.last_reports(committee_id, ids))}
    said: dict[int, list[dict[str, str]]] = defaultdict(list)
    for row in session.execute(queries.remarks(committee_id, ids)):
        said[row.task_id].append(line(row.full_name, row.said_at, row.text, now.zone))
    return [_task(task, who, now) | _reported(reports.get(task.id), now) | {"remarks": said[task.id]} for task in tasks]


def line(name: str | None, at: datetime, text: str, zone: str) -> dict[str, str]:
    """Who said what and when; the system has no name."""
    return {"by": name or _("Hệ thống"), "at": told_at(at, zone), "text": text}


def told_at(moment: datetime, zone: str) -> str:
    """09:00 02/03/2026."""
    local = clock.local(moment, zone)
    return f"{formats.hour(local)} {formats.day(local.date())}"


def _reported(row: Any, now: Now) -> dict[str, Any]:
    """The last progress report, which whoever writes another one has seen."""
    if row is None:
        return {"seen": 0, "report": None}
    return {"seen": row.version, "report": line(row.full_name, row.recorded_at, row.note, now.zone)}


def _task(task: Task, who: Viewer, now: Now) -> dict[str, Any]:
    row = lists.row(task, who.rights, now)
    return {
        "id": task.id,
        "href": url_for("tasks.show", task_id=task.id),
        "content": task.content,
        "kind": row.kind,
        "due": row.due_text,
        "due_note": row.due_note,
        "due_on": task.due_on.isoformat() if task.due_on else "",
        "meta": row.meta,
        "facts": [[str(label), str(value)] for label, value in _facts(task) if value],
        "percent": task.progress_percent,
        "may_report": Change.PROGRESS in row.possible,
    }


def _facts(task: Task) -> list[tuple[str, object]]:
    document, limit = task.directive, limit_of(task)
    written = ""
    if document:
        day = formats.day(document.issued_on)
        written = _("%(number)s ngày %(day)s", number=document.number, day=day) if day else document.number
    assigner = " · ".join(filter(None, (task.assigner_title, task.assigner.full_name if task.assigner else "")))
    return [
        (_("Mã số"), task.id),
        (_("Trạng thái"), state_text(task.state, task.excluded)),
        (_("Thời hạn"), moment_text(limit) if limit else LIMIT_NAMES[task.limit_kind]),
        (_("Sản phẩm phải có"), task.product),
        (_("Văn bản"), written),
        (_("Người giao"), assigner),
        (_("Đơn vị thực hiện"), task.lead_unit_name),
        (_("Người xử lý"), task.assignee.full_name if task.assignee else ""),
        (_("Đơn vị phối hợp"), ", ".join(part.lead_unit_name for part in task.parts)),
        (_("Thuộc"), belonging(task)),
        (_("Tiến độ"), _("%(percent)s %%", percent=task.progress_percent) if task.progress_percent else ""),
    ]
