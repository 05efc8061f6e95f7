"""Forms of the task pages; rules live in lifecycle and assigning, here only what can be typed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import ClassVar

from sqlalchemy.orm.exc import StaleDataError
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.form import BaseForm
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from taskapp.base.errors import Changed, Refused
from taskapp.base.forms import NEEDED, DayField, Form, HourField, VersionField, choices, today
from taskapp.base.i18n import _, _l, _n
from taskapp.base.text import one_line
from taskapp.people.models import Person, Unit
from taskapp.tasks.assigning import Assignment
from taskapp.tasks.directive_models import Urgency
from taskapp.tasks.documents import DocumentGiven
from taskapp.tasks.models import Submission
from taskapp.tasks.now import Now
from taskapp.tasks.results import Result
from taskapp.tasks.states import LimitKind, Source
from taskapp.tasks.words import SOURCE_NAMES, URGENCY_NAMES
from taskapp.tasks.worktypes.receipt import Receipt
from taskapp.workdays.arithmetic import add_workdays

LONG = 4000
TWO, THREE = {"rows": 2}, {"rows": 3}

LIMITS = (
    (LimitKind.DATED.value, _l("Có thời hạn")),
    (LimitKind.NONE.value, _l("Không thời hạn")),
    (LimitKind.CONTINUOUS.value, _l("Thường xuyên")),
)


class AssignForm(Form):
    """Giao việc: content, source document, lead and supporting units, limit, product, star."""

    once = HiddenField(default=lambda: secrets.token_hex(16))
    work_type = StringField(_l("Loại việc"), [Length(max=400)])
    seen = HiddenField()  # of which type, and which receipt, the page was last filled in
    received_on = DayField(_l("Ngày tiếp nhận"), is_past=True, default=today)
    received_time = HourField(_l("Giờ tiếp nhận"))
    law_reason = StringField(_l("Lý do giao sau thời hạn theo luật"), [Length(max=500)])
    content = TextAreaField(_l("Nội dung nhiệm vụ"), [NEEDED, Length(max=LONG)])
    number = StringField(_l("Số, ký hiệu văn bản"), [Length(max=60)])
    issued_on = DayField(_l("Ngày văn bản"), is_past=True)
    issuer = StringField(_l("Cơ quan ban hành"), [Length(max=200)])
    kind = StringField(_l("Loại văn bản"), [Length(max=60)])
    subject = StringField(_l("Trích yếu"), [Length(max=1000)])
    signer = StringField(_l("Người ký"), [Length(max=120)])
    urgency = SelectField(
        _l("Độ khẩn"), choices=choices((u.value, URGENCY_NAMES[u]) for u in Urgency), default=Urgency.ORDINARY.value
    )
    source = SelectField(
        _l("Nguồn giao"), choices=choices((s.value, SOURCE_NAMES[s]) for s in SOURCE_NAMES), default=Source.OWN.value
    )
    leads = SelectMultipleField(_l("Đơn vị chủ trì"), coerce=int)
    supporting = SelectMultipleField(_l("Đơn vị phối hợp"), coerce=int)
    support_due_on = DayField(_l("Hạn phối hợp"))
    limit_kind = RadioField(_l("Thời hạn"), choices=choices(LIMITS), default=LimitKind.DATED.value)
    due_on = DayField(_l("Ngày hết hạn"))
    due_time = HourField(_l("Giờ (nếu có)"))
    workdays = IntegerField(
        _l("Hoặc số ngày làm việc kể từ hôm nay"), [Optional(), NumberRange(1, 500, _l("Từ 1 đến 500 ngày làm việc."))]
    )
    deadline_text = StringField(_l("Thời hạn ghi trong văn bản"), [Length(max=300)])
    past_due_known = BooleanField(_l("Ghi nhận việc đã quá hạn"))
    limit_reason = TextAreaField(_l("Lý do giữ thời hạn ngắn"), [Length(max=1000)])
    product = StringField(_l("Sản phẩm phải có"), [Length(max=300)])
    assigner = SelectField(_l("Người giao"), coerce=int, validate_choice=False)
    starred = BooleanField(_l("Gắn sao (nhiệm vụ trọng tâm)"))

    def assignment(
        self, units: Mapping[int, Unit], leaders: Mapping[int, Person], now: Now, receipt: Receipt | None = None
    ) -> Assignment:
        """What was typed, as an assignment; N working days become a day. `receipt`: of the type that was chosen."""
        due_on, words = self.due_on.data, self.deadline_text.data or ""
        if self.workdays.data and due_on is not None:
            raise Refused(_("Chỉ ghi một trong hai: ngày hết hạn, hoặc số ngày làm việc."), field="workdays")
        if self.workdays.data:
            due_on = add_workdays(now.today, self.workdays.data, now.calendar)
            words = words or _n("1 ngày làm việc", "%(num)s ngày làm việc", self.workdays.data)
        return Assignment(
            content=self.content.data or "",
            leads=[units[i] for i in dict.fromkeys(self.leads.data or ()) if i in units],
            supporting=[units[i] for i in dict.fromkeys(self.supporting.data or ()) if i in units],
            limit_kind=LimitKind(self.limit_kind.data),
            due_on=due_on,
            due_time=self.due_time.data,
            support_due_on=self.support_due_on.data,
            deadline_text=words,
            limit_reason=self.limit_reason.data or "",
            document=self._document(),
            product=self.product.data or "",
            assigner=self._assigner(leaders),
            starred=bool(self.starred.data),
            source=Source(self.source.data),
            field=receipt.version.field if receipt else "",
            receipt=receipt,
            past_due_known=bool(self.past_due_known.data),
            once=self.once.data or "",
        )

    def _assigner(self, leaders: Mapping[int, Person]) -> Person | None:
        if self.assigner.data and self.assigner.data not in leaders:
            raise Refused(_("Hãy chọn người giao trong danh sách lãnh đạo."), field="assigner")
        return leaders.get(self.assigner.data or 0)

    def _document(self) -> DocumentGiven:
        return DocumentGiven(
            number=self.number.data or "",
            issued_on=self.issued_on.data,
            issuer=self.issuer.data or "",
            kind=self.kind.data or "",
            subject=one_line(self.subject.data or ""),
            signer=self.signer.data or "",
            urgency=Urgency(self.urgency.data),
        )


class ActForm(Form):
    """Parent of the small forms on a task's page: `version` says which state of the task the person saw."""

    version = VersionField()
    next = HiddenField()


class ReasonForm(ActForm):
    reason = TextAreaField(_l("Lý do"), [NEEDED, Length(max=LONG)], render_kw=TWO)


class ReturnForm(ActForm):
    reason = TextAreaField(
        _l("Lý do"),
        [NEEDED, Length(max=LONG)],
        description=_l("Nói rõ cần làm thêm gì; thời hạn giữ nguyên."),
        render_kw=THREE,
    )


class NoteForm(ActForm):
    note = TextAreaField(_l("Ý kiến"), [Length(max=LONG)], render_kw=TWO)


class OfficerForm(ActForm):
    officer = SelectField(
        _l("Người xử lý"), [DataRequired(_l("Hãy chọn người xử lý."))], coerce=int, validate_choice=False
    )


class ReassignForm(ActForm):
    lead = SelectField(_l("Đơn vị chủ trì mới"), coerce=int, validate_choice=False)
    reason = TextAreaField(_l("Lý do"), [NEEDED, Length(max=LONG)], render_kw=TWO)


class ProgressForm(ActForm):
    percent = IntegerField(
        _l("Tiến độ (%)"),
        [NEEDED, NumberRange(0, 100, _l("Từ 0 đến 100."))],
        render_kw={"inputmode": "numeric"},
    )
    note = TextAreaField(_l("Tình hình, khó khăn"), [NEEDED, Length(max=LONG)], render_kw=TWO)


class EvidenceForm(ActForm):
    """Parent of the forms that files may go with; each has its own field for them."""

    files: MultipleFileField

    def attached(self) -> list[FileStorage]:
        """The files that were chosen; a browser sends one nameless part when there is none."""
        return [f for f in self.files.data or () if isinstance(f, FileStorage) and f.filename]


class Owed:
    """Marks a field that is shown only where it must be filled; what it is for asks for it, in its own words."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: BaseForm, field: Field) -> None:
        """Let it pass."""


class ResultForm(EvidenceForm):
    """Báo cáo kết quả, with its evidence."""

    text = TextAreaField(_l("Kết quả thực hiện"), [Length(max=LONG)])
    result_number = StringField(_l("Số, ký hiệu văn bản kết quả"), [Length(max=60)])
    result_on = DayField(_l("Ngày văn bản kết quả"), is_past=True, description=_l("Để trống là hôm nay."))
    files = MultipleFileField(_l("Tệp minh chứng"))
    no_evidence_reason = TextAreaField(_l("Lý do không có văn bản hoặc tệp"), [Length(max=1000)])
    explanation = TextAreaField(_l("Giải trình lý do chậm"), [Owed(), Length(max=LONG)])
    claims_objective = BooleanField(
        _l("Do nguyên nhân khách quan"),
        description=_l("Lãnh đạo xem xét, xác nhận để đánh giá cán bộ; không thay đổi tỷ lệ đúng hạn."),
    )
    release_reason = TextAreaField(_l("Lý do kết thúc các việc con chưa xong"), [Owed(), Length(max=LONG)])

    def begin_from(self, earlier: Submission) -> None:
        """Fill in what was written in a result that was taken back or returned; its files stay with it."""
        self.text.data, self.result_number.data = earlier.text, earlier.result_number
        self.result_on.data, self.no_evidence_reason.data = earlier.result_on, earlier.no_evidence_reason

    def result(self, *, has_files: bool) -> Result:
        """What was typed, as a result."""
        return Result(
            text=self.text.data or "",
            result_number=self.result_number.data or "",
            result_on=self.result_on.data,
            no_evidence_reason=self.no_evidence_reason.data or "",
            explanation=self.explanation.data or "",
            claims_objective=bool(self.claims_objective.data),
            release_reason=self.release_reason.data or "",
            has_files=has_files,
        )


def blame(form: Form, error: Refused | StaleDataError) -> int:
    """Put each reason of a refusal beside its field, or above the form; gives the HTTP status.

    A field that says already what is wrong with it says no more.
    """
    if isinstance(error, StaleDataError):
        error = Changed(_("Đã có người cập nhật cùng lúc. Nội dung đã nhập được giữ lại; hãy xem lại rồi gửi lần nữa."))
    for each in (error, *error.also):
        target = form[each.field] if each.field and each.field in form else None
        if target is None:
            form.form_errors.append(each.reason)
        elif not target.errors:
            target.errors = [each.reason]
    return error.status
