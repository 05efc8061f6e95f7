"""Mẫu A as a workbook: the lead units, the supporting ones, how long results lay."""

from __future__ import annotations

from taskapp.base.i18n import _
from taskapp.reports.holding import Spread
from taskapp.reports.sheet import Column, Table, order_column, workbook
from taskapp.reports.slices import Dimension
from taskapp.reports.summary import Summary
from taskapp.reports.tally import Formula, Tally
from taskapp.reports.words import (
    DIMENSION_NAMES,
    FORMULA_NAMES,
    FORMULA_TEXTS,
    HOLDING_RULE,
    HOLDING_TITLE,
    NOBODY,
    PARTS_RULE,
    PARTS_TITLE,
    REPORT_TITLE,
    RULES,
)


def summary_xlsx(summary: Summary) -> bytes:
    """The workbook's bytes; the same summary gives the same bytes."""
    tables = (_lead_units(summary), _supporting_units(summary), _holding(summary))
    return workbook(str(REPORT_TITLE), tables, summary)


def _lead_units(summary: Summary) -> Table:
    formulas = [f"{FORMULA_NAMES[formula]} = {FORMULA_TEXTS[formula]}" for formula in Formula]
    return Table(
        sheet=_("Mẫu A"),
        name="MauA",
        title=str(REPORT_TITLE),
        columns=[*_columns(summary.by), Column(_("Trong đó chậm do phối hợp"), 8, "count"), *_more_columns()],
        rows=[(row.name, *_values(row.tally)) for row in summary.rows],
        total=(_("Tổng cộng"), *_values(summary.total)),
        notes=[*formulas, *(str(rule) for rule in RULES), *_footnotes(summary.total)],
    )


def _supporting_units(summary: Summary) -> Table:
    return Table(
        sheet=str(PARTS_TITLE),
        name="PhoiHop",
        title=str(PARTS_TITLE),
        columns=[*_columns(summary.by), Column(_("Làm chậm nhiệm vụ chung"), 8, "count"), *_more_columns()],
        rows=[(row.name, *_values(row.tally)) for row in summary.supporting],
        total=(_("Tổng cộng"), *_values(summary.parts.total)),
        notes=[str(PARTS_RULE), *_footnotes(summary.parts.total)],
    )


def _holding(summary: Summary) -> Table:
    figures = summary.figures
    return Table(
        sheet=_("Chờ duyệt"),
        name="ChoDuyet",
        title=str(HOLDING_TITLE),
        columns=[
            order_column(),
            Column(_("Người giao"), 30, "text"),
            Column(_("Đang chờ duyệt"), 12, "count"),
            Column(_("Trung vị ngày làm việc đã giữ"), 14, "days"),
            Column(_("Lâu nhất"), 12, "count"),
            Column(_("Đã quyết định trong kỳ"), 12, "count"),
            Column(_("Trung vị ngày làm việc đã giữ (đã quyết định)"), 14, "days"),
            Column(_("Lâu nhất (đã quyết định)"), 12, "count"),
        ],
        rows=[
            (holder.name or str(NOBODY), *_spread(holder.waiting), *_spread(holder.decided))
            for holder in figures.holders
        ],
        total=(_("Tổng cộng"), *_spread(figures.lying), *_spread(figures.settled)),
        notes=[str(HOLDING_RULE)],
    )


def _spread(spread: Spread) -> tuple[float | None, ...]:
    return (spread.count, spread.median, spread.longest) if spread.count else (0, None, None)


def _footnotes(tally: Tally) -> list[str]:
    notes = []
    if tally.disputed:
        notes.append(_("¹ Trong đó %(count)s nhiệm vụ đang có báo sai chờ kết luận.", count=tally.disputed))
    if tally.corrected:
        notes.append(_("² Trong đó %(count)s nhiệm vụ đã đính chính số liệu từ đầu kỳ.", count=tally.corrected))
    return notes


def _columns(by: Dimension) -> list[Column]:
    return [
        order_column(),
        Column(str(DIMENSION_NAMES[by]), 30, "text"),
        Column(_("Tổng số giao"), 7, "count"),
        Column(_("Kỳ trước chuyển sang"), 8, "count"),
        Column(_("Giao trong kỳ"), 7, "count"),
        Column(_("Đã hoàn thành"), 7, "count"),
        Column(_("Hoàn thành đúng hạn (tử số)"), 8, "count"),
        Column(_("Trong đó trước hạn"), 8, "count"),
        Column(_("Hoàn thành quá hạn"), 8, "count"),
        Column(_("Hoàn thành không hạn"), 8, "count"),
        Column(_("Chưa hoàn thành, trong hạn"), 8, "count"),
        Column(_("Chưa hoàn thành, quá hạn"), 8, "count"),
        Column(_("Chưa hoàn thành, không hạn"), 8, "count"),
        Column(_("Trong đó chờ duyệt"), 8, "count"),
        Column(_("Tỷ lệ hoàn thành"), 8, "share"),
        Column(_("Đến hạn (mẫu số)"), 8, "count"),
        Column(_("Tỷ lệ đúng hạn"), 8, "share"),
        Column(_("Số lần gia hạn"), 7, "count"),
    ]


def _more_columns() -> list[Column]:
    return [
        Column(_("Gia hạn sau khi quá hạn"), 8, "count"),
        Column(_("Số lần đôn đốc trong kỳ"), 8, "count"),
        Column(_("Đang có báo sai¹"), 8, "count"),
        Column(_("Đã đính chính²"), 8, "count"),
    ]


def _values(tally: Tally) -> tuple[float | None, ...]:
    return (
        tally.assigned,
        tally.carried_over,
        tally.in_period,
        tally.done,
        tally.done_on_time,
        tally.early,
        tally.done_late,
        tally.done_no_limit,
        tally.open_in_term,
        tally.open_overdue,
        tally.open_no_limit,
        tally.waiting,
        tally.ratio(Formula.D).share,
        tally.denominator,
        tally.on_time_share,
        tally.extensions,
        tally.held_up,
        tally.late_extensions,
        tally.urgings,
        tally.disputed,
        tally.corrected,
    )
