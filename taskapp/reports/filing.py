"""What every report on paper shares: who issues it, the open number and date, the words of its appendices, its end."""

from __future__ import annotations

import re

from docx.document import Document

from taskapp.base import formats, paper
from taskapp.base.i18n import _
from taskapp.base.i18n import number as written
from taskapp.people.models import Committee
from taskapp.reports.listing import Band, Line, Listing
from taskapp.reports.listing_words import BAND_NAMES, content, days, document, limit, progress, supporting

UPRIGHT, LYING = 165, 252  # mm between the margins of A4 upright and lying
_UBND = re.compile(r"^UBND\b", re.IGNORECASE)


def issuer(committee: Committee) -> str:
    """The committee's name written out, as a document's heading wants it."""
    return _UBND.sub(_("Ủy ban nhân dân"), committee.name)


def head(made: Document, committee: Committee, year: int, width: int) -> None:
    """The heading, its number and day left open."""
    number = _("Số:          /BC-UBND") if _UBND.match(committee.name) else _("Số:          /BC-")
    paper.head(made, [issuer(committee)], number, place_and_day(committee, year), width=width)


def place_and_day(committee: Committee, year: int) -> str:
    """Where and when, the day and month left open."""
    day = _("ngày       tháng       năm %(year)s", year=year)
    return _("%(place)s, %(day)s", place=committee.place, day=day) if committee.place else day


def end(made: Document, committee: Committee, width: int) -> None:
    """Who gets the report; the signature left open."""
    receivers = [
        _("- Lãnh đạo %(committee)s;", committee=committee.name),
        _("- Các cơ quan, đơn vị có nhiệm vụ trong báo cáo;"),
        _("- Lưu: VT, ……"),
    ]
    paper.signing(made, receivers, _("TM. %(committee)s", committee=_signing_name(committee)), width=width)


def appendix(made: Document, numeral: str, title: str, committee: Committee, year: int) -> None:
    """The head of an appendix: its Roman number, what it holds, which report it belongs to."""
    paper.title(made, _("Phụ lục %(numeral)s", numeral=numeral), size=14, before=0)
    paper.title(made, title.upper(), size=13, before=0)
    belongs = _(
        "(Kèm theo Báo cáo số:          /BC-%(sign)s ngày       tháng       năm %(year)s của %(committee)s)",
        sign="UBND" if _UBND.match(committee.name) else "     ", year=year, committee=issuer(committee),
    )  # fmt: skip
    paper.body(made, belongs, is_italic=True, is_centred=True)


def listing_table(made: Document, kind: Listing, lines: list[Line]) -> None:
    """The tasks of a list; overdue ones under the headings of their bands, the longest first."""
    names, widths = _columns(kind)
    table = paper.table(made, 1, widths)
    paper.head_row(table, names, size=10)
    band: Band | None = None
    for order, line in enumerate(lines, start=1):
        if kind is Listing.OVERDUE and line.band is not band:
            band = line.band
            count = sum(one.band is band for one in lines)
            heading = _("%(band)s: %(count)s nhiệm vụ", band=BAND_NAMES[band], count=written(count))
            paper.add_band(table, heading, widths, size=10)
        paper.add_row(table, _texts(kind, order, line), widths, (0, 5, 6, 7, 9), size=10)


def _columns(kind: Listing) -> tuple[list[str], list[int]]:
    names = {
        Listing.OVERDUE: (_("Thời hạn"), _("Số ngày quá hạn"), _("Tình hình, nguyên nhân"), _("Đề xuất")),
        Listing.DUE_SOON: (_("Thời hạn"), _("Thời gian còn lại"), _("Tình hình"), _("Ghi chú")),
        Listing.UNDATED: (_("Ngày giao"), _("Thời gian chưa báo cáo"), _("Tình hình"), _("Đề xuất")),
    }[kind]
    shared = [
        _("STT"), _("Số, ký hiệu, ngày văn bản"), _("Nội dung nhiệm vụ"), _("Đơn vị chủ trì"), _("Đơn vị phối hợp"),
        _("Người giao"),
    ]  # fmt: skip
    return [*shared, *names[:3], _("Số lần đôn đốc"), names[3]], [9, 24, 50, 25, 22, 19, 20, 17, 42, 10, 14]


def _texts(kind: Listing, order: int, line: Line) -> list[str]:
    image = line.judged.image
    shown = formats.day(image.issued_on) if kind is Listing.UNDATED else limit(line)
    return [
        str(order), document(line), content(line), image.lead_unit_name, supporting(line), line.assigner, shown,
        days(line), progress(line), str(line.known.urgings), "",
    ]  # fmt: skip


def _signing_name(committee: Committee) -> str:
    return _("Ủy ban nhân dân") if _UBND.match(committee.name) else committee.name
