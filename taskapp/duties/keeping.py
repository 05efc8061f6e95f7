"""Duties written down, begun, changed, stopped and resumed; an occurrence skipped. Each leaves a note. None commits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.errors import Changed, Forbidden, Refused
from taskapp.base.i18n import _
from taskapp.duties import labels
from taskapp.duties.models import Duty, DutyNote, DutyOccurrence, DutyPhase, Note, Outcome
from taskapp.duties.plan import LONGEST_HOLIDAY, Occurrence, Plan, coming
from taskapp.duties.recurrence import MOST, read
from taskapp.duties.rule_words import rule_text
from taskapp.duties.wishing import Wish, carry_over, check, differences, once_key
from taskapp.people.rights import Rights, Role
from taskapp.tasks.documents import find_or_add_directive
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor
from taskapp.workdays.arithmetic import DAY, Calendar


def may_keep(rights: Rights, unit_id: int) -> bool:
    """Whether the person may begin, change or stop duties of the unit: who may give it tasks."""
    return rights.over(unit_id, Role.LEADER, Role.MONITOR)


def may_write(rights: Rights, duty: Duty) -> bool:
    """Whether the person may change the duty: who keeps it, and while it is a draft whoever drafts tasks."""
    drafting = duty.phase is DutyPhase.DRAFT and rights.over(duty.lead_unit_id, Role.CLERK)
    return drafting or may_keep(rights, duty.lead_unit_id)


def write(session: Session, wish: Wish, *, by: Actor, committee_id: int, now: datetime) -> Duty:
    """Write a duty down; nothing is handed out before begin().

    Raises Refused with the field at fault, Forbidden when a unit is out of the person's reach.
    """
    today = clock.local_day(now, by.zone)
    check(wish, today, by=by)
    if wish.starts_on < today:
        raise Refused(_("Ngày bắt đầu đã qua. Hãy chọn từ hôm nay trở đi."), field="starts_on")
    duty = Duty(
        committee_id=committee_id,
        phase=DutyPhase.DRAFT,
        counts_from=wish.starts_on,
        directive=find_or_add_directive(session, wish.document, committee_id=committee_id, now=now),
        deadline_text=wish.deadline_text,
        source=wish.source,
        once_key=once_key(wish),
        version=0,
    )
    carry_over(wish, duty)
    session.add(duty)
    note(session, duty, Note.WRITTEN, by=by, now=now, text=rule_text(duty.rule, duty.due_time))
    return duty


def begin(session: Session, duty: Duty, *, by: Actor, now: datetime) -> None:
    """Let the duty's occurrences be handed out from now on; none whose limit has passed while it was a draft."""
    _check_keeper(duty, by)
    if duty.phase is not DutyPhase.DRAFT:
        raise Refused(_("Việc định kỳ này đã được giao."))
    duty.phase = DutyPhase.RUNNING
    today = clock.local_day(now, by.zone)
    duty.counts_from = max(duty.counts_from, today)
    if duty.directive is not None and duty.directive.entered_on is None:
        duty.directive.entered_on = today
    note(session, duty, Note.BEGUN, by=by, now=now)


def change(session: Session, duty: Duty, wish: Wish, *, seen: int, by: Actor, now: datetime) -> None:
    """Let what is not handed out yet follow the wish; tasks that were given stay as they are.

    Raises Changed when somebody has changed the duty since version `seen`, Refused with the field at fault, Forbidden
    when a duty that runs would go to a unit to which the person may not give tasks.
    """
    if duty.version != seen:
        raise Changed(
            _("Việc định kỳ này vừa có thay đổi. Nội dung đã nhập được giữ lại; hãy xem lại rồi ghi lần nữa.")
        )
    if by.rights and not may_write(by.rights, duty):
        raise Forbidden(_("Anh/chị không có quyền sửa việc định kỳ này."))
    if by.rights and duty.phase is not DutyPhase.DRAFT and not may_keep(by.rights, wish.lead.id):
        raise Forbidden(_("Anh/chị không giao việc được cho %(unit)s.", unit=wish.lead.name))
    today = clock.local_day(now, by.zone)
    check(wish, today, by=by)
    told = differences(duty, wish)
    moves = (duty.rule, duty.shift, duty.starts_on) != (wish.plan.rule.text, wish.shift, wish.starts_on)
    carry_over(wish, duty)
    if moves:
        duty.counts_from = next_counted(duty, wish.starts_on, today)
    note(session, duty, Note.CHANGED, by=by, now=now, text="; ".join(told))


def next_counted(duty: Duty | None, starts_on: date, today: date) -> date:
    """The first limit that a new rule owes: after those that were given under the old one, and none of the past.

    An occurrence that is left out ahead of its time takes none of those before it along.
    """
    settled = duty.occurrences if duty else []
    ends = (one.due_on + DAY for one in settled if one.outcome is not Outcome.SKIPPED or one.due_on < today)
    return max([starts_on, today, *ends])


def skip(
    session: Session, duty: Duty, on_day: date, *, reason: str, by: Actor, now: datetime, calendar: Calendar
) -> None:
    """Leave one coming occurrence out, with a reason that its page shows."""
    _check_keeper(duty, by)
    _check_reason(reason)
    ahead = unsettled(duty.plan, [each.on_day for each in duty.occurrences], calendar, clock.local_day(now, by.zone))
    one = next((each for each in ahead if each.on == on_day), None)
    if one is None:
        raise Refused(_("Kỳ này không còn chờ giao: đã giao, đã bỏ, hoặc quy tắc vừa đổi. Hãy xem lại danh sách."))
    made = settle(session, duty, one, Outcome.SKIPPED, reason=reason, now=now)
    note(session, duty, Note.SKIPPED, by=by, now=now, reason=reason, text=made.label)


def end(session: Session, duty: Duty, *, reason: str, by: Actor, now: datetime) -> None:
    """Hand out no more occurrences; tasks that were given go on."""
    _check_keeper(duty, by)
    _check_reason(reason)
    if duty.phase is not DutyPhase.RUNNING:
        raise Refused(_("Việc định kỳ này chưa được giao hoặc đã dừng rồi."))
    duty.phase = DutyPhase.ENDED
    note(session, duty, Note.ENDED, by=by, now=now, reason=reason)


def resume(session: Session, duty: Duty, *, reason: str, by: Actor, now: datetime) -> None:
    """Hand out occurrences again; none whose limit passed in between."""
    _check_keeper(duty, by)
    _check_reason(reason)
    if duty.phase is not DutyPhase.ENDED:
        raise Refused(_("Việc định kỳ này đang được thực hiện."))
    duty.phase = DutyPhase.RUNNING
    duty.counts_from = max(duty.counts_from, clock.local_day(now, by.zone))
    note(session, duty, Note.RESUMED, by=by, now=now, reason=reason)


def unsettled(
    plan: Plan, settled: Iterable[date], calendar: Calendar, today: date, number: int = MOST
) -> list[Occurrence]:
    """The coming occurrences of which nothing has become yet, in order; `settled`: the named days that are."""
    known = {day for day in settled if day >= today - LONGEST_HOLIDAY}
    return [one for one in coming(plan, calendar, today, number + len(known)) if one.on not in known][:number]


def settle(
    session: Session,
    duty: Duty,
    one: Occurrence,
    outcome: Outcome,
    *,
    now: datetime,
    reason: str = "",
    task: Task | None = None,
) -> DutyOccurrence:
    """Write down what becomes of an occurrence; of each named day there is one row, the database sees to that."""
    made = DutyOccurrence(
        committee_id=duty.committee_id,
        duty=duty,
        on_day=one.on,
        due_on=one.due_on,
        label=label_of(duty, one.on),
        outcome=outcome,
        task=task,
        reason=reason,
        recorded_at=now,
    )
    session.add(made)
    return made


def label_of(duty: Duty, on_day: date) -> str:
    """The period that the occurrence named by a day is about."""
    return labels.label(read(duty.rule), on_day, is_of_previous=duty.is_of_previous)


def note(
    session: Session, duty: Duty, kind: Note, *, by: Actor, now: datetime, reason: str = "", text: str = ""
) -> None:
    """Add a line to the duty's history; what is written there may have changed what it owes today."""
    duty.version += 1
    duty.looked_on = None
    session.add(
        DutyNote(
            committee_id=duty.committee_id,
            duty=duty,
            version=duty.version,
            recorded_at=now,
            kind=kind,
            by_id=by.person_id,
            reason=reason,
            text=text,
        )
    )


def _check_keeper(duty: Duty, by: Actor) -> None:
    if by.rights and not may_keep(by.rights, duty.lead_unit_id):
        raise Forbidden(_("Anh/chị không có quyền giao, sửa hoặc dừng việc định kỳ này."))


def _check_reason(reason: str) -> None:
    if not reason:
        raise Refused(_("Hãy ghi lý do."), field="reason")
