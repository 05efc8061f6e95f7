"""What changes about a task while its state stays: its officer, its progress, its star, words about its lateness.

Like the moves these take the acting `by` and the database's `now`, leave an event and do not commit. They raise
Forbidden or Refused.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from taskapp.base import clock, formats
from taskapp.base.errors import Forbidden, Refused
from taskapp.base.i18n import _
from taskapp.people.models import Person
from taskapp.tasks import results
from taskapp.tasks.deadlines import moment
from taskapp.tasks.lifecycle import accept, check
from taskapp.tasks.models import Explanation, Task
from taskapp.tasks.record import Actor, Words, record
from taskapp.tasks.rules import Terms
from taskapp.tasks.states import Change, State

LONGEST_REVIEW = 366  # days


def name_officer(session: Session, task: Task, *, officer: Person, by: Actor, now: datetime) -> None:
    """Name the officer who does the task; a task not yet accepted is accepted by that."""
    check(task, Change.NAME_OFFICER, by)
    if officer.unit_id != task.lead_unit_id or not officer.is_enabled:
        raise Refused(
            _("%(name)s không công tác tại đơn vị chủ trì. Hãy chọn người trong đơn vị.", name=officer.full_name),
            field="officer",
        )
    if task.state is State.ASSIGNED:
        accept(session, task, by=by, now=now)
    task.assignee_id, task.assignee, task.assignee_since = officer.id, officer, now
    record(session, task, Change.NAME_OFFICER, by=by, now=now, before=task.state, words=Words(note=officer.full_name))


def progress(
    session: Session, task: Task, *, percent: int, note: str, by: Actor, now: datetime, remark: str = ""
) -> None:
    """Report progress: `percent` 0 to 100 of the work, and a sentence. `remark`: how the report came, if late."""
    check(task, Change.PROGRESS, by)
    if not 0 <= percent <= 100:
        raise Refused(_("Tiến độ phải từ 0 đến 100 %%."), field="percent")
    if not note:
        raise Refused(_("Hãy ghi một câu về tình hình thực hiện."), field="note")
    if task.state is State.ASSIGNED:
        accept(session, task, by=by, now=now)
    task.progress_percent, task.progress_at = percent, now
    words = Words(note=f"{percent} % · {note}", reason=remark)
    record(session, task, Change.PROGRESS, by=by, now=now, before=task.state, words=words)


def review(session: Session, task: Task, *, next_on: date, note: str, by: Actor, now: datetime) -> None:
    """Say that a task without a limit goes on, and when it is looked at again. Raises Refused for a day not ahead."""
    check(task, Change.REVIEW, by)
    if task.due_on is not None:
        raise Refused(_("Nhiệm vụ đã có thời hạn nên không cần ngày rà soát."))
    today = clock.local_day(now, by.zone)
    if next_on <= today or next_on > today + timedelta(days=LONGEST_REVIEW):
        raise Refused(
            _("Ngày rà soát tiếp theo phải sau hôm nay, không quá %(days)s ngày.", days=LONGEST_REVIEW), field="next_on"
        )
    task.review_on = next_on
    told = _("Rà soát tiếp theo ngày %(day)s.", day=formats.day(next_on))
    words = Words(note=f"{told} {note}".strip())
    record(session, task, Change.REVIEW, by=by, now=now, before=task.state, words=words)


def star(session: Session, task: Task, *, starred: bool, by: Actor, now: datetime) -> None:
    """Mark a task as a priority (gắn sao), or take the mark away."""
    check(task, Change.STAR, by)
    task.starred = starred
    record(session, task, Change.STAR, by=by, now=now, before=task.state)


def urge(session: Session, task: Task, *, text: str, by: Actor, now: datetime) -> None:
    """Urge the doers (đôn đốc): counted until they do or say something, and told to them at once."""
    check(task, Change.URGE, by)
    task.urgings += 1
    task.unanswered_urgings += 1
    note = _("Lần %(count)s. %(text)s", count=task.urgings, text=text).strip()
    record(session, task, Change.URGE, by=by, now=now, before=task.state, words=Words(note=note))


def explain(
    session: Session, task: Task, *, text: str, claims_objective: bool, by: Actor, now: datetime, terms: Terms
) -> None:
    """Say why the task is late (giải trình) before its result is handed in; once for each version of the limit."""
    check(task, Change.EXPLAIN, by)
    judged = moment(clock.local(now, by.zone))
    if not results.is_late(task, judged, terms):
        raise Refused(_("Nhiệm vụ chưa quá hạn nên chưa phải giải trình."))
    if not results.needs_explanation(task, judged, terms):
        raise Refused(_("Đã có giải trình cho thời hạn này. Nếu có thêm ý kiến, hãy ghi ở phần trao đổi."))
    results.explain(task, text, judged, by=by, now=now, terms=terms, claims_objective=claims_objective)
    record(session, task, Change.EXPLAIN, by=by, now=now, before=task.state, words=Words(note=text))


def judge_cause(session: Session, task: Task, *, is_confirmed: bool, reason: str, by: Actor, now: datetime) -> None:
    """An authorised person confirms or denies that the cause of a delay lay beyond the unit (NĐ 335).

    Touches the evaluation of officials only, never an on-time share.
    """
    check(task, Change.JUDGE_CAUSE, by)
    explanation = claimed_cause(task)
    if explanation is None:
        raise Refused(_("Chưa có giải trình nào nêu nguyên nhân khách quan."))
    if explanation.whose & by.persons:
        raise Forbidden(_("Người giải trình không tự xác nhận nguyên nhân khách quan được."))
    if not is_confirmed and not reason:
        raise Refused(_("Hãy ghi vì sao không xác nhận."), field="reason")
    explanation.is_confirmed, explanation.judged_by_id, explanation.judged_at = is_confirmed, by.person_id, now
    explanation.judged_reason = reason
    task.objective_cause = any(each.is_confirmed for each in task.explanations)
    verdict = _("Xác nhận nguyên nhân khách quan.") if is_confirmed else _("Không xác nhận nguyên nhân khách quan.")
    words = Words(note=verdict, reason=reason)
    record(session, task, Change.JUDGE_CAUSE, by=by, now=now, before=task.state, words=words)


def claimed_cause(task: Task) -> Explanation | None:
    """The newest explanation that names a cause beyond the unit, judged or not; None when there is none."""
    return next((each for each in reversed(task.explanations) if each.claims_objective), None)
