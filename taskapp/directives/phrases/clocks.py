"""Hours as offices write them: 16 giờ 30, 16h30', 17:00, sáng, cuối giờ chiều, trong giờ hành chính. Pure."""

from __future__ import annotations

from taskapp.directives.phrases.values import Hour
from taskapp.directives.phrases.words import pattern

_HOUR = pattern(
    r"(?P<h>\d{1,2}) (?:(?:h|giờ|g) (?:(?P<m>[0-5]\d) (?!(?:/|·|-|tháng) )(?:(?:'|phút|p) )?)?|: (?P<c>[0-5]\d) )"
    r"(?:(?:buổi )?(?P<half>sáng|trưa|chiều|tối|đêm) )?"
)
_START = pattern(r"(?:trước |đầu )giờ (?:làm việc|hành chính|sáng)(?: buổi sáng)? |đầu (?:buổi )?sáng ")
_AFTERNOON = pattern(r"(?:trước |đầu )giờ (?:làm việc buổi )?chiều |đầu (?:buổi )?chiều ")
_NOON = pattern(
    r"(?:cuối|hết) (?:giờ |buổi )?(?:làm việc (?:buổi )?)?(?:sáng|trưa) |trước (?:khi |giờ )?nghỉ (?:giữa trưa|trưa) "
)
_END = pattern(
    r"(?:trước khi )?(?:(?:trong |cuối |hết |kết thúc )?giờ hành chính |(?:trong |cuối |hết |"
    r"kết thúc )giờ làm việc (?:buổi chiều )?)"
    r"|(?:cuối|hết) (?:giờ |buổi )?(?:làm việc (?:buổi )?)?chiều "
)
_HALF = pattern(
    r"(?:trong )?(?:buổi )?(?P<half>sáng|chiều) (?=(?:các )?(?:ngày|thứ|chủ|hôm|mai|nay|cùng|hằng|mỗi|\d+|,|\.|$))"
)
_NAMED = ((_START, "start"), (_AFTERNOON, "afternoon"), (_NOON, "noon"), (_END, "end"))


def leading(plain: str, at: int) -> tuple[Hour, int] | None:
    """An edge of the office day said with its leading word: "trước giờ làm việc", "cuối giờ chiều"."""
    for form, name in _NAMED:
        if match := form.match(plain, at):
            return Hour(name=name, is_edge=True), match.end()
    return None


def read(plain: str, at: int) -> tuple[Hour, int] | None:
    """The hour that begins at a word, and where the next word begins. An impossible hour is read as written."""
    if (match := _HOUR.match(plain, at)) and not plain.endswith("/ ", 0, at):
        hour, minute = int(match["h"]), int(match["m"] or match["c"] or 0)
        late = match["half"] in {"chiều", "tối", "đêm"} and hour < 12
        return Hour(hour + 12 if late else hour, minute), match.end()
    if match := _HALF.match(plain, at):
        return Hour(name="noon" if match["half"] == "sáng" else "end"), match.end()
    return None


def is_possible(hour: Hour) -> bool:
    """Whether a clock shows it; 24 giờ 00 is the end of the day."""
    return hour.hour < 24 or (hour.hour, hour.minute) == (24, 0)
