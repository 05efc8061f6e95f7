"""The delivery log as a workbook: one line for each message, text never as a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from io import BytesIO

import xlsxwriter

from taskapp.base.i18n import _
from taskapp.base.workbook import IN_MEMORY
from taskapp.outbox.channel_words import CHANNEL_NAMES
from taskapp.outbox.channels import Channel
from taskapp.outbox.models import Message
from taskapp.outbox.words import STATE_NAMES

WIDTHS = (8, 28, 14, 32, 50, 14, 18, 18, 8, 8, 50, 40)


def log_xlsx(
    messages: Iterable[Message], subject_of: Callable[[Message], str], local: Callable[[datetime], datetime]
) -> bytes:
    """The workbook's bytes; instants on the committee's wall clock."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, IN_MEMORY) as book:
        sheet = book.add_worksheet(_("Nhật ký gửi thư"))
        bold, moment = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet.write_row(0, 0, _names(), bold)
        row = 0
        for row, message in enumerate(messages, start=1):
            for column, value in enumerate(_values(message, subject_of(message))):
                if isinstance(value, datetime):
                    sheet.write_datetime(row, column, local(value).replace(tzinfo=None), moment)
                else:
                    sheet.write(row, column, value)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, row), len(WIDTHS) - 1)
    return buffer.getvalue()


def _names() -> list[str]:
    return [
        _("Số"),
        _("Người nhận"),
        _("Kênh"),
        _("Địa chỉ"),
        _("Tiêu đề"),
        _("Trạng thái"),
        _("Lập lúc"),
        _("Kết thúc lúc"),
        _("Số lần gửi"),
        _("Số bản có thể trùng"),
        _("Câu trả lời của máy chủ thư, lý do"),
        _("Mã thư (Message-ID)"),
    ]


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
