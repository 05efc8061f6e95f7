"""What stands behind the signature: annexes that share out work in a table or a list; forms and outlines. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from taskapp.base.text import fold
from taskapp.directives.draft import Line
from taskapp.directives.understanding import tables
from taskapp.directives.understanding.lines import is_capital, labelled

_TITLED = re.compile(r"\s*(?:PHỤ LỤC|Phụ lục)\b")
_FORM = re.compile(r"\s*(?:(?:BIỂU )?MẪU|ĐỀ CƯƠNG|(?:Biểu mẫu|Mẫu|Mẫu biểu|Biểu) (?:số )?\d+)\b")
_ATTACHED = re.compile(r"\s*\(?\s*(?:Ban hành )?[Kk]èm theo\b")
_CALLED = re.compile(
    r"\s*(?P<name>(?:PHỤ LỤC|Phụ lục)(?:\s+(?:số\s+)?(?:\d{1,2}|[IVX]+|[A-H])\b)?)[\s.:–-]*(?P<rest>.*)"
)
# Folded words of a title: papers to fill in or to write, what was done already; then those that share out work.
_FILLED_IN = re.compile(
    r"^(?:bieu )?mau\b|^de cuong|^(?:so |cac )?bieu\b(?!.*\b(?:phan cong|nhiem vu))|^phieu\b|^bao cao\b|^huong dan\b|"
    r"^danh sach\b|^tong hop\b|^ket qua\b|^tinh hinh\b|^thong ke\b|\bqua han\b|\b(?:chua|da) hoan thanh\b"
)
_SHARES = re.compile(r"\bphan cong\b|\bnhiem vu\b|\bcong viec\b|\bdau viec\b|^(?:ke hoach|chuong trinh|tien do|lich)\b")
_LONGEST_TITLE, _TITLE_LINES = 200, 6


@dataclass(frozen=True, slots=True)
class Annex:
    """Lines from `begin` to `end` (not included) that are to be read for tasks; `name` as a reader would call it.

    `is_asked`: a person must look when nothing is read in it.
    """

    name: str
    begin: int
    end: int
    is_asked: bool


def begins(text: str) -> bool:
    """Whether a line is the title of an annex."""
    return bool(_TITLED.match(text)) and len(text) <= _LONGEST_TITLE


def behind(lines: Sequence[Line], foot: int) -> Iterator[Annex]:
    """The annexes behind the signature, which begins at the line `foot`, that are no forms and no outlines.

    A table of tasks without a title of its own is one too; of an annex whose title shares out no work only its table
    is read.
    """
    starts = _starts(lines, foot)
    bounds = [*starts, len(lines)]
    yield from _tables_of(lines, foot, bounds[0], "")
    for begin, end in pairwise(bounds):
        yield from _annex(lines, begin, end)


def _starts(lines: Sequence[Line], foot: int) -> list[int]:
    starts: list[int] = []
    for place in range(foot, len(lines)):
        line = lines[place]
        if line.cells:
            continue
        if begins(line.text) or _FORM.match(line.text):
            starts.append(place)
        elif _ATTACHED.match(line.text) and (top := _top_of_title(lines, foot, place)) is not None:
            starts += [] if starts and _head_end(lines, starts[-1]) > place else [top]
    return starts


def _top_of_title(lines: Sequence[Line], foot: int, place: int) -> int | None:
    """The first line of the title in capitals that stands above "(Kèm theo …)"."""
    above = range(place - 1, max(foot, place - _TITLE_LINES), -1)
    capital = next((at for at in above if is_capital(lines[at].text)), None)
    while capital is not None and capital - 1 > foot and is_capital(lines[capital - 1].text):
        capital -= 1
    return capital


def _head_end(lines: Sequence[Line], begin: int) -> int:
    """The line after an annex's title and the words on what it belongs to."""
    place = begin + 1
    while place < min(len(lines), begin + _TITLE_LINES):
        line = lines[place]
        if line.cells or labelled(line.text)[0] or line.text.endswith((".", ";", ":")):
            break
        if not (is_capital(line.text) or line.text.startswith("(") or len(line.text) <= _LONGEST_TITLE):
            break
        place += 1
    return place


def _annex(lines: Sequence[Line], begin: int, end: int) -> Iterator[Annex]:
    called = _CALLED.match(lines[begin].text)
    body = min(_head_end(lines, begin), end)
    head = [called["rest"] if called else lines[begin].text, *(line.text for line in lines[begin + 1 : body])]
    title = [fold(text).strip(" .:") for text in head if text and not text.startswith("(")]
    name = " ".join(called["name"].split()) if called else lines[begin].text
    if any(_FILLED_IN.search(text) for text in title):
        return
    if any(_SHARES.search(text) for text in title):
        yield Annex(name, body, end, is_asked=True)
    else:
        yield from _tables_of(lines, body, end, name)


def _tables_of(lines: Sequence[Line], begin: int, end: int, name: str) -> Iterator[Annex]:
    """The tables between two lines from the first heading of tasks on; an annex that has only others is asked about."""
    rows = [place for place in range(begin, end) if lines[place].cells]
    first = next((place for place in rows if tables.layout_of(lines[place].cells)), None)
    if first is not None:
        yield Annex(name, first, rows[-1] + 1, is_asked=bool(name))
    elif rows and name:
        yield Annex(name, end, end, is_asked=True)
