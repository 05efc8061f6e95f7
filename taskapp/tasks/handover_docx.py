"""The signed list as a Word document, laid out as NĐ 30/2020/NĐ-CP wants minutes: A4 upright, Times New Roman."""

from __future__ import annotations

from docx.document import Document
from docx.shared import Mm, Pt

from taskapp.base import paper as sheet
from taskapp.base.i18n import _
from taskapp.base.paper import MEDIA_TYPE, add_band, add_row, head_row, row_of, say, table
from taskapp.tasks.handover_paper import Paper, headings

__all__ = ["MEDIA_TYPE", "document_of"]
WIDTHS = (12, 48, 28, 22, 24, 15, 26)  # mm: together what A4 leaves between the margins
CENTRED = (0, 3, 5)
SIGNING = (58, 59, 58)
LEFT = 20  # mm: the table needs the room


def document_of(paper: Paper) -> bytes:
    """The bytes of the document."""
    title = _("Biên bản bàn giao công việc %(number)s", number=paper.number)
    document = sheet.blank(title, paper.committee, left=LEFT, gap=4)
    issuers = [paper.committee, paper.unit] if paper.unit else [paper.committee]
    number = _("Số: %(number)s", number=paper.number)
    sheet.head(document, issuers, number, paper.place_and_day, width=sum(WIDTHS))
    sheet.title(document, _("BIÊN BẢN BÀN GIAO CÔNG VIỆC"), size=13)
    for text in paper.opening:
        document.add_paragraph(text).paragraph_format.first_line_indent = Mm(10)
    _list(document, paper)
    for text in paper.closing:
        document.add_paragraph(text).paragraph_format.first_line_indent = Mm(10)
    _signatures(document, paper)
    return sheet.saved(document)


def _list(document: Document, paper: Paper) -> None:
    made = table(document, 1, WIDTHS)
    head_row(made, headings())
    for title, entries in paper.sections:
        add_band(made, title, WIDTHS)
        for entry in entries:
            add_row(made, entry.texts, WIDTHS, CENTRED)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _signatures(document: Document, paper: Paper) -> None:
    blocks = (
        (_("BÊN GIAO"), [paper.giver.name]),
        (_("BÊN NHẬN"), [one.name for one in paper.receivers]),
        (_("THỦ TRƯỞNG ĐƠN VỊ"), [""]),
    )
    for cell, (title, names) in zip(row_of(table(document, 1, SIGNING, "Normal Table")), blocks, strict=True):
        say(cell, title, is_bold=True)
        say(cell, _("(Ký, ghi rõ họ tên)"), is_italic=True, size=12)
        for name in names:
            for _line in range(sheet.ROOM_TO_SIGN):
                say(cell, "")
            say(cell, name, is_bold=True)
