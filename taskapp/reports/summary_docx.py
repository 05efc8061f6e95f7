"""Mẫu A as a report to be filed: narrative and comparison, the table of units and the overdue tasks as appendices."""

from __future__ import annotations

from docx.document import Document

from taskapp.base import formats, paper
from taskapp.base.i18n import _, number, percent
from taskapp.reports import filing
from taskapp.reports.comparing import beside
from taskapp.reports.drafting import Report
from taskapp.reports.filing import UPRIGHT
from taskapp.reports.listing import Listing
from taskapp.reports.listing_words import TITLES
from taskapp.reports.summary import Summary
from taskapp.reports.tally import Formula, Tally
from taskapp.reports.words import FORMULA_NAMES, FORMULA_TEXTS, REPORT_TITLE, RULES

BESIDE_WIDTHS = (50, 20, 25, 22, 26, 22)
UNIT_WIDTHS = (9, 44, 13, 14, 13, 13, 14, 13, 13, 13, 13, 13, 16, 18, 11, 22)


def summary_docx(report: Report) -> bytes:
    """The bytes of the document."""
    committee, year = report.summary.committee, report.summary.as_of.year
    subject = _("Tình hình thực hiện nhiệm vụ do UBND, Chủ tịch UBND giao %(period)s", period=report.period)
    document = paper.blank(subject, committee.name)
    paper.number_pages(document.sections[0])
    filing.head(document, committee, year, UPRIGHT)
    paper.title(document, _("BÁO CÁO"), subject)
    paper.rule(document, UPRIGHT, UPRIGHT // 3)
    if report.summary.conditions:
        paper.body(document, f"({report.summary.conditions})", is_italic=True, is_centred=True)
    for text in report.narrative:
        paper.body(document, text)
    _compare(document, report)
    filing.end(document, committee, UPRIGHT)
    paper.number_pages(paper.begin_section(document, paper.LANDSCAPE))
    filing.appendix(document, "I", str(REPORT_TITLE), committee, year)
    _unit_table(document, report.summary)
    if report.overdue:
        paper.number_pages(paper.begin_section(document, paper.LANDSCAPE))
        filing.appendix(document, "II", str(TITLES[Listing.OVERDUE]), committee, year)
        filing.listing_table(document, Listing.OVERDUE, report.overdue)
        _say_what_is_left_out(document, report)
    return paper.saved(document)


def _compare(document: Document, report: Report) -> None:
    compared = report.compared
    paper.body(document, _("So sánh với kỳ trước và cùng kỳ năm trước:"))
    table = paper.table(document, 1, BESIDE_WIDTHS)
    names = (
        _("Chỉ tiêu"), _("Kỳ này"), formats.sentence(compared.previous_name), _("Tăng, giảm"),
        formats.sentence(compared.year_ago_name), _("Tăng, giảm"),
    )  # fmt: skip
    paper.head_row(table, names)
    for row in beside(report.summary.total, compared.previous.total, compared.year_ago.total):
        paper.add_row(table, row, BESIDE_WIDTHS, range(1, len(row)))
    document.add_paragraph()


def _unit_table(document: Document, summary: Summary) -> None:
    table = paper.table(document, 2, UNIT_WIDTHS)
    groups = ((2, 4, _("Số nhiệm vụ giao")), (5, 8, _("Đã hoàn thành")), (9, 11, _("Chưa hoàn thành")))
    top, names = paper.row_of(table, 0), paper.row_of(table, 1)
    for first, last, name in groups:
        paper.say(top[first].merge(top[last]), name, is_bold=True, size=10)
    for place, name in enumerate(_unit_columns()):
        inside = any(first <= place <= last for first, last, _name in groups)
        cell = names[place] if inside else top[place].merge(names[place])
        paper.say(cell, name, is_bold=True, size=10)
    for row in table.rows:
        paper.mark(row, "w:tblHeader")
    centred = [place for place in range(len(UNIT_WIDTHS)) if place not in (1, 15)]
    for order, unit in enumerate(summary.rows, start=1):
        paper.add_row(table, [str(order), unit.name, *_cells(unit.tally)], UNIT_WIDTHS, centred, size=10)
    total = ["", _("Tổng cộng"), *_cells(summary.total)]
    paper.add_row(table, total, UNIT_WIDTHS, centred, is_bold=True, size=10)
    document.add_paragraph()
    for formula in Formula:
        ratio = summary.total.ratio(formula)
        shown = {"name": FORMULA_NAMES[formula], "text": FORMULA_TEXTS[formula], "share": percent(ratio.share)}
        counts = {"numerator": number(ratio.numerator), "denominator": number(ratio.denominator)}
        note = _("%(name)s = %(text)s = %(numerator)s/%(denominator)s = %(share)s.", **shown, **counts)
        paper.note(document, note)
    for rule in RULES:
        paper.note(document, str(rule))


def _unit_columns() -> list[str]:
    return [
        _("STT"), _("Đơn vị"), _("Tổng số"), _("Kỳ trước chuyển sang"), _("Giao trong kỳ"), _("Tổng số"),
        _("Trước, đúng hạn"), _("Quá hạn"), _("Không hạn"), _("Trong hạn"), _("Quá hạn"), _("Không hạn"),
        _("Tỷ lệ hoàn thành"), _("Tỷ lệ đúng hạn"), _("Số lần gia hạn"), _("Ghi chú"),
    ]  # fmt: skip


def _cells(tally: Tally) -> list[str]:
    counts = (
        tally.assigned, tally.carried_over, tally.in_period, tally.done, tally.done_on_time, tally.done_late,
        tally.done_no_limit, tally.open_in_term, tally.open_overdue, tally.open_no_limit,
    )  # fmt: skip
    ratio = tally.ratio(Formula.HEADLINE)
    on_time = f"{percent(ratio.share)} ({number(ratio.numerator)}/{number(ratio.denominator)})"
    shares = (percent(tally.ratio(Formula.D).share), on_time if ratio.denominator else percent(None))
    return [*map(number, counts), *shares, number(tally.extensions), _remarks(tally)]


def _remarks(tally: Tally) -> str:
    told = [
        _("chờ duyệt: %(count)s", count=number(tally.waiting)) if tally.waiting else "",
        _("chậm do phối hợp: %(count)s", count=number(tally.held_up)) if tally.held_up else "",
        _("có báo sai: %(count)s", count=number(tally.disputed)) if tally.disputed else "",
    ]
    return "; ".join(filter(None, told))


def _say_what_is_left_out(document: Document, report: Report) -> None:
    left_out = report.overdue_count - len(report.overdue)
    if left_out > 0:
        text = _("Còn %(count)s nhiệm vụ quá hạn khác, có trong tệp Excel của Mẫu B.", count=number(left_out))
        paper.note(document, text)
