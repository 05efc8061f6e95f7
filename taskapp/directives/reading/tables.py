"""Tables of a word processor: as rows of data, merged cells filled, or as layout, cell after cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from taskapp.directives.draft import Line
from taskapp.directives.reading import sides
from taskapp.directives.reading.numbering import Numbering, number
from taskapp.directives.reading.package import attribute, child, children, local
from taskapp.directives.unreadable import TOO_LONG, Unreadable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_COLUMNS = 60
_NO_BORDER = ("", "nil", "none")


@dataclass(frozen=True)
class Cell:
    """A cell as it is written: its lines, how many columns it spans, whether it goes on with the cell above."""

    lines: Sequence[Line]
    span: int = 1
    continues: bool = False

    @property
    def text(self) -> str:
        """Its lines with their labels, a line break between them."""
        return "\n".join(f"{line.label} {line.text}".strip() for line in self.lines if line.text or line.label)


Grid = list[list[Cell]]


def grid(table: Element, flow: Callable[[Element], list[Line]]) -> Grid:
    """The cells of a table, row by row; `flow` reads what stands in a cell."""
    return [_row(row, flow) for row in _inside(table, "tr") if child(row, "trPr", "del") is None]


def cells(rows_of_cells: Grid) -> Iterator[Cell]:
    """All cells that say something of their own, from left to right, top to bottom."""
    return (cell for row in rows_of_cells for cell in row if cell.lines and not cell.continues)


def is_layout(rows_of_cells: Grid) -> bool:
    """Whether the table only places text: a head or foot, or a frame around one column."""
    texts = [line.text for cell in cells(rows_of_cells) for line in cell.lines]
    return sides.is_frame(texts) or all(len([c for c in row if c.text]) <= 1 for row in rows_of_cells)


def has_lines(table: Element, lists: Numbering) -> bool:
    """Whether borders are drawn, or there are more columns than text is set in: then the table is one of data."""
    widest = max((len(list(_inside(row, "tc"))) for row in _inside(table, "tr")), default=0)
    own = child(table, "tblPr", "tblBorders")
    if widest > 2 or (own is not None and _is_drawn(own)):
        return True
    style = attribute(child(table, "tblPr", "tblStyle"), "val")
    is_styled = own is None and any(each.has_borders for each in lists.chain(style))
    return is_styled or any(_is_drawn(each) for each in table.iter() if local(each) == "tcBorders")


def rows(rows_of_cells: Grid) -> Iterator[Line]:
    """One line for each row. A cell merged downwards is filled; one merged sideways is filled in the heading only."""
    above: list[str] = []
    for index, row in enumerate(rows_of_cells):
        texts = _spread(row, above, is_heading=index == 0 and len([c for c in row if c.text]) > 1)
        above = texts
        if any(texts):
            yield sides.row(texts)


def _spread(row: list[Cell], above: list[str], *, is_heading: bool) -> list[str]:
    texts: list[str] = []
    for cell in row:
        place = len(texts)
        text = (above[place] if place < len(above) else "") if cell.continues else cell.text
        texts += [text] + [text if is_heading else ""] * (cell.span - 1)
        if len(texts) > MOST_COLUMNS:
            raise Unreadable(TOO_LONG)
    return texts


def _row(row: Element, flow: Callable[[Element], list[Line]]) -> list[Cell]:
    before = number(attribute(child(row, "trPr", "gridBefore"), "val"), 0)
    return [Cell(())] * min(before, MOST_COLUMNS) + [_cell(cell, flow) for cell in _inside(row, "tc")]


def _cell(cell: Element, flow: Callable[[Element], list[Line]]) -> Cell:
    properties = child(cell, "tcPr")
    merge = child(properties, "vMerge")
    return Cell(
        flow(cell),
        max(1, number(attribute(child(properties, "gridSpan"), "val"), 1)),
        merge is not None and attribute(merge, "val") != "restart",
    )


def _inside(parent: Element, name: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, through content controls."""
    for element in parent:
        if local(element) == name:
            yield element
        elif local(element) in ("sdt", "customXml"):
            content = child(element, "sdtContent")
            yield from children(element if content is None else content, name)


def _is_drawn(borders: Element) -> bool:
    return any(attribute(side, "val") not in _NO_BORDER for side in borders)
