""".docx: paragraphs with the labels Word shows, tables in their place, changes as if accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from taskapp.base.text import clean
from taskapp.directives.draft import Line, Source
from taskapp.directives.reading import sides, tables
from taskapp.directives.reading.numbering import Numbering, numbering
from taskapp.directives.reading.package import Package, attribute, child, local
from taskapp.directives.unreadable import DAMAGED, MACRO, Unreadable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAIN = "word/document.xml"
_GONE = {"del", "moveFrom", "delText", "instrText", "Fallback", "pPr", "rPr", "txbxContent", "footnote", "annotation"}
_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_DEEPEST = 60
Pieces = list[tuple[str, str]]  # label and text of a paragraph, in which tabs and line breaks still stand


def read(package: Package) -> Source:
    """The body of a Word document. Raises Unreadable."""
    if any("vbaproject" in name.lower() for name in package.names):
        raise Unreadable(MACRO)
    main = package.tree(MAIN)
    body = child(main, "body")
    if body is None:
        raise Unreadable(DAMAGED)
    lists = numbering(package.tree("word/numbering.xml"), package.tree("word/styles.xml"))
    return Source(tuple(sides.without_blanks(list(_flow(body, lists)))))


def aside(package: Package) -> str:
    """The text of the pages' heads and feet: not read, but a secrecy mark may stand there."""
    names = [n for n in sorted(package.names) if n.startswith(("word/header", "word/footer")) and n.endswith(".xml")]
    trees = [package.tree(name) for name in names[:20]]
    return "\n".join(clean(_text(p)) for tree in trees if tree is not None for p in tree.iter() if local(p) == "p")


def _flow(parent: Element, lists: Numbering) -> Iterator[Line]:
    """The lines of a body or a cell, in the order in which they stand."""
    waiting: Pieces = []
    for block in _blocks(parent):
        if local(block) == "p":
            waiting += _paragraph(block, lists)
            continue
        yield from _lines(waiting)
        waiting = []
        yield from _table(block, lists)
    yield from _lines(waiting)


def _lines(pieces: Pieces) -> list[Line]:
    """Paragraphs as lines. One whose text is parted by tabs may be half of a head or foot set without a table."""
    lines: list[Line] = []
    unlabelled: list[str] = []
    for label, text in pieces:
        if label:
            lines += sides.arranged(unlabelled, has_tables=False)
            unlabelled = []
            first, *rest = clean(text.replace("\t", " ")).split("\n")
            lines += [Line(first, label=label), *(Line(line) for line in rest)]
        else:
            unlabelled += text.split("\n")
    return lines + sides.arranged(unlabelled, has_tables=False)


def _blocks(parent: Element, depth: int = 0) -> Iterator[Element]:
    """Paragraphs and tables below `parent`, through content controls and inserted blocks, not through cells."""
    if depth > _DEEPEST:
        raise Unreadable(DAMAGED)
    for element in parent:
        name = local(element)
        if name in ("p", "tbl"):
            yield element
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice"):
            yield from _blocks(element, depth + 1)


def _paragraph(paragraph: Element, lists: Numbering) -> Pieces:
    """The text boxes anchored in a paragraph, then its own text."""
    pieces = [piece for box in _boxes(paragraph) for p in _blocks(box) for piece in _boxed(p)]
    properties = child(paragraph, "pPr")
    text = _text(paragraph)
    is_deleted = child(properties, "rPr", "del") is not None
    if is_deleted and not text.strip():
        return pieces
    return [*pieces, (lists.label(properties), text)]


def _boxed(block: Element) -> Pieces:
    """A paragraph of a text box, or each paragraph of a table in one."""
    if local(block) == "p":
        return [("", _text(block))]
    return [("", _text(p)) for p in block.iter() if local(p) == "p"]


def _boxes(paragraph: Element) -> Iterator[Element]:
    stack: list[Element] = [paragraph]
    while stack:
        element = stack.pop()
        if local(element) == "txbxContent":
            yield element
        elif local(element) not in ("Fallback", "del"):
            stack += reversed(element)


def _text(paragraph: Element) -> str:
    """What a reader sees of a paragraph: inserted text in, deleted and hidden text out, results of fields in."""
    pieces: list[str] = []
    stack: list[Element] = [paragraph]
    while stack:
        element = stack.pop()
        name = local(element)
        if name == "t":
            pieces.append((element.text or "").replace("\n", " "))
        elif name in _MARKS:
            pieces.append(_MARKS[name])
        elif name not in _GONE and not (name == "r" and _is_hidden(element)):
            stack += reversed(element)
    return "".join(pieces)


def _is_hidden(run: Element) -> bool:
    vanish = child(run, "rPr", "vanish")
    return vanish is not None and attribute(vanish, "val") not in ("0", "false", "off")


def _table(table: Element, lists: Numbering) -> Iterator[Line]:
    grid = tables.grid(table, lambda cell: list(_flow(cell, lists)))
    if tables.is_layout(grid) or not tables.has_lines(table, lists):
        for cell in tables.cells(grid):
            yield from cell.lines
    else:
        yield from tables.rows(grid)
