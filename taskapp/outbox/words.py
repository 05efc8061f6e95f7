"""What the states of a message and the outcomes of its tries are called on pages, and the kind of badge each gets."""

from __future__ import annotations

import re

from taskapp.base.i18n import _l
from taskapp.outbox.claims import LOST
from taskapp.outbox.faults import Verdict
from taskapp.outbox.models import MessageState

STATE_NAMES = {
    MessageState.WAITING: _l("Chờ gửi"),
    MessageState.SENDING: _l("Đang gửi"),
    MessageState.DELIVERED: _l("Đã gửi"),
    MessageState.REFUSED: _l("Bị từ chối"),
    MessageState.IN_DOUBT: _l("Chưa rõ"),
    MessageState.CANCELLED: _l("Đã hủy"),
}
STATE_KINDS = {
    MessageState.WAITING: "wait",
    MessageState.SENDING: "info",
    MessageState.DELIVERED: "done",
    MessageState.REFUSED: "late",
    MessageState.IN_DOUBT: "soon",
    MessageState.CANCELLED: "none",
}
TRY_NAMES = {
    None: _l("đã bắt đầu, chưa có kết quả"),
    Verdict.DELIVERED: _l("đã gửi xong"),
    Verdict.REFUSED: _l("máy chủ thư từ chối hẳn"),
    Verdict.LATER: _l("chưa được, thử lại sau"),
    Verdict.AWAY: _l("không tới được máy chủ của người nhận, thử lại sau"),
    Verdict.BUSY: _l("máy chủ thư bận hoặc không trả lời"),
    Verdict.MISCONFIGURED: _l("cấu hình gửi thư của hệ thống chưa đúng"),
    Verdict.IN_DOUBT: _l("đã chuyển thư, không có câu trả lời"),
    LOST: _l("tiến trình gửi dừng giữa chừng"),
}

# What a refusal for good means, by the first of these that the server's reply begins with (RFC 3463, RFC 5321).
_REFUSALS = (
    (r"\d{3} 5\.1\.\d", _l("Không có hộp thư này; hãy sửa địa chỉ trong hồ sơ người dùng")),
    (r"\d{3} 5\.2\.1", _l("Hộp thư đã ngừng dùng; hãy sửa địa chỉ trong hồ sơ người dùng")),
    (r"\d{3} 5\.2\.2", _l("Hộp thư của người nhận đã đầy; hãy báo người nhận dọn hộp thư rồi gửi lại")),
    (r"\d{3} 5\.[23]\.[34]|552", _l("Thư quá lớn so với mức máy chủ thư cho phép")),
    (r"\d{3} 5\.7\.\d", _l("Máy chủ thư chặn theo quy định của họ; hãy hỏi quản trị máy chủ thư")),
    (r"554|\d{3} 5\.6\.\d", _l("Máy chủ thư không nhận nội dung thư; hãy hỏi quản trị máy chủ thư")),
    (r"5\d\d", _l("Máy chủ thư không nhận địa chỉ này; hãy kiểm tra hồ sơ người dùng hoặc hỏi quản trị máy chủ thư")),
)


def refusal(reply: str) -> str:
    """A refusal for good in Vietnamese, with the server's own words, a code and text; they alone when unknown."""
    meaning = next((str(words) for start, words in _REFUSALS if re.match(start, reply)), "")
    return f"{meaning}: {reply}" if meaning else reply
