"""The signed list as a Word document, laid out as NĐ 30/2020/NĐ-CP wants minutes: A4 upright, Times New Roman."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row

from taskapp.base.i18n import _
from taskapp.tasks.handover_paper import Entry, Paper, headings

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Times New Roman"
WIDTHS = (12, 48, 28, 22, 24, 15, 26)  # mm: together what A4 leaves between the margins
SIGNING = (58, 59, 58)
ROOM_TO_SIGN = 4  # empty lines
CENTER = WD_ALIGN_PARAGRAPH.CENTER


def document_of(paper: Paper) -> bytes:
    """The bytes of the document."""
    document = docx.Document()
    _set_up(document, paper)
    _head(document, paper)
    for text in paper.opening:
        document.add_paragraph(text).paragraph_format.first_line_indent = Mm(10)
    _list(document, paper)
    for text in paper.closing:
        document.add_paragraph(text).paragraph_format.first_line_indent = Mm(10)
    _signatures(document, paper)
    document.save(stream := BytesIO())
    return stream.getvalue()


def _set_up(document: Document, paper: Paper) -> None:
    page, normal = document.sections[0], document.styles["Normal"]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Mm(20), Mm(15), Mm(20), Mm(20)
    normal.font.name, normal.font.size = FONT, Pt(13)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(4)
    about = document.core_properties
    about.title = f"{_('Biên bản bàn giao công việc')} {paper.number}"
    about.author, about.comments = paper.committee, ""


def _head(document: Document, paper: Paper) -> None:
    left, right = _row(_table(document, 1, (72, 103), "Normal Table"))
    _say(left, paper.committee.upper(), is_bold=not paper.unit, size=12)
    if paper.unit:
        _say(left, paper.unit.upper(), is_bold=True, size=12)
    _say(left, _("Số: %(number)s", number=paper.number))
    _say(right, _("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), is_bold=True, size=12)
    _say(right, _("Độc lập - Tự do - Hạnh phúc"), is_bold=True)
    _say(right, paper.place_and_day, is_italic=True)
    title = document.add_paragraph()
    title.alignment, title.paragraph_format.space_before = CENTER, Pt(14)
    title.add_run(_("BIÊN BẢN BÀN GIAO CÔNG VIỆC")).bold = True


def _list(document: Document, paper: Paper) -> None:
    lines: list[str | Entry] = []
    for title, entries in paper.sections:
        lines += [title, *entries]
    table = _table(document, 1 + len(lines), WIDTHS, "Table Grid")
    _mark(table.rows[0], "w:tblHeader")  # repeated on each page
    for cell, text in zip(_row(table), headings(), strict=True):
        _say(cell, text, is_bold=True, size=11)
    for place, line in enumerate(lines, start=1):
        cells = _row(table, place)
        if isinstance(line, Entry):
            _fill(cells, line)
        else:
            title = cells[0].merge(cells[-1])
            _say(title, line, is_bold=True, size=11, is_centred=False)
            title.paragraphs[0].paragraph_format.keep_with_next = True
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _fill(cells: tuple[_Cell, ...], entry: Entry) -> None:
    for place, (cell, text) in enumerate(zip(cells, entry.texts, strict=True)):
        _say(cell, text, size=11, is_centred=place in (0, 3, 5))


def _signatures(document: Document, paper: Paper) -> None:
    blocks = (
        (_("BÊN GIAO"), [paper.giver.name]),
        (_("BÊN NHẬN"), [one.name for one in paper.receivers]),
        (_("THỦ TRƯỞNG ĐƠN VỊ"), [""]),
    )
    table = _table(document, 1, SIGNING, "Normal Table")
    for cell, (title, names) in zip(_row(table), blocks, strict=True):
        _say(cell, title, is_bold=True)
        _say(cell, _("(Ký, ghi rõ họ tên)"), is_italic=True, size=12)
        for name in names:
            for _line in range(ROOM_TO_SIGN):
                _say(cell, "")
            _say(cell, name, is_bold=True)


def _table(document: Document, rows: int, widths: Sequence[int], style: str) -> Table:
    table: Table = document.add_table(rows, len(widths), style)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        _mark(row, "w:cantSplit")
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def _row(table: Table, place: int = 0) -> tuple[_Cell, ...]:
    cells: tuple[_Cell, ...] = table.rows[place].cells
    return cells


def _say(
    cell: _Cell, text: str, *, is_bold: bool = False, is_italic: bool = False, size: int = 13, is_centred: bool = True
) -> None:
    """One more paragraph of the cell; the first takes the empty one that every cell has."""
    only = cell.paragraphs[0]
    paragraph = only if len(cell.paragraphs) == 1 and not only.runs else cell.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    if is_centred:
        paragraph.alignment = CENTER
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = is_bold, is_italic, Pt(size)


def _mark(row: _Row, word: str) -> None:
    """Add a property of the row that the library has no word for."""
    row._tr.get_or_add_trPr().append(OxmlElement(word))
