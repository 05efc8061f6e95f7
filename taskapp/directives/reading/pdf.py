""".pdf with text: its lines in the order of reading, drawn tables as rows; a PDF of pictures is Scanned."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from taskapp.base.text import clean
from taskapp.directives import limits
from taskapp.directives.draft import Line, Source
from taskapp.directives.reading import places, running, sides
from taskapp.directives.reason import Reason
from taskapp.directives.unreadable import LOCKED, TOO_LONG, Scanned, Unreadable

DAMAGED = Reason("Tệp PDF bị hỏng, không đọc được. Hãy mở tệp, chọn In > Lưu thành PDF rồi chọn lại.")
MOST_ON_A_PAGE = 30_000  # letters
_FEWEST_LETTERS = 20  # a page; fewer is a stamp on a picture
Table = tuple[tuple[float, float, float, float], list[list[str]]]


@dataclass(frozen=True)
class Page:
    """A page's lines of print, its drawn tables, its width."""

    rows: list[places.Row]
    tables: list[Table]
    width: float


@dataclass
class Flow:
    """Lines of print one below the other, and how wide their page is."""

    rows: list[places.Row]
    width: float

    def extend(self, below: Flow) -> None:
        """Put the lines of the next page right under these."""
        self.rows = places.below(self.rows, below.rows)


Block = Flow | list[Line]  # text, or the rows of a table


def read(data: bytes) -> Source:
    """The lines of a PDF. Raises Unreadable; Scanned when its pages hold pictures instead of text."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            return Source(tuple(sides.without_blanks(_lines(document.pages))))
    except PdfminerException as error:
        is_locked = any(isinstance(cause, PDFPasswordIncorrect) for cause in (error, *error.args))
        raise Unreadable(LOCKED if is_locked else DAMAGED) from error


def _lines(pages: Sequence[Any]) -> list[Line]:
    lines: list[Line] = []
    blocks = _blocks(pages)
    limits.allow(limits.PAGE_SECONDS * (1 + len(pages) / 20))  # putting them together costs little of each
    flows = [block for block in blocks if isinstance(block, Flow)]
    margins = {
        flow.width: places.margins([r for f in flows if f.width == flow.width for r in f.rows]) for flow in flows
    }
    for block in blocks:
        if isinstance(block, Flow):
            lines += [Line(clean(text)) for text in places.paragraphs(block.rows, margins[block.width])]
        else:
            lines = _with_table(lines, block)
    return lines


def _blocks(pages: Sequence[Any]) -> list[Block]:
    """All pages as if they were one long one, so that sentences and the foot go on over their ends."""
    blocks: list[Block] = []
    read = [_read(page) for page in _counted(pages)]
    texts = running.without([page.rows for page in read])
    for page, rows in zip(read, texts, strict=True):
        for block in _parts(page, rows):
            last = blocks[-1] if blocks else None
            if isinstance(block, Flow) and isinstance(last, Flow) and last.width == block.width:
                last.extend(block)
            else:
                blocks.append(block)
    return blocks


def _counted(pages: Sequence[Any]) -> Iterator[Any]:
    """The pages, as long as they do not hold too much; Scanned when they hold next to nothing."""
    if len(pages) > limits.MOST_PAGES:
        raise Unreadable(TOO_LONG)
    letters = unknown = 0
    for page in pages:
        limits.allow(limits.PAGE_SECONDS)
        letters += len(page.chars)
        unknown += sum(char["text"].startswith("(cid:") for char in page.chars)
        if len(page.chars) > MOST_ON_A_PAGE or letters > limits.MOST_LETTERS:
            raise Unreadable(TOO_LONG)
        yield page
    if letters < _FEWEST_LETTERS * len(pages) or unknown > letters / 20:
        raise Scanned


def _with_table(lines: list[Line], table: list[Line]) -> list[Line]:
    """The lines and a table below them, which may be the rest of the one they end with."""
    width = len(table[0].cells)
    if lines and len(lines[-1].cells) == width:
        above = [line.cells for line in takewhile(lambda line: len(line.cells) == width, reversed(lines))]
        if table[0].cells == above[-1]:
            return lines + table[1:]
        if not table[0].cells[0]:
            cells = [clean(f"{upper} {lower}") for upper, lower in zip(above[0], table[0].cells, strict=True)]
            return [*lines[:-1], sides.row(cells), *table[1:]]
    return lines + table


def _read(page: Any) -> Page:
    found = list(_tables(page))
    words = [
        places.Word(w["text"], w["x0"], w["x1"], w["top"], w["bottom"])
        for w in page.extract_words(x_tolerance=2, y_tolerance=2)
        if w["upright"] and not any(_inside(w, box) for box, _rows in found)
    ]
    page.close()
    return Page(places.rows(words), found, page.width)


def _parts(page: Page, rows: Sequence[places.Row]) -> Iterator[Block]:
    """Tables and the text between them, top to bottom."""
    for box, cells in [*page.tables, ((0.0, float("inf"), 0.0, 0.0), [])]:
        above = [row for row in rows if row[0].top < box[1]]
        rows = rows[len(above) :]
        if above:
            yield Flow(above, page.width)
        table = [sides.row(row) for row in cells if any(row)]
        if table:
            yield table


def _tables(page: Any) -> Iterator[Table]:
    """Drawn tables of at least two columns and two rows; a box around the head or foot is no table."""
    if len(page.edges) > 5_000:
        return
    for table in sorted(page.find_tables(), key=lambda each: each.bbox[1]):
        rows = [[" ".join(clean(cell or "").split("\n")) for cell in row] for row in table.extract()]
        _fill_down(rows, [row.cells for row in table.rows])
        kept = [place for place in range(len(rows[0])) if any(row[place] for row in rows)] if rows else []
        if len(rows) >= 1 and len(kept) >= 2 and not sides.is_frame([cell for row in rows for cell in row]):
            yield table.bbox, [[row[place] for place in kept] for row in rows]


def _fill_down(rows: list[list[str]], boxes: list[list[Any]]) -> None:
    """Give each row the text of a cell that reaches down into it from the row above: `boxes` has None there."""
    for at in range(1, len(rows)):
        bottom = max((box[3] for box in boxes[at] if box), default=float("inf"))
        for place, box in enumerate(boxes[at]):
            above = boxes[at - 1][place]
            if box is None and above and above[3] > bottom - 1:
                boxes[at][place] = above
                rows[at][place] = rows[at - 1][place]


def _inside(word: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    across, down = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])
