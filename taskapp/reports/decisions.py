"""What waits for a person's decision, with the facts that decide it: the first of the list that the menu counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from taskapp.base import clock, formats
from taskapp.base.i18n import _, _n
from taskapp.people.rights import Rights, Role
from taskapp.tasks import permissions, results
from taskapp.tasks.deadlines import days_left, own_days_late
from taskapp.tasks.models import Submission, Task, TaskEvent, persons
from taskapp.tasks.now import Now
from taskapp.tasks.paper_models import Dispute, Extension
from taskapp.tasks.selections import Sight, awaiting_decision
from taskapp.tasks.states import Change, Kind, State
from taskapp.tasks.words import DISPUTE_NAMES, KIND_NAMES, result_text
from taskapp.workdays.arithmetic import workdays_between

MOST = 8  # that the page shows


@dataclass(frozen=True)
class Decision:
    """One task that waits: what was handed in, said or asked for (None: nothing of the kind), and what may be done."""

    task: Task
    result: Submission | None
    declined: TaskEvent | None
    request: Extension | None
    dispute: Dispute | None
    waited: int  # working days
    timing: str
    is_late: bool
    may: frozenset[permissions.Action]

    @property
    def title(self) -> str:
        """What is to be decided, in words."""
        return " · ".join(
            text for text in (self._asks_to_leave, self._handed_in, self._asks_time, self._objects) if text
        )

    @property
    def reason(self) -> str:
        """Why the unit asks, the first words of it."""
        told = (self.declined and self.declined.reason, self.request and self.request.reason)
        return next((text for text in (*told, self.dispute and self.dispute.text) if text), "")

    @property
    def extension_door(self) -> str:
        """Where a request is answered; one made for another version of the limit can only be refused."""
        is_current = self.request is not None and self.request.due_version == self.task.due_version
        return "extension-grant" if is_current else "extension-refusal"

    @property
    def kind(self) -> str:
        return str(KIND_NAMES[self.task.kind]) if self.task.kind is not Kind.OFFICIAL else ""

    @property
    def _asks_to_leave(self) -> str:
        return _("Đề nghị chuyển đơn vị khác") if self.task.state is State.DECLINED else ""

    @property
    def _handed_in(self) -> str:
        result = self.result
        if result and result.result_number:
            return formats.sentence(result_text(result.result_number, result.result_on))
        return _("Kết quả chờ duyệt") if self.task.state is State.SUBMITTED else ""

    @property
    def _asks_time(self) -> str:
        return _("Xin gia hạn đến %(day)s", day=formats.day(self.request.asked_due_on)) if self.request else ""

    @property
    def _objects(self) -> str:
        return _("Báo sai: %(about)s", about=DISPUTE_NAMES[self.dispute.about]) if self.dispute else ""


@dataclass(frozen=True)
class Desk:
    """What lies before the person: how many tasks wait, for how many working days at most, and the first of them."""

    count: int
    worst_days: int
    decisions: list[Decision]
    may_decide: bool


def desk(session: Session, sight: Sight, count: int, now: Now) -> Desk:
    """The first of the `count` tasks that wait for the person; one query."""
    rows = session.execute(awaiting_decision(sight).limit(MOST)).all()
    may_decide = bool(count) or sight.rights.has(Role.LEADER, Role.MONITOR)
    worst = _days_since(rows[0].oldest, now) if rows else 0
    return Desk(count, worst, [_decision(row, sight.rights, now) for row in rows], may_decide)


def _decision(row: Any, rights: Rights, now: Now) -> Decision:
    task, result = row.Task, row.Submission
    return Decision(
        task=task,
        result=result,
        declined=row.TaskEvent,
        request=row.Extension,
        dispute=row.Dispute,
        waited=_days_since(row.since, now),
        timing=_timing(task, now),
        is_late=results.is_late(task, results.submission_of(task) or now.moment, now.terms),
        may=_offered(row, rights),
    )


def _offered(row: Any, rights: Rights) -> frozenset[permissions.Action]:
    """What the person may decide here; nobody decides on what he himself has handed in, asked for or disputed."""
    handed_in_by = row.Submission.whose if row.Submission else results.NOBODY
    declined_by = persons(row.TaskEvent.by_id, row.TaskEvent.on_behalf_of_id) if row.TaskEvent else results.NOBODY
    facts = results.listed_facts(row.Task, handed_in_by, declined_by)
    offered = permissions.possible(rights, facts)
    if row.Extension is None or rights.person_id in row.Extension.whose:
        offered -= {Change.EXTEND}
    if row.Dispute is None or rights.person_id in row.Dispute.whose:
        offered -= {Change.ANSWER_DISPUTE}
    return offered


def _timing(task: Task, now: Now) -> str:
    """How the result lies to its limit: "nộp trước hạn 2 ngày làm việc"; empty when nothing was handed in."""
    submitted, limit = results.submission_of(task), results.limit_of(task)
    if submitted is None or limit is None:
        return ""
    late = own_days_late(limit, submitted, task.waited_workdays, now.calendar, strict=now.rules.is_strict)
    if late:
        return _n("nộp quá hạn 1 ngày làm việc", "nộp quá hạn %(num)s ngày làm việc", late)
    early = days_left(submitted.on, limit.on, now.calendar)
    if early > 0:
        return _n("nộp trước hạn 1 ngày làm việc", "nộp trước hạn %(num)s ngày làm việc", early)
    return _("nộp đúng hạn")


def _days_since(moment: datetime | None, now: Now) -> int:
    if moment is None:
        return 0
    return max(0, workdays_between(clock.local_day(moment, now.zone), now.today, now.calendar))
