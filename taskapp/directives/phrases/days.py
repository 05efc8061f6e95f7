"""Days as offices write them: 15/6/2023, 15.6, 15 tháng 6 năm 2023, ngày 5 và 20, thứ Hai, cùng ngày. Pure."""

from __future__ import annotations

import re

from taskapp.directives.phrases.values import Day, Event, Mark, Same, Start, Term, Unit, Weekday
from taskapp.directives.phrases.words import WEEKDAYS, month, pattern, shift, year

_ISO = pattern(r"(?P<y>\d{4}) - (?P<m>\d{1,2}) - (?P<d>\d{1,2}) ")
_LIST = r"(?:các )?(?:(?:ngày|mùng) )*(?P<d>\d{1,2} (?:{and}(?:(?:đến )?(?:ngày|mùng) )?\d{1,2} (?!(?:h|giờ|g|đơn|%) ))"
_DAYS = pattern(
    _LIST + r"{0,12})"
    r"(?:(?P<sign>[/·-]) (?P<m>\d{1,2}) (?:(?P=sign) (?P<y>\d{4}|\d{2}) )?"
    r"(?P<year>(?:, )?năm (?:\d{4}|nay|này|sau|tới) )?"
    r"|(?:của )?tháng (?P<name>{month})(?P<named>{year})?"
    r"|(?:của )?(?:tháng )(?P<s>{shift}))"
    r"(?:này |tới )?(?P<lunar>âm lịch |\( âm lịch \) )?"
)
_COUNTED = pattern(
    r"(?:xã|phường|huyện|ấp|thôn|hộ|cơ quan|đơn vị|chỉ tiêu|nhiệm vụ|tiêu chí|nội dung|dự án|công trình|trường|hồ sơ"
    r"|thủ tục|điểm|ngày|giờ|đồng chí|đại biểu|sở|ngành|phòng|địa phương|người|cán bộ|công chức|%) "
)
_ALONE = pattern(
    r"(?:các )?(?:ngày |mùng )(?P<d>\d{1,2} (?:{and}(?:ngày |mùng )?\d{1,2} {listed}(?![/·] |tháng )){0,12})"
    r"(?:này |tới )?"
)
_LUNAR = pattern(r"(?:ngày |mùng )*\d{1,2} (?:tháng (?:chạp|giêng|\d{1,2} âm lịch)|tết|âm lịch) ")
_WEEKDAY = pattern(
    r"(?:các |(?:các )?ngày )?(?:thứ (?P<d>{weekday}(?:{and}(?:thứ )?{weekday}(?!(?:h|giờ|[/·-]|tháng|đơn) )){0,5})"
    r"|(?P<sunday>chủ nhật |chủnhật ))(?:đầu tuần )?(?:(?:, |\( )(?=(?:ngày )?\d{1,2} [/·-]))?"
    r"(?:(?:của )?tuần (?P<s>{shift})|(?P<near>này |tới ))?"
)
_SAME_DAY = pattern(r"ngay trong ngày (?!\d)(?:hôm nay )?|trong ngày (?=[,.;:)]|$|để )|trong ngày hôm nay ")
_TODAY = pattern(r"(?:ngày )?(?:hôm )nay ")
_TOMORROW = pattern(r"(?P<day>ngày )?mai ")  # bare "mai" is a name too
_NEXT_WORKDAY = pattern(r"ngày làm việc (?:tiếp theo|kế tiếp|sau|liền kề|tiếp)(?: liền kề)? ")
_SAME = pattern(r"cùng ngày (?!(?:với|ký|ban))")


def read(plain: str, at: int) -> tuple[Mark, int] | None:
    """The days that begin at a word, and where the next word begins; "ngày 15" alone waits for its month."""
    if match := _LUNAR.match(plain, at):
        return Event(), match.end()
    if match := _ISO.match(plain, at):
        return Day((int(match["d"]),), int(match["m"]), int(match["y"])), match.end()
    if (match := _DAYS.match(plain, at)) and not _is_fraction(match, plain):
        return (Event(), match.end()) if match["lunar"] else (_day(match), match.end())
    if match := _ALONE.match(plain, at):
        return Day(_numbers(match["d"]), is_range=_is_range(match["d"])), match.end()
    if match := _WEEKDAY.match(plain, at):
        days = (6,) if match["sunday"] else tuple(WEEKDAYS[word] for word in re.findall(r"[^\W]+", _bare(match["d"])))
        week = shift(match["s"]) if match["s"] else (0 if match["near"] == "này " else None)
        return Weekday(days, week), match.end()
    return _relative(plain, at)


def leading(plain: str, at: int) -> tuple[Mark, int] | None:
    """The document's own day said with its leading word ("trong ngày"), and where the next word begins."""
    match = _SAME_DAY.match(plain, at)
    return (Term(0, Unit.DAY, Start.DOCUMENT), match.end()) if match else None


def _relative(plain: str, at: int) -> tuple[Mark, int] | None:
    if match := _SAME.match(plain, at):
        return Same(), match.end()
    if match := _TODAY.match(plain, at):
        return Term(0, Unit.DAY), match.end()
    if match := _TOMORROW.match(plain, at):
        return Term(1, Unit.DAY, Start.DOCUMENT if match["day"] else Start.UNSAID), match.end()
    if match := _NEXT_WORKDAY.match(plain, at):
        return Term(1, Unit.WORKDAY), match.end()
    return None


def _day(match: re.Match[str]) -> Day:
    days, is_range = _numbers(match["d"]), _is_range(match["d"])
    if match["s"]:
        return Day(days, shift=shift(match["s"]), is_range=is_range)
    if match["name"]:
        return Day(days, month(match["name"]), year(match["named"]), is_range=is_range)
    return Day(days, int(match["m"]), year(match["year"] or match["y"]), is_range=is_range)


def _is_fraction(match: re.Match[str], plain: str) -> bool:
    """Whether "5/7" is so many of so many: no "ngày", no year, and a thing that is counted or no such month."""
    if match["d"] != match[0][: len(match["d"])] or match["name"] or match["s"] or match["y"] or match["year"]:
        return False
    return int(match["m"]) > 12 or match["sign"] == "·" or bool(_COUNTED.match(plain, match.end()))


def _numbers(words: str) -> tuple[int, ...]:
    return tuple(int(digits) for digits in re.findall(r"\d+", words))


def _is_range(words: str) -> bool:
    return bool(re.search(r"[-–]|đến", words))


def _bare(words: str) -> str:
    return re.sub(r"\b(?:thứ|và)\b|\b0(?=\d)", " ", words).replace("từ", "tư")
