"""The switches P1 to P7 of the house rules as fields: how deadlines in words are read where no rule settles it."""

from __future__ import annotations

from wtforms import BooleanField

from taskapp.base.forms import Form
from taskapp.base.i18n import _l


class ReadingFields(Form):
    """One field for each reading that differs from the usual one, under the rule's own name."""

    before_is_day_before = BooleanField(
        _l("“Trước ngày 15” là đến hết ngày 14"),
        description=_l(
            "Bình thường tính đến hết chính ngày được ghi. Đánh dấu mục này thì hạn cuối là ngày liền trước; thời hạn "
            "có ghi giờ không đổi."
        ),
    )
    off_moves_back = BooleanField(
        _l("Ngày được ghi rơi vào ngày nghỉ thì lấy ngày làm việc liền trước"),
        description=_l("Bình thường giữ nguyên ngày ghi trong văn bản và báo cho người đăng ký biết đó là ngày nghỉ."),
    )
    term_moves_on = BooleanField(
        _l("Thời hạn đếm theo ngày, tuần, tháng mà hết vào ngày nghỉ thì kéo đến ngày làm việc kế tiếp"),
        description=_l(
            "Theo Điều 148 Bộ luật Dân sự 2015. Bình thường lấy đúng ngày đếm được; thời hạn đếm theo ngày làm việc "
            "không đổi."
        ),
    )
    year_is_documents = BooleanField(
        _l("Ngày không ghi năm thuộc năm của văn bản"),
        description=_l(
            "Bình thường lấy ngày gần nhất kể từ ngày văn bản: văn bản tháng 12 ghi “15/01” là tháng 01 năm sau. Đánh "
            "dấu mục này thì ngày đã qua được báo để kiểm tra lại."
        ),
    )
    week_ends_sunday = BooleanField(
        _l("“Trong tuần” là đến hết Chủ nhật"),
        description=_l("Bình thường “trong tuần”, “tuần này”, “tuần tới” là đến hết thứ Sáu của tuần ấy."),
    )
    starts_on_receipt = BooleanField(
        _l("Thời hạn không nêu mốc thì đếm từ ngày nhận văn bản"),
        description=_l(
            "Cũng áp dụng cho “kể từ ngày nhận được văn bản”. Bình thường đếm từ ngày văn bản; “kể từ ngày ký” thì "
            "luôn đếm từ ngày văn bản."
        ),
    )
    day_ends_with_office = BooleanField(
        _l("Ngày không ghi giờ thì hết hạn khi hết giờ làm việc"),
        description=_l("Bình thường hết hạn lúc 24 giờ của ngày ấy, theo Điều 148 Bộ luật Dân sự 2015."),
    )
