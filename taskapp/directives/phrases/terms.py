"""Counted terms: trong vòng 05 ngày làm việc kể từ ngày ký, 02 tuần, trước ngày 15/6 ít nhất 10 ngày. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from taskapp.directives.phrases import days
from taskapp.directives.phrases.values import Day, Event, Start, Term, Unit
from taskapp.directives.phrases.words import count, pattern

_UNITS = {
    "giờ làm việc": Unit.HOUR, "giờ": Unit.HOUR, "tiếng": Unit.HOUR, "ngày làm việc": Unit.WORKDAY, "ngày": Unit.DAY,
    "tuần lễ": Unit.WEEK, "tuần": Unit.WEEK, "tháng": Unit.MONTH, "quý": Unit.QUARTER, "năm": Unit.YEAR,
}  # fmt: skip
_TERM = pattern(
    r"(?:tối đa |nhất |khoảng |không quá |là )*(?P<n>{count}|nửa )"
    r"(?P<unit>giờ làm việc|giờ|tiếng|ngày làm việc|ngày|tuần lễ|tuần|tháng|quý|năm)"
    r"(?P<bracket> \( [^()\d]{0,40}\))? (?!(?:đầu|cuối|một lần|1 lần|/|(?:của )?năm \d{4}|\d|\( (?:năm |ngày )?\d"
    r"|(?:chạp|giêng|âm lịch|thi|tết|lễ|nghỉ|hội|họp|diễn|cao điểm|bầu|ra quân) ))"
    r"(?:tới |tiếp theo |nữa |liên tục )?"
)
_FROM = pattern(r"(?:, |\( )?(?:tính )?(?:kể )?(?:từ|sau) (?P<what>thời điểm |ngày |khi |lúc )?")
_RANGE = pattern(
    r"(?:, |\( )từ (?:ngày )?(?:[\d/·-]+ ){1,6}(?:đến|tới|–) "
)  # how long it takes, then from when to when
_PAPERS = (
    r"văn bản |công văn |thông báo |chỉ thị |kế hoạch |quyết định |công điện |chương trình |phiếu (?:giao (?:việc )?)?"
    r"|kết luận |tờ trình |ý kiến chỉ đạo |chỉ đạo |hướng dẫn |nhiệm vụ |bản |số \d+ "
)
_THIS = (
    r"(?:ra |ban hành |ký ban hành |ký |phát hành |nhận (?:được )?|tiếp nhận |có |đăng |triển khai )?(?:ban hành )?"
    rf"(?:{_PAPERS}){{0,4}}"
)
_OWN = pattern(
    rf"(?:được )?(?:{_THIS}(?:này |trên |nêu trên |kể trên )"
    r"(?!(?:có|hết) |được (?!ban hành|ký))(?:được (?:ban hành |ký ))?|"
    rf"(?:ký ban hành |ban hành |ký |phát hành |ra |nhận được |nhận )(?:{_PAPERS}){{0,2}}"
    r"(?=(?:[,.;:)–]|và|để|phải|$)))"
)
_TODAY = pattern(r"(?:ngày )?(?:hôm nay|nay) ")
_BEFORE = pattern(r"trước (?:khi |ngày |thời hạn |thời điểm |kỳ |lễ |tết )?")
_EVENT_WORDS = pattern(
    r"(?!(?:trước|chậm|muộn|trong|hoàn|xong|đến|vào|thời|định|hằng|mỗi|và|ít|tối|phải|thì) )[^\W\d]+ "
)
_EVENT = pattern(
    r"(?:(?:ngay )?trong (?:kỳ họp |phiên họp |cuộc họp |dịp tết |dịp lễ |hội nghị )|(?:ngay )?(?:sau|trước) (?:khi "
    r"|kỳ họp |phiên họp |cuộc họp |đại hội |hội nghị |lễ |tết |dịp tết |mùa |năm học |khai giảng |thời điểm "
    r"|thời hạn |kỳ thi |cuộc |đợt )|cùng thời điểm |tại (?:kỳ họp |phiên họp |cuộc họp )"
    r"|(?:ngay )?(?:sau|trước|trong) ngày (?=[^\W\d]+ )"
    r"(?!(?:làm|nghỉ|hôm|thứ|chủ|chủnhật|cuối|đầu|mùng|mai|nay|và|cùng) )"
    r"|khi (?:có|đủ|được|cần|hoàn thành|kết thúc|xảy ra|phát sinh) )"
)
_THEN_COUNT = pattern(r"(?:ít nhất |tối thiểu |chậm nhất |là )*(?P<n>{count})(?P<unit>ngày làm việc|ngày|tuần|tháng) ")


def read(plain: str, at: int) -> tuple[Term, int] | None:
    """The term that begins with its count at a word, with the start its words name; and where the next word begins."""
    match = _TERM.match(plain, at)
    if match is None:
        return None
    term = _counted(match)
    if before := _BEFORE.match(plain, match.end()):
        return _back(replace(term, is_back=True), plain, match.end(), before.end())
    start = None if _RANGE.match(plain, match.end()) else _FROM.match(plain, match.end())
    return _from(term, plain, start) if start else (term, match.end())


def back(plain: str, at: int, day: Day) -> tuple[Term, int] | None:
    """The count of days that stands after the day it is counted back from: "trước ngày 15/6 ít nhất 05 ngày"."""
    match = _THEN_COUNT.match(plain, at)
    return (replace(_counted(match), start=Start.DAY, day=day, is_back=True), match.end()) if match else None


def event(plain: str, at: int) -> tuple[Event, int] | None:
    """An event without a day from which a limit hangs ("trước Tết", "sau khi có ý kiến"), with some of its words."""
    match = _EVENT.match(plain, at)
    if match is None:
        return None
    end = _event_end(plain, match.end())
    counted = _THEN_COUNT.match(plain, end)
    return (Event(is_counted=True), counted.end()) if counted else (Event(), end)


def _counted(match: re.Match[str]) -> Term:
    unit = _UNITS[match["unit"]]
    if not match["n"].startswith("nửa"):
        return Term(count(match["n"]), unit)
    halves = {Unit.MONTH: Term(15, Unit.DAY), Unit.YEAR: Term(6, Unit.MONTH)}  # BLDS 2015, Art. 146
    return halves.get(unit, Term(1, unit))


def _from(term: Term, plain: str, start: re.Match[str]) -> tuple[Term, int]:
    if match := _OWN.match(plain, start.end()):
        return replace(term, start=Start.RECEIPT if "nhận" in match[0] else Start.DOCUMENT), match.end()
    if match := _TODAY.match(plain, start.end()):
        return replace(term, start=Start.DOCUMENT), match.end()
    return _from_day(term, plain, start.end() - len(start["what"] or ""), start.end())


def _back(term: Term, plain: str, at: int, end: int) -> tuple[Term, int]:
    return _from_day(term, plain, at + len("trước "), end)


def _from_day(term: Term, plain: str, at: int, end: int) -> tuple[Term, int]:
    day = days.read(plain, at)
    if day and isinstance(day[0], Day) and day[0].month:
        return replace(term, start=Start.DAY, day=day[0]), day[1]
    return replace(term, start=Start.EVENT), _event_end(plain, end)


def _event_end(plain: str, at: int) -> int:
    for _ in range(8):
        match = _EVENT_WORDS.match(plain, at)
        if match is None:
            break
        at = match.end()
    return at
