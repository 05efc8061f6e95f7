"""The moves of a task. This module alone writes its state; each change leaves its event in the same transaction.

Functions take the acting `by`, the database's `now` (aware UTC) and do not commit. They raise Forbidden when the
person's relation to the task does not permit the move, and Refused when its state or a rule does not.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.errors import Changed, Forbidden, Refused
from taskapp.base.i18n import _
from taskapp.people.models import Person, Unit
from taskapp.tasks import permissions
from taskapp.tasks.deadlines import Moment, is_past, moment, waited_workdays
from taskapp.tasks.models import Submission, Task
from taskapp.tasks.record import NO_WORDS, Actor, Words, record
from taskapp.tasks.results import Result, check_evidence, explain, facts_of, limit_of, submission_of
from taskapp.tasks.states import MOVES, Change, Exclusion, LimitKind, Move, State
from taskapp.tasks.words import MOVE_NAMES, STATE_NAMES
from taskapp.workdays.arithmetic import Calendar

MOST_EXTENSIONS = 1


def expect_version(task: Task, version: int) -> None:
    """Raise Changed unless the task is still as the person's page showed it."""
    if task.version != version:
        raise Changed(
            _(
                "Đã có người cập nhật nhiệm vụ này trước anh/chị. "
                "Nội dung đã nhập được giữ lại; hãy xem lại rồi gửi lần nữa."
            )
        )


def issue(session: Session, task: Task, *, by: Actor, now: datetime) -> None:
    """Hand a drafted task to its lead unit; the record begins here."""
    check(task, Move.ISSUE, by)
    today = clock.local_day(now, by.zone)
    if task.due_on and clock.local_day(task.recorded_at, by.zone) <= task.due_on < today:
        raise Refused(_("Thời hạn ghi trong dự thảo đã qua. Hãy bỏ dự thảo và giao lại với thời hạn mới."))
    task.recorded_at = task.lead_since = task.due_since = now
    task.issued_on = today
    _go(session, task, Move.ISSUE, by=by, now=now)


def record_past(
    session: Session, task: Task, *, issued_on: date, done_on: date | None, by: Actor, now: datetime, note: str = ""
) -> None:
    """Write down a task that exists elsewhere: assigned on its day, and done on its day if the register says so.

    `task` is a draft not yet in the record. No mail is owed for what lies before `now`, no explanation is asked.
    """
    task.recorded_at = task.due_since = now
    task.issued_on = issued_on
    task.state = State.ASSIGNED
    record(session, task, Move.RECORD_PAST, by=by, now=now, before=None, words=Words(note=note, effective_on=issued_on))
    if done_on is None:
        return
    task.submitted_on = task.finished_on = done_on
    task.submitted_at = now
    task.state = State.DONE
    record(
        session,
        task,
        Move.RECORD_PAST,
        by=by,
        now=now,
        before=State.ASSIGNED,
        words=Words(note=note, effective_on=done_on),
    )


def accept(session: Session, task: Task, *, by: Actor, now: datetime) -> None:
    """The lead unit takes the task."""
    check(task, Move.ACCEPT, by)
    task.accepted_at = now
    _go(session, task, Move.ACCEPT, by=by, now=now)


def decline(session: Session, task: Task, *, reason: str, by: Actor, now: datetime) -> None:
    """The lead unit says the task is not its competence; the clock goes on until the assigner decides."""
    check(task, Move.DECLINE, by)
    _go(session, task, Move.DECLINE, by=by, now=now, words=Words(reason=reason))


def refuse_decline(session: Session, task: Task, *, reason: str, by: Actor, now: datetime) -> None:
    """The assigner keeps the task where it is; its unit is told as if it were handed over again."""
    check(task, Move.REFUSE_DECLINE, by)
    task.lead_since = now
    _go(session, task, Move.REFUSE_DECLINE, by=by, now=now, words=Words(reason=reason))


def reassign(session: Session, task: Task, *, lead: Unit, reason: str, by: Actor, now: datetime) -> None:
    """Give the task to another lead unit; the old one leaves the denominator with this event."""
    check(task, Move.REASSIGN, by)
    if lead.id == task.lead_unit_id:
        raise Refused(_("Đơn vị này đang chủ trì nhiệm vụ. Hãy chọn đơn vị khác."), field="lead")
    if any(part.unit_id == lead.id for part in task.parts):
        raise Refused(
            _("%(unit)s đang là đơn vị phối hợp của nhiệm vụ này nên không thể đồng thời chủ trì.", unit=lead.name),
            field="lead",
        )
    if by.rights and not permissions.has_right(
        by.rights, Move.ISSUE, permissions.Facts(task.state, lead.id, None, None)
    ):
        raise Forbidden(_("Anh/chị không giao việc được cho %(unit)s.", unit=lead.name))
    task.lead_unit_id, task.lead_unit_name, task.lead_unit = lead.id, lead.name, lead
    task.assignee_id = task.assignee_since = task.accepted_at = None
    task.lead_since = now
    _go(session, task, Move.REASSIGN, by=by, now=now, words=Words(reason=reason))


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


def progress(session: Session, task: Task, *, percent: int, note: str, by: Actor, now: datetime) -> None:
    """Report progress: `percent` 0 to 100 of the work, and a sentence."""
    check(task, Change.PROGRESS, by)
    if not 0 <= percent <= 100:
        raise Refused(_("Tiến độ phải từ 0 đến 100 %%."), field="percent")
    if not note:
        raise Refused(_("Hãy ghi một câu về tình hình thực hiện."), field="note")
    if task.state is State.ASSIGNED:
        accept(session, task, by=by, now=now)
    task.progress_percent, task.progress_at = percent, now
    record(session, task, Change.PROGRESS, by=by, now=now, before=task.state, words=Words(note=f"{percent} % · {note}"))


def submit(session: Session, task: Task, *, result: Result, by: Actor, now: datetime, calendar: Calendar) -> Submission:
    """Hand in the result. A late task needs an explanation, once for each version of its limit."""
    check(task, Move.SUBMIT, by)
    local = clock.local(now, by.zone)
    check_evidence(result, local.date())
    explain(task, result.explanation, moment(local), by=by, now=now, calendar=calendar)
    if task.state is State.ASSIGNED:
        accept(session, task, by=by, now=now)
    submission = Submission(
        committee_id=task.committee_id,
        number=len(task.submissions) + 1,
        by_id=by.person_id,
        submitted_at=now,
        submitted_on=local.date(),
        text=result.text,
        result_number=result.result_number,
        result_on=result.result_on,
        no_evidence_reason=result.no_evidence_reason,
    )
    task.submissions.append(submission)
    task.submitted_at, task.submitted_on = now, local.date()
    task.submitted_time = local.time().replace(second=0, microsecond=0)
    _go(session, task, Move.SUBMIT, by=by, now=now, words=Words(note=result.text))
    return submission


def recall(session: Session, task: Task, *, by: Actor, now: datetime) -> None:
    """The submitter takes the result back before it is decided."""
    check(task, Move.RECALL, by)
    _decide(task, "recalled", "", by=by, now=now)
    _clear_submission(task)
    _go(session, task, Move.RECALL, by=by, now=now)


def approve(session: Session, task: Task, *, note: str, by: Actor, now: datetime) -> None:
    """Accept the result: the task is finished on the day it was submitted, however long the approval took."""
    check(task, Move.APPROVE, by)
    _decide(task, "approved", note, by=by, now=now)
    task.finished_on = task.submitted_on
    task.progress_percent = 100
    _go(session, task, Move.APPROVE, by=by, now=now, words=Words(note=note))


def send_back(session: Session, task: Task, *, reason: str, by: Actor, now: datetime, calendar: Calendar) -> None:
    """Return the result for rework with the old limit; the days a timely result lay waiting are fixed in the record."""
    check(task, Move.SEND_BACK, by)
    submitted = submission_of(task)
    if submitted is None:
        raise Refused(_("Nhiệm vụ này chưa có báo cáo kết quả để trả lại."))
    decided_on = clock.local_day(now, by.zone)
    task.waited_workdays += waited_workdays(limit_of(task), submitted, decided_on, task.waited_workdays, calendar)
    _decide(task, "sent_back", reason, by=by, now=now)
    _clear_submission(task)
    _go(session, task, Move.SEND_BACK, by=by, now=now, words=Words(reason=reason))


def withdraw(session: Session, task: Task, *, reason: str, by: Actor, now: datetime) -> None:
    """Take the task back; it is out of the figures from this moment."""
    check(task, Move.WITHDRAW, by)
    task.excluded = Exclusion.WITHDRAWN
    _go(session, task, Move.WITHDRAW, by=by, now=now, words=Words(reason=reason))


def undo(session: Session, task: Task, *, reason: str, by: Actor, now: datetime) -> None:
    """Take back a task that an import brought in; nothing is deleted."""
    check(task, Move.UNDO, by)
    task.excluded = Exclusion.UNDONE
    _go(session, task, Move.UNDO, by=by, now=now, words=Words(reason=reason))


def reopen(session: Session, task: Task, *, reason: str, by: Actor, now: datetime) -> None:
    """Open a finished task again, with its old limit."""
    check(task, Move.REOPEN, by)
    task.finished_on = None
    _clear_submission(task)
    _go(session, task, Move.REOPEN, by=by, now=now, words=Words(reason=reason))


def extend(session: Session, task: Task, *, limit: Moment, reason: str, by: Actor, now: datetime) -> None:
    """Grant a later limit: before the old one has passed, and at most once. The original limit never changes."""
    check(task, Change.EXTEND, by)
    old = limit_of(task)
    if old is None:
        raise Refused(_("Nhiệm vụ này không có thời hạn nên không gia hạn được."))
    if not reason:
        raise Refused(_("Hãy ghi lý do gia hạn."), field="reason")
    if limit.on <= old.on:
        raise Refused(_("Thời hạn mới phải sau thời hạn hiện nay."), field="due_on")
    if is_past(old, moment(clock.local(now, by.zone))):
        raise Refused(_("Đã quá thời hạn nên không gia hạn được. Hãy yêu cầu đơn vị giải trình khi báo cáo kết quả."))
    if task.extensions >= MOST_EXTENSIONS:
        raise Refused(_("Nhiệm vụ đã được gia hạn %(count)s lần, không gia hạn thêm được.", count=task.extensions))
    task.due_on, task.due_time = limit
    task.extensions += 1
    _new_limit(task, now)
    record(session, task, Change.EXTEND, by=by, now=now, before=task.state, words=Words(reason=reason))


def star(session: Session, task: Task, *, starred: bool, by: Actor, now: datetime) -> None:
    """Mark a task as a priority (gắn sao), or take the mark away."""
    check(task, Change.STAR, by)
    task.starred = starred
    record(session, task, Change.STAR, by=by, now=now, before=task.state)


def correct(
    session: Session, task: Task, *, due_on: date | None, done_on: date | None, reason: str, by: Actor, now: datetime
) -> None:
    """Take over dates that a register states differently, as a correction that the record shows."""
    check(task, Change.CORRECT, by)
    before = task.state
    if due_on != task.due_on:
        task.limit_kind = LimitKind.DATED if due_on else LimitKind.NONE
        task.due_on, task.due_time = due_on, None
        if not task.extensions:  # the original limit of an extended task never changes
            task.original_due_on, task.original_due_time = due_on, None
        _new_limit(task, now)
    if done_on is not None and (task.state is not State.DONE or done_on != task.submitted_on):
        if task.state is State.SUBMITTED:
            _decide(task, "approved", reason, by=by, now=now)
        task.submitted_on = task.finished_on = done_on
        task.submitted_at, task.submitted_time = now, None
        task.state = State.DONE
    record(session, task, Change.CORRECT, by=by, now=now, before=before, words=Words(reason=reason))


def check(task: Task, action: Move | Change, by: Actor) -> None:
    """Raise Forbidden or Refused unless this actor may do this to the task as it stands now."""
    if by.rights and not permissions.has_right(by.rights, action, facts_of(task)):
        raise Forbidden(_("Anh/chị không có quyền %(move)s với nhiệm vụ này.", move=MOVE_NAMES[action]))
    if not permissions.fits_state(action, task.state):
        raise Refused(
            _(
                "Không %(move)s được: nhiệm vụ đang ở trạng thái “%(state)s”.",
                move=MOVE_NAMES[action],
                state=STATE_NAMES[task.state],
            )
        )


def _go(session: Session, task: Task, move: Move, *, by: Actor, now: datetime, words: Words = NO_WORDS) -> None:
    rule = MOVES[move]
    if rule.needs_reason and not words.reason:
        raise Refused(_("Hãy ghi lý do."), field="reason")
    before, task.state = task.state, rule.target
    record(session, task, move, by=by, now=now, before=before if before is not State.DRAFT else None, words=words)


def _decide(task: Task, decision: str, reason: str, *, by: Actor, now: datetime) -> None:
    if task.submissions:  # a result taken from a register has none
        last = task.submissions[-1]
        last.decision, last.decided_by_id, last.decided_at, last.decision_reason = decision, by.person_id, now, reason


def _clear_submission(task: Task) -> None:
    task.submitted_at = task.submitted_on = task.submitted_time = None


def _new_limit(task: Task, now: datetime) -> None:
    task.due_version += 1
    task.due_since = now
