"""Mẫu B, C, D as a workbook of one table, read and written piece by piece whatever its length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from taskapp.base import formats
from taskapp.base.i18n import _
from taskapp.reports import listing_words as words
from taskapp.reports.listing import Line, Listing
from taskapp.reports.listings import Listed
from taskapp.reports.sheet import Column, Table, order_column, workbook
from taskapp.tasks.words import LIMIT_NAMES


def listing_xlsx(session: Session, found: Listed) -> bytes:
    """The workbook's bytes."""
    table = Table(
        sheet=str(words.SHEET_NAMES[found.kind]),
        name=words.TABLE_NAMES[found.kind],
        title=str(words.TITLES[found.kind]),
        columns=[order_column(), *_columns(found.kind)],
        rows=_rows(session, found),
        count=len(found.tasks),
        notes=[str(words.RULES[found.kind])],
        frozen=1,
    )
    return workbook(table.title, [table], found)


def _rows(session: Session, found: Listed) -> Iterator[Sequence[Any]]:
    special = {Listing.OVERDUE: _overdue, Listing.DUE_SOON: _due_soon, Listing.UNDATED: _undated}[found.kind]
    for line in found.lines(session):
        yield (*_shared(line), *special(line))


def _columns(kind: Listing) -> list[Column]:
    shared = [
        Column(_("Số, ký hiệu văn bản"), 15, "text"),
        Column(_("Ngày văn bản"), 11, "date"),
        Column(_("Nội dung nhiệm vụ"), 42, "text"),
        Column(_("Đơn vị chủ trì"), 18, "text"),
        Column(_("Đơn vị phối hợp"), 16, "text"),
        Column(_("Người giao"), 13, "text"),
    ]
    return (
        shared
        + {
            Listing.OVERDUE: [
                *_limit_columns(),
                Column(_("Số ngày quá hạn"), 7, "count"),
                Column(_("Số ngày làm việc quá hạn"), 8, "count"),
                Column(_("Mức quá hạn"), 12, "text"),
                Column(_("Tình hình"), 26, "text"),
                Column(_("Nguyên nhân (giải trình của đơn vị)"), 26, "text"),
                Column(_("Số lần đôn đốc"), 6, "count"),
                Column(_("Đề xuất"), 14, "text"),
            ],
            Listing.DUE_SOON: [
                *_limit_columns(),
                Column(_("Số ngày làm việc còn lại"), 9, "count"),
                Column(_("Tình hình"), 26, "text"),
                Column(_("Số lần đôn đốc"), 6, "count"),
                Column(_("Ghi chú"), 14, "text"),
            ],
            Listing.UNDATED: [
                Column(_("Loại thời hạn"), 14, "text"),
                Column(_("Ngày giao"), 12, "date"),
                Column(_("Chưa báo cáo từ ngày"), 12, "date"),
                Column(_("Số ngày chưa báo cáo"), 9, "count"),
                Column(_("Tình hình"), 26, "text"),
                Column(_("Số lần đôn đốc"), 6, "count"),
                Column(_("Đề xuất"), 14, "text"),
            ],
        }[kind]
    )


def _limit_columns() -> list[Column]:
    return [
        Column(_("Thời hạn"), 11, "date"),
        Column(_("Giờ hết hạn"), 7, "text"),
        Column(_("Thời hạn giao ban đầu"), 11, "date"),
    ]


def _shared(line: Line) -> tuple[Any, ...]:
    known, image = line.known, line.judged.image
    document = (known.number, known.written_on, words.content(line))
    return (*document, image.lead_unit_name, words.supporting(line), line.assigner)


def _overdue(line: Line) -> tuple[Any, ...]:
    late = (line.days, line.workdays, str(words.BAND_NAMES[line.band]))
    return (*_limits(line), *late, line.known.situation, line.known.cause, line.known.urgings, "")


def _due_soon(line: Line) -> tuple[Any, ...]:
    return (*_limits(line), line.days, line.known.situation, line.known.urgings, "")


def _undated(line: Line) -> tuple[Any, ...]:
    image = line.judged.image
    days = (str(LIMIT_NAMES[image.limit_kind]), image.issued_on, line.since, line.days)
    return (*days, line.known.situation, line.known.urgings, "")


def _limits(line: Line) -> tuple[Any, ...]:
    return line.due_on, formats.hour(line.due_time), line.judged.image.original_due_on
