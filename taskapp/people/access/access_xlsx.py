"""The access log as a workbook: one line for each event, text never as a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from io import BytesIO

import xlsxwriter

from taskapp.base.i18n import _
from taskapp.base.workbook import IN_MEMORY
from taskapp.people.access.access_models import AccessEvent
from taskapp.people.access.access_words import KIND_NAMES, WHY_NAMES
from taskapp.people.tables import browser_name

WIDTHS = (18, 28, 30, 34, 30, 40, 20, 24, 28)


def access_xlsx(lines: Iterable[AccessEvent], local: Callable[[datetime], datetime]) -> bytes:
    """The workbook's bytes; instants on the committee's wall clock."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, IN_MEMORY) as book:
        sheet = book.add_worksheet(_("Nhật ký truy cập"))
        bold, moment = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
        sheet.write_row(0, 0, _names(), bold)
        row = 0
        for row, line in enumerate(lines, start=1):
            sheet.write_datetime(row, 0, local(line.recorded_at).replace(tzinfo=None), moment)
            sheet.write_row(row, 1, _texts(line))
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, row), len(WIDTHS) - 1)
    return buffer.getvalue()


def _names() -> list[str]:
    return [
        _("Lúc"),
        _("Người dùng"),
        _("Tài khoản"),
        _("Việc"),
        _("Chi tiết"),
        _("Ghi chú"),
        _("Địa chỉ"),
        _("Thiết bị"),
        _("Người thực hiện"),
    ]


def _texts(line: AccessEvent) -> list[str]:
    return [
        line.person.full_name if line.person else "",
        line.account,
        str(KIND_NAMES[line.kind]),
        str(WHY_NAMES[line.why]),
        line.note,
        line.address,
        browser_name(line.browser) if line.browser else "",
        line.by.full_name if line.by else "",
    ]
