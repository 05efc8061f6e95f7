"""Figures by type of work as a workbook: numbers as numbers."""

from __future__ import annotations

from typing import Any

from taskapp.base.i18n import _
from taskapp.reports.promises import TypeTally
from taskapp.reports.sheet import Column, Table, order_column, workbook
from taskapp.reports.types import ByType, TypeRow
from taskapp.reports.words import TYPES_RULE, TYPES_TITLE
from taskapp.tasks.worktypes.words import cut_text, terms_text


def types_xlsx(found: ByType) -> bytes:
    """The workbook's bytes; the same answer gives the same bytes."""
    table = Table(
        sheet=_("Theo loại việc"),
        name="LoaiViec",
        title=str(TYPES_TITLE),
        columns=_columns(),
        rows=[(*_head(row), *_values(row.tally)) for row in found.rows],
        total=(_("Tổng cộng"), "", "", *_values(found.total)),
        notes=[cut_text(found.versions), str(TYPES_RULE)],
        frozen=3,
    )
    return workbook(str(TYPES_TITLE), [table], found)


def _head(row: TypeRow) -> tuple[str, str, str]:
    version = row.version
    return (row.name, version.code, terms_text(version.terms)) if version else (row.name, "", "")


def _columns() -> list[Column]:
    return [
        order_column(),
        Column(_("Loại việc"), 34, "text"),
        Column(_("Mã"), 9, "text"),
        Column(_("Thời hạn"), 34, "text"),
        Column(_("Đã xong trong kỳ"), 9, "count"),
        Column(_("Trong cam kết (tử số)"), 9, "count"),
        Column(_("Có cam kết (mẫu số)"), 9, "count"),
        Column(_("Tỷ lệ trong cam kết"), 9, "share"),
        Column(_("Trong hạn theo luật (tử số)"), 9, "count"),
        Column(_("Có hạn theo luật (mẫu số)"), 9, "count"),
        Column(_("Tỷ lệ trong hạn theo luật"), 9, "share"),
        Column(_("Trung vị ngày làm việc"), 9, "days"),
        Column(_("9/10 việc xong trong (ngày làm việc)"), 10, "count"),
        Column(_("Đang làm"), 9, "count"),
        Column(_("Đang làm, đã quá cam kết"), 9, "count"),
        Column(_("Đang làm, đã quá hạn theo luật"), 9, "count"),
    ]


def _values(tally: TypeTally) -> tuple[Any, ...]:
    return (
        tally.done,
        tally.commitment.kept,
        tally.commitment.done,
        tally.commitment.share,
        tally.law.kept,
        tally.law.done,
        tally.law.share,
        tally.median,
        tally.p90,
        tally.open,
        tally.commitment.past,
        tally.law.past,
    )
