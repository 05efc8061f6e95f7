"""What is typed once for many tasks. Rules live in the verbs; here only what can be typed."""

from __future__ import annotations

from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from taskapp.base.errors import Refused
from taskapp.base.forms import NEEDED, DayField, Form, HourField
from taskapp.base.i18n import _, _l
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.forms import LONG
from taskapp.tasks.permissions import Action
from taskapp.tasks.states import Change, Move


class BulkForm(Form):
    """Parent of the forms; by itself it asks for nothing. `waits`: something must be typed before rows can be judged.

    `previewed` is the deciding() of the rows that the page shows: what is confirmed is what was previewed.
    """

    previewed = HiddenField()
    waits = False

    @property
    def is_new(self) -> bool:
        """Whether it comes from a list, before anything could be typed."""
        return not self.previewed.raw_data

    def is_as_previewed(self) -> bool:
        """Whether what is confirmed has been previewed; if not, the form says so."""
        if (self.previewed.data or "") == self.deciding():
            return True
        text = _("Nội dung đã đổi nên bảng được tính lại. Hãy xem bảng rồi bấm lần nữa.")
        self.form_errors.append(text)
        return False

    def deciding(self) -> str:
        """What was typed that may decide whether a task is refused."""
        return ""


class UrgeManyForm(BulkForm):
    text = TextAreaField(_l("Nội dung đôn đốc"), [Length(max=1000)])


class NameForManyForm(BulkForm):
    officer = SelectField(
        _l("Người xử lý"),
        [InputRequired(_l("Hãy chọn người xử lý."))],
        coerce=lambda value: int(value or 0),
        validate_choice=False,
    )
    waits = True

    def deciding(self) -> str:
        """The officer chosen."""
        return str(self.officer.data or "")


class ExtendManyForm(BulkForm):
    due_on = DayField(_l("Thời hạn mới"), [NEEDED])
    due_time = HourField(_l("Giờ (nếu có)"))
    reason = TextAreaField(_l("Lý do"), [NEEDED, Length(max=LONG)])
    waits = True

    def limit(self) -> Moment:
        """The new limit; the field is required, so there is a day."""
        if self.due_on.data is None:
            raise Refused(_("Hãy ghi thời hạn mới."), field="due_on")
        return Moment(self.due_on.data, self.due_time.data)

    def deciding(self) -> str:
        """The new limit."""
        return f"{self.due_on.data or ''} {self.due_time.data or ''}".strip()


FORMS: dict[Action, type[BulkForm]] = {
    Move.ACCEPT: BulkForm,
    Change.NAME_OFFICER: NameForManyForm,
    Change.URGE: UrgeManyForm,
    Change.EXTEND: ExtendManyForm,
}
