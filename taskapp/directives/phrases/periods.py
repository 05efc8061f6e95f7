"""Weeks, months, quarters, halves and years, whole or in part: quý II/2023, cuối tháng 6, 6 tháng đầu năm. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from taskapp.directives.phrases.values import Mark, Now, Part, Period, QuarterMonth, Unit
from taskapp.directives.phrases.words import WEEKDAYS, count, month, pattern, quarter, shift, year

_MONTH = (
    r"(?:tháng |t (?:[·.] )?(?=\d{1,2} / \d{4} ))"
    r"(?:(?P<m>{month})(?P<more>(?:{and}(?:tháng )?{month}{listed}){0,11})(?P<y>{year})?|(?P<s>{shift}))(?:này |tới )?"
)
_QUARTER = (
    r"(?:quý |q (?:[·.] )?(?=[\div]{1,3} / \d{4} ))"
    r"(?:(?P<q>{quarter})(?P<qmore>(?:{and}(?:quý )?{quarter}{listed}){0,3})(?P<qy>{year})?|(?P<qs>{shift}))"
)
_YEAR = r"(?:các )?năm (?P<year>\d{4}|nay|này|sau|tới) (?P<ymore>(?:{and}(?:năm )?\d{4} ){0,9})"
_ANY = (
    rf"(?:của )?(?:{_MONTH}|{_QUARTER}|{_YEAR}|(?P<quarterly>(?=tháng (?:đầu|cuối) ))"
    r"|(?P<each>mỗi |hằng |từng |các )?(?P<any>tháng|quý|năm) )"
)
_WEEKS = r"(?:thứ )?(?P<n>nhất|đầu tiên|đầu|hai|ba|tư|cuối cùng|cuối|i{1,3}|iv|[1-4]|0[1-4]) "
_NTH = {
    "nhất": 1, "đầu tiên": 1, "đầu": 1, "hai": 2, "ba": 3, "tư": 4, "cuối": -1, "cuối cùng": -1,
    "i": 1, "ii": 2, "iii": 3, "iv": 4,
}  # fmt: skip

_BARE = pattern(rf"(?:hết )?(?:{_MONTH}|{_QUARTER}|{_YEAR})")
_SIDE = pattern(rf"(?P<side>nửa đầu|nửa cuối|đầu|giữa|cuối) {_ANY}")
_TEN = pattern(rf"(?P<ten>thượng tuần|trung tuần|hạ tuần) {_ANY}")
_DAYS = pattern(rf"(?P<count>\d{{1,2}}) ngày (?P<end>đầu tiên|đầu|cuối cùng|cuối) {_ANY}")
_OF_WEEK = pattern(rf"(?:(?:ngày )?thứ (?P<w>{{weekday}})|(?P<sunday>chủ nhật ))?(?:của )?tuần {_WEEKS}(?:của )?{_ANY}")
_NTH_DAY = pattern(rf"(?:ngày )?(?:thứ (?P<w>{{weekday}})|(?P<sunday>chủ nhật )){_WEEKS}(?:của )?{_ANY}")
_WORKDAY = pattern(rf"ngày làm việc (?P<which>cuối cùng|cuối|đầu tiên|đầu) (?:của )?{_ANY}")
_EDGE = pattern(rf"ngày (?P<which>cuối cùng|cuối|đầu tiên|đầu) (?:của )?{_ANY}")
_HALF = pattern(
    r"(?:trong )?(?P<count>\d{1,2}|ba|sáu|chín) tháng "
    r"(?:(?P<end>đầu|cuối) (?:của )?năm (?:(?P<hy>\d{4}|nay|này|sau|tới) )?"
    r"|(?:của )?năm (?P<ny>\d{4}) )|nửa (?P<half>đầu|cuối) (?:của )?năm (?:(?P<halfy>\d{4}|nay|này|sau|tới) )?"
)
_SPAN = pattern(
    r"(?:(?:giai đoạn|nhiệm kỳ) (?:từ )?(?:năm )?)?(?<!học )(?:19|20)\d\d (?:[-–] |đến (?:năm )?)(?P<y>(?:19|20)\d\d) "
)
_WEEK = pattern(r"(?P<part>đầu |giữa |cuối )?tuần (?:lễ )?(?P<s>{shift})")
_THIS_WEEK = pattern(r"(?:ngay )?trong tuần (?!(?:thứ|lễ|đầu|cuối|trước|qua|này|nay|tới|sau|kế|tiếp|[1-5]|i{1,3}|iv) )")
_THIS_PERIOD = pattern(r"trong (?:cả )?(?P<unit>tháng|quý|năm) (?=[.,;)]|$)")
_OF_TIMES = re.compile(r"(?:ngày|lần|buổi|lượt|phiên) $")
_QUARTER_MONTH = pattern(
    r"(?:của )?tháng (?P<n>đầu tiên|đầu|thứ nhất|thứ hai|thứ ba|giữa|cuối cùng|cuối) "
    r"(?:của )?(?:mỗi |hằng |các |từng )?quý "
    r"(?:(?P<q>{quarter})(?P<y>{year})?|(?:sau|tới|kế tiếp|tiếp theo|liền kề|tiếp) (?:liền kề )?)?"
)
_NEXT_MONTH = pattern(r"(?:của )?tháng (?:đầu )?(?:sau|kế tiếp|tiếp theo|liền kề) (?:của )?quý (?:báo cáo )?")
_NOW = pattern(r"(?:nay|bây giờ|thời điểm (?:này|hiện (?:nay|tại))|hiện (?:nay|tại)) ")


def read(plain: str, at: int) -> tuple[Mark, int] | None:
    """The period that begins at a word, and where the next word begins."""
    for form, make in _FORMS:
        if match := form.match(plain, at):
            return make(match), match.end()
    return None


def leading(plain: str, at: int) -> tuple[Mark, int] | None:
    """The week of the document said with its leading word ("trong tuần"), and where the next word begins."""
    if match := _THIS_PERIOD.match(plain, at):
        return Period({"tháng": Unit.MONTH, "quý": Unit.QUARTER, "năm": Unit.YEAR}[match["unit"]], shift=0), match.end()
    match = _THIS_WEEK.match(plain, at)
    if match is None or _OF_TIMES.search(plain[max(0, at - 8) : at]):
        return None
    return Period(Unit.WEEK, shift=0, part=Part()), match.end()


def _period(match: re.Match[str], part: Part | None = None) -> Period:
    found = match.groupdict()
    if found.get("m"):
        last = (re.findall(r"[^\W]+(?: một| hai)?", re.sub(r"tháng|và", " ", found["more"])) or [found["m"]])[-1]
        return Period(Unit.MONTH, month(last), year(found["y"]), part=part, is_range=_is_range(found["more"]))
    if found.get("q"):
        last = (re.findall(r"\w+", re.sub(r"quý|và", " ", found["qmore"])) or [found["q"]])[-1]
        return Period(Unit.QUARTER, quarter(last), year(found["qy"]), part=part, is_range=_is_range(found["qmore"]))
    if found.get("year"):
        last = (re.findall(r"\d{4}", found["ymore"]) or [found["year"]])[-1]
        return Period(Unit.YEAR, None, year(last), part=part, is_range=_is_range(found["ymore"]))
    if found.get("s") or found.get("qs"):
        return Period(
            Unit.MONTH if found.get("s") else Unit.QUARTER, shift=shift(found.get("s") or found["qs"]), part=part
        )
    if found.get("quarterly") is not None:
        return Period(Unit.MONTH, part=part)
    unit = {"tháng": Unit.MONTH, "quý": Unit.QUARTER, "năm": Unit.YEAR}[found["any"]]
    is_edge = match[0].startswith("ngày ") and unit is not Unit.YEAR  # "ngày cuối tháng": of each one
    return Period(unit, part=part, is_each=bool(found["each"]) or is_edge)


def _is_range(words: str) -> bool:
    return "-" in words or "–" in words


def _side(match: re.Match[str]) -> Mark:
    side, whole = match["side"], _period(match)
    if whole.unit is Unit.MONTH:
        return replace(whole, part={"đầu": Part(10), "giữa": Part(15), "nửa đầu": Part(15)}.get(side, Part()))
    return replace(whole, part=Part(is_start=side == "đầu", is_middle=side in {"giữa", "nửa đầu"}))


def _ten(match: re.Match[str]) -> Mark:
    return _period(match, Part({"thượng tuần": 10, "trung tuần": 20}.get(match["ten"], -1)))


def _days(match: re.Match[str]) -> Mark:
    return _period(match, Part(int(match["count"]) if match["end"].startswith("đầu") else -1))


def _of_week(match: re.Match[str]) -> Mark:
    nth = _nth(match["n"])
    if match["w"] or match["sunday"]:
        return _period(match, Part(weekday=_weekday(match), nth=nth))
    return _period(match, Part(nth * 7 if nth > 0 else -1))


def _nth_day(match: re.Match[str]) -> Mark:
    return _period(match, Part(weekday=_weekday(match), nth=_nth(match["n"])))


def _workday(match: re.Match[str]) -> Mark:
    return _period(match, Part(workday=1 if match["which"].startswith("đầu") else -1))


def _edge(match: re.Match[str]) -> Mark:
    return _period(match, Part(is_start=match["which"].startswith("đầu")))


def _half(match: re.Match[str]) -> Mark:
    if match["half"]:
        return Period(Unit.HALF, 6 if match["half"] == "đầu" else 12, year(match["halfy"] and f"năm {match['halfy']}"))
    named = match["hy"] or match["ny"]
    return Period(Unit.HALF, 12 if match["end"] == "cuối" else count(match["count"]), year(named and f"năm {named}"))


def _week(match: re.Match[str]) -> Mark:
    days = {"đầu ": Part(weekday=0), "giữa ": Part(weekday=2)}
    return Period(Unit.WEEK, shift=shift(match["s"]), part=days.get(match["part"]))


def _quarter_month(match: re.Match[str]) -> Mark:
    place = {"đầu": 1, "đầu tiên": 1, "thứ nhất": 1, "thứ hai": 2, "giữa": 2}.get(match["n"], 3)
    return QuarterMonth(place, quarter(match["q"]) if match["q"] else None, year(match["y"]))


def _nth(words: str) -> int:
    return _NTH[words] if words in _NTH else int(words)


def _weekday(match: re.Match[str]) -> int:
    return 6 if match["sunday"] else WEEKDAYS[match["w"].strip()]


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Mark]], ...] = (
    (_QUARTER_MONTH, _quarter_month),
    (_NEXT_MONTH, lambda _match: QuarterMonth(1)),
    (_HALF, _half),
    (_SPAN, lambda match: Period(Unit.YEAR, None, int(match["y"]))),
    (_OF_WEEK, _of_week),
    (_NTH_DAY, _nth_day),
    (_WORKDAY, _workday),
    (_EDGE, _edge),
    (_DAYS, _days),
    (_TEN, _ten),
    (_WEEK, _week),
    (_SIDE, _side),
    (_BARE, _period),
    (_NOW, lambda _match: Now()),
)
