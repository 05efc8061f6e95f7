"""What the states of a message and the outcomes of its tries are called on pages, and the kind of badge each gets."""

from __future__ import annotations

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
    MessageState.CANCELLED: _l("Đã huỷ"),
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
