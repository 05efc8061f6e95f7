"""What an empty list says: what will stand in it, and what can be done now."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import url_for

from taskapp.base.i18n import _, _l
from taskapp.tasks.selections import EVERYTHING, Filters, View


class Nothing(NamedTuple):
    """Words for a list without rows; `action` leads to `href`, both empty when there is nothing to do but wait."""

    title: str
    text: str
    href: str = ""
    action: str = ""


_WORDS: dict[View, tuple[Any, Any]] = {
    View.MINE: (
        _l("Chưa có việc nào được phân công cho anh/chị"),
        _l("Khi thủ trưởng phân công, việc hiện ở đây, gấp nhất đứng trước, và anh/chị nhận thư ngay."),
    ),
    View.UNIT: (
        _l("Đơn vị không có việc nào chờ xử lý"),
        _l("Việc được giao hiện ở đây để tiếp nhận rồi phân công; có việc mới anh/chị nhận thư ngay."),
    ),
    View.SUPPORT: (
        _l("Không có phần phối hợp nào"),
        _l("Khi được giao phối hợp, phần việc hiện ở đây, có hạn và báo cáo riêng với đơn vị chủ trì."),
    ),
    View.KNOW: (
        _l("Chưa có việc nào gửi để biết"),
        _l("Việc người khác gửi cho anh/chị xem hiện ở đây; không phải làm gì, có tin khi việc xong hoặc đổi hạn."),
    ),
    View.DECIDE: (
        _l("Không có gì chờ anh/chị quyết định"),
        _l("Kết quả đã nộp, đề nghị gia hạn, đề nghị chuyển đơn vị hiện ở đây; để lâu thì thư sáng nhắc."),
    ),
    View.GIVEN: (
        _l("Anh/chị chưa giao việc nào đang mở"),
        _l("Việc anh/chị đứng tên giao hiện ở đây, gấp nhất đứng trước, cho đến khi được duyệt."),
    ),
    View.URGED: (
        _l("Không có đôn đốc nào chưa trả lời"),
        _l("Bấm “Đôn đốc” ở một nhiệm vụ thì nhiệm vụ đó nằm ở đây đến khi đơn vị báo tiến độ hoặc kết quả."),
    ),
    View.UNATTENDED: (
        _l("Việc nào cũng có người phụ trách"),
        _l("Việc mà người làm vắng không có người thay, hoặc tài khoản đã khóa, hiện ở đây để phân công lại."),
    ),
    View.DRAFTS: (
        _l("Không có dự thảo nào"),
        _l("Nhiệm vụ được lưu dự thảo hiện ở đây; chưa đơn vị nào nhận gì cho đến khi được giao."),
    ),
    View.DONE: (
        _l("Chưa có việc nào hoàn thành"),
        _l("Kết quả được duyệt thì việc chuyển sang đây, ghi rõ đúng hạn hay trễ hạn."),
    ),
    View.ALL: (
        _l("Chưa có nhiệm vụ nào"),
        _l("Mọi nhiệm vụ anh/chị được xem hiện ở đây, tìm được theo nội dung, số văn bản, người, đơn vị."),
    ),
}
_GIVING = frozenset({View.GIVEN, View.DRAFTS, View.ALL})


def nothing_in(view: View, filters: Filters, *, may_draft: bool) -> Nothing:
    """What the empty list says to somebody who may, or may not, write tasks down."""
    if view is View.ALL and filters != EVERYTHING:
        text = _("Hãy bớt điều kiện lọc hoặc thử từ khác; có thể gõ không dấu.")
        return Nothing(_("Không có nhiệm vụ nào khớp"), text, url_for("tasks.index", view=view.value), _("Bỏ lọc"))
    title, text = map(str, _WORDS[view])
    if view in _GIVING and may_draft:
        return Nothing(title, text, url_for("reviews.new"), _("Giao việc từ văn bản"))
    if view is View.MINE:
        return Nothing(title, text, url_for("channels.show"), _("Chọn nơi nhận nhắc việc"))
    return Nothing(title, text)
