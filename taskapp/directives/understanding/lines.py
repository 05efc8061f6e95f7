"""The lines of a document made whole: two columns of a letterhead parted, broken lines joined, tables recognised. Pure.

A text that was pasted or scanned has lost its layout: paragraphs are cut at the page's width, page numbers stand between
lines, a table is a row of bars, tabs or one cell a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from taskapp.base.text import clean
from taskapp.directives.draft import Line
from taskapp.directives.understanding import tables

_COLUMNS = re.compile(r"\t| {4,}")
_BARS = re.compile(r"\s*\|\s*")
_PAGE = re.compile(r"^(?:[-–—]\s*)?(?:trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?(?:\s*[-–—])?$", re.IGNORECASE)
_RULE = re.compile(r"^[-–—_=*\s.|]{3,}$")
LABEL = re.compile(
    r"^\s*(?P<label>(?:Phần|Mục|Chương|Điều)\s+(?:[IVXLC]+|\d{1,2})\b[.:]?|[IVXLC]{1,6}[.)]|\d{1,2}(?:\.\d{1,2}){0,3}[.)]|"
    r"\d{1,2}(?:\.\d{1,2}){1,3}|[a-zđ]{1,2}\)|[a-zđ]\.(?=\s)|\([a-z\d]{1,2}\)|[-–—+•*●○▪]|\uf0b7)\s*(?P<rest>\S.*)$"
)
_NARROWEST, _WIDEST, _RAGGED, _SOME = 40, 100, 14, 4  # characters of a broken line; how many lines must be so full
_ENDS = re.compile(r"[.;:!?…]\s*$")
_STOPS = re.compile(r"[.:]$")
_HEADING_LETTERS = 0.75


def whole(given: Sequence[Line]) -> list[Line]:
    """Cleaned lines, one for a paragraph, list item or table row, in their order; blank lines and page numbers left out."""
    lines = [line for raw in given for line in _parted(raw)]
    lines = [line for line in lines if line.cells or not _RULE.match(line.text)]
    return _joined([line for line in tables.gather(lines) if line.cells or not _PAGE.match(line.text)])


def labelled(text: str) -> tuple[str, str]:
    """The label that opens a line ("1.", "a)", "-", "II.", "Điều 1.") and what follows it."""
    match = LABEL.match(text)
    return (match["label"], match["rest"]) if match else ("", text)


_TONES = {"oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe"}
_TONES |= {"uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy"}
_OLD_TONES = re.compile("|".join(_TONES))


def text_key(text: str) -> str:
    """Small letters with the tones where the newer spelling has them ("uỷ" as "ủy"): for comparing words with diacritics."""
    return _OLD_TONES.sub(lambda match: _TONES[match[0]], " ".join(text.casefold().split()))


def is_capital(text: str) -> bool:
    """Whether a line is set in capital letters, as headings are."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 3 and sum(char.isupper() for char in letters) >= _HEADING_LETTERS * len(letters)


def _parted(line: Line) -> Iterator[Line]:
    """The line with its cells found: those of bars, tabs or wide gaps."""
    if line.cells:
        yield replace(line, text=clean(line.text), cells=tuple(" ".join(clean(cell).split()) for cell in line.cells))
        return
    for text in line.text.split("\n"):
        raw = text.strip("\r\n")
        if raw.count("|") >= 2 or raw.rstrip().endswith("|") or " | " in raw:
            cells = _BARS.split(raw.strip().strip("|").strip() if raw.lstrip().startswith("|") else raw.strip().rstrip("|"))
        else:
            cells = _COLUMNS.split(raw)
        parts = tuple(" ".join(clean(cell).split()) for cell in cells)
        filled = [part for part in parts if part]
        if len(filled) > 1 or (len(parts) > 2 and filled):
            yield Line("\t".join(parts), parts, line.label)
        elif filled:
            text = filled[0]
            label, _rest = labelled(text)
            yield Line(f"{line.label} {text}" if line.label and not label else text)


def _joined(lines: Sequence[Line]) -> list[Line]:
    width = _measure(lines)
    made: list[Line] = []
    last = ""  # the piece of the line before that was read last
    for line in lines:
        if made and width and _goes_on(made[-1], last, line, width):
            made[-1] = replace(made[-1], text=f"{made[-1].text} {line.text}")
        else:
            made.append(line)
        last = line.text
    return made


def _measure(lines: Sequence[Line]) -> int:
    """The width at which the document's lines were broken; 0 when they were not."""
    broken = [
        len(line.text)
        for line, after in pairwise(lines)
        if not line.cells and not after.cells and after.text[0].islower() and not _ENDS.search(line.text)
    ]
    width = max(broken, default=0)
    full = [length for length in broken if length > width - _RAGGED]
    return width if _NARROWEST <= width <= _WIDEST and len(full) >= _SOME else 0


def _goes_on(before: Line, last: str, line: Line, width: int) -> bool:
    """Whether a line is the rest of the one before; `last` is the piece of that one which was read last."""
    if before.cells or line.cells or labelled(line.text)[0] or is_capital(last) or is_capital(line.text):
        return False
    if len(last) > width:
        return False
    if line.text[0].islower() and not _ENDS.search(last):
        return True
    has_no_room = len(last) + 1 + len(line.text.split(" ", 1)[0]) > width - 2
    return has_no_room and not (_STOPS.search(last) and line.text[0].isupper())
