"""A unit says that a figure wrongs it (báo sai): evidence, a decision, and a footnote in the figures until then."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.base.errors import Forbidden, Refused
from taskapp.base.i18n import _
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.lifecycle import check
from taskapp.tasks.limits import check_inside
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import Dispute, DisputeAbout
from taskapp.tasks.record import Actor, Words, record
from taskapp.tasks.registers import correct
from taskapp.tasks.states import Change, State


def unanswered(session: Session, task: Task) -> Dispute | None:
    """The dispute that awaits its decision, or None."""
    query = scoped(Dispute, task.committee_id).where(Dispute.task_id == task.id, Dispute.is_upheld.is_(None))
    found: Dispute | None = session.scalars(query).one_or_none()
    return found


def dispute(session: Session, task: Task, *, about: DisputeAbout, text: str, by: Actor, now: datetime) -> Dispute:
    """Say that the task is stated wrongly. One dispute at a time; raises Refused, does not commit."""
    check(task, Change.DISPUTE, by)
    if not text:
        raise Refused(_("Hãy ghi rõ sai ở đâu và đúng ra là thế nào."), field="text")
    if unanswered(session, task):
        raise Refused(_("Đã có một báo sai đang chờ xem xét. Hãy chờ kết luận trước khi gửi tiếp."))
    made = Dispute(
        committee_id=task.committee_id,
        task=task,
        about=about,
        text=text,
        by_id=by.person_id,
        on_behalf_of_id=by.on_behalf_of_id,
        raised_at=now,
    )
    session.add(made)
    task.disputed = True
    record(session, task, Change.DISPUTE, by=by, now=now, before=task.state, words=Words(note=text))
    return made


def take_back(session: Session, task: Task, *, by: Actor, now: datetime) -> None:
    """Who raised it, or for whom it was raised, no longer says so; his deputy takes it back for him."""
    found = _unanswered(session, task)
    raiser = by.among(found.whose)
    if raiser is None:
        raise Forbidden(_("Chỉ người báo sai mới rút lại được."))
    found.is_upheld, found.answered_at = False, now
    found.answered_by_id = raiser.on_behalf_of_id or raiser.person_id
    task.disputed = False
    words = Words(note=_("Rút lại báo sai."))
    record(session, task, Change.ANSWER_DISPUTE, by=raiser, now=now, before=task.state, words=words)


def answer(
    session: Session,
    task: Task,
    *,
    is_upheld: bool,
    text: str,
    by: Actor,
    now: datetime,
    due_on: date | None = None,
    done_on: date | None = None,
) -> None:
    """Decide the dispute. Upheld, it may bring the right limit or the right day of the result (local days).

    The correction is an event of its own, so figures as of earlier days stay and show it as one. Raises Forbidden
    for who raised it, Refused without words. Does not commit.
    """
    check(task, Change.ANSWER_DISPUTE, by)
    found = _unanswered(session, task)
    if found.whose & by.persons:
        raise Forbidden(_("Người báo sai không tự kết luận được."))
    if not text:
        raise Refused(_("Hãy ghi kết luận."), field="answer")
    if (due_on or done_on) and not is_upheld:
        raise Refused(_("Chỉ điều chỉnh số liệu khi công nhận báo sai là đúng."), field="is_upheld")
    _check_days(task, due_on, done_on, clock.local_day(now, by.zone))
    if done_on and task.state is State.SUBMITTED and task.submissions and task.submissions[-1].whose & by.persons:
        raise Forbidden(_("Người nộp kết quả không tự kết luận kết quả của mình được. Hãy để người khác xem xét."))
    found.is_upheld, found.answer = is_upheld, text
    found.answered_by_id, found.answered_at = by.person_id, now
    task.disputed = False
    verdict = _("Báo sai đúng: %(text)s", text=text) if is_upheld else _("Báo sai không đúng: %(text)s", text=text)
    record(session, task, Change.ANSWER_DISPUTE, by=by, now=now, before=task.state, words=Words(note=verdict))
    if due_on or done_on:
        correct(session, task, due_on=due_on or task.due_on, done_on=done_on, reason=text, by=by, now=now)


def _unanswered(session: Session, task: Task) -> Dispute:
    found = unanswered(session, task)
    if found is None:
        raise Refused(_("Không có báo sai nào đang chờ xem xét."))
    return found


def _check_days(task: Task, due_on: date | None, done_on: date | None, today: date) -> None:
    if done_on and done_on > today:
        raise Refused(_("Ngày nộp kết quả không thể sau hôm nay."), field="done_on")
    if due_on:
        check_inside(task, Moment(due_on))
