"""How a task stands in a list: its limit in words, where it comes from, the most likely next action."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from taskapp.base.i18n import _, _n
from taskapp.people.rights import Rights
from taskapp.tasks import permissions
from taskapp.tasks.deadlines import TimeClass, ends
from taskapp.tasks.models import Task
from taskapp.tasks.now import Now, time_class
from taskapp.tasks.results import due_of, listed_facts
from taskapp.tasks.risk import RiskLevel
from taskapp.tasks.risk_words import level_text, risk_text
from taskapp.tasks.row_words import due_note, due_text, is_asked, meta
from taskapp.tasks.states import OPEN, Change, Move, State

KINDS = {
    TimeClass.OVERDUE: "late",
    TimeClass.LATE: "late",
    TimeClass.DUE_SOON: "soon",
    TimeClass.ON_TIME: "done",
    TimeClass.EARLY: "done",
    TimeClass.IN_TERM: "",
    TimeClass.NO_LIMIT: "",
}


@dataclass(frozen=True)
class Row:
    """One task of a list, ready to be shown.

    `kind` is a colour word of ui.due; `group` the heading it stands under; `why` it stands in a list that tells why.
    """

    task: Task
    time_class: TimeClass
    kind: str
    due_text: str
    due_note: str
    group: str
    meta: tuple[str, ...]
    action: permissions.Action | None
    possible: frozenset[permissions.Action]
    why: str = ""


def row(task: Task, rights: Rights, now: Now, why: str = "") -> Row:
    """The task as it stands in a list of this person; `why` says why it stands there, where a list tells."""
    cls, possible = time_class(task, now), permissions.possible(rights, listed_facts(task))
    risk = risk_text(RiskLevel(task.risk) if task.risk else None, task.risk_reasons)
    return Row(
        task=task,
        time_class=cls,
        kind="wait" if task.state is State.SUBMITTED and cls is not TimeClass.OVERDUE else KINDS[cls],
        due_text=due_text(task, cls, now),
        due_note=due_note(task),
        group=_group(task, cls, now),
        meta=tuple(part for part in (why, risk, *meta(task, rights, now)) if part),
        why=why,
        action=_likely(task, possible, rights),
        possible=possible,
    )


def grouped(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Rows under their headings, most urgent heading first; inside one what is open by its limit, the rest as it comes.

    An archive comes newest first, so the open ones on a page of it are not in the order in which they have to be done.
    """
    order = {name: place for place, name in enumerate(_groups())}
    ordered = sorted(rows, key=lambda r: (order[r.group], ends(due_of(r.task) if r.task.state in OPEN else None)))
    return [(name, list(members)) for name, members in groupby(ordered, key=lambda r: r.group)]


def by_risk(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Rows of a list in the order of risk under the names of its levels."""
    grouped = groupby(rows, key=lambda r: RiskLevel(r.task.risk or RiskLevel.LOW))
    return [(level_text(level), list(members)) for level, members in grouped]


def heading(rows: Sequence[Row]) -> str:
    """What a personal list answers, in one sentence: its first page is the most urgent part."""
    late = sum(1 for r in rows if r.group == _("Quá hạn"))
    today = sum(1 for r in rows if r.group == _("Hôm nay"))
    if not rows:
        return _("Không có việc nào đang chờ")
    if today and late:
        return _("%(late)s việc quá hạn, %(today)s việc hết hạn hôm nay", late=late, today=today)
    if today:
        return _n("Hôm nay có 1 việc phải xong", "Hôm nay có %(num)s việc phải xong", today)
    if late:
        return _n("Có 1 việc đã quá hạn", "Có %(num)s việc đã quá hạn", late)
    return _("Hôm nay không có việc đến hạn")


def _groups() -> Sequence[str]:
    return (
        _("Quá hạn"),
        _("Hôm nay"),
        _("Sắp đến hạn"),
        _("Chưa tiếp nhận"),
        _("Đề nghị chuyển đơn vị khác"),
        _("Trong hạn"),
        _("Không thời hạn"),
        _("Chờ duyệt"),
        _("Dự thảo"),
        _("Đã hoàn thành"),
        _("Đã thu hồi"),
    )


def _group(task: Task, cls: TimeClass, now: Now) -> str:
    by_state = {
        State.SUBMITTED: _("Chờ duyệt"),
        State.DONE: _("Đã hoàn thành"),
        State.DRAFT: _("Dự thảo"),
        State.WITHDRAWN: _("Đã thu hồi"),
        State.DECLINED: _("Đề nghị chuyển đơn vị khác"),
    }
    if task.state in by_state:
        return by_state[task.state]
    if cls is TimeClass.OVERDUE:
        return _("Quá hạn")
    if task.due_on == now.today:
        return _("Hôm nay")
    if cls is TimeClass.DUE_SOON:
        return _("Sắp đến hạn")
    if task.state is State.ASSIGNED:
        return _("Chưa tiếp nhận")
    return _("Không thời hạn") if cls is TimeClass.NO_LIMIT else _("Trong hạn")


def _likely(task: Task, possible: frozenset[permissions.Action], rights: Rights) -> permissions.Action | None:
    if is_asked(task) and Change.EXTEND in possible:
        return Move.APPROVE if Move.APPROVE in possible else Change.EXTEND
    if task.disputed and Change.ANSWER_DISPUTE in possible and task.state is not State.SUBMITTED:
        return Change.ANSWER_DISPUTE
    if task.state is State.ASSIGNED:
        order: tuple[permissions.Action, ...] = (Move.ACCEPT,)
    elif task.assignee_id is None and task.children:  # its pieces have officers of their own
        waits = any(child.state in OPEN for child in task.children)
        order = (Move.APPROVE, *(() if waits else (Move.SUBMIT,)), Move.REFUSE_DECLINE)
    elif task.assignee_id is None:
        order = (Move.APPROVE, Change.NAME_OFFICER, Move.SUBMIT, Move.REFUSE_DECLINE, Move.ISSUE)
    elif task.assignee_id in rights.hands:
        order = (Move.APPROVE, Move.SUBMIT)
    else:
        order = (Move.APPROVE, Move.REFUSE_DECLINE)  # somebody else is at work: nothing to press here
    return next((action for action in order if action in possible), None)
