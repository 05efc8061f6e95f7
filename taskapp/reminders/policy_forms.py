"""The reminder policy as forms: one ladder with its scope and rungs, the general rules, the receiver's choice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from taskapp.base.forms import Form, HourField, VersionField, choices
from taskapp.base.i18n import _, _l
from taskapp.people.models import Unit
from taskapp.reminders.policy import OPTIONAL_NEWS, URGENCIES, Ladder, Policy, Recipient, Rung, Scope
from taskapp.reminders.words import RECIPIENT_NAMES, STEP_NAMES
from taskapp.tasks.directive_models import Urgency
from taskapp.tasks.states import Kind
from taskapp.tasks.words import KIND_NAMES, URGENCY_NAMES

BEFORE, AFTER = "before", "after"
FARTHEST, MOST_RUNGS = 60, 20
AS_TYPED = ("digest_at", "unaccepted_after", "waiting_every", "warns_of_risk", "opens", "closes", "most_at_once")
SIDES = ((BEFORE, _l("ngày trước hạn")), (AFTER, _l("ngày quá hạn")))


class RungForm(Form):
    """One row; a row without a number of days counts for nothing."""

    class Meta:
        """The whole form carries the token."""

        csrf = False

    days = IntegerField(_l("Số ngày làm việc"), [Optional(), NumberRange(0, FARTHEST)])
    side = SelectField(_l("Trước hay sau hạn"), choices=choices(SIDES))
    every = IntegerField(_l("Nhắc lại mỗi … ngày"), [Optional(), NumberRange(0, FARTHEST)])
    to = SelectMultipleField(
        _l("Nhắc ai"),
        choices=choices((each.value, RECIPIENT_NAMES[each]) for each in Recipient),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    alone = BooleanField(_l("Gửi thư riêng, không gộp"))
    is_mandatory = BooleanField(_l("Bắt buộc, người nhận không tắt được"))

    def validate_to(self, field: SelectMultipleField) -> None:
        """Somebody has to be reminded."""
        if self.days.data is not None and not field.data:
            raise ValidationError(_("Hãy chọn ít nhất một người nhận."))

    def rung(self) -> Rung:
        """What was typed."""
        days, every = self.days.data or 0, self.every.data or 0
        after = self.side.data == AFTER and days > 0
        to = frozenset(Recipient(each) for each in self.to.data or ())
        return Rung(days if after else -days, to, every if after else 0, self.alone.data, self.is_mandatory.data)


def _row(rung: Rung) -> dict[str, Any]:
    return {
        "days": abs(rung.days),
        "side": AFTER if rung.days > 0 else BEFORE,
        "every": rung.every or None,
        "to": sorted(rung.to),
        "alone": rung.alone,
        "is_mandatory": rung.is_mandatory,
    }


class ChoiceForm(Form):
    """What each change of the policy carries: why, and which version the page had shown."""

    reason = StringField(_l("Lý do thay đổi, hoặc số văn bản của cơ quan"), [Length(max=300)])
    seen = VersionField()


class LadderForm(ChoiceForm):
    """Bộ mốc nhắc: for which tasks, and the rungs."""

    unit = SelectField(_l("Đơn vị chủ trì, kể cả đơn vị cấp dưới"), coerce=int, validate_choice=False)
    kind = SelectField(_l("Loại việc"))
    urgency = SelectField(_l("Độ khẩn của văn bản, từ mức"))
    is_starred = BooleanField(_l("Chỉ nhiệm vụ trọng tâm (gắn sao)"))
    rungs = FieldList(FormField(RungForm), max_entries=MOST_RUNGS)
    task = IntegerField(_l("Xem thử với nhiệm vụ số"), [Optional(), NumberRange(1, 2**62)])

    def offer(self, units: Iterable[Unit]) -> None:
        """Fill in what can be chosen."""
        self.unit.choices = choices([(0, _("Mọi đơn vị")), *((unit.id, unit.name) for unit in units)])
        kinds = [("", _("Mọi loại")), *((kind.value, str(KIND_NAMES[kind])) for kind in Kind)]
        self.kind.choices = choices(kinds)
        self.urgency.choices = choices((each, URGENCY_NAMES[Urgency(each)]) for each in URGENCIES)

    def show(self, ladder: Ladder) -> None:
        """Fill in a ladder."""
        scope = ladder.scope
        self.unit.data, self.kind.data = scope.unit_id or 0, scope.kind.value if scope.kind else ""
        self.urgency.data, self.is_starred.data = scope.urgency, scope.is_starred
        for rung in ladder.rungs:
            self.rungs.append_entry(_row(rung))

    def add_row(self) -> None:
        """One more empty row, as long as there may be more."""
        if len(self.rungs) < MOST_RUNGS:
            self.rungs.append_entry({"is_mandatory": True})

    def forms(self) -> list[RungForm]:
        """The rows in their order."""
        return [entry.form for entry in self.rungs]

    def ladder(self, *, is_last: bool) -> Ladder:
        """What was typed, earliest rung first; the last ladder is for every task."""
        rungs = sorted((row.rung() for row in self.forms() if row.days.data is not None), key=lambda rung: rung.days)
        scope = Scope(
            self.unit.data or None,
            Kind(self.kind.data) if self.kind.data else None,
            self.is_starred.data,
            self.urgency.data or URGENCIES[0],
        )
        return Ladder(tuple(rungs), Scope() if is_last else scope)


class GeneralForm(ChoiceForm):
    """What holds besides the ladders."""

    digest_at = HourField(_l("Thư gộp buổi sáng gửi lúc"), [InputRequired()])
    unaccepted_after = IntegerField(
        _l("Nhắc thủ trưởng khi chưa tiếp nhận sau bao nhiêu ngày làm việc"), [InputRequired(), NumberRange(1, 30)]
    )
    waiting = StringField(
        _l("Nhắc người đang giữ một quyết định sau những ngày làm việc nào"),
        [InputRequired(), Length(max=60)],
        description=_l("Các số cách nhau bằng dấu phẩy, ví dụ: 1, 3, 5."),
    )
    waiting_every = IntegerField(_l("Sau đó cứ bao nhiêu ngày làm việc"), [InputRequired(), NumberRange(1, FARTHEST)])
    warns_of_risk = BooleanField(
        _l("Báo thủ trưởng khi một nhiệm vụ có nguy cơ trễ cao"),
        description=_l("Mỗi thời hạn một lần, trong thư gộp buổi sáng; người nhận được phép tắt."),
    )
    opens = HourField(_l("Thư báo ngay gửi từ"), [InputRequired()])
    closes = HourField(
        _l("đến"),
        [InputRequired()],
        description=_l("Việc xảy ra ngoài giờ này được báo khi đến giờ. Cả ngày: 00:00 đến 23:59."),
    )
    most_at_once = IntegerField(
        _l("Mỗi người nhận nhiều nhất bao nhiêu thư báo ngay trong một ngày"),
        [InputRequired(), NumberRange(1, 500)],
        description=_l("Phần vượt vào thư gộp kế tiếp. Việc đến hạn hôm nay hoặc đã quá hạn luôn được báo ngay."),
    )
    optional_news = SelectMultipleField(
        _l("Tin mà người nhận được phép tắt"),
        choices=choices((each, STEP_NAMES[each]) for each in sorted(OPTIONAL_NEWS)),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def show(self, policy: Policy) -> None:
        """Fill in a policy."""
        for name in AS_TYPED:
            self[name].data = getattr(policy, name)
        self.waiting.data = ", ".join(str(days) for days in policy.waiting)
        self.optional_news.data = sorted(policy.optional_news)

    def validate_waiting(self, field: StringField) -> None:
        """Growing numbers of days."""
        days = _numbers(field.data or "")
        if not days or days != sorted(set(days)) or not all(1 <= each <= FARTHEST for each in days):
            raise ValidationError(_("Hãy ghi các số ngày tăng dần từ 1 đến 60, cách nhau bằng dấu phẩy."))

    def validate_closes(self, field: HourField) -> None:
        """The day ends after it begins."""
        if self.opens.data and field.data and field.data <= self.opens.data:
            raise ValidationError(_("Giờ kết thúc phải sau giờ bắt đầu."))

    def chosen(self) -> dict[str, Any]:
        """What was typed, by the names of the policy."""
        waiting, optional = tuple(_numbers(self.waiting.data or "")), frozenset(self.optional_news.data or ())
        return {name: self[name].data for name in AS_TYPED} | {"waiting": waiting, "optional_news": optional}


class RemovalForm(ChoiceForm):
    """Bỏ một bộ mốc riêng, hoặc đưa nó lên trước."""


class RefusalForm(Form):
    """Thư muốn nhận: a tick for each kind that one may do without."""

    wanted = SelectMultipleField(
        _l("Các loại thư tùy chọn"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )


def _numbers(text: str) -> list[int]:
    parts = [part.strip() for part in text.split(",")]
    return (
        [int(part) for part in parts]
        if all(part.isascii() and part.isdigit() and len(part) < 4 for part in parts)
        else []
    )
