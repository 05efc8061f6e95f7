"""The form of a duty: its rule picked by ordinary words, the rest as when a task is assigned."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange

from taskapp.base.errors import Refused
from taskapp.base.formats import WEEKDAYS
from taskapp.base.forms import NEEDED, DayField, Form, HourField, VersionField, choices, today
from taskapp.base.i18n import _, _l
from taskapp.base.text import one_line
from taskapp.duties.models import Duty
from taskapp.duties.picking import Day, Often, Pick, pick_of, rule_of
from taskapp.duties.plan import Plan, Shift
from taskapp.duties.rule_words import NTH_NAMES, PLACE_NAMES
from taskapp.duties.wishing import AHEAD, NO_DOCUMENT, Wish, check_rule
from taskapp.duties.words import SHIFT_NAMES
from taskapp.people.models import Person, Unit
from taskapp.tasks.documents import DocumentGiven
from taskapp.tasks.forms import LONG, TWO

OFTEN_NAMES = {
    Often.WEEKLY: _l("Hằng tuần"),
    Often.MONTHLY: _l("Hằng tháng"),
    Often.QUARTERLY: _l("Hằng quý"),
    Often.HALF_YEARLY: _l("6 tháng một lần (tháng 6 và tháng 12)"),
    Often.YEARLY: _l("Hằng năm"),
    Often.OTHER: _l("Như văn bản đã ghi"),
}
DAY_NAMES = {
    Day.NUMBER: _l("Một ngày trong tháng"),
    Day.LAST: _l("Ngày cuối tháng"),
    Day.LAST_WORKDAY: _l("Ngày làm việc cuối cùng của tháng"),
    Day.WEEKDAY: _l("Một thứ trong tháng, ví dụ thứ Sáu thứ nhất"),
}


class RuleForm(Form):
    """When it comes back."""

    often = RadioField(_l("Lặp lại"), choices=choices(OFTEN_NAMES.items()), default=Often.MONTHLY.value)
    other = HiddenField()
    weekdays = SelectMultipleField(_l("Vào"), coerce=int, choices=choices(enumerate(map(_l, WEEKDAYS))), default=[3])
    interval = IntegerField(_l("Mấy tuần hoặc tháng một lần"), [NumberRange(1, 12, _l("Từ 1 đến 12."))], default=1)
    place = SelectField(_l("Tháng nào của quý"), coerce=int, choices=choices(PLACE_NAMES.items()), default=3)
    month = SelectField(_l("Tháng"), coerce=int, choices=choices((m, str(m)) for m in range(1, 13)), default=12)
    day = RadioField(_l("Hạn vào"), choices=choices(DAY_NAMES.items()), default=Day.NUMBER.value)
    number = IntegerField(_l("Ngày"), [NumberRange(1, 31, _l("Từ 1 đến 31."))], default=25)
    weekday = SelectField(_l("Thứ"), coerce=int, choices=choices(enumerate(map(_l, WEEKDAYS))), default=4)
    nth = SelectField(
        _l("Lần thứ mấy"),
        coerce=int,
        choices=choices((nth, name) for nth, name in NTH_NAMES.items() if nth != 5),
        default=1,
    )
    shift = SelectField(
        _l("Gặp ngày nghỉ thì lấy ngày"), choices=choices(SHIFT_NAMES.items()), default=Shift.BEFORE.value
    )
    workdays_ahead = IntegerField(
        _l("Giao trước hạn mấy ngày làm việc"), [NumberRange(0, 60, _l("Từ 0 đến 60."))], default=AHEAD
    )
    starts_on = DayField(_l("Tính từ ngày"), [InputRequired(_l("Hãy ghi ngày bắt đầu."))])
    ends_on = DayField(_l("Đến hết ngày"))
    is_of_previous = BooleanField(_l("Báo cáo về kỳ liền trước"))

    def offer_other(self, rule: str) -> None:
        """Let the rule of the document be chosen only where there is one."""
        if pick_of(rule).often is not Often.OTHER or not rule:
            self.often.choices = choices((often, name) for often, name in OFTEN_NAMES.items() if often != Often.OTHER)

    def show_rule(self, duty: Duty) -> None:
        """Fill in what holds."""
        pick = pick_of(duty.rule)
        self.often.data, self.other.data, self.weekdays.data = pick.often.value, duty.rule, list(pick.weekdays)
        self.interval.data, self.place.data, self.month.data = pick.interval, pick.place, pick.month
        self.day.data, self.number.data = pick.day.value, pick.number
        self.weekday.data, self.nth.data = pick.weekday, pick.nth
        self.shift.data, self.workdays_ahead.data = duty.shift.value, duty.workdays_ahead
        self.starts_on.data, self.ends_on.data = duty.starts_on, duty.ends_on
        self.is_of_previous.data = duty.is_of_previous

    def rule(self) -> str:
        """The rule that was picked. Raises Refused."""
        often = Often(self.often.data)
        if often is Often.WEEKLY and not self.weekdays.data:
            raise Refused(_("Hãy chọn ít nhất một ngày trong tuần."), field="weekdays")
        return rule_of(
            Pick(
                often,
                tuple(self.weekdays.data or ()),
                self.interval.data or 1,
                Day(self.day.data),
                self.number.data or 1,
                self.nth.data,
                self.weekday.data,
                self.place.data,
                self.month.data,
                self.other.data or "",
            )
        )

    def plan(self) -> Plan:
        """When it falls due, by what was picked; only after it has been found valid. Raises Refused."""
        start = self.starts_on.data or today()
        ahead = self.workdays_ahead.data or 0
        return Plan(check_rule(self.rule()), Shift(self.shift.data), ahead, start, start, self.ends_on.data)


class DutyForm(RuleForm):
    """Việc định kỳ: content, units, officer, assigner, product, document, rule."""

    once = HiddenField(default=lambda: secrets.token_hex(16))
    seen = VersionField(default="0")
    content = TextAreaField(_l("Nội dung nhiệm vụ"), [NEEDED, Length(max=LONG)])
    leads = SelectMultipleField(_l("Đơn vị chủ trì"), coerce=int)
    supporting = SelectMultipleField(_l("Đơn vị phối hợp"), coerce=int)
    officer = SelectField(_l("Người xử lý"), coerce=int, validate_choice=False, default=0)
    assigner = SelectField(_l("Người giao"), coerce=int, validate_choice=False)
    product = StringField(_l("Sản phẩm phải có"), [Length(max=300)])
    due_time = HourField(_l("Giờ (nếu có)"))
    number_of_document = StringField(_l("Số, ký hiệu văn bản"), [Length(max=60)])
    issued_on = DayField(_l("Ngày văn bản"), is_past=True)
    subject = StringField(_l("Trích yếu"), [Length(max=1000)])

    def show(self, duty: Duty) -> None:
        """Fill in what holds."""
        self.show_rule(duty)
        self.seen.data = str(duty.version)
        self.content.data, self.product.data, self.due_time.data = duty.content, duty.product, duty.due_time
        self.leads.data, self.supporting.data = [duty.lead_unit_id], [each.unit_id for each in duty.supports]
        self.officer.data, self.assigner.data = duty.officer_id or 0, duty.assigner_id or 0

    def wishes(
        self, units: Mapping[int, Unit], leaders: Mapping[int, Person], officers: Mapping[int, Person]
    ) -> list[Wish]:
        """What was typed: one duty for each lead unit. Raises Refused with the field at fault."""
        leads = [units[unit] for unit in dict.fromkeys(self.leads.data or ()) if unit in units]
        if not leads:
            raise Refused(_("Hãy chọn đơn vị chủ trì."), field="leads")
        if self.officer.data and len(leads) > 1:
            raise Refused(_("Chọn nhiều đơn vị thì không chọn được người xử lý. Hãy để trống."), field="officer")
        if self.assigner.data and self.assigner.data not in leaders:
            raise Refused(_("Hãy chọn người giao trong danh sách lãnh đạo."), field="assigner")
        plan = self.plan()
        return [
            Wish(
                content=self.content.data or "",
                lead=lead,
                rule=self.rule(),
                starts_on=plan.starts_on,
                supporting=[units[unit] for unit in dict.fromkeys(self.supporting.data or ()) if unit in units],
                officer=officers.get(self.officer.data or 0),
                assigner=leaders.get(self.assigner.data or 0),
                product=self.product.data or "",
                document=self._document(),
                shift=plan.shift,
                due_time=self.due_time.data,
                workdays_ahead=plan.workdays_ahead,
                is_of_previous=bool(self.is_of_previous.data),
                ends_on=plan.ends_on,
                once=self.once.data or "",
            )
            for lead in leads
        ]

    def _document(self) -> DocumentGiven:
        if not self.number_of_document.data:
            return NO_DOCUMENT
        return DocumentGiven(
            number=self.number_of_document.data,
            issued_on=self.issued_on.data,
            subject=one_line(self.subject.data or ""),
        )


class DutyReasonForm(Form):
    """Why a duty is stopped or resumed."""

    reason = TextAreaField(_l("Lý do"), [NEEDED, Length(max=LONG)], render_kw=TWO)


class SkipForm(Form):
    """Which coming occurrence is left out, and why."""

    on_day = SelectField(_l("Kỳ"), validate_choice=False)
    reason = TextAreaField(_l("Lý do"), [NEEDED, Length(max=LONG)], render_kw=TWO, id="skip-reason")


class AfterAllForm(Form):
    """The limit of an occurrence that is handed out after all."""

    due_on = DayField(_l("Thời hạn mới"), [NEEDED])
