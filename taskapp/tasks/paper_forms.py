"""Forms for what is written about a task: more time, an earlier limit, urging, explanations, "báo sai", merging."""

from __future__ import annotations

from wtforms import BooleanField, MultipleFileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from taskapp.base.errors import Refused
from taskapp.base.forms import NEEDED, DayField, HourField, choices
from taskapp.base.i18n import _, _l
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.extensions import Request
from taskapp.tasks.forms import LONG, THREE, TWO, ActForm, EvidenceForm
from taskapp.tasks.paper_models import DisputeAbout, ExtensionReason
from taskapp.tasks.words import DISPUTE_NAMES, EXTENSION_REASONS

YES = "yes"


def _evidence() -> MultipleFileField:
    hint = _l("PDF, Word, Excel, PowerPoint hoặc ảnh; mỗi tệp tối đa 20 MB.")
    return MultipleFileField(_l("Tệp minh chứng"), description=hint, render_kw={"multiple": True})


class LimitForm(ActForm):
    """Parent of the forms that set a limit: its day, and an hour if there is one."""

    due_on = DayField(_l("Thời hạn mới"), [NEEDED])
    due_time = HourField(_l("Giờ (nếu có)"))

    def limit(self) -> Moment:
        """The new limit. Raises Refused without a day."""
        if self.due_on.data is None:
            raise Refused(_("Hãy ghi thời hạn mới."), field="due_on")
        return Moment(self.due_on.data, self.due_time.data)


class ReviewForm(ActForm):
    """A task without a limit goes on: when it is looked at again."""

    next_on = DayField(_l("Ngày rà soát tiếp theo"), [NEEDED])
    note = TextAreaField(_l("Ý kiến"), [Length(max=LONG)], render_kw=TWO)


class ExtendForm(LimitForm):
    reason = TextAreaField(_l("Lý do"), [NEEDED, Length(max=LONG)], render_kw=TWO)


class AskForm(LimitForm, EvidenceForm):
    """Xin gia hạn."""

    code = SelectField(
        _l("Nguyên nhân"),
        [NEEDED],
        choices=choices(
            [("", _l("Chọn nguyên nhân")), *((code.value, EXTENSION_REASONS[code]) for code in ExtensionReason)]
        ),
    )
    reason = TextAreaField(
        _l("Lý do cụ thể"),
        [NEEDED, Length(max=LONG)],
        description=_l("Đã làm đến đâu, vướng gì, vì sao cần thêm thời gian."),
        render_kw=THREE,
    )
    files = _evidence()

    def request(self) -> Request:
        """What was typed, as a request for more time."""
        return Request(self.limit(), self.reason.data or "", ExtensionReason(self.code.data))


class GrantForm(LimitForm):
    remark = TextAreaField(_l("Ý kiến (nếu có)"), [Length(max=LONG)], render_kw=TWO)


class BringForwardForm(LimitForm):
    """Điều chỉnh thời hạn: `carry` lets the pieces that would break move along."""

    carry = BooleanField(_l("Chuyển hạn các phần việc này theo"))
    reason = TextAreaField(_l("Lý do"), [NEEDED, Length(max=LONG)], render_kw=TWO)


class DeclineForm(ActForm):
    proposed = SelectField(_l("Đơn vị phù hợp (nếu biết)"), coerce=int, validate_choice=False, default=0)
    reason = TextAreaField(
        _l("Lý do"),
        [NEEDED, Length(max=LONG)],
        description=_l("Vì sao không thuộc thẩm quyền của đơn vị."),
        render_kw=THREE,
    )


class MergeForm(ActForm):
    """Gộp: `into` is one of the tasks offered, `other` a number or words by which another is found."""

    other = StringField(
        _l("Tìm nhiệm vụ khác"),
        [Length(max=200)],
        description=_l("Gõ mã số nhiệm vụ, hoặc vài từ trong nội dung, số văn bản."),
        render_kw={"autocomplete": "off"},
    )
    into = SelectField(_l("Gộp vào nhiệm vụ"), coerce=int, validate_choice=False, default=0)
    reason = TextAreaField(_l("Lý do"), [NEEDED, Length(max=LONG)], default=lambda: _("Trùng nội dung."), render_kw=TWO)


class UrgeForm(ActForm):
    text = TextAreaField(
        _l("Nội dung đôn đốc"),
        [NEEDED, Length(max=LONG)],
        description=_l("Gửi ngay cho đơn vị và người xử lý, có ghi nhật ký."),
        render_kw=THREE,
    )


class ExplainForm(ActForm):
    explanation = TextAreaField(_l("Lý do chậm, biện pháp khắc phục"), [NEEDED, Length(max=LONG)], render_kw=THREE)
    claims_objective = BooleanField(
        _l("Do nguyên nhân khách quan"),
        description=_l("Lãnh đạo xem xét, xác nhận để đánh giá cán bộ; không thay đổi tỷ lệ đúng hạn."),
    )


class CauseForm(ActForm):
    verdict = RadioField(
        _l("Kết luận"),
        [NEEDED],
        choices=choices(((YES, _l("Xác nhận do nguyên nhân khách quan")), ("no", _l("Không xác nhận")))),
    )
    reason = TextAreaField(
        _l("Lý do"),
        [Length(max=LONG)],
        description=_l("Bắt buộc khi không xác nhận."),
        render_kw=TWO,
    )

    def is_confirmed(self) -> bool:
        """Whether the cause is confirmed."""
        return bool(self.verdict.data == YES)


class DisputeForm(EvidenceForm):
    """Báo sai."""

    about = SelectField(
        _l("Sai ở đâu"),
        [NEEDED],
        choices=choices([("", _l("Chọn chỗ sai")), *((about.value, DISPUTE_NAMES[about]) for about in DisputeAbout)]),
    )
    text = TextAreaField(
        _l("Đúng ra là thế nào"),
        [NEEDED, Length(max=LONG)],
        description=_l("Nêu ngày, số văn bản hoặc căn cứ khác để kiểm tra được."),
        render_kw=THREE,
    )
    files = _evidence()


class AnswerDisputeForm(ActForm):
    """Kết luận báo sai; upheld, it may set the figures right."""

    is_upheld = RadioField(
        _l("Kết luận"),
        [NEEDED],
        choices=choices(((YES, _l("Báo sai đúng")), ("no", _l("Báo sai không đúng, giữ nguyên số liệu")))),
    )
    answer = TextAreaField(_l("Căn cứ, nội dung kết luận"), [NEEDED, Length(max=LONG)], render_kw=THREE)
    due_on = DayField(_l("Thời hạn đúng (nếu phải sửa)"))
    done_on = DayField(_l("Ngày nộp kết quả đúng (nếu phải sửa)"), is_past=True)

    def upheld(self) -> bool:
        """Whether the unit was right."""
        return bool(self.is_upheld.data == YES)
