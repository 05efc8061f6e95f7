"""The words of Mẫu B, C, D: titles, bands, columns, and how a cell of a line reads on a page or on paper."""

from __future__ import annotations

from taskapp.base import formats
from taskapp.base.i18n import _, _l, _n, number
from taskapp.reports.listing import Band, Line, Listing

TITLES = {
    Listing.OVERDUE: _l("Danh mục nhiệm vụ quá hạn chưa hoàn thành"),
    Listing.DUE_SOON: _l("Danh mục nhiệm vụ sắp đến hạn"),
    Listing.UNDATED: _l("Danh mục nhiệm vụ không thời hạn quá 3 tháng chưa có báo cáo"),
}
TAB_NAMES = {
    Listing.OVERDUE: _l("Quá hạn (Mẫu B)"),
    Listing.DUE_SOON: _l("Sắp đến hạn (Mẫu C)"),
    Listing.UNDATED: _l("Không thời hạn (Mẫu D)"),
}
SHEET_NAMES = {Listing.OVERDUE: _l("Mẫu B"), Listing.DUE_SOON: _l("Mẫu C"), Listing.UNDATED: _l("Mẫu D")}
FILE_NAMES = {Listing.OVERDUE: "mau-b", Listing.DUE_SOON: "mau-c", Listing.UNDATED: "mau-d"}
TABLE_NAMES = {Listing.OVERDUE: "MauB", Listing.DUE_SOON: "MauC", Listing.UNDATED: "MauD"}
BAND_NAMES = {
    Band.OVER_120: _l("Quá hạn trên 120 ngày"),
    Band.OVER_30: _l("Quá hạn từ 31 đến 120 ngày"),
    Band.UP_TO_30: _l("Quá hạn đến 30 ngày"),
}
DAYS_NAMES = {
    Listing.OVERDUE: _l("Số ngày quá hạn"),
    Listing.DUE_SOON: _l("Còn lại"),
    Listing.UNDATED: _l("Chưa báo cáo"),
}
RULES = {
    Listing.OVERDUE: _l(
        "Nhiệm vụ có thời hạn, đã quá hạn mà chưa hoàn thành tại thời điểm số liệu, kể cả kết quả nộp quá hạn đang chờ "
        "duyệt. Số ngày quá hạn tính theo lịch, từ ngày hết hạn đến thời điểm số liệu hoặc đến ngày nộp kết quả."
    ),
    Listing.DUE_SOON: _l(
        "Nhiệm vụ chưa nộp kết quả, còn không quá 5 ngày làm việc đến thời hạn tại thời điểm số liệu."
    ),
    Listing.UNDATED: _l(
        "Nhiệm vụ không thời hạn, thường xuyên hoặc định kỳ mà quá 3 tháng đơn vị chưa báo cáo, tính từ báo cáo gần "
        "nhất hoặc từ ngày đơn vị nhận nhiệm vụ đến thời điểm số liệu."
    ),
}
NOTHING = {
    Listing.OVERDUE: _l("Không có nhiệm vụ nào quá hạn"),
    Listing.DUE_SOON: _l("Không có nhiệm vụ nào sắp đến hạn"),
    Listing.UNDATED: _l("Không có nhiệm vụ nào quá 3 tháng chưa báo cáo"),
}


def document(line: Line) -> str:
    """Number and date of the document that assigns the task."""
    known = line.known
    if known.written_on is None or not known.number:
        return known.number or formats.day(known.written_on)
    return _("%(number)s ngày %(day)s", number=known.number, day=formats.day(known.written_on))


def content(line: Line) -> str:
    """What is to be done."""
    if line.known.content is not None:
        return line.known.content
    return _("Nhiệm vụ %(id)s, nay ngoài phạm vi của anh/chị", id=line.judged.image.task_id)


def limit(line: Line) -> str:
    """The limit that judges; the first one too when it was extended."""
    day = " ".join(filter(None, (formats.hour(line.due_time), formats.day(line.due_on))))
    first = line.judged.image.original_due_on
    if first is None or first == line.due_on:
        return day
    return _("%(day)s (hạn gốc %(first)s)", day=day, first=formats.day(first))


def days(line: Line) -> str:
    """The number of days that the list is about, in words."""
    if line.since is not None:
        return _n("1 ngày", "%(num)s ngày", line.days)
    if line.workdays:
        own = _n("1 ngày làm việc", "%(num)s ngày làm việc", line.workdays)
        return _("%(days)s ngày (%(own)s)", days=number(line.days), own=own)
    return _n("Còn 1 ngày làm việc", "Còn %(num)s ngày làm việc", line.days) if line.days else _("Trong ngày")


def progress(line: Line) -> str:
    """Situation and cause together."""
    if not line.known.cause:
        return line.known.situation
    return _(
        "%(situation)s. Nguyên nhân: %(cause)s", situation=line.known.situation.rstrip("."), cause=line.known.cause
    )


def supporting(line: Line) -> str:
    """The supporting units."""
    return "; ".join(line.known.supporting)
