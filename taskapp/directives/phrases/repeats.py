"""Duties that come back: hằng tháng, mỗi quý một lần, 6 tháng/lần, định kỳ 15 ngày, hằng quý, năm. Pure."""

from __future__ import annotations

import re

from taskapp.directives.phrases.values import Every, Unit
from taskapp.directives.phrases.words import count, pattern

_UNITS = {"ngày": Unit.DAY, "tuần": Unit.WEEK, "tháng": Unit.MONTH, "quý": Unit.QUARTER, "năm": Unit.YEAR}
_RANK = (Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.HALF, Unit.YEAR)
_ONCE = r"(?:/ (?:một |1 |01 )?(?:lần|số|kỳ|đợt|buổi|cuộc) |(?:(?:ít nhất|tối thiểu) )?(?:một|1|01) lần )"
_MORE = (
    r"(?P<more>(?:{and}(?:và )?(?:báo cáo )?(?:(?:định kỳ|hằng|mỗi|từng|cả) ){0,2}"
    r"(?:(?:6|06|sáu|9|09|chín) tháng|tuần|tháng|quý|năm) (?!(?:\d+|này|nay|sau|tới|học|[ivx]+) )(?:đầu năm )?){0,5})"
)
_EACH = pattern(
    r"(?:định kỳ )?(?:vào |của |trong )?(?:hằng|mỗi) (?P<unit>ngày|tuần|tháng|quý|năm|kỳ) "
    r"(?!(?:học|mới|nghỉ|lễ|/) |\d+ (?!(?:lần|buổi|kỳ|số|phiên|cuộc|đợt|ngày) |lượt (?:[.;]|$)))"
    + _MORE
    + rf"(?:{_ONCE})?"
)
_PERIODIC = pattern(
    r"(?:báo cáo )?(?:định kỳ|thường kỳ) (?:(?:hằng|mỗi) )?(?P<n>{count})?"
    r"(?P<unit>ngày làm việc|ngày|tuần|tháng|quý|năm) (?!\d)" + _MORE + rf"(?:{_ONCE})?"
)
_COUNTED = pattern(
    rf"(?:(?:định kỳ|cứ|mỗi) )?(?P<n>{{count}}|mỗi |cứ |nửa )?(?P<unit>ngày|tuần|tháng|quý|năm) (?:, )?{_ONCE}"
)
_INTERVAL = pattern(r"(?:mỗi|cứ|hằng) (?P<n>{count})(?P<unit>ngày|tuần|tháng|quý|năm) ")
_TIMES = pattern(
    r"(?:ít nhất |tối thiểu )?(?P<times>{count})lần (?:/|một|mỗi|trong) (?:một |1 |01 |mỗi )?"
    r"(?P<unit>ngày|tuần|tháng|quý|năm) "
)
_TIMES_AFTER = pattern(r"(?:mỗi|một|1|01) (?P<unit>quý|năm) (?:ít nhất |tối thiểu )?(?P<times>{count})lần ")
_TIMES_A_WEEK = pattern(r"(?P<unit>tuần|ngày) (?:ít nhất |tối thiểu )?(?P<times>{count})lần (?!thứ )")
_EACH_WEEKDAY = pattern(r"(?:vào )?mỗi (?=thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7]) |chủ nhật )")
_ADJECTIVE = re.compile(
    r"(?:kế hoạch|chương trình|dự toán|chỉ tiêu|ngân sách|bình quân|đất|thu nhập|tăng trưởng|biên chế) $"
)
_OF_A_PAPER = re.compile(  # "vào nghị quyết phát triển kinh tế - xã hội hằng năm"
    r"(?:vào|trong|theo) (?:các )?(?:chỉ tiêu|chương trình|dự toán|hương ước|kế hoạch|"
    r"ngân sách|nghị quyết|quy chế|tiêu chí)"
    r"(?: (?!để|và|báo|trước)[^\W\d]+| [-–]){1,10} $"
)
_HALVES = pattern(
    r"(?:báo cáo |định kỳ )?(?:6|06|sáu) tháng (?:{and})(?:báo cáo )?(?:(?:1|01|một|cả|hằng|hết) )?năm (?!\d)"
)
_FLASH = pattern(r"báo cáo nhanh (?=trước \d{1,2} (?:h|giờ|:) (?:\d\d )?(?:phút |' )?(?:[.,;)]|$))")
_REPORT = pattern(r"báo cáo (?:nhanh |định kỳ )?(?P<unit>ngày|tuần|tháng|quý|năm) (?=(?::|gửi|trước|chậm|vào|\())")


_OFTEN = {
    ("năm", 2): Every(Unit.HALF),
    ("năm", 4): Every(Unit.QUARTER),
    ("năm", 12): Every(Unit.MONTH),
    ("quý", 3): Every(Unit.MONTH),
}


def read(plain: str, at: int) -> tuple[Every, int] | None:
    """The recurrence that begins at a word, and where the next word begins; of several the most frequent one."""
    if match := _HALVES.match(plain, at):
        return Every(Unit.HALF), match.end()
    if match := _FLASH.match(plain, at):
        return Every(Unit.DAY), match.end()
    if match := _EACH_WEEKDAY.match(plain, at):
        return Every(Unit.WEEK), match.end()
    if _ADJECTIVE.search(plain[max(0, at - 20) : at]) or _OF_A_PAPER.search(plain[max(0, at - 90) : at]):
        return None
    for form in (_TIMES, _TIMES_AFTER, _TIMES_A_WEEK, _COUNTED, _EACH, _PERIODIC, _INTERVAL, _REPORT):
        if match := form.match(plain, at):
            return _every(match), match.end()
    return None


def _every(match: re.Match[str]) -> Every:
    found = match.groupdict()
    words, unit = found.get("n") or "", match["unit"]
    if found.get("times"):
        return _OFTEN.get((unit, count(found["times"])), Every(_UNITS[unit]))
    number = 1 if not words or words in {"mỗi ", "cứ "} else count(words)
    first = _interval(unit, number, is_half=words == "nửa ")
    others = [
        _interval(other, 1)
        for other in re.findall(r"(?:\d+ |sáu |chín )?(?:tuần|tháng|quý|năm)", found.get("more") or "")
    ]
    return min([first, *others], key=lambda every: (_RANK.index(every.unit), every.interval))


def _interval(unit: str, number: int, *, is_half: bool = False) -> Every:
    if " tháng" in unit:
        unit, number = "tháng", count(unit.removesuffix(" tháng"))
    if is_half:
        return {"tháng": Every(Unit.DAY, 15), "năm": Every(Unit.HALF)}.get(unit, Every(_UNITS.get(unit, Unit.MONTH)))
    if unit == "tháng" and number in {3, 6, 9, 12}:
        return Every({3: Unit.QUARTER, 9: Unit.QUARTER, 6: Unit.HALF, 12: Unit.YEAR}[number])
    if unit == "quý" and number in {2, 4}:
        return Every(Unit.HALF if number == 2 else Unit.YEAR)
    if unit == "ngày" and number in {7, 14}:
        return Every(Unit.WEEK, number // 7)
    return Every(_UNITS.get(unit.removesuffix(" làm việc"), Unit.MONTH), max(number, 1))
