"""Days as offices write them: 15/6/2023, 15.6.2023, 15-6, 15 tháng 6 năm 2023, ngày 5 và 20, thứ Hai, cùng ngày. Pure."""

from __future__ import annotations

import re

from taskapp.directives.phrases.values import Day, Event, Mark, Same, Term, Unit, Weekday
from taskapp.directives.phrases.words import WEEKDAYS, month, pattern, shift, year

_ISO = pattern(r"(?P<y>\d{4}) - (?P<m>\d{1,2}) - (?P<d>\d{1,2}) ")
_LIST = r"(?:các )?(?:(?:ngày|mùng) )*(?P<d>\d{1,2} (?:{and}(?:(?:đến )?(?:ngày|mùng) )?\d{1,2} (?!(?:h|giờ|đơn|%)))"
_DAYS = pattern(
    _LIST + r"{0,12})"
    r"(?:[/·-] (?P<m>\d{1,2}) (?:[/·-] (?P<y>\d{4}|\d{2}) )?(?P<year>(?:, )?năm (?:\d{4}|nay|này|sau|tới) )?"
    r"|(?:của )?tháng (?P<name>{month})(?P<named>{year})?"
    r"|(?:của )?(?:tháng )(?P<s>{shift}))"
    r"(?:này |tới )?(?P<lunar>âm lịch |\( âm lịch \) )?"
)
_ALONE = pattern(r"(?:các )?(?:ngày |mùng )(?P<d>\d{1,2} (?:{and}(?:ngày |mùng )?\d{1,2} (?!(?:[/·]|h|giờ|tháng))){0,12})(?P<s>này |tới )?")
_LUNAR = pattern(r"(?:ngày |mùng )*\d{1,2} (?:tháng (?:chạp|giêng|\d{1,2} âm lịch)|tết|âm lịch) ")
_WEEKDAY = pattern(
    r"(?:các |(?:vào )?(?:các )?ngày )?(?:(?:thứ )(?P<d>(?:hai|ba|tư|từ|năm|sáu|bảy|0?[2-7]) "
    r"(?:{and}(?:thứ )?(?:hai|ba|tư|năm|sáu|bảy|0?[2-7]) (?!(?:h|giờ|[/·-]|tháng|đơn))){0,5})|(?P<sunday>chủ nhật |chủnhật ))"
    r"(?P<date>(?:, |\( )?(?=(?:ngày )?\d{1,2} [/·-]))?(?:(?:của )?tuần (?P<s>{shift})|(?P<near>này |tới ))?"
)
_TODAY = pattern(r"(?:ngày )?hôm nay |(?:ngay )?trong ngày (?:làm việc )?(?=[,.;:)]|$|hôm |ký |ban |để )|ngay trong ngày ")
_TOMORROW = pattern(r"(?:ngày |sáng |chiều )?(?:mai|hôm sau) ")
_NEXT_WORKDAY = pattern(r"ngày làm việc (?:tiếp theo|kế tiếp|sau|liền kề|tiếp)(?: liền kề)? ")
_SAME = pattern(r"cùng ngày (?!(?:với|ký|ban))")


def read(plain: str, at: int) -> tuple[Mark, int] | None:
    """The days that begin at a word, and where the next word begins; "ngày 15" alone waits for its month."""
    if match := _LUNAR.match(plain, at):
        return Event(), match.end()
    if match := _ISO.match(plain, at):
        return Day((int(match["d"]),), int(match["m"]), int(match["y"])), match.end()
    if match := _DAYS.match(plain, at):
        return (Event(), match.end()) if match["lunar"] else (_day(match), match.end())
    if match := _ALONE.match(plain, at):
        return Day(_numbers(match["d"])), match.end()
    if match := _WEEKDAY.match(plain, at):
        days = (6,) if match["sunday"] else tuple(WEEKDAYS[word] for word in re.findall(r"[^\W]+", _bare(match["d"])))
        week = shift(match["s"]) if match["s"] else (0 if match["near"] == "này " else None)
        return Weekday(days, week), match.end()
    return _relative(plain, at)


def _relative(plain: str, at: int) -> tuple[Mark, int] | None:
    if match := _SAME.match(plain, at):
        return Same(), match.end()
    if match := _TODAY.match(plain, at):
        return Term(0, Unit.DAY), match.end()
    if match := _TOMORROW.match(plain, at):
        return Term(1, Unit.DAY), match.end()
    if match := _NEXT_WORKDAY.match(plain, at):
        return Term(1, Unit.WORKDAY), match.end()
    return None


def _day(match: re.Match[str]) -> Day:
    days = _numbers(match["d"])
    if match["s"]:
        return Day(days, shift=shift(match["s"]))
    if match["name"]:
        return Day(days, month(match["name"]), year(match["named"]))
    return Day(days, int(match["m"]), year(match["year"] or match["y"]))


def _numbers(words: str) -> tuple[int, ...]:
    return tuple(int(digits) for digits in re.findall(r"\d+", words))


def _bare(words: str) -> str:
    return re.sub(r"\b(?:thứ|và)\b|\b0(?=\d)", " ", words).replace("từ", "tư")
