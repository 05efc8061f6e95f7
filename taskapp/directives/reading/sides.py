"""Lines of plain text that stand side by side: rows of a table, and the two columns of a document's head and foot.

Decree 30/2020 sets the issuer left of the national motto and "Nơi nhận" left of the signer. Pasted as text, the two
sides share lines; here each side is read on its own, the left one first. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from taskapp.base.text import clean, fold
from taskapp.directives.draft import Line

_RULE = re.compile(r"[\s\-–—_=*.…~]{3,}")
_GAP = re.compile(r"[ \u00a0]{4,}")
_LABEL = re.compile(
    r"(?:[IVXLC]{1,6}|\d{1,3}(?:\.\d{1,3}){0,4}|[a-zđA-ZĐ]{1,2})[.)/]|\d{1,3}(?:\.\d{1,3})+|[-–—+*•·▪●○]"
)
_DATED = re.compile(r"ngay .{0,6}\bthang .{0,6}\bnam \d{0,4}\.{0,6}$")
_PAGE = re.compile(r"(?:[-–] ?)?\d{1,3}(?: ?[-–])?|trang \d{1,3}(?: ?/ ?\d{1,3})?")
_MOTTO = ("cong hoa xa hoi chu nghia", "doc lap - tu do")
RECIPIENTS = "noi nhan"
Parts = tuple[str, ...]


def row(cells: Sequence[str]) -> Line:
    """One row of a table; a line break inside a cell stays in the cell and is a blank in the text."""
    return Line(" | ".join(cells).replace("\n", " ").strip(), tuple(cells))


def is_rule(text: str) -> bool:
    """Whether a line only draws something: -------."""
    return bool(_RULE.fullmatch(text)) and not text.isspace()


def is_frame(cells: Sequence[str]) -> bool:
    """Whether cells hold the head or the foot of a document, where a table is layout and not data."""
    folded = [fold(cell) for cell in cells]
    return any(text.startswith(RECIPIENTS) or any(words in text for words in _MOTTO) for text in folded)


def arranged(raw: Sequence[str], *, has_tables: bool = True) -> list[Line]:
    """The lines of a text, top to bottom: side by side ones parted, rows of tables with cells, one blank at most.

    Without `has_tables` a tab is a blank (as in a word processor's paragraphs), except in head and foot.
    """
    raw = _without_pages(raw)
    rows = [_parts(line) for line in raw]
    lines: list[Line] = []
    place = 0
    while place < len(rows):
        taken, made = _next(rows, raw, place, has_tables=has_tables)
        lines += made
        place += taken
    return without_blanks(lines)


def without_blanks(lines: Sequence[Line]) -> list[Line]:
    """No rules, no two blank lines in a row, none at the ends."""
    kept: list[Line] = []
    for line in lines:
        if not is_rule(line.text) and (line.text or (kept and kept[-1].text)):
            kept.append(line)
    while kept and not kept[-1].text:
        kept.pop()
    return kept


def is_page(text: str) -> bool:
    """Whether a line holds the number of a page and nothing else."""
    return bool(_PAGE.fullmatch(fold(text)))


def _without_pages(raw: Sequence[str]) -> list[str]:
    """Without numbers of pages that stand alone, and the blank lines around them: a sentence may go on below."""
    kept: list[str] = []
    after_page = False
    for place, line in enumerate(raw):
        is_blank = not line.strip()
        alone = not "".join(raw[max(0, place - 1) : place]).strip() and not "".join(raw[place + 1 : place + 2]).strip()
        if not is_blank and alone and 0 < place < len(raw) - 1 and is_page(line):
            after_page = True
            while kept and not kept[-1].strip():
                kept.pop()
        elif not (is_blank and after_page):
            after_page = False
            kept.append(line)
    return kept


def _parts(line: str) -> Parts:
    """The pieces of a line that stand apart: at tabs, else at bars, else at wide gaps."""
    if "\t" in line.strip("\r\n\t "):
        pieces = line.split("\t")
    elif line.startswith("\t"):
        pieces = ["", line]
    elif "|" in line:
        pieces = line.strip().removeprefix("|").removesuffix("|").split("|")
    else:
        gap = max(_GAP.findall(line.strip()), key=len, default="\n")
        pieces = line.strip().split(gap, 1)
    return tuple(clean(piece) for piece in pieces)


def _next(rows: Sequence[Parts], raw: Sequence[str], place: int, *, has_tables: bool) -> tuple[int, list[Line]]:
    parts = rows[place]
    if len(parts) == 1:
        return 1, [Line(parts[0])]
    if is_frame(parts) or (len(parts) == 2 and _DATED.search(fold(parts[1]))):
        taken = _frame(rows, raw, place)
        return taken, list(_sides(rows[place : place + taken]))
    if len(parts) == 2 and _LABEL.fullmatch(parts[0]):
        return 1, [Line(parts[1], label=parts[0])]
    return 1, list(_plain_or_row(rows, raw, place, has_tables=has_tables))


def _plain_or_row(rows: Sequence[Parts], raw: Sequence[str], place: int, *, has_tables: bool) -> Iterator[Line]:
    parts, line = rows[place], raw[place]
    is_barred, is_tabbed = line.strip().startswith("|") or len(parts) > 2, "\t" in line
    neighbours = [rows[at] for at in (place - 1, place + 1) if 0 <= at < len(rows)]
    has_company = any(len(near) == len(parts) for near in neighbours)
    if all(is_rule(part) or not part for part in parts) and any(parts):
        return
    if has_tables and ("|" in line or is_tabbed) and (is_barred or has_company):
        yield row(parts)
    else:
        yield Line(clean(line.replace("\t", " ")))


def _frame(rows: Sequence[Parts], raw: Sequence[str], place: int) -> int:
    """How many lines the head or foot that begins here goes on side by side."""
    is_foot = any(fold(part).startswith(RECIPIENTS) for part in rows[place])
    following = zip(rows[place + 1 :], raw[place + 1 :], strict=True)
    belongs = _belongs_to_foot if is_foot else _belongs_to_head
    return 1 + len(list(takewhile(lambda line: belongs(*line), following)))


def _belongs_to_head(parts: Parts, line: str) -> bool:
    return any(parts) and (len(parts) == 2 or line.startswith(("  ", "V/v")))


def _belongs_to_foot(parts: Parts, _line: str) -> bool:
    return len(parts) == 2 or (len(parts) == 1 and (not parts[0] or parts[0][0] in "-–+"))


def _sides(rows: Sequence[Parts]) -> Iterator[Line]:
    for side in (0, 1):
        for parts in rows:
            if side < len(parts) and parts[side]:
                yield Line(parts[side])
