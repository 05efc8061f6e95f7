"""Figures of the sources as a workbook: numbers as numbers."""

from __future__ import annotations

from taskapp.base.i18n import _
from taskapp.reports.sheet import Column, Table, order_column, workbook
from taskapp.sources.figures import BySource, SourceRow
from taskapp.sources.words import RULE, TITLE


def sources_xlsx(found: BySource) -> bytes:
    """The workbook's bytes; the same answer gives the same bytes."""
    table = Table(
        sheet=_("Hồ sơ, văn bản"),
        name="NguonHoSo",
        title=str(TITLE),
        columns=_columns(),
        rows=[_values(row) for row in found.rows],
        notes=[str(RULE)],
    )
    return workbook(str(TITLE), [table], found)


def _columns() -> list[Column]:
    return [
        order_column(),
        Column(_("Nguồn"), 34, "text"),
        Column(_("Đơn vị"), 24, "text"),
        Column(_("Đối tượng"), 10, "text"),
        Column(_("Tổng số trong kỳ"), 9, "count"),
        Column(_("Kỳ trước chuyển sang"), 9, "count"),
        Column(_("Tiếp nhận trong kỳ"), 9, "count"),
        Column(_("Đã giải quyết đúng hạn"), 9, "count"),
        Column(_("Đã giải quyết quá hạn"), 9, "count"),
        Column(_("Đã giải quyết, không thời hạn"), 9, "count"),
        Column(_("Đang giải quyết trong hạn"), 9, "count"),
        Column(_("Quá hạn chưa giải quyết"), 9, "count"),
        Column(_("Đang giải quyết, không thời hạn"), 9, "count"),
        Column(_("Đúng hạn (tử số)"), 9, "count"),
        Column(_("Đã đến hạn (mẫu số)"), 9, "count"),
        Column(_("Tỷ lệ đúng hạn"), 9, "share"),
        Column(_("Phần mềm nguồn sửa số liệu sau kỳ"), 9, "count"),
    ]


def _values(row: SourceRow) -> tuple[object, ...]:
    source, tally = row.source, row.tally
    return (
        source.title,
        source.unit.name,
        source.noun,
        tally.assigned,
        tally.carried_over,
        tally.in_period,
        tally.done_on_time,
        tally.done_late,
        tally.done_no_limit,
        tally.open_in_term,
        tally.open_overdue,
        tally.open_no_limit,
        tally.numerator,
        tally.denominator,
        tally.on_time_share,
        tally.corrected,
    )
