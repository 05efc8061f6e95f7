"""The moves of a task. This module alone writes its state; each change leaves its event in the same transaction.

Functions take the acting `by`, the database's `now` (aware UTC) and do not commit. They raise Forbidden when the
person's relation to the task does not permit the move, and Refused when its state or a rule does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.errors import Changed, Forbidden, Refused
from taskapp.base.i18n import _, _n
from taskapp.people.models import Unit
from taskapp.tasks import permissions
from taskapp.tasks.deadlines import has_run_out, is_past, moment, waited_workdays
from taskapp.tasks.models import Submission, Task
from taskapp.tasks.record import NO_WORDS, Actor, Words, record, went_elsewhere
from taskapp.tasks.results import Result, evidenced, explain, facts_of, limit_of, may_lead, settle, submission_of
from taskapp.tasks.rules import Terms
from taskapp.tasks.states import MOVES, OPEN, Change, Exclusion, Kind, Move, State
from taskapp.tasks.words import MOVE_NAMES, STATE_NAMES
from taskapp.workdays.arithmetic import add_workdays


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
    """Hand a drafted task to its lead unit, and its parts to the supporting ones; the record begins here."""
    check(task, Move.ISSUE, by)
    if task.kind is not Kind.OFFICIAL and task.parent and task.parent.state is State.DRAFT:
        raise Refused(_("Nhiệm vụ chung còn là dự thảo. Hãy giao nhiệm vụ chung; phần này được giao cùng lúc."))
    today = clock.local_day(now, by.zone)
    if any(has_run_out(each.due_on, clock.local_day(each.recorded_at, by.zone), today) for each in (task, *task.parts)):
        raise Refused(_("Thời hạn ghi trong dự thảo đã qua. Hãy bỏ dự thảo và giao lại với thời hạn mới."))
    task.recorded_at = task.lead_since = task.due_since = now
    task.issued_on = today
    if task.directive is not None and task.directive.entered_on is None:
        task.directive.entered_on = today
    _go(session, task, Move.ISSUE, by=by, now=now, words=Words(reason=task.limit_reason or ""))
    for part in task.parts:
        issue(session, part, by=by, now=now)


def accept(session: Session, task: Task, *, by: Actor, now: datetime) -> None:
    """The lead unit takes the task."""
    check(task, Move.ACCEPT, by)
    task.accepted_at = now
    _go(session, task, Move.ACCEPT, by=by, now=now)


def decline(
    session: Session, task: Task, *, reason: str, by: Actor, now: datetime, terms: Terms, proposed: Unit | None = None
) -> None:
    """The unit says the task is another's competence; the clock goes on until the assigner decides.

    Refused later than `terms.rules.decline_within` working days after the unit got it (none: 0 is the same day).
    """
    check(task, Move.DECLINE, by, reason=reason)
    if clock.local_day(now, by.zone) > last_day_to_decline(task, terms, by.zone):
        raise Refused(
            _(
                "Đã quá %(days)s ngày làm việc kể từ khi nhận nên không đề nghị chuyển được nữa. "
                "Hãy tiếp nhận, rồi nêu vướng mắc ở phần trao đổi.",
                days=terms.rules.decline_within,
            )
        )
    if proposed is not None and proposed.id == task.lead_unit_id:
        raise Refused(_("Đơn vị đề xuất phải khác đơn vị đang nhận việc."), field="proposed")
    task.proposed_lead, task.declined_at = proposed, now
    note = _("Đề nghị giao %(unit)s.", unit=proposed.name) if proposed else ""
    _go(session, task, Move.DECLINE, by=by, now=now, words=Words(reason=reason, note=note))


def last_day_to_decline(task: Task, terms: Terms, zone: str) -> date:
    """The last local day on which the unit can say that the task is another's competence."""
    received = clock.local_day(task.lead_since or task.recorded_at, zone)
    return add_workdays(received, terms.rules.decline_within, terms.calendar)


def refuse_decline(session: Session, task: Task, *, reason: str, by: Actor, now: datetime) -> None:
    """The assigner keeps the task where it is; its unit is told as if it were handed over again."""
    check(task, Move.REFUSE_DECLINE, by, reason=reason)
    task.lead_since, task.declined_at, task.proposed_lead = now, None, None
    _go(session, task, Move.REFUSE_DECLINE, by=by, now=now, words=Words(reason=reason))


def take_back_decline(session: Session, task: Task, *, by: Actor, now: datetime) -> None:
    """Who said that the unit is not competent thinks better of it, before anybody has decided; its days go on."""
    check(task, Move.TAKE_BACK_DECLINE, by)
    task.declined_at, task.proposed_lead = None, None
    _go(session, task, Move.TAKE_BACK_DECLINE, by=by, now=now)


def reassign(session: Session, task: Task, *, lead: Unit, reason: str, by: Actor, now: datetime) -> None:
    """Give the task to another lead unit; the old one leaves the denominator with this event, its pieces end."""
    check(task, Move.REASSIGN, by, reason=reason)
    _check_new_lead(task, lead, by)
    task.lead_unit_id, task.lead_unit_name, task.lead_unit = lead.id, lead.name, lead
    task.assignee_id = task.assignee = task.assignee_since = task.accepted_at = None
    task.lead_since, task.declined_at, task.proposed_lead = now, None, None
    _go(session, task, Move.REASSIGN, by=by, now=now, words=Words(reason=reason))
    ended = Words(reason=_("Nhiệm vụ đã chuyển sang %(unit)s.", unit=lead.name))
    _end_children(session, task, ended, by=by, now=now)


def submit(session: Session, task: Task, *, result: Result, by: Actor, now: datetime, terms: Terms) -> Submission:
    """Hand in the result. A late task needs an explanation, once for each version of its limit.

    Pieces of the work must be finished, or expressly released with a reason; what supporting units still owe may be
    missing, since the lead unit answers for the whole.
    """
    check(task, Move.SUBMIT, by)
    local = clock.local(now, by.zone)
    result = evidenced(result, local.date())
    _check_children(task, result.release_reason)
    claims = result.claims_objective
    explain(task, result.explanation, moment(local), by=by, now=now, terms=terms, claims_objective=claims)
    _end_children(session, task, Words(reason=result.release_reason), by=by, now=now)
    if task.state is State.ASSIGNED:
        accept(session, task, by=by, now=now)
    submission = Submission(
        committee_id=task.committee_id,
        number=len(task.submissions) + 1,
        by_id=by.person_id,
        on_behalf_of_id=by.on_behalf_of_id,
        submitted_at=now,
        submitted_on=local.date(),
        text=result.text,
        result_number=result.result_number,
        result_on=result.result_on,
        no_evidence_reason=result.no_evidence_reason,
    )
    task.submissions.append(submission)
    task.submitted_at, task.submitted_on, task.progress_at = now, local.date(), now
    task.submitted_time = local.time().replace(second=0, microsecond=0)
    _go(session, task, Move.SUBMIT, by=by, now=now, words=Words(note=result.text))
    return submission


def recall(session: Session, task: Task, *, by: Actor, now: datetime) -> None:
    """The submitter, or the one for whom it was handed in, takes the result back before it is decided."""
    check(task, Move.RECALL, by)
    settle(task, "recalled", "", by=by, now=now)
    _clear_submission(task)
    _go(session, task, Move.RECALL, by=by, now=now)


def approve(session: Session, task: Task, *, note: str, by: Actor, now: datetime) -> None:
    """Accept the result: the task is finished on the day it was submitted, however long the approval took."""
    check(task, Move.APPROVE, by)
    settle(task, "approved", note, by=by, now=now)
    task.finished_on = task.submitted_on
    task.progress_percent = 100
    _go(session, task, Move.APPROVE, by=by, now=now, words=Words(note=note))
    end_below(session, task, by=by, now=now)


def send_back(session: Session, task: Task, *, reason: str, by: Actor, now: datetime, terms: Terms) -> None:
    """Return the result for rework with the old limit; the days a timely result lay waiting are fixed in the record."""
    check(task, Move.SEND_BACK, by, reason=reason)
    submitted, decided_on = submission_of(task), clock.local_day(now, by.zone)
    if submitted:
        waited = waited_workdays(limit_of(task), submitted, decided_on, task.waited_workdays, terms.calendar)
        task.waited_workdays += waited
    settle(task, "sent_back", reason, by=by, now=now)
    _clear_submission(task)
    _go(session, task, Move.SEND_BACK, by=by, now=now, words=Words(reason=reason))


def withdraw(session: Session, task: Task, *, reason: str, by: Actor, now: datetime) -> None:
    """Take the task back with all that hangs on it; it is out of the figures from this moment."""
    check(task, Move.WITHDRAW, by, reason=reason)
    _take_back(session, task, Move.WITHDRAW, Exclusion.WITHDRAWN, by=by, now=now, words=Words(reason=reason))


def merge(session: Session, task: Task, *, into: Task, reason: str, by: Actor, now: datetime) -> None:
    """Say that the task is the same as another, in which it goes on; it is out of the figures from this moment."""
    check(task, Move.MERGE, by, reason=reason)
    if into.id == task.id or into.kind is not task.kind or into.committee_id != task.committee_id:
        raise Refused(_("Hãy chọn một nhiệm vụ khác, cùng loại, để gộp vào."), field="into")
    if any(above.id == task.id for above in _all_above(into)):
        raise Refused(_("Không gộp vào việc con của chính nhiệm vụ này được. Hãy chọn nhiệm vụ khác."), field="into")
    if into.state in (State.DRAFT, State.WITHDRAWN):
        raise Refused(_("Nhiệm vụ được gộp vào phải đang thực hiện hoặc đã hoàn thành."), field="into")
    task.merged_into = into
    note = _("Gộp vào nhiệm vụ %(id)s.", id=into.id)
    _take_back(session, task, Move.MERGE, Exclusion.MERGED, by=by, now=now, words=Words(reason=reason, note=note))


def undo(session: Session, task: Task, *, reason: str, by: Actor, now: datetime) -> None:
    """Take back a task that an import brought in, with its parts; nothing is deleted."""
    check(task, Move.UNDO, by)
    _take_back(session, task, Move.UNDO, Exclusion.UNDONE, by=by, now=now, words=Words(reason=reason))


def reopen(session: Session, task: Task, *, reason: str, by: Actor, now: datetime) -> None:
    """Open a finished task again, with its old limit; a piece only while its whole is with the unit that gave it."""
    check(task, Move.REOPEN, by, reason=reason)
    if task.parent and task.parent.state not in OPEN - {State.SUBMITTED}:
        raise Refused(_("Nhiệm vụ chung đã nộp kết quả hoặc đã kết thúc. Hãy mở lại nhiệm vụ chung trước."))
    if task.kind is Kind.CHILD and went_elsewhere(session, task.parent, task.recorded_at):
        raise Refused(_("Nhiệm vụ chung đã chuyển cho đơn vị khác sau khi giao việc con này. Hãy giao việc con mới."))
    task.finished_on = None
    _clear_submission(task)
    _go(session, task, Move.REOPEN, by=by, now=now, words=Words(reason=reason))


def check(task: Task, action: Move | Change, by: Actor, *, reason: str | None = None) -> None:
    """Raise Forbidden or Refused unless this actor may do this to the task as it stands now.

    `reason`: what was given; a move that needs one is refused without it, before anything has changed.
    """
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
    if reason == "" and isinstance(action, Move) and MOVES[action].needs_reason:
        raise Refused(_("Hãy ghi lý do."), field="reason")


def _go(session: Session, task: Task, move: Move, *, by: Actor, now: datetime, words: Words = NO_WORDS) -> None:
    before, task.state = task.state, MOVES[move].target
    record(session, task, move, by=by, now=now, before=before if before is not State.DRAFT else None, words=words)


def _clear_submission(task: Task) -> None:
    task.submitted_at = task.submitted_on = task.submitted_time = None


def new_limit(task: Task, now: datetime) -> None:
    """Begin another version of the limit: reminders of the old one are owed no more."""
    task.due_version += 1
    task.due_since = now


def _check_new_lead(task: Task, lead: Unit, by: Actor) -> None:
    if lead.id == task.lead_unit_id:
        raise Refused(_("Đơn vị này đang chủ trì nhiệm vụ. Hãy chọn đơn vị khác."), field="lead")
    beside = task.parent.parts if task.kind is Kind.PART and task.parent else task.parts
    leads_whole = task.kind is Kind.PART and task.parent is not None and task.parent.lead_unit_id == lead.id
    if leads_whole or any(part.lead_unit_id == lead.id for part in beside):
        raise Refused(
            _("%(unit)s đã có phần việc trong nhiệm vụ này rồi. Hãy chọn đơn vị khác.", unit=lead.name), field="lead"
        )
    if by.rights and not may_lead(by.rights, task, lead.id):
        raise Forbidden(_("Anh/chị không giao việc được cho %(unit)s.", unit=lead.name))


def _check_children(task: Task, release_reason: str) -> None:
    unfinished = [child for child in task.children if child.state in OPEN]
    if unfinished and not release_reason:
        raise Refused(
            _n(
                "Còn 1 việc con chưa xong. Hãy chờ xong, hoặc ghi lý do kết thúc việc con đó.",
                "Còn %(num)s việc con chưa xong. Hãy chờ xong, hoặc ghi lý do kết thúc các việc con đó.",
                len(unfinished),
            ),
            field="release_reason",
        )


def _end_children(session: Session, task: Task, words: Words, *, by: Actor, now: datetime) -> None:
    for child in task.children:
        if child.state in OPEN:
            _take_back(session, child, Move.WITHDRAW, Exclusion.WITHDRAWN, by=by, now=now, words=words)


def place(task: Task, state: State) -> State:
    """Put a task where a register or a correction says it stands, outside the table of moves; gives where it stood.

    The caller records it.
    """
    before, task.state = task.state, state
    return before


def end_below(session: Session, whole: Task, *, by: Actor, now: datetime) -> None:
    """The whole is finished: what hangs on it and is not ends too.

    What was handed in is accepted. A part that was not given stays in its unit's figures if its limit had passed by the
    day the result of the whole was handed in.
    """
    for each in [*whole.parts, *whole.children]:
        if each.state in OPEN:
            _end_with(session, each, whole, by=by, now=now)


def _end_with(session: Session, task: Task, whole: Task, *, by: Actor, now: datetime) -> None:
    words = Words(note=_("Nhiệm vụ chung đã hoàn thành."))
    if task.state is State.SUBMITTED:
        settle(task, "approved", words.note, by=by, now=now)
        task.finished_on, task.progress_percent = task.submitted_on, 100
        _go(session, task, Move.APPROVE, by=by, now=now, words=words)
        return
    limit, judged = limit_of(task), submission_of(whole)
    if task.kind is Kind.PART and limit and judged and is_past(limit, judged):
        task.finished_on = judged.on
        _go(session, task, Move.LAPSE, by=by, now=now, words=words)
        _take_back_below(session, task, Move.WITHDRAW, by=by, now=now, words=Words(reason=words.note))
        return
    _take_back(session, task, Move.WITHDRAW, Exclusion.WITHDRAWN, by=by, now=now, words=Words(reason=words.note))


def _take_back(
    session: Session, task: Task, move: Move, exclusion: Exclusion, *, by: Actor, now: datetime, words: Words
) -> None:
    """End the task outside the figures, and all that hangs on it and is not finished."""
    task.excluded = exclusion
    _go(session, task, move, by=by, now=now, words=words)
    follow = Move.UNDO if move is Move.UNDO else Move.WITHDRAW
    _take_back_below(session, task, follow, by=by, now=now, words=Words(reason=words.reason))


def _take_back_below(session: Session, task: Task, move: Move, *, by: Actor, now: datetime, words: Words) -> None:
    exclusion = Exclusion.UNDONE if move is Move.UNDO else Exclusion.WITHDRAWN
    for each in [*task.parts, *task.children]:
        if each.state in MOVES[move].sources:
            _take_back(session, each, move, exclusion, by=by, now=now, words=words)
        elif move is Move.UNDO:  # a part that lapsed: its place in the figures goes with the whole
            each.excluded = exclusion
            record(session, each, move, by=by, now=now, before=each.state, words=words)


def _all_above(task: Task) -> Iterator[Task]:
    while task.parent:
        task = task.parent
        yield task
