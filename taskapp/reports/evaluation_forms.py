"""Forms of evaluations: objections and answers to them, conversion weights; which months and quarters are offered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from wtforms import DecimalField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from taskapp.base import formats
from taskapp.base.forms import Form, choices
from taskapp.base.i18n import _l
from taskapp.reports.choices import Choice
from taskapp.reports.contests import Objection
from taskapp.reports.evaluation_lines import ProductLine
from taskapp.reports.evaluation_models import ContestAbout
from taskapp.reports.evaluation_words import ABOUT_NAMES
from taskapp.reports.periods import Span, containing, previous
from taskapp.reports.weights import LEAST, MOST
from taskapp.reports.words import period_name

VERDICTS = (("yes", _l("Công nhận")), ("no", _l("Không công nhận")))


class ContestForm(Form):
    """What a person says is not right about the own sheet."""

    about = SelectField(_l("Về"), choices=choices((key.value, name) for key, name in ABOUT_NAMES.items()))
    task = SelectField(_l("Nhiệm vụ cụ thể (nếu có)"), validate_choice=False, default="")
    text = TextAreaField(_l("Điều chưa đúng, và đúng ra là thế nào"), [InputRequired(), Length(max=2000)])

    def offer(self, lines: Iterable[ProductLine]) -> None:
        """Let the tasks of the sheet be chosen."""
        tasks = ((str(line.product.judged.image.task_id), line.title[:120]) for line in lines)
        self.task.choices = choices([("", _l("Cả phiếu")), *tasks])

    def objection(self) -> Objection:
        """What was objected to; only after validate()."""
        task = self.task.data or ""
        task_id = int(task) if task.isascii() and task.isdigit() and len(task) < 12 else None
        return Objection(ContestAbout(self.about.data), self.text.data or "", task_id)


class AnswerForm(Form):
    """The decision about an objection."""

    verdict = RadioField(
        _l("Kết luận"),
        choices=choices([("yes", _l("Công nhận")), ("no", _l("Không công nhận"))]),
        validate_choice=False,
    )
    answer = TextAreaField(_l("Lý do và việc sẽ sửa (nếu có)"), [InputRequired(), Length(max=2000)])

    @property
    def is_upheld(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.verdict.data or "")


class VietnameseDecimal(DecimalField):
    """A number with a decimal comma or point."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; raises ValueError when it is no number."""
        super().process_formdata([value.strip().replace(",", ".") for value in valuelist])

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data.normalize():f}".replace(".", ",") if self.data is not None else ""


class WeightsForm(Form):
    """The weights of the products of a sheet: one field for each task, made by weights_form()."""

    reason = StringField(_l("Căn cứ quy đổi (văn bản, danh mục sản phẩm của cơ quan)"), [Length(max=300)])

    def wanted(self) -> dict[int, Decimal]:
        """The weights as typed, by task; only after validate()."""
        fields = {name: field for name, field in self._fields.items() if name.startswith("weight_")}
        return {int(name.removeprefix("weight_")): field.data for name, field in fields.items()}


def weights_form(lines: Sequence[ProductLine], **given: Any) -> WeightsForm:
    """A form with a field for each of the products, filled with the weight that holds."""
    fields: dict[str, Any] = {
        f"weight_{line.product.judged.image.task_id}": VietnameseDecimal(
            _l("Hệ số"), [InputRequired(), NumberRange(LEAST, MOST)], default=line.product.weight, places=None
        )
        for line in lines
    }
    made: WeightsForm = type("WeightsFormOfSheet", (WeightsForm,), fields)(**given)
    return made


def months_and_quarters(today: date) -> list[Choice]:
    """This and the last month and quarter: the periods by which officials are evaluated."""
    found = []
    for span in (Span.MONTH, Span.QUARTER):
        now = containing(today, span)
        for period in (now, previous(now)):
            name = period_name(period)
            found.append(Choice(formats.sentence(name), period.first, period.last))
    return found
