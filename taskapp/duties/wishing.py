"""A duty as somebody wants it: what it says, the rules it must keep, what it changes. None commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from taskapp.base import formats
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.duties.models import Duty, DutySupport
from taskapp.duties.plan import Plan, Shift, coming
from taskapp.duties.recurrence import BadRule, Rule, read
from taskapp.duties.rule_words import rule_text
from taskapp.duties.words import SHIFT_NAMES
from taskapp.people.models import Person, Unit
from taskapp.tasks import assigning
from taskapp.tasks.assigning import Assignment
from taskapp.tasks.deadlines import LONGEST_YEARS
from taskapp.tasks.documents import DocumentGiven
from taskapp.tasks.record import Actor
from taskapp.tasks.states import LimitKind, Source
from taskapp.workdays.arithmetic import Calendar

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

    @property
    def plan(self) -> Plan:
        """When it falls due, from its start on. Raises BadRule."""
        rule = read(self.rule)
        return Plan(rule, self.shift, self.workdays_ahead, self.starts_on, self.starts_on, self.ends_on)


def once_key(wish: Wish) -> str | None:
    """What is unique about one lead unit's duty of one form that was sent."""
    return f"{wish.once[:32]}:{wish.lead.id}" if wish.once else None


def check_rule(text: str) -> Rule:
    """The rule that a text holds. Raises Refused."""
    try:
        return read(text)
    except BadRule as error:
        raise Refused(
            _("Quy tắc lặp lại này không dùng được. Hãy chọn lại cách lặp và ngày."), field="often"
        ) from error


def check(wish: Wish, today: date, *, by: Actor) -> None:
    """Raise Refused, naming the field, unless its occurrences can be handed out; Forbidden for a unit out of reach."""
    check_rule(wish.rule)
    if wish.starts_on.year > today.year + LONGEST_YEARS:
        raise Refused(_("Ngày bắt đầu quá xa. Hãy kiểm tra lại năm."), field="starts_on")
    if wish.ends_on and wish.ends_on < wish.starts_on:
        raise Refused(_("Ngày kết thúc không thể trước ngày bắt đầu."), field="ends_on")
    if wish.officer and (wish.officer.unit_id != wish.lead.id or not wish.officer.is_enabled):
        raise Refused(_("Người xử lý phải là người của đơn vị chủ trì. Hãy chọn lại, hoặc để trống."), field="officer")
    if not coming(wish.plan, Calendar(), wish.starts_on, 1):
        raise Refused(_("Từ ngày bắt đầu đến ngày kết thúc không có kỳ nào. Hãy xem lại hai ngày."), field="ends_on")
    given = Assignment(
        content=wish.content,
        leads=[wish.lead],
        supporting=wish.supporting,
        limit_kind=LimitKind.NONE,  # the days of the occurrences are the rule's
        document=wish.document,
        product=wish.product,
    )
    assigning.check(given, today)
    assigning.check_reach(given, by)


def carry_over(wish: Wish, duty: Duty) -> None:
    """Let the duty say what the wish says."""
    duty.content, duty.product, duty.rule = wish.content, wish.product, read(wish.rule).text
    duty.lead_unit, duty.officer, duty.assigner = wish.lead, wish.officer, wish.assigner
    duty.lead_unit_id = wish.lead.id
    duty.shift, duty.due_time, duty.workdays_ahead = wish.shift, wish.due_time, wish.workdays_ahead
    duty.is_of_previous, duty.starts_on, duty.ends_on = wish.is_of_previous, wish.starts_on, wish.ends_on
    known = {each.unit_id: each for each in duty.supports}
    duty.supports = [
        known.get(unit.id) or DutySupport(committee_id=duty.committee_id, unit=unit) for unit in wish.supporting
    ]


def differences(duty: Duty, wish: Wish) -> list[str]:
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
        (_("Báo cáo về kỳ liền trước"), _yes(duty.is_of_previous), _yes(wish.is_of_previous)),
        (_("Đến hết ngày"), formats.day(duty.ends_on), formats.day(wish.ends_on)),
    )
    return [f"{name}: {old or '–'} → {new or '–'}" for name, old, new in pairs if old != new]


def _names(units: Sequence[Unit]) -> str:
    return ", ".join(sorted(unit.name for unit in units))


def _name(person: Person | None) -> str:
    return person.full_name if person else ""


def _yes(flag: bool) -> str:
    return _("có") if flag else _("không")
