"""The effect of reminders as a workbook: one line for each kind of step, text never as a formula."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter

from taskapp.base.i18n import _
from taskapp.base.workbook import IN_MEMORY
from taskapp.reminders.effect import Row
from taskapp.reminders.effect_words import VERDICT_NAMES, rules, step_days, step_name

WIDTHS = (36, 22, 12, 12, 16, 14, 20, 14, 22)
SHARES = (5, 7)


def effect_xlsx(rows: Sequence[Row], period: str) -> bytes:
    """The workbook's bytes; `period` in words stands above the table, the rules below it."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, IN_MEMORY) as book:
        sheet = book.add_worksheet(_("Hiệu quả nhắc việc"))
        bold, share = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "0.0%"})
        sheet.write_string(0, 0, period, bold)
        sheet.write_row(2, 0, _names(), bold)
        for at, row in enumerate(rows, start=3):
            for column, value in enumerate(_values(row)):
                sheet.write(at, column, value, share if column in SHARES else None)
        for offset, rule in enumerate(rules(), start=len(rows) + 4):
            sheet.write_string(offset, 0, rule)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(3, 1)
    return buffer.getvalue()


def _names() -> list[str]:
    return [
        _("Loại lời nhắc"),
        _("Ngày nào"),
        _("Đã gửi"),
        _("Số người"),
        _("Được làm theo"),
        _("Tỷ lệ"),
        _("Việc có chuyển biến"),
        _("Tỷ lệ"),
        _("Nhận xét"),
    ]


def _values(row: Row) -> tuple[object, ...]:
    asks = row.share is not None
    return (
        step_name(row.step),
        step_days(row.step),
        row.delivered,
        len(row.persons),
        row.followed if asks else None,
        row.share,
        row.stirred if asks else None,
        row.stirred_share,
        str(VERDICT_NAMES[row.verdict]),
    )
