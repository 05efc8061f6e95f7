"""A table pasted with each cell on a line of its own, as viewers and chats hand it over: put back into rows. Pure.

It shows itself by its heading, which begins with "TT" or "STT", and by rows that begin with their number, one after
the other: "TT / Nhiệm vụ / Chủ trì / 1 / … / … / 2 / …".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from taskapp.base.text import fold
from taskapp.directives.draft import Line
from taskapp.directives.reading import sides

_FIRST_HEADS = ("tt", "stt", "so tt", "so thu tu")
_WIDEST = 10
_GROUP = re.compile(r"[IVX]{1,5}|[A-HĐ]")


def gathered(lines: Sequence[Line]) -> list[Line]:
    """The lines, with each table that was pasted cell by cell as rows with cells."""
    made: list[Line] = []
    place = 0
    while place < len(lines):
        table = list(_table(lines, place)) if fold(lines[place].text) in _FIRST_HEADS else []
        if len(table) > 1:
            made += [sides.row(cells) for _end, cells in table]
            place = table[-1][0]
        else:
            made.append(lines[place])
            place += 1
    return made


def _table(lines: Sequence[Line], place: int) -> Iterator[tuple[int, list[str]]]:
    """Each row's cells and the place behind it; the heading first."""
    starts = (at for at in range(place + 1, min(place + 1 + _WIDEST, len(lines))) if _starts(lines[at], 0))
    at = next(starts, place)
    heading = _filled(lines[place:at])
    width, count = len(heading), 0
    if width < 3:
        return
    yield at, heading
    while at < len(lines) and _starts(lines[at], count):
        count += lines[at].text.rstrip(".").isdigit()
        end = _end(lines, at, width, count)
        cells = _filled(lines[at:end])
        if end - at == width:
            cells = [line.text for line in lines[at:end]]
        yield end, cells + [""] * (width - len(cells))
        at = end


def _end(lines: Sequence[Line], at: int, width: int, count: int) -> int:
    """Where the row that begins at `at` ends: before the next one, else when all its cells are there."""
    for end in range(at + 2, min(at + 2 * width, len(lines))):
        if _starts(lines[end], count):
            if len(_filled(lines[at:end])) <= width:
                return end
            break
    end = at
    while end < len(lines) and len(_filled(lines[at:end])) < width:
        end += 1
    return end


def _filled(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines if line.text]


def _starts(line: Line, count: int) -> bool:
    """Whether a line is the number of the row after `count` others, or the letter of a group of rows."""
    text = line.text.rstrip(".")
    return not line.cells and not line.label and (text in (str(count + 1), f"{count + 1:02d}") or _is_group(text))


def _is_group(text: str) -> bool:
    return bool(_GROUP.fullmatch(text))
