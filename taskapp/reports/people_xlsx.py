"""Mẫu E as a workbook: one row for each person, numbers as numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from taskapp.base.i18n import _
from taskapp.reports.evaluating import Ground, People
from taskapp.reports.evaluation import Evaluation, Group, Share
from taskapp.reports.evaluation_lines import notes
from taskapp.reports.evaluation_words import PEOPLE_TITLE
from taskapp.reports.sheet import Column, Table, workbook

COUNTS = (
    Group.ASSIGNED,
    Group.CARRIED_OVER,
    Group.FINISHED,
    Group.WAITING,
    Group.IN_TERM,
    Group.OVERDUE,
    Group.STANDING,
)


def people_xlsx(told: People) -> bytes:
    """The workbook's bytes; the same answer gives the same bytes."""
    return workbook(str(PEOPLE_TITLE), [_table(told)], told.ground)


def _table(told: People) -> Table:
    return Table(
        sheet=_("Mẫu E"),
        name="MauE",
        title=str(PEOPLE_TITLE),
        columns=_columns(),
        rows=[
            (
                row.person.full_name,
                row.person.unit.name,
                row.person.position,
                *_values(row.evaluation, told.ground),
                row.contests,
            )
            for row in told.rows
        ],
        total=(_("Tổng cộng"), "", "", *_values(told.total, None), sum(row.contests for row in told.rows)),
        notes=notes(told.ground),
    )


def _columns() -> list[Column]:
    return [
        Column(_("STT"), 5, "count"),
        Column(_("Họ và tên"), 26, "text"),
        Column(_("Đơn vị"), 26, "text"),
        Column(_("Chức vụ"), 20, "text"),
        Column(_("Được giao"), 8, "count"),
        Column(_("Kỳ trước chuyển sang"), 8, "count"),
        Column(_("Đã hoàn thành"), 8, "count"),
        Column(_("Chờ duyệt"), 8, "count"),
        Column(_("Chưa đến hạn"), 8, "count"),
        Column(_("Quá hạn chưa xong"), 8, "count"),
        Column(_("Thường xuyên, định kỳ"), 8, "count"),
        Column(_("Số lần bị trả lại"), 8, "count"),
        Column(_("Số lần chậm"), 8, "count"),
        Column(_("Chậm do khách quan"), 8, "count"),
        Column(_("Được giao đã quy đổi (mẫu số)"), 9, "points"),
        Column(_("Số lượng (tử số)"), 9, "points"),
        Column(_("Tỷ lệ số lượng"), 9, "share"),
        Column(_("Chất lượng (tử số)"), 9, "points"),
        Column(_("Tỷ lệ chất lượng"), 9, "share"),
        Column(_("Tiến độ (tử số)"), 9, "points"),
        Column(_("Tỷ lệ tiến độ"), 9, "share"),
        Column(_("Điểm kết quả²"), 9, "points"),
        Column(_("Đề nghị xem lại chờ kết luận"), 9, "count"),
    ]


def _values(evaluation: Evaluation, ground: Ground | None) -> tuple[Any, ...]:
    """`ground` None: the total, which has no points of its own."""
    shares = [value for share in Share for value in _share(evaluation, share)]
    return (
        *(evaluation.count(group) for group in COUNTS),
        evaluation.failures,
        evaluation.delays,
        evaluation.count(Group.EXCUSED),
        evaluation.portions[Share.QUANTITY].denominator,
        *shares,
        ground.points(evaluation) if ground else None,
    )


def _share(evaluation: Evaluation, share: Share) -> tuple[Decimal, Decimal | None]:
    portion = evaluation.portions[share]
    return portion.numerator, portion.share
