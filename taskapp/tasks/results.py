"""What is handed in, and what a result must bring: evidence always, an explanation once the task is late."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain

from sqlalchemy.orm import object_session

from taskapp.base.db import scoped
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.people.rights import Rights
from taskapp.tasks import permissions
from taskapp.tasks.deadlines import Moment, own_days_late
from taskapp.tasks.models import Explanation, Task, TaskEvent, persons
from taskapp.tasks.record import Actor
from taskapp.tasks.rules import Terms
from taskapp.tasks.states import Kind, LimitKind, Move, State

NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Result:
    """What is handed in: words, the result document's number and day, or why there is no evidence; files come apart."""

    text: str = ""
    result_number: str = ""
    result_on: date | None = None
    no_evidence_reason: str = ""
    explanation: str = ""
    claims_objective: bool = False  # the explanation names a cause beyond the unit
    release_reason: str = ""  # why pieces of the work that are not finished are let go
    has_files: bool = False


def due_of(task: Task) -> Moment | None:
    """The limit to work towards: the newest one granted, or None for a task without one."""
    return Moment(task.due_on, task.due_time) if task.limit_kind is LimitKind.DATED and task.due_on else None


def limit_of(task: Task) -> Moment | None:
    """The limit that judges: the current one, or the one that had passed when a later one was granted too late."""
    if task.missed_due_on:
        return Moment(task.missed_due_on, task.missed_due_time)
    return due_of(task)


def submission_of(task: Task) -> Moment | None:
    """The local day and minute of the result that counts, or None."""
    return Moment(task.submitted_on, task.submitted_time) if task.submitted_on else None


def facts_of(task: Task) -> permissions.Facts:
    """What the permission rules need to know of the task."""
    last = task.submissions[-1] if task.submissions else None
    return listed_facts(task, last.whose if last else NOBODY, _decliners(task))


def listed_facts(
    task: Task, handed_in_by: frozenset[int] = NOBODY, declined_by: frozenset[int] = NOBODY
) -> permissions.Facts:
    """The same for a list: without who handed in or declined, who only matter on the task's own page."""
    above = task.parent if task.kind is not Kind.OFFICIAL else None
    return permissions.Facts(
        state=task.state,
        lead_unit_id=task.lead_unit_id,
        assigner_id=task.assigner_id,
        assignee_id=task.assignee_id,
        handed_in_by=handed_in_by,
        declined_by=declined_by,
        kind=task.kind,
        above_unit_id=above.lead_unit_id if above else None,
        above_assignee_id=above.assignee_id if above else None,
    )


def _decliners(task: Task) -> frozenset[int]:
    """Who declined the task, and in whose place; nobody once that has its answer."""
    session = object_session(task)
    if task.state is not State.DECLINED or session is None:
        return NOBODY
    said = scoped(TaskEvent, task.committee_id, TaskEvent.by_id, TaskEvent.on_behalf_of_id).where(
        TaskEvent.task_id == task.id, TaskEvent.kind == Move.DECLINE.value, TaskEvent.recorded_at == task.declined_at
    )
    return persons(*chain.from_iterable(session.execute(said)))


def acting(task: Task, action: permissions.Action, by: Actor) -> Actor:
    """The same actor, on behalf of whoever he stands in for when his own rights do not do."""
    if by.rights is None:
        return by
    return by.for_person(permissions.on_behalf_of(by.rights, action, facts_of(task)))


def is_late(task: Task, judged: Moment, terms: Terms) -> bool:
    """Whether the task's own lateness at `judged` is at least one working day."""
    limit, strict = limit_of(task), terms.rules.is_strict
    return limit is not None and own_days_late(limit, judged, task.waited_workdays, terms.calendar, strict=strict) > 0


def needs_explanation(task: Task, judged: Moment, terms: Terms) -> bool:
    """Whether handing in at `judged` asks for an explanation that has not been given for this version of the limit."""
    return is_late(task, judged, terms) and all(e.due_version != task.due_version for e in task.explanations)


def evidenced(result: Result, today: date) -> Result:
    """The result as it is kept: a document whose number is given without a day is of the day it is handed in.

    Evidence is compulsory: a document's number, a file, or why there is none. Raises Refused.
    """
    if result.result_on and not result.result_number:
        raise Refused(_("Hãy ghi số, ký hiệu của văn bản kết quả."), field="result_number")
    if result.result_on and result.result_on > today:
        raise Refused(_("Ngày văn bản kết quả không thể sau hôm nay."), field="result_on")
    if not (result.result_number or result.has_files or result.no_evidence_reason):
        raise Refused(
            _("Cần minh chứng: số văn bản kết quả, hoặc tệp đính kèm; nếu không có thì ghi rõ lý do."),
            field="no_evidence_reason",
        )
    return replace(result, result_on=today) if result.result_number and result.result_on is None else result


def explain(
    task: Task, text: str, judged: Moment, *, by: Actor, now: datetime, terms: Terms, claims_objective: bool = False
) -> None:
    """Keep the explanation of a late task; raises Refused when one is owed and not given."""
    if not needs_explanation(task, judged, terms):
        return
    if not text or by.person_id is None:
        raise Refused(_("Nhiệm vụ đã quá hạn: hãy giải trình lý do chậm."), field="explanation")
    task.explanations.append(
        Explanation(
            committee_id=task.committee_id,
            due_version=task.due_version,
            by_id=by.person_id,
            on_behalf_of_id=by.on_behalf_of_id,
            given_at=now,
            text=text,
            claims_objective=claims_objective,
        )
    )


def settle(task: Task, decision: str, reason: str, *, by: Actor, now: datetime) -> None:
    """Write the decision on the last result handed in."""
    if task.submissions:  # a result taken from a register has none
        last = task.submissions[-1]
        last.decision, last.decided_by_id, last.decided_at, last.decision_reason = decision, by.person_id, now, reason


def may_lead(rights: Rights, task: Task, unit_id: int) -> bool:
    """Whether the person could give the task to this unit, had nobody in particular assigned it."""
    facts = replace(listed_facts(task), lead_unit_id=unit_id, assigner_id=None, assignee_id=None)
    return permissions.has_right(rights, Move.ISSUE, facts)
