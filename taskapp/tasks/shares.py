"""What hangs on a task, as its page shows it: who has to give what by when, how far each is, and who holds it up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from taskapp.base.i18n import _, _n
from taskapp.people.rights import Rights
from taskapp.tasks import lists, permissions, queries, row_words
from taskapp.tasks.deadlines import Moment, own_days_late
from taskapp.tasks.models import Task
from taskapp.tasks.now import Now, holds, time_class
from taskapp.tasks.results import facts_of, limit_of, submission_of
from taskapp.tasks.selections import TO_DO
from taskapp.tasks.states import OPEN, Change, Kind, State
from taskapp.tasks.words import KIND_NAMES, STATE_NAMES


@dataclass(frozen=True)
class Share:
    """One part or piece. `kind`, `due_text` and `due_note` as in a list; `holding`: who holds it up, in words."""

    task: Task
    title: str
    state: str
    kind: str
    due_text: str
    due_note: str
    meta: tuple[str, ...]
    holding: str
    is_linked: bool

    @property
    def badge(self) -> str:
        """Colour word of the state."""
        return {State.DONE: "done", State.SUBMITTED: "wait", State.WITHDRAWN: "late"}.get(self.task.state, "info")


@dataclass(frozen=True)
class Shares:
    """All of them, and the whole that the task belongs to when the person may see it; what the person may add."""

    kind: str
    parts: Sequence[Share]
    children: Sequence[Share]
    above: Task | None
    may_split: bool
    may_add_part: bool

    @property
    def progress(self) -> float | None:
        """How far the pieces are together, 0 to 1, each counting alike; None without pieces."""
        percents = [_percent(share.task) for share in self.children]
        return sum(percents) / len(percents) / 100 if percents else None

    @property
    def summary(self) -> str:
        """How many are finished, in words."""
        parts, children = _finished(self.parts), _finished(self.children)
        texts = (
            _("%(done)s/%(all)s phần phối hợp đã nhận", done=parts, all=len(self.parts)) if self.parts else "",
            _("%(done)s/%(all)s việc con đã xong", done=children, all=len(self.children)) if self.children else "",
        )
        return " · ".join(text for text in texts if text)


def of(session: Session, rights: Rights, task: Task, now: Now) -> Shares:
    """What the task's page shows of its whole, its parts and its pieces; one query."""
    has_any = task.below or task.parent_id
    seen = set(session.scalars(queries.seen_around(rights, task))) if has_any else set()
    may_add = additions(rights, task)
    return Shares(
        kind=str(KIND_NAMES[task.kind]),
        parts=[_share(part, task, now, is_linked=part.id in seen) for part in task.parts],
        children=[_share(child, task, now, is_linked=child.id in seen) for child in task.children],
        above=task.parent if task.parent_id in seen else None,
        may_split="pieces" in may_add,
        may_add_part="parts" in may_add,
    )


def additions(rights: Rights, task: Task) -> frozenset[str]:
    """What the person may add to the task as it stands: pieces; parts, if he reaches another unit."""
    possible, reaches = permissions.possible(rights, facts_of(task)), rights.readable - {task.lead_unit_id}
    found = {"pieces"} if Change.SPLIT in possible else set()
    return frozenset(found | ({"parts"} if Change.ADD_PART in possible and reaches else set()))


def loose_ends(task: Task) -> dict[str, object]:
    """What hangs on a task about to be handed in: pieces that keep it from that, and parts that are still owed."""
    return {
        "unfinished": [child for child in task.children if child.state in OPEN],
        "outstanding": [part for part in task.parts if part.state in OPEN - {State.SUBMITTED}],
        "state_names": STATE_NAMES,
    }


def days_late(task: Task, now: Now) -> int:
    """Working days that the task is or was late: by its result, by the day it ended without one, else by now."""
    limit = limit_of(task)
    if limit is None or (task.state is State.WITHDRAWN and task.finished_on is None):
        return 0
    ended = Moment(task.finished_on) if task.finished_on else None
    judged = submission_of(task) or ended or now.moment
    return own_days_late(limit, judged, task.waited_workdays, now.calendar, strict=now.rules.is_strict)


def _finished(shares: Sequence[Share]) -> int:
    return sum(share.task.state is State.DONE for share in shares)


def _share(task: Task, whole: Task, now: Now, *, is_linked: bool) -> Share:
    cls, is_holding = time_class(task, now), holds(task, now)
    who, is_piece = task.assignee.full_name if task.assignee else "", task.kind is Kind.CHILD
    late = 0 if is_holding else days_late(task, now)  # the limit says so already
    meta = (
        who,
        task.lead_unit_name if is_piece and task.lead_unit_id != whole.lead_unit_id else "",
        _("tiến độ %(percent)s %%", percent=task.progress_percent) if task.state in TO_DO else "",
        _n("chậm 1 ngày làm việc", "chậm %(num)s ngày làm việc", late) if late else "",
        row_words.waiting_text(task, now),
    )
    return Share(
        task=task,
        title=task.content if is_piece else task.lead_unit_name,
        state=_("Không có kết quả") if task.state is State.WITHDRAWN else str(STATE_NAMES[task.state]),
        kind="" if task.state is State.SUBMITTED and not late else lists.KINDS[cls],
        due_text=row_words.due_text(task, cls, now),
        due_note=row_words.due_note(task),
        meta=tuple(text for text in meta if text),
        holding=_("Đang giữ việc: %(who)s", who=who or task.lead_unit_name) if is_holding else "",
        is_linked=is_linked,
    )


def _percent(task: Task) -> int:
    return 100 if task.state in (State.SUBMITTED, State.DONE) else task.progress_percent
