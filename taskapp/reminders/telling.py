"""What a reminder tells, in words: what happened or waits, and what was said with it.

Mails carry what people write about a task to each other, never the content of a document; an opinion is cut short.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from taskapp.base import formats
from taskapp.base.db import scoped
from taskapp.base.i18n import _
from taskapp.people.models import Person
from taskapp.reminders.cases import Case, because, reason, short, tried, waited, who
from taskapp.reminders.models import Reminder
from taskapp.tasks import risk_words
from taskapp.tasks.models import Submission
from taskapp.tasks.now import Now
from taskapp.tasks.paper_models import Comment, Dispute, Extension, Follower
from taskapp.tasks.risk import RiskLevel
from taskapp.tasks.risk_models import TaskRisk
from taskapp.tasks.states import Change, Exclusion, Kind, Move
from taskapp.tasks.words import DISPUTE_NAMES


@dataclass(frozen=True)
class Told:
    """`what` happened or waits, empty when the reminder recalls a limit; `words` that were said with it."""

    what: str = ""
    words: str = ""


def tell(session: Session, reminder: Reminder, now: Now) -> Told:
    """What the reminder says besides the task and its limit."""
    kind = reminder.step.partition(":")[0]
    return _TELL[kind](Case(session, reminder, now)) if kind in _TELL else Told()


def _assigned(case: Case) -> Told:
    names = {Kind.OFFICIAL: _("Giao việc"), Kind.PART: _("Phối hợp thực hiện"), Kind.CHILD: _("Việc con")}
    return Told(names[case.task.kind])


def _decided(case: Case) -> Told:
    query = scoped(Submission, case.reminder.committee_id, Submission.decision_reason)
    of_task = (Submission.task_id == case.reminder.task_id, Submission.number == case.number)
    opinion = case.session.scalar(query.where(*of_task)) or ""
    is_approved = case.reminder.step.startswith("approved")
    words = _("Ý kiến: %(text)s", text=short(opinion)) if opinion else ""
    return Told(_("Đã duyệt kết quả") if is_approved else _("Trả lại kết quả"), words)


def _extended(case: Case) -> Told:
    event = case.last_event(Change.EXTEND)
    return Told(_("Gia hạn"), because(event.note or event.reason) if event else "")


def _not_extended(case: Case) -> Told:
    request = case.session.get_one(Extension, case.number)
    return Told(_("Không gia hạn đến %(day)s", day=formats.day(request.asked_due_on)), because(request.answer_reason))


def _asked(case: Case) -> Told:
    request = case.session.get_one(Extension, case.number)
    what = _("Xin gia hạn, xin sau khi đã quá hạn") if request.is_late else _("Xin gia hạn")
    return Told(what, _wish(case, request))


def _asking(case: Case) -> Told:
    request = case.session.get_one(Extension, case.number)
    return Told(waited(case, request.asked_at), _wish(case, request))


def _wish(case: Case, request: Extension) -> str:
    return _(
        "%(who)s xin gia hạn từ %(old)s đến %(new)s: %(reason)s",
        who=request.asked_by.full_name if request.asked_by else case.task.lead_unit_name,
        old=formats.day(request.old_due_on),
        new=formats.day(request.asked_due_on),
        reason=short(request.reason),
    )


def _declined(case: Case) -> Told:
    event = case.last_event(Move.DECLINE)
    return Told(_("Đề nghị chuyển đơn vị khác"), reason(event) if event else "")


def _declining(case: Case) -> Told:
    event = case.last_event(Move.DECLINE)
    since = case.task.declined_at or case.reminder.owed_since
    return Told(waited(case, since), reason(event) if event else "")


def _handed_in(case: Case) -> Told:
    return Told(_("Đã nhận phần phối hợp của %(unit)s", unit=case.task.lead_unit_name))


def _held_up(case: Case) -> Told:
    return Told(_("%(unit)s đang giữ việc", unit=case.task.lead_unit_name))


def _at_risk(case: Case) -> Told:
    query = scoped(TaskRisk, case.reminder.committee_id, TaskRisk.reasons)
    reasons = case.session.scalar(query.where(TaskRisk.task_id == case.reminder.task_id))
    return Told(risk_words.level_text(RiskLevel.HIGH), risk_words.reasons_text(reasons))


def _reviewing(_case: Case) -> Told:
    return Told(_("Đến ngày rà soát"), _("Hãy đặt ngày rà soát tiếp theo, ghi thời hạn, hoặc thu hồi."))


def _checkpoint(case: Case) -> Told:
    day = formats.day(date.fromisoformat(case.reminder.step.partition(":")[2]))
    if case.reminder.step.startswith("unreported"):
        return Told(_("Quá mốc cập nhật tiến độ ngày %(day)s, chưa có báo cáo", day=day))
    return Told(_("Đến mốc cập nhật tiến độ ngày %(day)s", day=day), _("Hãy báo việc đã làm đến đâu, có vướng gì."))


def _escalated(case: Case) -> Told:
    return Told(words=tried(case))


def _waiting(case: Case) -> Told:
    return Told(waited(case, case.task.submitted_at or case.reminder.owed_since))


def _urged(case: Case) -> Told:
    event = case.last_event(Change.URGE)
    what = _("Đôn đốc lần %(count)s", count=case.number)
    if event is None:
        return Told(what)
    said = short(event.note.removeprefix(_("Lần %(count)s. %(text)s", count=case.number, text="").strip()))
    name = who(event.by, event.on_behalf_of)
    return Told(what, _("%(who)s: %(text)s", who=name, text=said) if said else name)


def _unanswered(case: Case) -> Told:
    return Told(_("Đã đôn đốc %(count)s lần, chưa có trả lời", count=case.task.unanswered_urgings), tried(case))


def _disputed(case: Case) -> Told:
    dispute = case.session.get_one(Dispute, case.number)
    about, text = str(DISPUTE_NAMES[dispute.about]), dispute.text
    return Told(_("Báo sai"), short(_("%(about)s. %(text)s", about=about, text=text)))


def _dispute_answered(case: Case) -> Told:
    dispute = case.session.get_one(Dispute, case.number)
    return Told(_("Báo sai đúng") if dispute.is_upheld else _("Báo sai không đúng"), short(dispute.answer))


def _ended(case: Case) -> Told:
    task, event = case.task, case.event()
    if task.excluded is Exclusion.MERGED and task.merged_into:
        return Told(_("Gộp vào “%(content)s”", content=task.merged_into.content), because(event.reason))
    if task.excluded is None:
        return Told(_("Kết thúc, không có kết quả"), short(event.note))
    return Told(_("Thu hồi"), because(event.reason))


def _taken_away(case: Case) -> Told:
    event = case.event()
    if event.kind == Move.REASSIGN:
        return Told(_("Đã chuyển cho %(unit)s", unit=event.lead_unit_name), because(event.reason))
    officer = case.session.get(Person, event.assignee_id) if event.assignee_id else None
    return Told(_("Đã giao người khác xử lý"), officer.full_name if officer else "")


def _moved(case: Case) -> Told:
    return Told(_("Điều chỉnh thời hạn"), reason(case.event()))


def _reopened(case: Case) -> Told:
    return Told(_("Mở lại"), reason(case.event()))


def _said(case: Case) -> Told:
    comment = case.session.get_one(Comment, case.number)
    words = _("%(who)s: %(text)s", who=who(comment.by, comment.on_behalf_of), text=short(comment.text))
    return Told(_("Ý kiến chỉ đạo") if comment.is_directing else _("Nhắc đến anh/chị trong trao đổi"), words)


def _following(case: Case) -> Told:
    follower = case.session.get_one(Follower, case.number)
    giver = follower.added_by
    return Told(_("Để biết"), _("%(who)s gửi để anh/chị theo dõi.", who=giver.full_name) if giver else "")


def _finished(_case: Case) -> Told:
    return Told(_("Đã hoàn thành"))


def _limit_changed(case: Case) -> Told:
    return Told(_("Thời hạn đã đổi"), reason(case.event()))


def _unattended(case: Case) -> Told:
    officer = case.task.assignee
    if officer is None:
        return Told(_("Đơn vị không có ai đang làm việc phụ trách việc này"))
    if not officer.is_enabled:
        return Told(_("Tài khoản của %(name)s đã khóa", name=officer.full_name))
    return Told(_("%(name)s đang vắng, chưa có người làm thay", name=officer.full_name))


def _named(case: Case) -> Told:
    return Told(_("Việc con") if case.task.kind is Kind.CHILD else _("Phân công xử lý"))


_TELL: Mapping[str, Callable[[Case], Told]] = {
    "assigned": _assigned,
    "named": _named,
    "approved": _decided,
    "sent_back": _decided,
    "extended": _extended,
    "not_extended": _not_extended,
    "asked": _asked,
    "asking": _asking,
    "declined": _declined,
    "declining": _declining,
    "handed_in": _handed_in,
    "held_up": _held_up,
    "escalated": _escalated,
    "at_risk": _at_risk,
    "checkpoint": _checkpoint,
    "unreported": _checkpoint,
    "reviewing": _reviewing,
    "waiting": _waiting,
    "urged": _urged,
    "unanswered": _unanswered,
    "disputed": _disputed,
    "dispute_answered": _dispute_answered,
    "ended": _ended,
    "taken_away": _taken_away,
    "moved": _moved,
    "reopened": _reopened,
    "directed": _said,
    "mentioned": _said,
    "following": _following,
    "finished": _finished,
    "limit_changed": _limit_changed,
    "unattended": _unattended,
}
