"""Mẫu A as a workbook: numbers as numbers, text never as a formula, ready to print on A4 landscape."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, NamedTuple, Protocol

import xlsxwriter

from taskapp.base import formats
from taskapp.base.i18n import _
from taskapp.people.models import Committee
from taskapp.reports.holding import Spread
from taskapp.reports.question import Question
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

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
A4 = 9
HEAD = 6  # row of the column names, counted from 0
FONT = {"font_name": "Times New Roman", "font_size": 12}
GRID = FONT | {"font_size": 11, "border": 1, "valign": "vcenter"}
HEADING = GRID | {"bold": True, "text_wrap": True, "align": "center", "bg_color": "#E8F1FA"}


class Told(Protocol):
    """What the head of a sheet says: whose answer, to which question, known when, final or not."""

    @property
    def committee(self) -> Committee: ...
    @property
    def question(self) -> Question: ...
    @property
    def as_of(self) -> datetime: ...
    @property
    def is_provisional(self) -> bool: ...
    @property
    def conditions(self) -> str: ...


class Column(NamedTuple):
    name: str
    width: int
    kind: str  # text, count, share, days, points


class Table(NamedTuple):
    """One sheet: its name and that of its table, its title, rows without their order number, total, notes under it."""

    sheet: str
    name: str
    title: str
    columns: list[Column]
    rows: list[tuple[Any, ...]]
    total: tuple[Any, ...]
    notes: list[str]


def summary_xlsx(summary: Summary) -> bytes:
    """The workbook's bytes; the same summary gives the same bytes."""
    tables = (_lead_units(summary), _supporting_units(summary), _holding(summary))
    return workbook(str(REPORT_TITLE), tables, summary)


def workbook(title: str, tables: Iterable[Table], told: Told) -> bytes:
    """A workbook with one sheet for each table; the same answer gives the same bytes."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        made_at = told.as_of.astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": title, "company": told.committee.name, "created": made_at})
        for table in tables:
            _fill(book, book.add_worksheet(table.sheet), table, told)
    return buffer.getvalue()


def _fill(book: Any, sheet: Any, table: Table, told: Told) -> None:
    _write_head(book, sheet, table, told)
    _write_names(book, sheet, table)
    formats_of = {bold: _formats(book, bold) for bold in (False, True)}
    for order, row in enumerate(table.rows):
        _write_row(sheet, HEAD + 1 + order, table.columns, (order + 1, *row), formats_of[False])
    end = HEAD + 1 + len(table.rows)
    _write_row(sheet, end, table.columns, ("", *table.total), formats_of[True])
    look = book.add_format(FONT | {"italic": True})
    for offset, note in enumerate(table.notes):
        sheet.write_string(end + 2 + offset, 1, note, look)
    _set_up_print(sheet, len(table.columns), end + 1 + len(table.notes))


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
            Column(_("STT"), 5, "count"),
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
        Column(_("STT"), 5, "count"),
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


def _write_head(book: Any, sheet: Any, table: Table, told: Told) -> None:
    question, width = told.question, len(table.columns)
    title = book.add_format(FONT | {"bold": True, "font_size": 14, "align": "center", "text_wrap": True})
    line = book.add_format(FONT | {"italic": True, "align": "center"})
    sheet.write_string(0, 0, told.committee.name.upper(), book.add_format(FONT | {"bold": True}))
    sheet.merge_range(2, 0, 2, width - 1, table.title.upper(), title)
    days = {"first": formats.day(question.first), "last": formats.day(question.last)}
    sheet.merge_range(3, 0, 3, width - 1, _("Từ ngày %(first)s đến ngày %(last)s", **days), line)
    known = {"hour": formats.hour(told.as_of), "day": formats.day(told.as_of)}
    text = _("Số liệu hệ thống ghi nhận đến %(hour)s ngày %(day)s", **known)
    if told.is_provisional:
        text = _("Số liệu tạm tính, hệ thống ghi nhận đến %(hour)s ngày %(day)s", **known)
    sheet.merge_range(4, 0, 4, width - 1, "; ".join(filter(None, (text, told.conditions))), line)


def _write_names(book: Any, sheet: Any, table: Table) -> None:
    heading = book.add_format(HEADING)
    sheet.set_row(HEAD, 80)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(HEAD, place, column.name, heading)
    if table.rows:  # a table must have a row
        names = [{"header": column.name, "header_format": heading} for column in table.columns]
        options = {"columns": names, "name": table.name, "style": "Table Style Light 1", "banded_rows": False}
        sheet.add_table(HEAD, 0, HEAD + len(table.rows), len(table.columns) - 1, options)


def _formats(book: Any, bold: bool) -> dict[str, Any]:
    base = GRID | {"bold": bold}
    return {
        "text": book.add_format(base | {"text_wrap": True}),
        "count": book.add_format(base | {"num_format": "#,##0"}),
        "share": book.add_format(base | {"num_format": "0.0%"}),
        "days": book.add_format(base | {"num_format": "0.#"}),
        "points": book.add_format(base | {"num_format": "0.00"}),
    }


def _write_row(sheet: Any, at: int, columns: list[Column], values: tuple[Any, ...], formats_of: dict[str, Any]) -> None:
    for place, (column, value) in enumerate(zip(columns, values, strict=True)):
        look = formats_of[column.kind]
        if value is None:
            sheet.write_blank(at, place, None, look)
        elif isinstance(value, str):
            sheet.write_string(at, place, value, look)
        else:
            sheet.write_number(at, place, value, look)


def _set_up_print(sheet: Any, width: int, end: int) -> None:
    sheet.freeze_panes(HEAD + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.79, right=0.59, top=0.79, bottom=0.79)  # inches: 20, 15, 20, 20 mm
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD)
    sheet.print_area(0, 0, end, width - 1)
    sheet.set_header("&C&P")
    sheet.set_footer("")
