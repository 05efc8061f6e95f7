"""What the pages of bulk actions show: the bar over a list, the rows of a preview and of a result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from taskapp.base.db import db
from taskapp.base.forms import choices
from taskapp.base.i18n import _, _l, _n
from taskapp.people import standing_queries
from taskapp.people.auth import viewer
from taskapp.people.queries import people_of
from taskapp.people.words import person_label
from taskapp.tasks import bulk, lists, permissions, sheets
from taskapp.tasks.bulk import ACTIONS, Outcome
from taskapp.tasks.bulk_forms import BulkForm, NameForManyForm
from taskapp.tasks.models import Task
from taskapp.tasks.results import facts_of
from taskapp.tasks.selections import Filters, View
from taskapp.tasks.states import OPEN, Change, Move

NAMES = {
    Move.ACCEPT: _l("Tiếp nhận"),
    Change.NAME_OFFICER: _l("Phân công"),
    Change.URGE: _l("Đôn đốc"),
    Change.EXTEND: _l("Gia hạn"),
}


@dataclass(frozen=True)
class Line:
    """One task of a run with its row in a list; None for a task that does not exist for this person."""

    outcome: Outcome
    row: lists.Row | None


def bar(view: View, filters: Filters, rows: Sequence[lists.Row], *, is_whole: bool) -> dict[str, Any]:
    """The bar over a list's page: what may be done to its rows, which of them can be ticked.

    `size` is how many tasks of the list are unfinished; it is counted, up to one more than a run may touch, unless the
    page is the whole list.
    """
    offered = [action for action in ACTIONS if any(action in row.possible for row in rows)]
    unfinished = sum(row.task.state in OPEN for row in rows)
    return {
        "offered": {action.value: NAMES[action] for action in offered},
        "ticks": {row.task.id: f"{row.task.id}.{row.task.version}" for row in rows if row.possible & set(offered)},
        "is_whole": is_whole,
        "size": unfinished if is_whole or not offered else bulk.size(db.session(), sheets.undone(view, filters)),
        "most": bulk.MOST,
    }


def judged(session: Session, action: permissions.Action, outcomes: Sequence[Outcome], form: BulkForm) -> dict[str, Any]:
    """What the page of a preview shows; reads the tasks anew, and fills in whom the form offers."""
    tasks = bulk.load(session, viewer().rights, [outcome.task_id for outcome in outcomes])
    if isinstance(form, NameForManyForm):
        form.officer.choices = choices(_officers(session, list(tasks.values())))
    ready = sum(outcome.is_done for outcome in outcomes)
    return {
        "action": action.value,
        "name": NAMES[action],
        "form": form,
        "lines": _lines(outcomes, tasks),
        "ready": ready,
        "refused": len(outcomes) - ready,
        "promise": _promise(action, ready),
    }


def done(session: Session, action: permissions.Action, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """What the page of a result shows; reads the tasks as they are now."""
    lines = _lines(outcomes, bulk.load(session, viewer().rights, [outcome.task_id for outcome in outcomes]))
    finished = [line for line in lines if line.outcome.is_done]
    is_repeated = all(line.outcome.is_repeated for line in lines)
    return {
        "title": _report(action, len(finished)) if finished else _nothing(is_repeated),
        "done": finished,
        "refused": [line for line in lines if not line.outcome.is_done],
        "is_repeated": is_repeated,
    }


def _lines(outcomes: Sequence[Outcome], tasks: dict[int, Task]) -> list[Line]:
    """Those refused first: they are what has to be looked at."""
    who, now = viewer(), sheets.seen_now()
    lines = [
        Line(each, lists.row(tasks[each.task_id], who.rights, now) if each.task_id in tasks else None)
        for each in outcomes
    ]
    return sorted(lines, key=lambda line: line.outcome.is_done)


def _officers(session: Session, tasks: Sequence[Task]) -> list[tuple[object, str]]:
    """Who may be named: people of the lead units for which this person names officers."""
    rights = viewer().rights
    units = {t.lead_unit_id for t in tasks if permissions.has_right(rights, Change.NAME_OFFICER, facts_of(t))}
    people = session.scalars(people_of(rights.committee_id, units)).all()
    away = standing_queries.away_until(session, rights.committee_id, sheets.seen_now().today)
    homes = {p.id: f" – {p.unit.name}" if len(units) > 1 else "" for p in people}
    return [("", _("Chọn người xử lý")), *((p.id, person_label(p, away.get(p.id)) + homes[p.id]) for p in people)]


def _promise(action: permissions.Action, count: int) -> str:
    words = {
        Move.ACCEPT: _n("Tiếp nhận 1 nhiệm vụ", "Tiếp nhận %(num)s nhiệm vụ", count),
        Change.NAME_OFFICER: _n("Phân công 1 nhiệm vụ", "Phân công %(num)s nhiệm vụ", count),
        Change.URGE: _n("Đôn đốc 1 nhiệm vụ", "Đôn đốc %(num)s nhiệm vụ", count),
        Change.EXTEND: _n("Gia hạn 1 nhiệm vụ", "Gia hạn %(num)s nhiệm vụ", count),
    }
    return words[action]


def _report(action: permissions.Action, count: int) -> str:
    words = {
        Move.ACCEPT: _n("Đã tiếp nhận 1 nhiệm vụ", "Đã tiếp nhận %(num)s nhiệm vụ", count),
        Change.NAME_OFFICER: _n("Đã phân công 1 nhiệm vụ", "Đã phân công %(num)s nhiệm vụ", count),
        Change.URGE: _n("Đã đôn đốc 1 nhiệm vụ", "Đã đôn đốc %(num)s nhiệm vụ", count),
        Change.EXTEND: _n("Đã gia hạn 1 nhiệm vụ", "Đã gia hạn %(num)s nhiệm vụ", count),
    }
    return words[action]


def _nothing(is_repeated: bool) -> str:
    return _("Đã làm ở lần gửi trước") if is_repeated else _("Chưa nhiệm vụ nào được thực hiện")
