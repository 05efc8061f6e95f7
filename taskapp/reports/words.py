"""The words of reports: formulas, columns, periods."""

from __future__ import annotations

from datetime import date, datetime

from taskapp.base import formats
from taskapp.base.i18n import _, _l
from taskapp.reports.cells import Cell
from taskapp.reports.ontime import Basis
from taskapp.reports.periods import ROMAN, Cutoff, Period, Span, named, week_of
from taskapp.reports.slices import Dimension, Slice
from taskapp.reports.tally import Formula
from taskapp.tasks.states import Source
from taskapp.tasks.words import SOURCE_NAMES

REPORT_TITLE = _l("Tổng hợp tình hình thực hiện nhiệm vụ do UBND, Chủ tịch UBND giao")
SUMMARY_TAB = _l("Tổng hợp (Mẫu A)")
UPDATES_TAB = _l("Tỷ lệ cập nhật")
PARTS_TITLE = _l("Phần việc phối hợp")
HOLDING_TITLE = _l("Thời gian người giao giữ kết quả")
NOBODY = _l("Chưa ghi người giao")
_NOBODY = {
    Dimension.UNIT: _l("Chưa rõ đơn vị"),
    Dimension.PERSON: _l("Chưa phân công"),
    Dimension.ASSIGNER: NOBODY,
    Dimension.FIELD: _l("Chưa ghi lĩnh vực"),
    Dimension.WORK_TYPE: _l("Việc không theo loại"),
}
HEADLINE_NAME = _l("Tỷ lệ đúng hạn trên nhiệm vụ đến hạn")
FORMULA_NAMES = {
    Formula.HEADLINE: HEADLINE_NAME,
    Formula.A: _l("Công thức A"),
    Formula.B: _l("Công thức B"),
    Formula.C: _l("Công thức C"),
    Formula.D: _l("Công thức D"),
}
FORMULA_TEXTS = {
    Formula.HEADLINE: _l("hoàn thành đúng hạn ÷ (hoàn thành có thời hạn + quá hạn chưa hoàn thành)"),
    Formula.A: _l("hoàn thành đúng hạn ÷ tổng số giao"),
    Formula.B: _l("hoàn thành đúng hạn ÷ đã hoàn thành"),
    Formula.C: _l("đã hoàn thành ÷ (đã hoàn thành + quá hạn chưa hoàn thành)"),
    Formula.D: _l("đã hoàn thành ÷ tổng số giao"),
}
RULES = (
    _l(
        "Ngày nộp kết quả quyết định đúng hạn hay trễ; thời gian chờ duyệt không tính vào đơn vị. "
        "Kết quả nộp trong hạn đang chờ duyệt tính là trong hạn. Việc thu hồi, gộp, hoàn tác không tính. "
        "Việc còn trong hạn không làm giảm tỷ lệ đúng hạn."
    ),
    _l("Thời hạn được gia hạn sau khi hạn cũ đã qua không làm nhiệm vụ thành đúng hạn: hạn cũ vẫn dùng để tính."),
    _l(
        "Nhiệm vụ chậm ghi thêm “chậm do phối hợp” khi, tính đến lúc đơn vị chủ trì nộp kết quả (chưa nộp thì đến thời "
        "điểm số liệu), có ít nhất một phần việc phối hợp quá hạn riêng của nó; đơn vị chủ trì vẫn chịu trách nhiệm, "
        "tỷ lệ đúng hạn không đổi."
    ),
)
PARTS_RULE = _l(
    "Phần việc phối hợp tính theo hạn riêng của đơn vị phối hợp, cùng cách tính như nhiệm vụ, và không nằm trong số "
    "nhiệm vụ được giao. Phần việc không có kết quả khi nhiệm vụ chung đã nộp tính là quá hạn chưa hoàn thành trong kỳ "
    "kết thúc. Một nhiệm vụ chung có thể bị nhiều đơn vị phối hợp làm chậm."
)
HOLDING_RULE = _l(
    "Số ngày làm việc từ ngày nộp kết quả đến ngày người giao duyệt hoặc trả lại; đang chờ thì tính đến thời điểm "
    "số liệu. Thời gian này là của người giao, không tính vào đơn vị thực hiện."
)
TYPES_TITLE = _l("Kết quả theo loại việc: cam kết của cơ quan và thời hạn theo luật")
TYPES_RULE = _l(
    "Ngày nộp kết quả quyết định; gia hạn không làm thay đổi cam kết và thời hạn theo luật, và những ngày chờ duyệt "
    "không được trừ. Số ngày làm việc tính từ ngày tiếp nhận đến ngày nộp kết quả. “9 trên 10”: mười việc thì chín "
    "việc xong trong số ngày ấy."
)
DIMENSION_NAMES = {
    Dimension.UNIT: _l("Đơn vị"),
    Dimension.PERSON: _l("Người xử lý"),
    Dimension.ASSIGNER: _l("Người giao"),
    Dimension.SOURCE: _l("Nguồn giao"),
    Dimension.FIELD: _l("Lĩnh vực"),
    Dimension.YEAR: _l("Năm giao"),
    Dimension.STAR: _l("Việc trọng tâm"),
    Dimension.WORK_TYPE: _l("Loại việc"),
}
SPAN_NAMES = {
    Span.MONTH: _l("Tháng này"),
    Span.QUARTER: _l("Quý này"),
    Span.YEAR: _l("Năm nay"),
}
BASIS_NAMES = {
    Basis.CURRENT: _l("hạn hiện hành"),
    Basis.ORIGINAL: _l("hạn gốc"),
}
CUTOFF_NAMES = {
    Cutoff.CALENDAR: _l("Theo lịch"),
    Cutoff.DECREE_09: _l("Chốt ngày 14 (NĐ 09/2019/NĐ-CP)"),
}
CELL_NAMES = {
    Cell.ASSIGNED: _l("Tổng số giao"),
    Cell.CARRIED_OVER: _l("Kỳ trước chuyển sang"),
    Cell.IN_PERIOD: _l("Giao trong kỳ"),
    Cell.DONE: _l("Đã hoàn thành"),
    Cell.DONE_ON_TIME: _l("Hoàn thành đúng hạn"),
    Cell.EARLY: _l("Hoàn thành trước hạn"),
    Cell.DONE_LATE: _l("Hoàn thành quá hạn"),
    Cell.DONE_NO_LIMIT: _l("Hoàn thành, không thời hạn"),
    Cell.OPEN: _l("Chưa hoàn thành"),
    Cell.OPEN_IN_TERM: _l("Chưa hoàn thành, trong hạn"),
    Cell.OPEN_OVERDUE: _l("Quá hạn chưa hoàn thành"),
    Cell.OPEN_NO_LIMIT: _l("Chưa hoàn thành, không thời hạn"),
    Cell.WAITING: _l("Đã nộp kết quả, chờ duyệt"),
    Cell.DENOMINATOR: _l("Nhiệm vụ đến hạn"),
    Cell.DONE_OR_OVERDUE: _l("Đã hoàn thành hoặc quá hạn"),
    Cell.EXTENDED: _l("Đã gia hạn"),
    Cell.DUE_SOON: _l("Đến hạn trong 5 ngày làm việc"),
    Cell.DUE_ON: _l("Đến hạn trong ngày"),
    Cell.NOT_ACCEPTED: _l("Chưa tiếp nhận"),
    Cell.FOR_OTHERS: _l("Chờ người khác quyết định"),
    Cell.LATE_EXTENDED: _l("Gia hạn sau khi quá hạn"),
    Cell.HELD_UP: _l("Chậm do phối hợp"),
    Cell.HOLDS_UP: _l("Làm chậm nhiệm vụ chung"),
    Cell.URGED: _l("Được đôn đốc trong kỳ"),
    Cell.DISPUTED: _l("Đang có báo sai chờ kết luận"),
    Cell.CORRECTED: _l("Đã đính chính số liệu từ đầu kỳ"),
    Cell.WEEK_DUE: _l("Đến hạn trong tuần"),
    Cell.WEEK_LATE: _l("Trễ hạn, thời hạn trong tuần"),
    Cell.SILENT: _l("Im lặng từ 10 ngày làm việc"),
    Cell.CAUSE_HELD_UP: _l("Quá hạn do đơn vị phối hợp chậm"),
    Cell.CAUSE_CONFIRMED: _l("Quá hạn, nguyên nhân khách quan đã xác nhận"),
    Cell.CAUSE_CLAIMED: _l("Quá hạn, đề nghị xác nhận nguyên nhân khách quan"),
    Cell.CAUSE_OTHER: _l("Quá hạn, đã giải trình nguyên nhân khác"),
    Cell.CAUSE_UNTOLD: _l("Quá hạn, chưa giải trình"),
    Cell.TYPED_DONE: _l("Việc theo loại đã xong"),
    Cell.TYPED_OPEN: _l("Việc theo loại đang làm"),
    Cell.COMMITMENT_DONE: _l("Đã xong, có cam kết"),
    Cell.COMMITMENT_KEPT: _l("Đã xong trong cam kết"),
    Cell.COMMITMENT_PAST: _l("Đang làm, đã quá cam kết"),
    Cell.LAW_DONE: _l("Đã xong, có hạn theo luật"),
    Cell.LAW_KEPT: _l("Đã xong trong hạn theo luật"),
    Cell.LAW_PAST: _l("Đang làm, đã quá hạn theo luật"),
}
FORMULA_CELLS = {
    Formula.HEADLINE: (Cell.DONE_ON_TIME, Cell.DENOMINATOR),
    Formula.A: (Cell.DONE_ON_TIME, Cell.ASSIGNED),
    Formula.B: (Cell.DONE_ON_TIME, Cell.DONE),
    Formula.C: (Cell.DONE, Cell.DONE_OR_OVERDUE),
    Formula.D: (Cell.DONE, Cell.ASSIGNED),
}


def row_name(row: Slice, known: str) -> str:
    """What a row is called: as the record names it (units, persons), else in words."""
    if row.by is Dimension.SOURCE:
        return str(SOURCE_NAMES[Source(row.key)])
    if row.by is Dimension.STAR:
        return _("Trọng tâm") if row.key == "1" else _("Không phải trọng tâm")
    if row.by is Dimension.YEAR:
        return _("Giao năm %(year)s", year=row.key)
    if row.by is Dimension.FIELD:
        known = row.key
    if not known and row.key not in ("0", ""):
        return _("%(what)s số %(id)s", what=DIMENSION_NAMES[row.by], id=row.key)
    return known or str(_NOBODY[row.by])


def conditions(within: str, basis: Basis) -> str:
    """What figures are limited to (a row of that name) and judged by, when it is not the usual; else empty."""
    said = []
    if within:
        said.append(_("chỉ tính: %(name)s", name=within))
    if basis is not Basis.CURRENT:
        said.append(_("tính theo %(basis)s", basis=BASIS_NAMES[basis]))
    return "; ".join(said)


def period_name(period: Period) -> str:
    """As inside a sentence: tháng 11/2026, quý IV/2026, năm 2026."""
    if period.span is Span.MONTH:
        return _("tháng %(month)s/%(year)s", month=period.number, year=period.year)
    if period.span is Span.QUARTER:
        return _("quý %(quarter)s/%(year)s", quarter=ROMAN[period.number - 1], year=period.year)
    return _("năm %(year)s", year=period.year)


def days_name(first: date, last: date) -> str:
    """The period of these days as inside a sentence: its usual name, or the days themselves."""
    if usual := named(first, last):
        return period_name(usual[0])
    if (first, last) == week_of(first):
        return _("tuần %(first)s – %(last)s", first=formats.day(first), last=formats.day(last))
    return _("kỳ %(first)s – %(last)s", first=formats.day(first), last=formats.day(last))


def period_line(first: date, last: date) -> str:
    """Which days a report judges."""
    return _("Từ ngày %(first)s đến ngày %(last)s", first=formats.day(first), last=formats.day(last))


def known_line(as_of: datetime, *, is_provisional: bool) -> str:
    """What was known for it: `as_of` on the committee's wall clock."""
    known = {"hour": formats.hour(as_of), "day": formats.day(as_of)}
    if is_provisional:
        return _("Số liệu tạm tính, hệ thống ghi nhận đến %(hour)s ngày %(day)s", **known)
    return _("Số liệu hệ thống ghi nhận đến %(hour)s ngày %(day)s", **known)
