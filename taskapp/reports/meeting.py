"""The sheet that a meeting works through: overdue tasks first, each with its reason, then those due next; one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from taskapp.base.i18n import _
from taskapp.base.text import shortened
from taskapp.people.models import Committee
from taskapp.people.rights import Rights
from taskapp.reports import rows
from taskapp.reports.board import Board, read_board
from taskapp.reports.causes import Cause
from taskapp.reports.followup import Late, overdue
from taskapp.reports.ontime import limit_of
from taskapp.reports.rows import Shown
from taskapp.tasks.deadlines import ends

MOST = 9  # rows that fit a sheet of A4 on its side
WORDS = 140  # characters of an explanation that a row has room for


@dataclass(frozen=True)
class Item:
    """One row: the task, why it is late or how far it is, from whom something is missing."""

    line: Shown
    reason: str


@dataclass(frozen=True)
class Sheet:
    """`left_out`: overdue tasks that the page has no room for."""

    board: Board
    late: list[Item]
    next: list[Item]
    left_out: int


def read_sheet(session: Session, committee: Committee, rights: Rights, *, now: datetime) -> Sheet:
    """The sheet as of the newest event, the longest overdue first."""
    board = read_board(session, committee, rights, now=now)
    late = sorted(
        overdue(session, board.question, board.by), key=lambda one: ends(limit_of(one.task.image, board.by.basis))
    )
    listed, due_next = late[:MOST], board.next[: max(0, MOST - len(late))]
    shown = rows.shown(session, rights, [*(one.task for one in listed), *due_next], board.by)
    lines = {line.image.task_id: line for line in shown}
    return Sheet(
        board=board,
        late=[Item(lines[one.task.image.task_id], reason(one)) for one in listed],
        next=[Item(line, _progress(line)) for task in due_next for line in [lines[task.image.task_id]]],
        left_out=len(late) - len(listed),
    )


def reason(late: Late) -> str:
    """Why the task is late, as far as the record tells."""
    text = late.told.text if late.told else ""
    text = shortened(text, WORDS)
    if late.cause is Cause.HELD_UP:
        names = ", ".join(part.lead_unit_name for part in late.task.held_up_by)
        said = _("Chậm do phối hợp: %(units)s", units=names)
        return _("%(said)s. Giải trình: %(text)s", said=said, text=text) if text else said
    return {
        Cause.CONFIRMED: _("Khách quan, đã xác nhận: %(text)s", text=text),
        Cause.CLAIMED: _("Đề nghị xác nhận khách quan: %(text)s", text=text),
        Cause.OTHER: _("Giải trình: %(text)s", text=text),
        Cause.UNTOLD: _("Chưa giải trình"),
    }[late.cause]


def _progress(line: Shown) -> str:
    percent = line.task.progress_percent if line.task else 0
    return _("Tiến độ báo cáo: %(percent)s %%", percent=percent) if percent else _("Chưa báo cáo tiến độ")
