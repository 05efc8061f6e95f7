"""Phrases of a running text: words that lead to a limit ("chậm nhất", "trước", "từ … đến …") and the marks after them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from taskapp.directives.phrases import clocks, days, periods, repeats, terms
from taskapp.directives.phrases.tokens import Line
from taskapp.directives.phrases.values import Day, Event, Every, Hour, Mark, Now, Part, Period, QuarterMonth, Same, Term, Unit, Weekday
from taskapp.directives.phrases.words import pattern


class Key(StrEnum):
    """What a word before a day says about it."""

    BEFORE = "before"
    LIMIT = "limit"
    UNTIL = "until"
    IN = "in"
    AT = "at"
    FROM = "from"
    DONE = "done"
    LABEL = "label"
    AFTER = "after"
    PERIODIC = "periodic"


_KEYS = (
    (Key.FROM, pattern(r"(?:kể |bắt đầu |tính |áp dụng )?từ (?:ngày (?=nay ))?")),
    (Key.LIMIT, pattern(r"(?:chậm|muộn|trễ) nhất (?:là )?(?:vào )?|không (?:quá|(?:muộn|trễ|chậm) hơn) ")),
    (Key.BEFORE, pattern(r"trước (?:hoặc (?:trong|đến) )?")),
    (Key.UNTIL, pattern(r"(?:cho )?(?:đến|tới) (?:hết (?=ngày|tháng|quý|năm|\d|tuần|sáu|giai|nhiệm))?(?:trước )?|hết (?=ngày|tháng|quý|năm|6|9|\d)")),
    (Key.IN, pattern(r"(?:ngay )?trong (?:vòng |thời hạn |thời gian |khoảng thời gian |khoảng )?(?:không quá |tối đa )?")),
    (Key.AT, pattern(r"vào (?:lúc |hồi |khoảng )?|lúc ")),
    (Key.DONE, pattern(r"(?:hoàn thành|hoàn tất|xong|kết thúc|dứt điểm|bảo đảm) ")),
    (
        Key.LABEL,
        pattern(
            r"(?:thời hạn|thời gian|hạn|tiến độ|mốc) (?:(?:hoàn thành|thực hiện|báo cáo|gửi|nộp|trình|xử lý|giải quyết|triển khai|kết thúc"
            r"|cuối cùng|chót|cuối|trả lời|phải|xong|là|báo|cáo|và|kết quả) ){0,5}(?:: )?"
        ),
    ),
    (Key.AFTER, pattern(r"sau ")),
    (Key.PERIODIC, pattern(r"(?:định|thường) kỳ (?:vào )?")),
)
_GLUE = pattern(r"(?:là |của |các |mỗi |vào |đúng |(?:lần|đợt) (?:\d+|một|hai|ba) |các ngày )")
_DASH = pattern(r"[-–] ")
_LIMITING = frozenset({Key.BEFORE, Key.LIMIT, Key.UNTIL, Key.IN, Key.AT, Key.DONE, Key.LABEL})
_COUNTING = frozenset({Key.IN, Key.LIMIT, Key.LABEL, Key.DONE})
_MOST = 24  # pieces of one phrase; no office writes longer ones


@dataclass(frozen=True, slots=True)
class Said:
    """One mark with what the words before it say."""

    mark: Mark
    keys: frozenset[Key]
    is_start: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of leading words and marks, by positions in the line's plain text."""

    first: int
    last: int
    said: tuple[Said, ...]

    @property
    def limits(self) -> tuple[Said, ...]:
        """The marks that may end something: without the start of a range and the present."""
        return tuple(said for said in self.said if not said.is_start)

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(said.mark for said in self.limits)

    @property
    def is_limit(self) -> bool:
        """Whether the words make it a limit; a bare day in a running text is not one."""
        if not self.limits or any(isinstance(mark, Now) for mark in self.marks):
            return False
        return any(_is_limiting(said) for said in self.limits)

    @property
    def is_open(self) -> bool:
        """Whether it needs, or can complete, another phrase: a recurrence, an hour, a weekday, a day without a month."""
        return all(_is_open(mark) for mark in self.marks)

    @property
    def recurs(self) -> bool:
        return any(isinstance(mark, Every | QuarterMonth) for mark in self.marks)


def _is_limiting(said: Said) -> bool:
    match said.mark:
        case Every():
            return True
        case QuarterMonth():
            return bool(said.keys & _LIMITING)
        case Term(is_vague=False, is_event=False, start=None) if Key.AFTER not in said.keys or Key.LIMIT in said.keys:
            return True
        case Period(unit=Unit.MONTH, number=int(), part=part) if part != Part() and Key.FROM not in said.keys:
            return True
        case Event():
            return Key.BEFORE in said.keys
        case _:
            return bool(said.keys & _LIMITING)


def _is_open(mark: Mark) -> bool:
    match mark:
        case Every() | Hour() | Weekday() | QuarterMonth() | Same():
            return True
        case Day():
            return mark.year is None
        case Period():
            return mark.year is None and mark.number is None
        case _:
            return False


def phrases(line: Line) -> Iterator[Phrase]:
    """All runs with a mark, in order, whether they set a limit or not; each word is looked at a bounded number of times."""
    plain, end = line.plain, -1
    for at in line.starts:
        if at < end:
            continue
        if found := _phrase(plain, at):
            end = found.last
            yield found


def _phrase(plain: str, first: int) -> Phrase | None:
    at = last = first
    said: list[Said] = []
    keys: frozenset[Key] = frozenset()
    for _ in range(_MOST):
        if key := _key(plain, at, keys):
            keys, at = key
        elif piece := _mark(plain, at, keys):
            mark, at = piece
            said, keys = _said(said, mark, keys)
            last = at
        elif said and isinstance(said[-1].mark, Day) and Key.BEFORE in said[-1].keys and (counted := terms.back(plain, at, said[-1].mark)):
            said[-1] = Said(counted[0], frozenset({Key.LIMIT}))
            at = last = counted[1]
        elif glue := (_GLUE.match(plain, at) or (said and _DASH.match(plain, at))):
            keys = keys | {Key.UNTIL} if glue[0][0] in "-–" and _is_range(said) else keys
            at = glue.end()
        else:
            break
    return Phrase(first, last, tuple(said)) if said else None


def _key(plain: str, at: int, keys: frozenset[Key]) -> tuple[frozenset[Key], int] | None:
    for key, form in _KEYS:
        if match := form.match(plain, at):
            if clocks.read(plain, at):  # "trước giờ làm việc" is an hour of its own
                return None
            kept = keys - {Key.FROM} if key is Key.UNTIL else keys
            return kept | {key} | ({Key.BEFORE} if "trước " in match[0] else frozenset()), match.end()
    return None


def _mark(plain: str, at: int, keys: frozenset[Key]) -> tuple[Mark, int] | None:
    if found := repeats.read(plain, at):
        return found
    term = terms.read(plain, at)
    if term and (keys & _COUNTING or not (term[0].is_vague or term[0].is_back)):
        hours = term[0].unit is Unit.HOUR and not (keys & {Key.IN, Key.LABEL}) and term[0].is_vague
        if not hours:
            return term
    return clocks.read(plain, at) or periods.read(plain, at) or days.read(plain, at)


def _said(said: list[Said], mark: Mark, keys: frozenset[Key]) -> tuple[list[Said], frozenset[Key]]:
    """The marks with one more; an hour hands its leading words on to the day after it."""
    if Key.UNTIL in keys:
        said = [replace(other, is_start=other.is_start or Key.FROM in other.keys) for other in said]
    said = [*said, Said(mark, keys, is_start=Key.FROM in keys)]
    return said, keys if isinstance(mark, Hour) else keys - {Key.AFTER, Key.UNTIL} if isinstance(mark, Every) else keys


def _is_range(said: list[Said]) -> bool:
    return bool(said) and Key.FROM in said[-1].keys
