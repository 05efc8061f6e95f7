"""Lines that run along the top or the bottom of most pages: found by repetition and place, and left out. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from math import ceil

from taskapp.base.text import fold
from taskapp.directives.reading import places, sides

_EDGE = 3  # lines of a page that may run along an edge of it
_MOST_PAGES = 0.6  # a first page often has none
_NEAR = 6.0  # points
_COUNT = re.compile(r"\b(?:trang|tr\.|page)[\s:]*\d+(?:\s*(?:/|tren|of)\s*\d+)?|\b\d+\s*/\s*\d+\b(?!/)")
_FEWEST_WORDS = 4  # beside a page's bare number: "Phụ lục 2" on page 2 is a heading


def without(pages: Sequence[Sequence[places.Row]]) -> list[list[places.Row]]:
    """The lines of print of each page without its number and without what runs along its edges."""
    kept = [list(rows) for rows in pages]
    for from_end in (False, True):
        while _drop(kept, from_end=from_end):
            pass
    return kept


def _drop(pages: list[list[places.Row]], *, from_end: bool) -> bool:
    """Take the outermost line off the pages where it is a number or runs; False when there was none."""
    edge = -1 if from_end else 0
    dropped = False
    for rows in pages:
        if rows and sides.is_page(places.written(rows[edge])):
            del rows[edge]
            dropped = True
    running = _running(pages, from_end=from_end)
    for number, rows in enumerate(pages):
        if rows and number in running:
            del rows[edge]
            dropped = True
    return dropped


def _running(pages: Sequence[Sequence[places.Row]], *, from_end: bool) -> set[int]:
    """The pages whose outermost line stands at the same place, in the same words, on most pages."""
    found: dict[str, list[tuple[float, int]]] = defaultdict(list)
    outermost: dict[int, tuple[str, float]] = {}
    for number, rows in enumerate(pages):
        near = list(reversed(rows))[:_EDGE] if from_end else rows[:_EDGE]
        for place, row in enumerate(near):
            words = _words(places.written(row), number + 1)
            found[words].append((row[0].top, number))
            if place == 0:
                outermost[number] = words, row[0].top
    fewest = max(2, ceil(_MOST_PAGES * len(pages)))
    return {
        number
        for number, (words, top) in outermost.items()
        if len({other for at, other in found[words] if abs(at - top) < _NEAR}) >= fewest
    }


def _words(text: str, page: int) -> str:
    """The words of a line, alike on every page: the page's own number stands as 0."""
    plain = _COUNT.sub("0", fold(text))
    words = plain.split()
    at_edge = len(words) > _FEWEST_WORDS and str(page) in {words[0], words[-1]}
    return " ".join("0" if at_edge and word == str(page) else word for word in words)
