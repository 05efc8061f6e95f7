"""The words people read for the states of a message."""

from __future__ import annotations

from taskapp.base.i18n import _l
from taskapp.outbox.models import MessageState

STATE_NAMES = {
    MessageState.WAITING: _l("Chờ gửi"),
    MessageState.SENDING: _l("Đang gửi"),
    MessageState.DELIVERED: _l("Đã gửi"),
    MessageState.REFUSED: _l("Bị từ chối"),
    MessageState.IN_DOUBT: _l("Chưa rõ kết quả"),
    MessageState.CANCELLED: _l("Không gửi"),
}
STATE_KINDS = {
    MessageState.WAITING: "wait",
    MessageState.SENDING: "wait",
    MessageState.DELIVERED: "done",
    MessageState.REFUSED: "late",
    MessageState.IN_DOUBT: "soon",
    MessageState.CANCELLED: "none",
}
