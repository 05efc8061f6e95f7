"""Duties written down, begun, changed, stopped and resumed; an occurrence skipped. Each leaves a note. None commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from taskapp.base import clock, formats
from taskapp.base.errors import Changed, Forbidden, Refused
from taskapp.base.i18n import _
from taskapp.duties import labels
from taskapp.duties.models import Duty, DutyNote, DutyOccurrence, DutyPhase, DutySupport, Note, Outcome
from taskapp.duties.plan import Occurrence, Plan, Shift, coming
from taskapp.duties.recurrence import MOST, BadRule, read
from taskapp.duties.words import SHIFT_NAMES, rule_text
from taskapp.people.models import Person, Unit
from taskapp.people.rights import Rights, Role
from taskapp.tasks import permissions
from taskapp.tasks.assigning import DocumentGiven, find_or_add_directive
from taskapp.tasks.deadlines import LONGEST_YEARS
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor
from taskapp.tasks.secrecy import check_secrecy
from taskapp.tasks.states import Source
from taskapp.workdays.arithmetic import DAY, Calendar

AHEAD = 10  # working days before its limit on which an occurrence is handed out, unless said otherwise
NO_DOCUMENT = DocumentGiven()


@dataclass(frozen=True)
class Wish:
    """A duty as it is wanted: what by whom, the rule (RFC 5545), what the office adds to it."""

    content: str
    lead: Unit
    rule: str
    starts_on: date
    supporting: Sequence[Unit] = ()
    officer: Person | None = None
    assigner: Person | None = None
    product: str = ""
    source: Source = Source.OWN
    document: DocumentGiven = NO_DOCUMENT
    deadline_text: str = ""
    shift: Shift = Shift.BEFORE
    due_time: time | None = None
    workdays_ahead: int = AHEAD
    is_of_previous: bool = False
    ends_on: date | None = None
    once: str = ""  # a random word of the form: sent twice, it is written once


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
    _check(wish, today)
    _check_reach(wish, by)
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
    _set(duty, wish)
    session.add(duty)
    note(session, duty, Note.WRITTEN, by=by, now=now, text=rule_text(duty.rule))
    return duty


def once_key(wish: Wish) -> str | None:
    """What is unique about one lead unit's duty of one form that was sent."""
    return f"{wish.once[:32]}:{wish.lead.id}" if wish.once else None


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

    Raises Changed when somebody has changed the duty since version `seen`, Refused with the field at fault.
    """
    if duty.version != seen:
        raise Changed(
            _("Việc định kỳ này vừa có thay đổi. Nội dung đã nhập được giữ lại; hãy xem lại rồi ghi lần nữa.")
        )
    if by.rights and not may_write(by.rights, duty):
        raise Forbidden(_("Anh/chị không có quyền sửa việc định kỳ này."))
    today = clock.local_day(now, by.zone)
    _check(wish, today)
    _check_reach(wish, by)
    told = _differences(duty, wish)
    moves = (duty.rule, duty.shift, duty.starts_on) != (read(wish.rule).text, wish.shift, wish.starts_on)
    _set(duty, wish)
    if moves:
        duty.counts_from = next_counted(duty, wish.starts_on, today)
    note(session, duty, Note.CHANGED, by=by, now=now, text="; ".join(told))


def next_counted(duty: Duty | None, starts_on: date, today: date) -> date:
    """The first limit that a new rule owes: after those that were settled under the old one, and none of the past."""
    settled = [each.due_on + DAY for each in duty.occurrences] if duty else []
    return max([starts_on, today, *settled])


def skip(
    session: Session, duty: Duty, on_day: date, *, reason: str, by: Actor, now: datetime, calendar: Calendar
) -> None:
    """Leave one coming occurrence out, with a reason that its page shows."""
    _check_keeper(duty, by)
    _check_reason(reason)
    one = next((each for each in unsettled(duty, calendar, clock.local_day(now, by.zone)) if each.on == on_day), None)
    if one is None:
        raise Refused(_("Kỳ này không còn chờ giao: đã giao, đã bỏ, hoặc quy tắc vừa đổi. Hãy xem lại danh sách."))
    made = settle(session, duty, one, Outcome.SKIPPED, reason=reason, now=now)
    note(session, duty, Note.SKIPPED, by=by, now=now, reason=reason, text=made.label)


def end(session: Session, duty: Duty, *, reason: str, by: Actor, now: datetime) -> None:
    """Hand out no more occurrences; tasks that were given go on."""
    _check_keeper(duty, by)
    _check_reason(reason)
    if duty.phase is DutyPhase.ENDED:
        raise Refused(_("Việc định kỳ này đã dừng rồi."))
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


def unsettled(duty: Duty, calendar: Calendar, today: date, number: int = MOST) -> list[Occurrence]:
    """The coming occurrences of which nothing has become yet, in order."""
    known = {each.on_day for each in duty.occurrences}
    return [one for one in coming(duty.plan, calendar, today, number + len(known)) if one.on not in known][:number]


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
    """Add a line to the duty's history."""
    duty.version += 1
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


def check_rule(text: str) -> str:
    """The rule in its usual form. Raises Refused."""
    try:
        return read(text).text
    except BadRule as error:
        raise Refused(
            _("Quy tắc lặp lại này không dùng được. Hãy chọn lại cách lặp và ngày."), field="often"
        ) from error


def _check(wish: Wish, today: date) -> None:
    if not wish.content:
        raise Refused(_("Hãy ghi nội dung nhiệm vụ."), field="content")
    check_secrecy(wish.document.subject, wish.document.number, wish.content)
    rule = read(check_rule(wish.rule))
    if wish.starts_on.year > today.year + LONGEST_YEARS:
        raise Refused(_("Ngày bắt đầu quá xa. Hãy kiểm tra lại năm."), field="starts_on")
    if wish.ends_on and wish.ends_on < wish.starts_on:
        raise Refused(_("Ngày kết thúc không thể trước ngày bắt đầu."), field="ends_on")
    if wish.lead.id in {unit.id for unit in wish.supporting}:
        raise Refused(
            _("%(unit)s đang được chọn cả chủ trì và phối hợp. Hãy bỏ một trong hai.", unit=wish.lead.name),
            field="supporting",
        )
    if wish.officer and (wish.officer.unit_id != wish.lead.id or not wish.officer.is_enabled):
        raise Refused(_("Người xử lý phải là người của đơn vị chủ trì. Hãy chọn lại, hoặc để trống."), field="officer")
    plan = Plan(rule, wish.shift, wish.workdays_ahead, wish.starts_on, wish.starts_on, wish.ends_on)
    if not coming(plan, Calendar(), wish.starts_on, 1):
        raise Refused(_("Từ ngày bắt đầu đến ngày kết thúc không có kỳ nào. Hãy xem lại hai ngày."), field="ends_on")


def _check_reach(wish: Wish, by: Actor) -> None:
    if by.rights is None:
        return
    if not permissions.may_draft(by.rights):
        raise Forbidden(_("Anh/chị không có quyền giao việc."))
    for unit in (wish.lead, *wish.supporting):
        if unit.id not in by.rights.readable:
            raise Forbidden(_("Anh/chị không giao việc được cho %(unit)s.", unit=unit.name))


def _check_keeper(duty: Duty, by: Actor) -> None:
    if by.rights and not may_keep(by.rights, duty.lead_unit_id):
        raise Forbidden(_("Anh/chị không có quyền giao, sửa hoặc dừng việc định kỳ này."))


def _check_reason(reason: str) -> None:
    if not reason:
        raise Refused(_("Hãy ghi lý do."), field="reason")


def _set(duty: Duty, wish: Wish) -> None:
    duty.content, duty.product, duty.rule = wish.content, wish.product, read(wish.rule).text
    duty.lead_unit, duty.officer, duty.assigner = wish.lead, wish.officer, wish.assigner
    duty.lead_unit_id = wish.lead.id
    duty.shift, duty.due_time, duty.workdays_ahead = wish.shift, wish.due_time, wish.workdays_ahead
    duty.is_of_previous, duty.starts_on, duty.ends_on = wish.is_of_previous, wish.starts_on, wish.ends_on
    known = {each.unit_id: each for each in duty.supports}
    duty.supports = [
        known.get(unit.id) or DutySupport(committee_id=duty.committee_id, unit=unit) for unit in wish.supporting
    ]


def _differences(duty: Duty, wish: Wish) -> list[str]:
    """What changes, in words: the name of each field with both values."""
    pairs = (
        (_("Nội dung"), duty.content, wish.content),
        (_("Lặp lại"), rule_text(duty.rule), rule_text(wish.rule)),
        (_("Gặp ngày nghỉ"), str(SHIFT_NAMES[duty.shift]), str(SHIFT_NAMES[wish.shift])),
        (_("Đơn vị chủ trì"), duty.lead_unit.name, wish.lead.name),
        (_("Đơn vị phối hợp"), _names(duty.supporting), _names(wish.supporting)),
        (_("Người xử lý"), _name(duty.officer), _name(wish.officer)),
        (_("Người giao"), _name(duty.assigner), _name(wish.assigner)),
        (_("Sản phẩm phải có"), duty.product, wish.product),
        (_("Giờ"), formats.hour(duty.due_time), formats.hour(wish.due_time)),
        (_("Giao trước hạn"), str(duty.workdays_ahead), str(wish.workdays_ahead)),
        (_("Tính từ ngày"), formats.day(duty.starts_on), formats.day(wish.starts_on)),
        (_("Đến hết ngày"), formats.day(duty.ends_on), formats.day(wish.ends_on)),
    )
    return [f"{name}: {old or '–'} → {new or '–'}" for name, old, new in pairs if old != new]


def _names(units: Sequence[Unit]) -> str:
    return ", ".join(sorted(unit.name for unit in units))


def _name(person: Person | None) -> str:
    return person.full_name if person else ""
