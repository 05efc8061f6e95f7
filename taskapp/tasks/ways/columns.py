"""The columns of a list shown as a table: what each is called, and what it says of a task."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from taskapp.base import formats
from taskapp.base.i18n import _, _l
from taskapp.tasks.lists import Row
from taskapp.tasks.models import Task
from taskapp.tasks.ways.shapes import COLUMNS
from taskapp.tasks.words import state_text

NAMES = {
    "due": _l("Thời hạn"),
    "unit": _l("Đơn vị chủ trì"),
    "officer": _l("Người xử lý"),
    "supporting": _l("Phối hợp"),
    "assigner": _l("Người giao"),
    "document": _l("Văn bản"),
    "issued": _l("Ngày giao"),
    "original_due": _l("Thời hạn gốc"),
    "state": _l("Tình trạng"),
    "progress": _l("Tiến độ"),
    "number": _l("Mã số"),
}


@dataclass(frozen=True)
class Line:
    """One row of a table: its number (STT), the row of the list, what stands in the other columns in their order."""

    number: int
    row: Row
    cells: Sequence[str]


def lines(rows: Sequence[Row], columns: Sequence[str], first: int) -> list[Line]:
    """The rows, numbered from `first` on."""
    return [
        Line(number, row, [CELLS[name](row.task) if name in CELLS else "" for name in columns])
        for number, row in enumerate(rows, first)
    ]


def choices() -> list[tuple[str, str]]:
    """(key, name) of the columns that can be chosen."""
    return [(key, str(NAMES[key])) for key in COLUMNS]


def _document(task: Task) -> str:
    paper = task.directive
    if paper is None:
        return ""
    if paper.issued_on is None:
        return paper.number
    return _("%(number)s ngày %(day)s", number=paper.number, day=formats.day(paper.issued_on))


CELLS: dict[str, Callable[[Task], str]] = {  # the limit has colours of its own: the page writes it
    "unit": lambda task: task.lead_unit_name,
    "officer": lambda task: task.assignee.full_name if task.assignee else "",
    "supporting": lambda task: ", ".join(part.lead_unit_name for part in task.parts),
    "assigner": lambda task: task.assigner_title,
    "document": _document,
    "issued": lambda task: formats.day(task.issued_on),
    "original_due": lambda task: formats.day(task.original_due_on),
    "state": lambda task: state_text(task.state, task.excluded),
    "progress": lambda task: f"{task.progress_percent} %" if task.progress_percent else "",
    "number": lambda task: str(task.id),
}
