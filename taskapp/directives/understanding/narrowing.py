"""What narrows a group of units in words that hold verbs of their own: "các xã có tàu cá mất kết nối". Pure.

"Các doanh nghiệp khai thác chợ lắp đặt …": the first verb says which they are, the next one what they are to do. A
narrowing is one only when work follows it, or when it ends the line that names the group.
"""

from __future__ import annotations

import re

from taskapp.directives.understanding import lexicon, name_words
from taskapp.directives.understanding import unit_words as words
from taskapp.directives.understanding.lexicon import UPPER

_WORD = re.compile(r"\s+(?P<word>[^\W_]+(?:[./][^\W_]+)*%?)")
_RELATIVE = re.compile(r"\s+(?:có|chưa|được|đang|đã|bị|còn|nằm)(?=\s)")
_DUTY = re.compile(
    r"\s+(?:có|được)\s+(?:trách nhiệm|nhiệm vụ|văn bản|báo cáo|ý kiến|giải pháp|biện pháp|kế hoạch|phương án)\b"
)
_ROLE = re.compile(
    r"\s+(?:chủ trì(?:,? (?:thực hiện|soạn thảo))?|soạn thảo|nhận việc|nhận nhiệm vụ|thụ hưởng|trúng thầu|"
    r"(?:được |có )?nhiệm vụ quá hạn)(?=\s)"
)
_HAS_ROLE = re.compile(r"(?:cơ quan|đơn vị|địa phương|sở, ngành|bộ phận|phòng|cá nhân)$", re.IGNORECASE)
_TRADERS = re.compile(
    r"(?:doanh nghiệp|công ty|cơ sở|hộ|hộ dân|hộ kinh doanh|hộ gia đình|nhà máy|hợp tác xã|trang trại|cửa hàng|tổ chức|"
    r"cá nhân|chủ|chủ cơ sở|tổ|đại lý|nhà thầu|xí nghiệp|đội)$",
    re.IGNORECASE,
)
_TRADE = re.compile(
    r"\s+(?:bán|buôn bán|cho thuê|cho vay|chăn nuôi|chế biến|cung cấp|cung ứng|đánh bắt|đầu tư|giết mổ|kinh doanh|"
    r"khai thác|khám|may|nuôi|nuôi trồng|nhập khẩu|quản lý|sản xuất|sử dụng|thi công|thu gom|thu mua|trồng|tư vấn|"
    r"vận chuyển|vận hành|vận tải|xây dựng|xuất khẩu)(?=\s)"
)
_SURE = re.compile(
    r"(?:có trách nhiệm|chịu trách nhiệm|chủ động|khẩn trương|phải|tiếp tục|tập trung|nghiêm túc|"
    r"thường xuyên|kịp thời|tăng cường|chủ trì|phối hợp)\b"
)
_PASSED = re.compile(r"\s+(?:phải|bị|được) (?:di chuyển|di dời|giải tỏa|hỗ trợ|thu hồi|xử lý|xử phạt)(?=\s+[^\W\d])")
_IN = re.compile(r"\s+(?:trong|thuộc|tại|ở|của|trên|quanh|ven)\s+(?:toàn\s+|địa bàn\s+|phạm vi\s+)?")
_SITE = re.compile(  # "tại chợ Tam Giang", "thuộc Sở"
    rf"(?:bãi|bến|cảng|chợ|cụm công nghiệp|cửa khẩu|đảo|hồ|khu|khu công nghiệp|làng nghề|lưu vực|vịnh)(?=\s+[{UPPER}])|"
    rf"(?:Ban|Cục|Sở|Trường|Viện)(?=\s+[^\W\d_{UPPER}])"
)
_MOST = 9  # words of a narrowing


def end(text: str, start: int) -> int:
    """The end of what narrows the group that ends at `start`, in a clause with verbs; `start` when nothing does."""
    role = _ROLE.match(text, start)
    if role and _HAS_ROLE.search(text[:start]) and _works(text, role.end()):
        return role.end()
    if _DUTY.match(text, start):
        return start
    opening = _RELATIVE.match(text, start) or (_TRADERS.search(text[:start]) and _TRADE.match(text, start))
    return _before_work(text, start, opening.end()) if opening else start


def place_after(text: str, start: int) -> int:
    """Where the name of the unit or place in which a group is goes on: "… trong Cụm công nghiệp Lâm Bình"; or 0."""
    match = _IN.match(text, start)
    if match is None:
        return 0
    head = _SITE.match(text, match.end()) or words.HEADS.match(text, match.end())
    if head:
        return head.end()
    return match.end() - 1 if words.LEVEL.match(text, match.end() - 1) else 0


def _before_work(text: str, start: int, place: int) -> int:
    """Where the work begins after a narrowing that has begun; `start` when none follows it."""
    first, begun = 0, place
    for _ in range(_MOST):
        word = _WORD.match(text, place)
        if word is None:
            break
        if passed := _PASSED.match(text, place):
            place = passed.end()
            continue
        if _SURE.match(text, word.start("word")):
            return place
        if place != begun and not first and _works(text, place):
            first = place
        place = max(word.end(), _compound_end(text, word.start("word")))
    if first:
        return first
    return place if place != begun and not text[place:].strip(" :") else start


def _compound_end(text: str, start: int) -> int:
    """The end of the noun or verb that begins here, whole: "công trình" is one word, no "công" before "trình"."""
    return max(lexicon.phrase_at(text, start, name_words.NOUNS), lexicon.verb_at(text, start))


def _works(text: str, place: int) -> bool:
    word = _WORD.match(text, place)
    return bool(word and lexicon.verb_at(text, word.start("word")))
