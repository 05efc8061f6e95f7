"""The delivery log as a workbook: one line for each message, text never as a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from taskapp.base.i18n import _
from taskapp.base.workbook import log_book
from taskapp.outbox.channel_words import CHANNEL_NAMES
from taskapp.outbox.channels import Channel
from taskapp.outbox.models import Message
from taskapp.outbox.words import STATE_NAMES


def log_xlsx(
    messages: Iterable[Message], subject_of: Callable[[Message], str], local: Callable[[datetime], datetime]
) -> bytes:
    """The workbook's bytes; instants on the committee's wall clock."""
    columns = [
        (_("Số"), 8),
        (_("Người nhận"), 28),
        (_("Kênh"), 14),
        (_("Địa chỉ"), 32),
        (_("Tiêu đề"), 50),
        (_("Trạng thái"), 14),
        (_("Lập lúc"), 18),
        (_("Kết thúc lúc"), 18),
        (_("Số lần gửi"), 8),
        (_("Số bản có thể trùng"), 8),
        (_("Câu trả lời của máy chủ thư, lý do"), 50),
        (_("Mã thư (Message-ID)"), 40),
    ]
    lines = (_values(message, subject_of(message)) for message in messages)
    return log_book(_("Nhật ký gửi thư"), columns, lines, local)


def _values(message: Message, subject: str) -> tuple[object, ...]:
    reply = message.return_reason or message.error or (message.tries[-1].reply if message.tries else "")
    return (
        message.id,
        message.to_name,
        str(CHANNEL_NAMES[message.channel]),
        message.to_address if message.channel is Channel.MAIL else "",
        subject,
        str(STATE_NAMES[message.state]),
        message.created_at,
        message.finished_at or "",
        len(message.tries),
        message.possible_copies,
        reply,
        message.message_id,
    )
