"""The access log as a workbook: one line for each event, text never as a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from taskapp.base.i18n import _
from taskapp.base.workbook import log_book
from taskapp.people.access.access_models import AccessEvent
from taskapp.people.access.access_words import KIND_NAMES, WHY_NAMES
from taskapp.people.tables import browser_name


def access_xlsx(lines: Iterable[AccessEvent], local: Callable[[datetime], datetime]) -> bytes:
    """The workbook's bytes; instants on the committee's wall clock, to the second."""
    columns = [
        (_("Lúc"), 18),
        (_("Người dùng"), 28),
        (_("Tài khoản"), 30),
        (_("Việc"), 34),
        (_("Chi tiết"), 30),
        (_("Ghi chú"), 40),
        (_("Địa chỉ"), 20),
        (_("Thiết bị"), 24),
        (_("Người thực hiện"), 28),
    ]
    return log_book(_("Nhật ký truy cập"), columns, map(_values, lines), local, "dd/mm/yyyy hh:mm:ss")


def _values(line: AccessEvent) -> tuple[object, ...]:
    return (
        line.recorded_at,
        line.person.full_name if line.person else "",
        line.account,
        str(KIND_NAMES[line.kind]),
        str(WHY_NAMES[line.why]),
        line.note,
        line.address,
        browser_name(line.browser) if line.browser else "",
        line.by.full_name if line.by else "",
    )
