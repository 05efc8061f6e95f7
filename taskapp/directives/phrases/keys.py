"""The words that lead to a day and say what it is: trước, chậm nhất, đến hết, trong vòng, từ, thời hạn. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from taskapp.directives.phrases.words import pattern


class Key(StrEnum):
    """What leading words say about the day after them."""

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


class Lead(NamedTuple):
    """Leading words: what they say, and where the next word begins."""

    key: Key
    is_before: bool
    end: int


LIMITING = frozenset({Key.BEFORE, Key.LIMIT, Key.UNTIL, Key.IN, Key.AT, Key.DONE, Key.LABEL})
COUNTING = frozenset({Key.IN, Key.LIMIT, Key.LABEL, Key.DONE})  # after these a count of days is a term

_DOING = (
    "hoàn thành|thực hiện|báo cáo|gửi|nộp|trình|xử lý|giải quyết|triển khai|kết thúc|cuối cùng|chót|cuối|trả lời"
    "|phải|xong|là|và|kết quả"
)
_FORMS = (
    (Key.FROM, r"(?:kể |bắt đầu |tính |áp dụng )?từ (?:ngày (?=nay ))?"),
    (Key.LIMIT, r"(?:chậm|muộn|trễ) nhất (?:là )?(?:vào )?|không (?:quá|(?:muộn|trễ|chậm) hơn) "),
    (Key.BEFORE, r"trước (?:hoặc (?:trong|đến) )?"),
    (Key.UNTIL, r"(?:cho )?(?:đến|tới) (?:hết (?=(?:ngày|tháng|quý|năm|tuần|sáu|giai|nhiệm|\d+) ))?(?:trước )?"),
    (Key.UNTIL, r"(?:hết|cuối) (?=ngày (?!(?:cuối|làm) )|\d)|hết (?=(?:tháng|quý|năm) )"),
    (Key.IN, r"(?:ngay )?trong (?:vòng |thời hạn |thời gian |khoảng thời gian |khoảng )?(?:không quá |tối đa )?"),
    (Key.AT, r"vào (?:lúc |hồi |khoảng )?|lúc "),
    (Key.DONE, r"(?:hoàn thành|hoàn tất|xong|kết thúc|dứt điểm) "),
    (Key.LABEL, rf"(?:thời hạn|thời gian|hạn|tiến độ|mốc) (?:(?:{_DOING}) ){{0,5}}(?:: )?"),
    (Key.AFTER, r"sau "),
    (Key.PERIODIC, r"(?:định|thường) kỳ (?:vào )?"),
)
_KEYS = tuple((key, pattern(form)) for key, form in _FORMS)


def read(plain: str, at: int) -> Lead | None:
    """The leading words that begin at a word."""
    for key, form in _KEYS:
        if match := form.match(plain, at):
            return Lead(key, "trước " in match[0], match.end())
    return None
