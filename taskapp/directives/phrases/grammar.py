"""The phrases of a text: leading words, then marks, then more of both, as long as nothing else stands between. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial

from taskapp.directives.phrases import clocks, days, keys, periods, repeats, terms
from taskapp.directives.phrases.keys import COUNTING, Key
from taskapp.directives.phrases.phrase import Phrase, Said
from taskapp.directives.phrases.tokens import Line
from taskapp.directives.phrases.values import Day, Event, Every, Mark, Period, Start, Term, Unit, Weekday
from taskapp.directives.phrases.words import VOCABULARY, pattern

_GLUE = pattern(
    r"(?:là|của|các|mỗi|vào|đúng|thời điểm|khung giờ|mốc giờ|đêm|tối|rạng) |"
    r"(?:lần|đợt) (?:\d+|một|hai|ba) |(?:\d+|hai|ba) ngày (?=\(? ?\d)"
    r"|\( (?=(?:ngày )?\d{1,2} (?:[/·,-]|và|tháng) )"
)
_OVERDUE = re.compile(r"(?:quá hạn|chậm|trễ) $")  # "thu hồi 03 dự án quá hạn 24 tháng trước ngày …"
_DASH = pattern(r"[-–] ")
_BEFORE_EVENTS = (("trước ", Key.BEFORE), ("trong ", Key.AT))
_MOST = 24  # pieces of one phrase, and
_MOST_LEADING = 8  # leading words before its first mark: no office writes longer ones


class _Pieces:
    """What stands at each word of a text, each read once: a text of any kind takes time linear in its length."""

    def __init__(self, plain: str) -> None:
        self.plain = plain
        self.leading = cache(partial(_leading, plain))
        self.key = cache(partial(keys.read, plain))
        self.term = cache(partial(terms.read, plain))
        self.mark = cache(partial(_mark, plain))
        self.glue = cache(partial(_GLUE.match, plain))
        self.dash = cache(partial(_DASH.match, plain))
        self.back = partial(terms.back, plain)


def phrases(line: Line) -> Iterator[Phrase]:
    """All runs with a mark, in order, whether they set a limit or not."""
    pieces, end = _Pieces(line.plain), 0
    for at, word in line.words:
        if at < end or not (word.isdigit() or word in VOCABULARY):
            continue
        if found := _phrase(pieces, at):
            end = found.last
            yield found


def _phrase(pieces: _Pieces, first: int) -> Phrase | None:
    at = last = first
    said: list[Said] = []
    led: frozenset[Key] = frozenset()
    for step in range(_MOST):
        if mark := pieces.leading(at):
            said, led = _said(said, mark[0], led)
            if isinstance(mark[0], Event):  # "trước Lễ khai giảng (05/9/2025)" names its day after all
                led |= {key for word, key in _BEFORE_EVENTS if pieces.plain.startswith(word, at)}
            at = last = mark[1]
        elif key := pieces.key(at):
            led, at = _led(led, key), key.end
        elif mark := _counted(pieces, at, led) or pieces.mark(at):
            said, led = _said(said, mark[0], led)
            at = last = mark[1]
        elif back := _counted_back(pieces, at, said):
            said = [*said[:-1], Said(back[0], frozenset({Key.LIMIT}))]
            at = last = back[1]
        elif said and (dash := pieces.dash(at)):
            led = led - {Key.FROM} | {Key.UNTIL} if Key.FROM in said[-1].keys else led
            at = dash.end()
        elif glue := pieces.glue(at):
            at = glue.end()
        else:
            break
        if step >= _MOST_LEADING and not said:
            break
    return Phrase(first, last, tuple(said)) if said else None


def _leading(plain: str, at: int) -> tuple[Mark, int] | None:
    """Marks with a leading word of their own: "hằng tháng", "trước giờ làm việc", "trong ngày", "trước Tết"."""
    for read in (repeats.read, clocks.leading, days.leading, periods.leading, terms.event):
        if found := read(plain, at):
            return found
    return None


def _mark(plain: str, at: int) -> tuple[Mark, int] | None:
    return clocks.read(plain, at) or periods.read(plain, at) or days.read(plain, at)


def _led(led: frozenset[Key], key: keys.Lead) -> frozenset[Key]:
    kept = led - {Key.FROM} if key.key is Key.UNTIL else led
    return kept | ({key.key, Key.BEFORE} if key.is_before else {key.key})


def _counted(pieces: _Pieces, at: int, led: frozenset[Key]) -> tuple[Term, int] | None:
    """A term: after words that count, or with its own start; "chậm nhất 10 giờ" is an hour of the clock."""
    found = None if _OVERDUE.search(pieces.plain[max(0, at - 12) : at]) else pieces.term(at)
    if found is None or found[0].start is not Start.UNSAID:
        return found
    is_clock = found[0].unit is Unit.HOUR and not led & {Key.IN, Key.LABEL}
    return found if led & COUNTING and not is_clock else None


def _counted_back(pieces: _Pieces, at: int, said: list[Said]) -> tuple[Term, int] | None:
    """Days counted back from the day before them: "trước ngày 30/6 ít nhất 05 ngày"."""
    if said and isinstance(said[-1].mark, Day) and Key.BEFORE in said[-1].keys:
        return pieces.back(at, said[-1].mark)
    return None


def _said(said: list[Said], mark: Mark, led: frozenset[Key]) -> tuple[list[Said], frozenset[Key]]:
    """The marks with one more, and the leading words that still hold for the next: an hour hands all of them on."""
    is_after = Key.UNTIL in led and any(Key.FROM in other.keys for other in said)
    if is_after:
        said = [replace(other, is_start=other.is_start or Key.FROM in other.keys) for other in said]
    if Key.PERIODIC in led and (every := _implied(mark)):
        said, led = [*said, Said(every, led)], led - {Key.PERIODIC}
    is_range = Key.FROM in led and isinstance(mark, Day | Period) and mark.is_range
    one = Said(mark, led, is_start=Key.FROM in led and not is_range, is_after_start=is_after or is_range)
    if isinstance(mark, Every):
        led -= {Key.AFTER, Key.UNTIL}
    return [*said, one], led


def _implied(mark: Mark) -> Every | None:
    """The recurrence that "định kỳ" before a bare day tells of: "định kỳ trước ngày 25", "định kỳ thứ Sáu"."""
    match mark:
        case Day(month=None, shift=None):
            return Every(Unit.MONTH)
        case Weekday(week=None):
            return Every(Unit.WEEK)
        case _:
            return None
