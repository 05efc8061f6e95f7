"""Documents as NĐ 30/2020/NĐ-CP, Appendix I lays them out: A4, margins, Times New Roman, heading, page numbers, tables.

Number, date and signature stay open: a document is issued in the document system, not here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from taskapp.base.i18n import _

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Times New Roman"
CENTER, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
PORTRAIT, LANDSCAPE = (210, 297), (297, 210)  # mm
LEFT, RIGHT, TOP, BOTTOM = 30, 15, 20, 20  # mm: left 30 to 35, right 15 to 20, top and bottom 20 to 25
INDENT = Mm(12.7)
MOTTO_WIDTH = 57  # mm that the motto takes in 13 pt bold
ROOM_TO_SIGN = 4  # empty lines
CELL_MARGINS = '<w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'  # twips: 1 mm
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML cannot hold


def blank(title: str, author: str, *, size: tuple[int, int] = PORTRAIT, left: int = LEFT, gap: int = 6) -> Document:
    """A document without a word in it; `size` in mm, `gap` between paragraphs in points."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(13)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(gap)
    _lay_out(document.sections[0], size, left)
    about = document.core_properties
    about.title, about.author, about.comments = title, author, ""
    return document


def number_pages(section: Section) -> None:
    """Arabic numbers, 13 pt, centred in the top margin, from the second page of the section on; it begins with 1."""
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = section.first_page_header.is_linked_to_previous = False
    line = section.header.paragraphs[0]
    line.alignment = CENTER
    run = line.add_run()
    run.font.size = Pt(13)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            part.text = text
        else:
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    section._sectPr.append(numbering)


def begin_section(document: Document, size: tuple[int, int]) -> Section:
    """A new page from which on the paper lies so."""
    section: Section = document.add_section(WD_SECTION.NEW_PAGE)
    _lay_out(section, size, LEFT)
    return section


def saved(document: Document) -> bytes:
    """The bytes of the document."""
    document.save(stream := BytesIO())
    return stream.getvalue()


def head(document: Document, left: Sequence[str], number: str, place_and_day: str, *, width: int) -> None:
    """Who issues it (the last of `left` in bold) and its number; beside it the national name, motto, place and day.

    `width`: mm between the margins.
    """
    columns = (width * 2 // 5, width - width * 2 // 5)
    ours, nation = row_of(table(document, 1, columns, "Normal Table"))
    for place, name in enumerate(left, start=1):
        say(ours, name.upper(), is_bold=place == len(left), size=12)
    rule(ours, columns[0], columns[0] * 2 // 5)
    say(ours, number)
    say(nation, _("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), is_bold=True, size=12)
    say(nation, _("Độc lập - Tự do - Hạnh phúc"), is_bold=True)
    rule(nation, columns[1], MOTTO_WIDTH)
    say(nation, place_and_day, is_italic=True)


def title(document: Document, *lines: str, size: int = 14, before: int = 14) -> None:
    """What kind of document it is and what it is about, in bold and centred, one paragraph each."""
    for place, line in enumerate(lines):
        paragraph = document.add_paragraph()
        paragraph.alignment = CENTER
        paragraph.paragraph_format.space_before = Pt(0 if place else before)
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(line)
        run.bold, run.font.size = True, Pt(size)


def body(
    document: Document, text: str, *, is_italic: bool = False, is_centred: bool = False, size: int = 13
) -> Paragraph:
    """One paragraph of the text: justified, its first line indented by 1.27 cm."""
    paragraph = document.add_paragraph()
    paragraph.alignment = CENTER if is_centred else JUSTIFY
    paragraph.paragraph_format.first_line_indent = None if is_centred else INDENT
    run = paragraph.add_run(_FORBIDDEN.sub("", text))
    run.italic, run.font.size = is_italic, Pt(size)
    return paragraph


def note(document: Document, text: str) -> Paragraph:
    """A remark under a table: italic, 11 pt, close to its neighbours."""
    paragraph = body(document, text, is_italic=True, size=11)
    paragraph.paragraph_format.space_after = Pt(2)
    return paragraph


def signing(document: Document, receivers: Iterable[str], authority: str, *, width: int) -> None:
    """Who gets the document, and the place where it will be signed."""
    left, right = row_of(table(document, 1, (width // 2, width - width // 2), "Normal Table"))
    say(left, _("Nơi nhận:"), is_bold=True, is_italic=True, size=12, is_centred=False)
    for line in receivers:
        say(left, line, size=11, is_centred=False)
    say(right, authority.upper(), is_bold=True)
    for _line in range(ROOM_TO_SIGN):
        say(right, "")


def rule(place: Document | _Cell, width: int, length: int) -> None:
    """A line under what stands there, centred in `width`; both in mm."""
    line = place.add_paragraph()
    form, rest = line.paragraph_format, Mm((width - 4 - length) / 2)
    form.left_indent = form.right_indent = rest
    form.space_before, form.space_after = Pt(3), Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(4)
    border = f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
    line._p.get_or_add_pPr().append(parse_xml(border))


def table(document: Document, rows: int, widths: Sequence[int], style: str = "Table Grid") -> Table:
    """An empty table whose rows stay whole; `widths` in mm."""
    made: Table = document.add_table(rows, len(widths), style)
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    made._tblPr.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{CELL_MARGINS}</w:tblCellMar>"))
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    for row in made.rows:
        mark(row, "w:cantSplit")
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return made


def head_row(made: Table, names: Sequence[str], size: int = 11) -> None:
    """The names of the columns, repeated on each page."""
    mark(made.rows[0], "w:tblHeader")
    for cell, name in zip(row_of(made), names, strict=True):
        say(cell, name, is_bold=True, size=size)


def add_row(
    made: Table, texts: Sequence[str], widths: Sequence[int], centred: Iterable[int], *, is_bold: bool = False,
    size: int = 11,
) -> None:  # fmt: skip
    """One more row; its cost does not grow with the table. `centred`: places of the cells in the middle."""
    middle = frozenset(centred)
    cells = "".join(
        _cell_xml(text, width, is_centred=place in middle, is_bold=is_bold, size=size)
        for place, (text, width) in enumerate(zip(texts, widths, strict=True))
    )
    _append_row(made, cells)


def add_band(made: Table, text: str, widths: Sequence[int], size: int = 11) -> None:
    """One row across the table that heads those after it and stays with the next."""
    _append_row(made, _cell_xml(text, sum(widths), is_bold=True, size=size, across=len(widths)))


def row_of(made: Table, place: int = 0) -> tuple[_Cell, ...]:
    """The cells of a row."""
    cells: tuple[_Cell, ...] = made.rows[place].cells
    return cells


def say(
    cell: _Cell, text: str, *, is_bold: bool = False, is_italic: bool = False, size: int = 13, is_centred: bool = True
) -> None:
    """One more paragraph of the cell; the first takes the empty one that every cell has. `size` in points."""
    only = cell.paragraphs[0]
    paragraph = only if len(cell.paragraphs) == 1 and not only.runs else cell.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    if is_centred:
        paragraph.alignment = CENTER
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = is_bold, is_italic, Pt(size)


def mark(row: _Row, word: str) -> None:
    """Add a property of the row that the library has no word for."""
    row._tr.get_or_add_trPr().append(OxmlElement(word))


def _lay_out(section: Section, size: tuple[int, int], left: int) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if size == LANDSCAPE else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(size[0]), Mm(size[1])
    section.left_margin, section.right_margin = Mm(left), Mm(RIGHT)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.header_distance = Mm(10)


def _append_row(made: Table, cells: str) -> None:
    made._tbl.append(parse_xml(f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"))


def _cell_xml(
    text: str, width: int, *, is_centred: bool = False, is_bold: bool = False, size: int = 11, across: int = 1
) -> str:
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    stays = "<w:keepNext/>" if across > 1 else ""
    align = '<w:jc w:val="center"/>' if is_centred else ""
    look = f'{"<w:b/>" if is_bold else ""}<w:sz w:val="{size * 2}"/>'
    words = escape(_FORBIDDEN.sub("", text)).replace("\t", " ")
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(words.splitlines())
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width * 1440 // 25.4:.0f}" w:type="dxa"/>{span}</w:tcPr>'
        f'<w:p><w:pPr>{stays}<w:spacing w:after="0"/>{align}</w:pPr>'
        f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{lines}</w:t></w:r></w:p></w:tc>'
    )
