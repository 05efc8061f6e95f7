"""Words with their places on a page become lines and paragraphs: columns apart, wrapped lines joined. Pure.

A line goes on in the next one when the next one's first word had no room left on it: that is how every word
processor breaks lines, so it can be undone without knowing the language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from statistics import median
from typing import NamedTuple

from taskapp.base.text import fold
from taskapp.directives.reading import sides

_BEGINS = re.compile(r"[-–+*•·▪●]\s|(?:[IVXLC]{1,6}|\d{1,3}(?:\.\d{1,3}){0,3}|[a-zđ])[.)/]\s|Điều \d+")
_GUTTER = 6.0  # points
_NEAR = 6.0
_BETWEEN = 24.0  # what parts two columns at least
_HANGING = 40.0
_MOST_LEADING = 2.2  # times the height of a line


class Word(NamedTuple):
    """A word and where it stands, in points from the upper left corner of its page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


Row = tuple[Word, ...]  # the words of one line of print, from left to right
Span = tuple[float, float]


def rows(words: Sequence[Word]) -> list[Row]:
    """Words that stand on one line of print, top to bottom."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.top + w.bottom, w.left)):
        last = lines[-1][-1] if lines else None
        if last and last.top < (word.top + word.bottom) / 2 < last.bottom and word.bottom - last.bottom < 4:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [tuple(sorted(line, key=lambda w: w.left)) for line in lines]


def below(upper: Sequence[Row], lower: Sequence[Row]) -> list[Row]:
    """The lines of two pages as if they were one long one: those of the next right under those before."""
    if not upper or not lower:
        return [*upper, *lower]
    shift = upper[-1][0].bottom + 2 - lower[0][0].top
    moved = (tuple(word._replace(top=word.top + shift, bottom=word.bottom + shift) for word in row) for row in lower)
    return [*upper, *moved]


def written(row: Row) -> str:
    """The text of a line of print."""
    return " ".join(word.text for word in row)


def margins(lines: Sequence[Row]) -> Span:
    """Between which edges text is set: those of lines of several words, which no stamp beside the text is."""
    long = [row for row in lines if len(row) > 4] or lines
    return min(row[0].left for row in long), max(row[-1].right for row in long)


def paragraphs(lines: Sequence[Row], edges: Span) -> Iterator[str]:
    """The text between two margins: head and foot column by column, everything else with wrapped lines joined."""
    place = plain = 0
    while place < len(lines):
        taken, gutter = _side_by_side(lines[place:], edges)
        if taken:
            yield from joined(lines[plain:place], edges)
            yield from _columns(lines[place : place + taken], gutter, edges)
            plain = place = place + taken
        else:
            place += 1
    yield from joined(lines[plain:], edges)


def joined(lines: Sequence[Row], edges: Span, *, centred: bool = False) -> Iterator[str]:
    """Paragraphs: lines joined where the text was only wrapped; `centred` says that all lines of the column are."""
    text, is_first = "", True
    above: Row = ()
    for row in lines:
        if above and _goes_on(above, row, edges, None if centred else is_first):
            text, is_first = f"{text} {written(row)}", False
        else:
            if above:
                yield text
            text, is_first = written(row), True
        above = row
    if above:
        yield text


def _goes_on(above: Row, row: Row, edges: Span, is_first: bool | None) -> bool:
    left, right = edges
    height = above[0].bottom - above[0].top
    if row[0].top - above[0].top > _MOST_LEADING * height or _BEGINS.match(written(row)):
        return False
    needed = above[-1].right - above[0].left + height / 4 + row[0].right - row[0].left
    if is_first is None or (_is_centred(above, edges) and _is_centred(row, edges)):
        return needed > right - left
    if above[0].left + needed <= right - _NEAR / 2:
        return False
    indent = row[0].left - above[0].left
    if is_first and _BEGINS.match(written(above)):
        return indent < _HANGING
    return indent < -_NEAR or row[0].left < left + _NEAR if is_first else abs(indent) < _NEAR


def _is_centred(row: Row, edges: Span) -> bool:
    left, right = edges
    return abs(row[0].left + row[-1].right - left - right) < 2 * _NEAR and row[0].left > left + _NEAR


def _side_by_side(lines: Sequence[Row], edges: Span) -> tuple[int, float]:
    """How many lines stand in two columns from here on, if a head or foot begins here; and where they part."""
    if not _is_frame(lines[:2], edges):
        return 0, 0.0
    left, right = edges
    gaps: list[Span] = [(left + (right - left) / 5, right - (right - left) / 5)]
    taken = list(takewhile(lambda row: not _is_below_head(row, edges) and _narrow(gaps, row), lines))
    inner = [gap for gap in gaps if _has_both(taken, gap)]
    widest = max(inner, key=lambda gap: gap[1] - gap[0], default=None)
    return (len(taken), sum(widest) / 2) if widest else (0, 0.0)


def _is_frame(lines: Sequence[Row], edges: Span) -> bool:
    """Whether head or foot begins with the first line, or with the second while the first is the signer's alone."""
    texts = [fold(written(row)) for row in lines]
    stands_right = lines[0][0].left > sum(edges) / 2
    return sides.is_frame(texts[:1]) or (stands_right and len(texts) > 1 and texts[1].startswith(sides.RECIPIENTS))


def _is_below_head(row: Row, edges: Span) -> bool:
    """Whether a line stands in the middle of the page, as the kind of document does, or says to whom it goes."""
    is_one = all(after.left - word.right < _BETWEEN for word, after in pairwise(row))  # not the ends of two columns
    in_middle = is_one and abs(row[0].left + row[-1].right - sum(edges)) < 2 * _NEAR
    return (in_middle and len(row) < 8) or fold(written(row)).startswith("kinh gui")


def _narrow(gaps: list[Span], row: Row) -> bool:
    """Leave of the gaps what the row leaves free; whether any is left."""
    free = [gap for old in gaps for gap in _free(old, row) if gap[1] - gap[0] >= _GUTTER]
    if free:
        gaps[:] = free
    return bool(free)


def _free(gap: Span, row: Row) -> Iterator[Span]:
    start, end = gap
    for word in row:
        if word.right > start and word.left < end:
            yield start, word.left
            start = word.right
    yield start, end


def _has_both(lines: Sequence[Row], gap: Span) -> bool:
    words = [word for row in lines for word in row]
    return any(w.right <= gap[0] for w in words) and any(w.left >= gap[1] for w in words)


def _columns(lines: Sequence[Row], gutter: float, edges: Span) -> Iterator[str]:
    """The left column, then the right one, down to the document's number; then the same with what stands below it."""
    numbered = next((at for at, row in enumerate(lines) if at and _is_numbered(row)), len(lines))
    if numbered < len(lines):
        yield from _columns(lines[:numbered], gutter, edges)
        lines = lines[numbered:]
    lefts = [side for row in lines if (side := tuple(w for w in row if w.left < gutter))]
    rights = [side for row in lines if (side := tuple(w for w in row if w.left >= gutter))]
    for column, edge, plain in ((lefts, edges[0], (edges[0], gutter)), (rights, edges[1], (gutter, edges[1]))):
        centred = _centred(column, edge)
        yield from joined(column, centred or plain, centred=centred is not None)


def _is_numbered(row: Row) -> bool:
    """Whether a row of the head has the number on the left, and on the right no more of the motto."""
    return fold(row[0].text) in ("so:", "so") and not sides.is_frame([written(row)])


def _centred(lines: Sequence[Row], edge: float) -> Span | None:
    """The margins of a column whose lines are centred, of which one edge is known; None when they are not."""
    middles = [row[0].left + row[-1].right for row in lines]
    if max(middles) - min(middles) > 4 * _NEAR:
        return None
    start, end = sorted((edge, median(middles) - edge))
    return start + 2 * _NEAR, end - 2 * _NEAR
