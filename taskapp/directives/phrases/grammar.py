"""Phrases of a running text: words that lead to a limit ("chậm nhất", "trước", "từ … đến …") and the marks after them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from taskapp.directives.phrases import clocks, days, periods, repeats, terms
from taskapp.directives.phrases.repeating import is_recurring
from taskapp.directives.phrases.tokens import Line
from taskapp.directives.phrases.values import (
    Day,
    Event,
    Every,
    Hour,
    Mark,
    Now,
    Part,
    Period,
    QuarterMonth,
    Same,
    Start,
    Term,
    Unit,
    Weekday,
)
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
    (
        Key.UNTIL,
        pattern(
            r"(?:cho )?(?:đến|tới) (?:hết (?=ngày|tháng|quý|năm|\d|tuần|sáu|giai|nhiệm))?(?:trước )?|(?:hết|cuối) (?=ngày (?!cuối|làm)|\d)|hết (?=(?:tháng|quý|năm) )"
        ),
    ),
    (
        Key.IN,
        pattern(r"(?:ngay )?trong (?:vòng |thời hạn |thời gian |khoảng thời gian |khoảng )?(?:không quá |tối đa )?"),
    ),
    (Key.AT, pattern(r"vào (?:lúc |hồi |khoảng )?|lúc ")),
    (Key.DONE, pattern(r"(?:hoàn thành|hoàn tất|xong|kết thúc|dứt điểm) ")),
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
_GLUE = pattern(
    r"(?:là |của |các |mỗi |vào |đúng |(?:lần|đợt) (?:\d+|một|hai|ba) |(?:\d+|hai|ba) ngày (?=\(? ?\d)|\( (?=\d{1,2} (?:[/·,-]|và|tháng) ))"
)
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
    is_after_start: bool = False


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
    def is_partial(self) -> bool:
        """Whether it needs another phrase to name a day: an hour, a weekday, a day without a month."""
        return all(_is_partial(mark) for mark in self.marks)

    @property
    def recurs(self) -> bool:
        """Whether it tells of a duty that comes back."""
        return is_recurring(self.marks)

    def completes(self, every: Every) -> bool:
        """Whether it says on which day or at which hour of the recurrence: "hằng tháng … trước ngày 20"."""
        return all(_completes(mark, every.unit) for mark in self.marks)


def _is_limiting(said: Said) -> bool:
    if said.is_after_start:
        return True
    match said.mark:
        case Every():
            return True
        case QuarterMonth(quarter=None):
            return True
        case Term(start=Start.UNSAID):
            return bool(said.keys & _LIMITING)
        case Term(start=Start.EVENT):
            return bool(said.keys & _LIMITING) or said.mark.is_back
        case Term():
            return Key.AFTER not in said.keys or Key.LIMIT in said.keys
        case Period(is_each=True):
            return True
        case (
            Period(unit=Unit.MONTH | Unit.QUARTER, number=int(), part=Part())
            | Period(unit=Unit.WEEK, part=Part(weekday=None))
        ):
            return Key.FROM not in said.keys
        case Event(is_counted=is_counted):
            return is_counted
        case Hour(name="end" | "start" | "noon" | "afternoon", is_edge=True):
            return True
        case _:
            return bool(said.keys & _LIMITING)


def _is_partial(mark: Mark) -> bool:
    match mark:
        case Hour() | Weekday() | Same() | Day(month=None, shift=None):
            return True
        case _:
            return False


def _completes(mark: Mark, unit: Unit) -> bool:
    match mark:
        case Hour():
            return True
        case Weekday(week=None):
            return unit is Unit.WEEK
        case Day(month=None, shift=shift):
            return unit in {Unit.MONTH, Unit.QUARTER, Unit.HALF, Unit.YEAR} and shift != 0
        case Day(year=None):
            return unit in {Unit.HALF, Unit.YEAR, Unit.QUARTER}
        case QuarterMonth(quarter=None):
            return unit in {Unit.MONTH, Unit.QUARTER}
        case Period(number=None, year=None, shift=None, part=Part()):
            return mark.unit is unit
        case Period(unit=Unit.MONTH | Unit.QUARTER, number=int(), year=None):
            return unit is Unit.YEAR
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
        piece = _leading(plain, at)
        if piece is None and (key := _key(plain, at, keys)):
            keys, at = key
        elif piece := piece or _mark(plain, at, keys):
            mark, at = piece
            said, keys = _said(said, mark, keys)
            last = at
        elif (
            said
            and isinstance(said[-1].mark, Day)
            and Key.BEFORE in said[-1].keys
            and (counted := terms.back(plain, at, said[-1].mark))
        ):
            said[-1] = Said(counted[0], frozenset({Key.LIMIT}))
            at = last = counted[1]
        elif glue := (_GLUE.match(plain, at) or (said and _DASH.match(plain, at))):
            keys = keys - {Key.FROM} | {Key.UNTIL} if glue[0][0] in "-–" and _is_range(said) else keys
            at = glue.end()
        else:
            break
    return Phrase(first, last, tuple(said)) if said else None


def _leading(plain: str, at: int) -> tuple[Mark, int] | None:
    """Marks that begin with a leading word of their own: "trước giờ làm việc", "trong ngày", "trước Tết"."""
    return (
        repeats.read(plain, at)
        or clocks.leading(plain, at)
        or days.leading(plain, at)
        or periods.leading(plain, at)
        or terms.event(plain, at)
    )


def _key(plain: str, at: int, keys: frozenset[Key]) -> tuple[frozenset[Key], int] | None:
    for key, form in _KEYS:
        if match := form.match(plain, at):
            kept = keys - {Key.FROM} if key is Key.UNTIL else keys
            return kept | {key} | ({Key.BEFORE} if "trước " in match[0] else frozenset()), match.end()
    return None


def _mark(plain: str, at: int, keys: frozenset[Key]) -> tuple[Mark, int] | None:
    term = terms.read(plain, at)
    if term and (keys & _COUNTING or term[0].start is not Start.UNSAID):
        is_clock = term[0].unit is Unit.HOUR and term[0].start is Start.UNSAID and not keys & {Key.IN, Key.LABEL}
        if not is_clock:
            return term
    return clocks.read(plain, at) or periods.read(plain, at) or days.read(plain, at)


def _said(said: list[Said], mark: Mark, keys: frozenset[Key]) -> tuple[list[Said], frozenset[Key]]:
    """The marks with one more; an hour hands its leading words on to the day after it."""
    is_after = Key.UNTIL in keys and any(Key.FROM in other.keys for other in said)
    if is_after:
        said = [replace(other, is_start=other.is_start or Key.FROM in other.keys) for other in said]
    if Key.PERIODIC in keys and (every := _implied(mark)):
        said, keys = [*said, Said(every, keys)], keys - {Key.PERIODIC}
    is_range = isinstance(mark, Day | Period) and mark.is_range
    is_from = Key.FROM in keys
    said = [
        *said,
        Said(mark, keys, is_start=is_from and not is_range, is_after_start=is_after or (is_from and is_range)),
    ]
    return said, keys if isinstance(mark, Hour) else keys - {Key.AFTER, Key.UNTIL} if isinstance(mark, Every) else keys


def _implied(mark: Mark) -> Every | None:
    """The recurrence that "định kỳ" before a bare day tells of: "định kỳ trước ngày 25", "định kỳ thứ Sáu"."""
    match mark:
        case Day(month=None, shift=None):
            return Every(Unit.MONTH)
        case Weekday(week=None):
            return Every(Unit.WEEK)
        case _:
            return None


def _is_range(said: list[Said]) -> bool:
    return bool(said) and Key.FROM in said[-1].keys
