"""Extensions (gia hạn): asked for before the limit, once by default, decided by the assigner or a delegate.

The original limit never changes. Asked in time and granted later, the new limit counts; undecided, the task is overdue
once the old one has passed. An office may let requests come after the limit: they are flagged and the task stays late.
Functions do not commit; they raise Forbidden or Refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from taskapp.base import clock, formats
from taskapp.base.db import scoped
from taskapp.base.errors import Forbidden, Refused
from taskapp.base.i18n import _
from taskapp.tasks.deadlines import LONGEST_YEARS, Moment, is_later, is_past, moment
from taskapp.tasks.lifecycle import check, new_limit
from taskapp.tasks.limits import check_inside
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import Answer, Extension, ExtensionReason
from taskapp.tasks.record import Actor, Words, record
from taskapp.tasks.results import due_of
from taskapp.tasks.rules import Terms
from taskapp.tasks.states import Change, State
from taskapp.workdays.arithmetic import add_workdays


@dataclass(frozen=True)
class Request:
    """What is asked for: the limit wanted, why in one word and in full."""

    limit: Moment
    reason: str
    code: ExtensionReason = ExtensionReason.OTHER


def pending(session: Session, task: Task) -> Extension | None:
    """The request that awaits its answer, or None."""
    query = scoped(Extension, task.committee_id).where(Extension.task_id == task.id, Extension.answer.is_(None))
    found: Extension | None = session.scalars(query).one_or_none()
    return found


def last_day_to_ask(due_on: date, terms: Terms) -> date:
    """The last local day on which an extension of this limit can be asked for in time."""
    return add_workdays(due_on, -terms.rules.ask_before, terms.calendar) if terms.rules.ask_before else due_on


def ask(session: Session, task: Task, request: Request, *, by: Actor, now: datetime, terms: Terms) -> Extension:
    """Ask for a later limit. One request at a time."""
    check(task, Change.ASK_EXTENSION, by)
    local = moment(clock.local(now, by.zone))
    old = _check_request(task, request.limit, request.reason, local, terms)
    if pending(session, task):
        raise Refused(_("Đã có đề nghị gia hạn đang chờ quyết định. Hãy rút lại trước khi gửi đề nghị khác."))
    too_late = too_late_to_ask(task, local, terms)
    if too_late:
        raise Refused(too_late)
    is_late = is_past(old, local)
    made = Extension(
        committee_id=task.committee_id,
        task=task,
        due_version=task.due_version,
        old_due_on=old.on,
        old_due_time=old.at,
        asked_by_id=by.person_id,
        on_behalf_of_id=by.on_behalf_of_id,
        asked_at=now,
        reason_code=request.code,
        reason=request.reason,
        asked_due_on=request.limit.on,
        asked_due_time=request.limit.at,
        is_late=is_late,
    )
    session.add(made)
    note = _("Xin gia hạn đến %(day)s.", day=formats.day(request.limit.on))
    if is_late:
        note = _("%(note)s Xin sau khi đã quá hạn.", note=note)
    words = Words(reason=request.reason, note=note)
    record(session, task, Change.ASK_EXTENSION, by=by, now=now, before=task.state, words=words)
    return made


def take_back(session: Session, task: Task, *, by: Actor, now: datetime) -> None:
    """Who asked, or for whom it was asked, no longer wants it; his deputy says so for him."""
    request = _pending(session, task)
    asker = by.among(request.whose)
    if asker is None:
        raise Forbidden(_("Chỉ người gửi đề nghị mới rút lại được."))
    _answer(request, Answer.TAKEN_BACK, "", asker, now)
    note = _("Rút lại đề nghị gia hạn.")
    record(session, task, Change.REFUSE_EXTENSION, by=asker, now=now, before=task.state, words=Words(note=note))


def grant(session: Session, task: Task, *, limit: Moment | None, reason: str, by: Actor, now: datetime) -> None:
    """Say yes to the request, with the limit asked for or with another one."""
    check(task, Change.EXTEND, by)
    request = _decidable(session, task, by)
    if request.due_version != task.due_version:
        raise Refused(_("Thời hạn đã đổi sau khi gửi đề nghị. Hãy từ chối đề nghị này để đơn vị gửi lại."))
    granted = limit or Moment(request.asked_due_on, request.asked_due_time)
    old = due_of(task)
    if old is None or not is_later(granted, old):
        raise Refused(_("Thời hạn mới phải sau thời hạn hiện nay."), field="due_on")
    check_inside(task, granted)
    _answer(request, Answer.GRANTED, reason, by, now)
    request.granted_due_on, request.granted_due_time = granted
    _extend(session, task, granted, request.reason, is_late=request.is_late, note=reason, by=by, now=now)


def refuse(session: Session, task: Task, *, reason: str, by: Actor, now: datetime) -> None:
    """Say no to the request; the limit stays."""
    check(task, Change.REFUSE_EXTENSION, by)
    request = _decidable(session, task, by)
    if not reason:
        raise Refused(_("Hãy ghi lý do không gia hạn."), field="reason")
    _answer(request, Answer.REFUSED, reason, by, now)
    note = _("Không gia hạn đến %(day)s.", day=formats.day(request.asked_due_on))
    words = Words(reason=reason, note=note)
    record(session, task, Change.REFUSE_EXTENSION, by=by, now=now, before=task.state, words=words)


def extend(session: Session, task: Task, *, limit: Moment, reason: str, by: Actor, now: datetime, terms: Terms) -> None:
    """Grant a later limit that nobody asked for in writing; a request that waits is answered by it."""
    check(task, Change.EXTEND, by)
    request = pending(session, task)
    if request:
        grant(session, task, limit=limit, reason=reason, by=by, now=now)
        return
    if task.state is State.SUBMITTED:
        raise Refused(_("Kết quả đã nộp và đang chờ duyệt nên không gia hạn."))
    old = _check_request(task, limit, reason, moment(clock.local(now, by.zone)), terms)
    is_late = is_past(old, moment(clock.local(now, by.zone)))
    _extend(session, task, limit, reason, is_late=is_late, note="", by=by, now=now)


def closed_because(task: Task, local: Moment, terms: Terms) -> str:
    """Why no later limit can be asked for or granted at this local moment, in words; empty when one can be."""
    old = due_of(task)
    if old is None:
        return _("Nhiệm vụ này không có thời hạn nên không gia hạn được.")
    if is_past(old, local) and not terms.rules.late_requests:
        return _("Đã quá thời hạn nên không gia hạn được. Hãy báo cáo kết quả kèm giải trình lý do chậm.")
    if task.extensions >= terms.rules.most_extensions:
        return _(
            "Nhiệm vụ đã được gia hạn %(count)s lần; theo quy định của cơ quan, chỉ được %(most)s lần.",
            count=task.extensions,
            most=terms.rules.most_extensions,
        )
    return ""


def too_late_to_ask(task: Task, local: Moment, terms: Terms) -> str:
    """Why the units can ask no more, though the assigner could still extend, in words; empty when they can."""
    old = due_of(task)
    if old is None or terms.rules.late_requests or is_past(old, local) or local.on <= last_day_to_ask(old.on, terms):
        return ""
    return _(
        "Phải xin gia hạn trước thời hạn ít nhất %(days)s ngày làm việc, chậm nhất ngày %(day)s.",
        days=terms.rules.ask_before,
        day=formats.day(last_day_to_ask(old.on, terms)),
    )


def _check_request(task: Task, limit: Moment, reason: str, local: Moment, terms: Terms) -> Moment:
    """The old limit; raises Refused when no later one can be asked for or granted now."""
    old, closed = due_of(task), closed_because(task, local, terms)
    if closed or old is None:
        raise Refused(closed)
    if not reason:
        raise Refused(_("Hãy ghi lý do gia hạn."), field="reason")
    if not is_later(limit, old):
        raise Refused(_("Thời hạn mới phải sau thời hạn hiện nay."), field="due_on")
    if limit.on < local.on or limit.on.year > local.on.year + LONGEST_YEARS:
        raise Refused(_("Thời hạn mới đã qua hoặc quá xa. Hãy kiểm tra lại ngày."), field="due_on")
    check_inside(task, limit)
    return old


def _extend(
    session: Session, task: Task, limit: Moment, reason: str, *, is_late: bool, note: str, by: Actor, now: datetime
) -> None:
    if is_late and task.missed_due_on is None:
        task.missed_due_on, task.missed_due_time = task.due_on, task.due_time
    task.due_on, task.due_time = limit
    task.extensions += 1
    new_limit(task, now)
    words = Words(reason=reason, note=note)
    record(session, task, Change.EXTEND, by=by, now=now, before=task.state, words=words)


def _pending(session: Session, task: Task) -> Extension:
    request = pending(session, task)
    if request is None:
        raise Refused(_("Không có đề nghị gia hạn nào đang chờ quyết định."))
    return request


def _decidable(session: Session, task: Task, by: Actor) -> Extension:
    request = _pending(session, task)
    if request.whose & by.persons:
        raise Forbidden(_("Người xin gia hạn không tự quyết định đề nghị của mình được."))
    return request


def _answer(request: Extension, answer: Answer, reason: str, by: Actor, now: datetime) -> None:
    request.answer, request.answer_reason = answer, reason
    request.answered_by_id, request.answered_at = by.person_id, now
