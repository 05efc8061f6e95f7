"""The lines of a document made whole: a scanned or pasted text has its paragraphs cut at the page's width. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from taskapp.base.text import one_line
from taskapp.directives.draft import Line
from taskapp.directives.understanding import tables

LABEL = re.compile(
    r"^\s*(?P<label>(?:Phần|Mục|Chương|Điều)\s+(?:[IVXLC]+|\d{1,2})\b[.:]?|[IVXLC]{1,6}[.)]|\d{1,2}(?:\.\d{1,2}){0,3}[.)]|"
    r"Thứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)[,:]|(?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám|Chín|Mười) là[,:]|"
    r"\d{1,2}(?:\.\d{1,2}){1,3}|[a-zđ]{1,2}\)|[a-zđ]\.(?=\s)|\([a-z\d]{1,2}\)|[-–—+•*●○▪]|\uf0b7)\s*(?P<rest>\S.*)$"
)
_NARROWEST, _WIDEST, _RAGGED, _SOME = 40, 100, 14, 4  # characters of a broken line; how many lines must be so full
_ENDS = re.compile(r"[.;:!?…]\s*$")
_STOPS = re.compile(r"[.:]$")
_HEADING_LETTERS = 0.75


def whole(given: Sequence[Line]) -> list[Line]:
    """One line for a paragraph, list item or row, in their order; labels stand in the text, blank lines do not."""
    return tables.gather(_joined([_labelled_line(line) for line in given]))


def labelled(text: str) -> tuple[str, str]:
    """The label that opens a line ("1.", "a)", "-", "II.", "Điều 1.") and what follows it."""
    match = LABEL.match(text)
    return (match["label"], match["rest"]) if match else ("", text)


_TONES = {
    "oà": "òa",
    "oá": "óa",
    "oả": "ỏa",
    "oã": "õa",
    "oạ": "ọa",
    "oè": "òe",
    "oé": "óe",
    "oẻ": "ỏe",
    "oẽ": "õe",
    "oẹ": "ọe",
}
_TONES |= {"uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy"}
_OLD_TONES = re.compile("|".join(_TONES))


def text_key(text: str) -> str:
    """Small letters, tones where the newer spelling has them ("uỷ" as "ủy"): for comparing words with diacritics."""
    return _OLD_TONES.sub(lambda match: _TONES[match[0]], " ".join(text.casefold().split()))


def is_capital(text: str) -> bool:
    """Whether a line is set in capital letters, as headings are."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 3 and sum(char.isupper() for char in letters) >= _HEADING_LETTERS * len(letters)


def _labelled_line(line: Line) -> Line:
    text = one_line(line.text)
    if not line.label or line.cells or labelled(text)[0]:
        return replace(line, text=text)
    return Line(f"{line.label} {text}")


def _joined(lines: Sequence[Line]) -> list[Line]:
    width = _measure([line for line in lines if line.text])
    made: list[Line] = []
    last = ""  # the piece of the line before that was read last; empty after a blank line
    for line in lines:
        if not line.text:
            last = ""
            continue
        if last and width and _goes_on(made[-1], last, line, width):
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
    label = labelled(line.text)[0]
    if before.cells or line.cells or (label and not _is_dash_inside(label, last, width)):
        return False
    if is_capital(last) or is_capital(line.text) or len(last) > width:
        return False
    if line.text[0].islower() and not _ENDS.search(last):
        return True
    has_no_room = len(last) + 1 + len(line.text.split(" ", 1)[0]) > width - 2
    return has_no_room and not (_STOPS.search(last) and line.text[0].isupper())


def _is_dash_inside(label: str, last: str, width: int) -> bool:
    """Whether a dash that begins a broken line parts two words of a sentence ("xã Tân Lập / - Mỹ Thạnh")."""
    return label in {"-", "–"} and len(last) > width - 4 and not re.search(r"[.;:,!?]$", last)
