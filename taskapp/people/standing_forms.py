"""Forms of absences and delegations; rules live in the verbs, here only what can be typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast

from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange

from taskapp.base.forms import NEEDED, DayField, Form, choices
from taskapp.base.i18n import _, _l
from taskapp.people.delegations import Paper
from taskapp.people.models import Person
from taskapp.people.standing import Term

NOBODY = 0
CHOSEN = NumberRange(min=1, message=_l("Hãy chọn người."))


class TermForm(Form):
    """What has a first and a last day."""

    first_on: DayField
    last_on: DayField

    @property
    def term(self) -> Term:
        """What was typed; only after it has been found valid."""
        return Term(cast(date, self.first_on.data), cast(date, self.last_on.data))


class AbsenceForm(TermForm):
    """Who is away, when, why, and who fills the place."""

    person_id = SelectField(_l("Người vắng"), coerce=int)
    first_on = DayField(_l("Từ ngày"), [NEEDED])
    last_on = DayField(_l("Đến hết ngày"), [NEEDED])
    deputy_id = SelectField(_l("Người thay"), coerce=int, default=NOBODY)
    reason = StringField(_l("Lý do"), [Length(max=200)])

    def offer(self, absent: Sequence[Person], deputies: Iterable[Person]) -> None:
        """Let the selects offer these persons, in their order; whose only choice is himself is not his own deputy."""
        me = absent[0]
        others = [one for one in deputies if len(absent) > 1 or one.id != me.id]
        self.person_id.choices = _persons(absent)
        self.deputy_id.choices = [*_nobody(_("Chưa có người thay")), *_near_and_far(others, me.unit_id)]


class DelegationForm(TermForm):
    """Which leader delegates his decisions to whom, by which document."""

    person_id = SelectField(_l("Lãnh đạo ủy quyền"), [CHOSEN], coerce=int, default=NOBODY)
    delegate_id = SelectField(_l("Người được ủy quyền"), [CHOSEN], coerce=int, default=NOBODY)
    paper_number = StringField(_l("Số, ký hiệu văn bản ủy quyền"), [NEEDED, Length(max=60)])
    paper_on = DayField(_l("Ngày văn bản"), [NEEDED], is_past=True)
    first_on = DayField(_l("Từ ngày"), [NEEDED])
    last_on = DayField(_l("Đến hết ngày"), [NEEDED])
    scope = TextAreaField(_l("Nội dung ủy quyền"), [Length(max=500)])

    def offer(self, leaders: Iterable[Person], delegates: Iterable[Person], home_id: int) -> None:
        """Let the selects offer these persons, in their order; delegates at home in the unit `home_id` come first."""
        nobody = _nobody(_("Chọn người"))
        self.person_id.choices = [*nobody, *_persons(leaders)]
        self.delegate_id.choices = [*nobody, *_near_and_far(delegates, home_id)]

    @property
    def paper(self) -> Paper:
        """What was typed; only after it has been found valid."""
        return Paper(self.paper_number.data or "", cast(date, self.paper_on.data), self.scope.data or "")


class UnitsForm(Form):
    """Of which units people are offered, in a committee too big to offer everybody; it only reads."""

    class Meta(Form.Meta):
        """No token in an address."""

        csrf = False

    unit = SelectMultipleField(_l("Chọn người trong các đơn vị"), coerce=int)


def _near_and_far(persons: Iterable[Person], home_id: int) -> list[Any]:
    found = list(persons)
    near = _persons((one for one in found if one.unit_id == home_id), _("Cùng đơn vị"))
    return [*near, *_persons((one for one in found if one.unit_id != home_id), _("Đơn vị khác"))]


def _persons(persons: Iterable[Person], group: str | None = None) -> list[Any]:
    parts = ((one.id, (one.full_name, one.position, one.unit.label)) for one in persons)
    return choices(((str(person_id), " · ".join(filter(None, words))) for person_id, words in parts), group)


def _nobody(text: str) -> list[Any]:
    return choices([(str(NOBODY), text)])
