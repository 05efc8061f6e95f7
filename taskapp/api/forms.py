"""Bodies that no page has a form for."""

from __future__ import annotations

from datetime import date

from wtforms import BooleanField, FieldList, FormField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from taskapp.base.errors import Refused
from taskapp.base.forms import NEEDED, DayField, Form, choices
from taskapp.base.i18n import _, _l
from taskapp.base.text import one_line
from taskapp.base.web import LARGEST_ID
from taskapp.tasks import bulk
from taskapp.tasks.bulk import Seen
from taskapp.tasks.bulk_forms import BulkForm, ExtendManyForm, UrgeManyForm
from taskapp.tasks.directive_models import Urgency
from taskapp.tasks.documents import DocumentGiven
from taskapp.tasks.forms import LONG
from taskapp.tasks.handover_forms import HandOverForm
from taskapp.tasks.handover_lines import Key, Wish
from taskapp.tasks.paper_models import Handed
from taskapp.tasks.permissions import Action
from taskapp.tasks.states import Change, Move
from taskapp.tasks.words import URGENCY_NAMES

LATEST = 999_999_999  # of the versions that If-Match can name


class DirectiveForm(Form):
    """A document to be entered in the register."""

    number = StringField(_l("Số, ký hiệu văn bản"), [NEEDED, Length(max=60)])
    issued_on = DayField(_l("Ngày văn bản"), is_past=True)
    issuer = StringField(_l("Cơ quan ban hành"), [Length(max=200)])
    kind = StringField(_l("Loại văn bản"), [Length(max=60)])
    subject = StringField(_l("Trích yếu"), [Length(max=1000)])
    signer = StringField(_l("Người ký"), [Length(max=120)])
    urgency = SelectField(
        _l("Độ khẩn"), choices=choices((u.value, URGENCY_NAMES[u]) for u in Urgency), default=Urgency.ORDINARY.value
    )
    is_incoming = BooleanField(_l("Văn bản đến"))
    received_on = DayField(_l("Ngày nhận"), is_past=True)

    def document(self) -> DocumentGiven:
        """The document that was described."""
        return DocumentGiven(
            number=self.number.data or "",
            issued_on=self.issued_on.data,
            issuer=self.issuer.data or "",
            kind=self.kind.data or "",
            subject=one_line(self.subject.data or ""),
            signer=self.signer.data or "",
            urgency=Urgency(self.urgency.data or Urgency.ORDINARY),
        )


class SeenForm(Form):
    """A task of many, and the version that the program has read of it."""

    class Meta:
        """Part of a body."""

        csrf = False

    id = IntegerField(_l("Số của nhiệm vụ"), [InputRequired(), NumberRange(0, LARGEST_ID)])
    version = IntegerField(_l("Phiên bản đã đọc"), [InputRequired(), NumberRange(0, LATEST)])


class Chosen(Form):
    """The tasks to which something is done."""

    tasks = FieldList(FormField(SeenForm), label=_l("Các nhiệm vụ"), max_entries=bulk.MOST)

    def chosen(self) -> list[Seen]:
        """Each task once, in the order in which they were named."""
        seen = (each.form for each in self.tasks)
        return list({form.id.data: Seen(form.id.data or 0, form.version.data or 0) for form in seen}.values())


class AcceptTasksForm(Chosen, BulkForm):
    """Accept many."""


class NameForTasksForm(Chosen, BulkForm):
    """Name the same officer for many."""

    officer = IntegerField(_l("Người xử lý"), [InputRequired(), NumberRange(0, LARGEST_ID)])


class UrgeTasksForm(Chosen, UrgeManyForm):
    """Urge many with the same words."""


class ExtendTasksForm(Chosen, ExtendManyForm):
    """Grant many the same later limit."""


BULK_FORMS: dict[Action, type[Chosen]] = {
    Move.ACCEPT: AcceptTasksForm,
    Change.NAME_OFFICER: NameForTasksForm,
    Change.URGE: UrgeTasksForm,
    Change.EXTEND: ExtendTasksForm,
}


class HandOverLineForm(Form):
    """One line: what of which task, as it was read, goes to whom."""

    class Meta:
        """Part of a body."""

        csrf = False

    handed = SelectField(_l("Bàn giao gì"), choices=choices((each.value, each.value) for each in Handed))
    task_id = IntegerField(_l("Số của nhiệm vụ"), [InputRequired(), NumberRange(0, LARGEST_ID)])
    version = IntegerField(_l("Phiên bản đã đọc"), [InputRequired(), NumberRange(0, LATEST)])
    to = IntegerField(_l("Người nhận"), [InputRequired(), NumberRange(0, LARGEST_ID)])


class HandOverLinesForm(HandOverForm):
    """Why work is handed over, and to whom each line goes."""

    lines = FieldList(FormField(HandOverLineForm), label=_l("Các việc bàn giao"), max_entries=bulk.MOST)

    def wishes(self) -> dict[Key, Wish]:
        """The lines in the order in which they were sent; of two about the same the last counts."""
        rows = [each.form for each in self.lines]
        return {
            Key(Handed(row.handed.data), row.task_id.data or 0): Wish(row.to.data, row.version.data or 0)
            for row in rows
        }


class SkipOccurrenceForm(Form):
    """Which coming occurrence of a duty is left out, and why."""

    on_day = DayField(_l("Ngày theo quy tắc của kỳ"), [NEEDED])
    reason = StringField(_l("Lý do"), [NEEDED, Length(max=LONG)])

    def day(self) -> date:
        """The day that the rule names. Raises Refused."""
        if self.on_day.data is None:
            raise Refused(_("Hãy ghi ngày của kỳ."), field="on_day")
        return self.on_day.data
