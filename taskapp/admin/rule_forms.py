"""The house rules as a form: each with what it means and where the rule of the house comes from."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from taskapp.admin.reading_forms import ReadingFields
from taskapp.base.forms import VersionField
from taskapp.base.i18n import _l
from taskapp.tasks.rule_settings import MOST
from taskapp.tasks.rules import OfficeRules


def _count(name: str, label: Any, explained: Any) -> IntegerField:
    return IntegerField(label, [InputRequired(), NumberRange(0, MOST[name])], description=explained)


class RulesForm(ReadingFields):
    """One field for each rule, under the rule's own name; `seen` is the newest choice that the page showed."""

    most_extensions = _count(
        "most_extensions",
        _l("Số lần gia hạn nhiều nhất của một nhiệm vụ"),
        _l(
            "Đã gia hạn đủ số lần này thì không gia hạn nữa. Mặc định 1 lần, theo Quyết định 790/QĐ-UBND-HC năm "
            "2021 của UBND tỉnh Đồng Tháp."
        ),
    )
    ask_before = _count(
        "ask_before",
        _l("Phải xin gia hạn trước thời hạn ít nhất bao nhiêu ngày làm việc"),
        _l("0 là xin được đến hết ngày cuối của thời hạn. Không văn bản nào quy định chung; cơ quan tự chọn."),
    )
    late_requests = BooleanField(
        _l("Cho xin gia hạn cả khi đã quá hạn"),
        description=_l(
            "Đề nghị được ghi rõ là xin muộn, và nhiệm vụ vẫn tính là trễ theo thời hạn cũ. Mặc định là không."
        ),
    )
    decline_within = _count(
        "decline_within",
        _l("Được đề nghị chuyển đơn vị khác trong bao nhiêu ngày làm việc kể từ khi nhận"),
        _l(
            "0 là chỉ trong ngày nhận. Thời hạn của nhiệm vụ vẫn tính trong khi chờ người giao quyết định. Cơ "
            "quan tự chọn, mặc định 1 ngày."
        ),
    )
    internal_days = _count(
        "internal_days",
        _l("Hạn của việc con được đề xuất trước thời hạn chính thức bao nhiêu ngày làm việc"),
        _l(
            "Chỉ là đề xuất trên trang “Giao việc con”; trưởng đơn vị sửa được, miễn là không sau thời hạn chính "
            "thức. Cơ quan tự chọn, mặc định 2 ngày."
        ),
    )
    urgings_before_leader = _count(
        "urgings_before_leader",
        _l("Đôn đốc bao nhiêu lần chưa được trả lời thì đưa lên lãnh đạo"),
        _l(
            "Nhiệm vụ vào danh sách “Đôn đốc nhiều lần chưa trả lời” của lãnh đạo. Mặc định 3 lần, theo cách làm của "
            "UBND thành phố Hà Nội."
        ),
    )
    is_strict = BooleanField(
        _l("Không trừ những ngày kết quả nộp đúng hạn nằm chờ duyệt"),
        description=_l(
            "Bình thường, ngày nộp quyết định đúng hạn hay trễ; những ngày người giao giữ kết quả không tính cho "
            "người làm. Đánh dấu mục này thì tính cả những ngày ấy."
        ),
    )
    report_by_mail = BooleanField(
        _l("Thư nhắc việc có đường dẫn để báo cáo mà không cần đăng nhập"),
        description=_l("Mỗi đường dẫn chỉ dùng cho một người, một nhiệm vụ, trong hai tuần, và thu hồi được."),
    )
    reason = StringField(_l("Lý do thay đổi, hoặc số văn bản của cơ quan"), [Length(max=300)])
    seen = VersionField()

    def rules(self) -> OfficeRules:
        """What was chosen."""
        return OfficeRules(**{f.name: self[f.name].data for f in fields(OfficeRules)})
