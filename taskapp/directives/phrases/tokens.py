"""The words, numbers and signs of a text in one spelling, each knowing where it stands in the text as given. Pure.

Patterns are matched against `Line.plain`, in which every word is followed by one blank, from the start of a word on;
so each is short, anchored, and ends at the end of a word.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from taskapp.base.text import fold

_MARKS = "\u0300-\u036f"
_TOKEN = re.compile(rf"[0-9]+|[^\W\d_][^\W\d_{_MARKS}]*(?:[{_MARKS}]+[^\W\d_{_MARKS}]*)*|[^\s]")
_SPELT = {
    "hàng": "hằng", "quí": "quý", "qúy": "quý", "qúi": "quý", "kì": "kỳ", "bẩy": "bảy", "mồng": "mùng", "đên": "đến",
    "cn": "chủnhật", "–": "-", "—": "-", "‑": "-", "−": "-", "‐": "-", "’": "'", "′": "'", "‘": "'", "´": "'",
    "`": "'", "″": "'", "：": ":",
}  # fmt: skip
_SURE = {"truoc": "trước"}  # words that nothing else is spelt like, whatever marks were lost on them
_KNOWN = [
    "trước", "chậm", "nhất", "muộn", "trễ", "không", "quá", "hơn", "đến", "hết", "tới", "cho", "trong", "vòng",
    "thời", "hạn", "gian", "vào", "lúc", "từ", "kể", "ngày", "tháng", "năm", "quý", "tuần", "giờ", "phút", "thứ",
    "hai", "ba", "tư", "sáu", "bảy", "tám", "chín", "mười", "bốn", "một", "chủ", "nhật", "hằng", "mỗi", "định", "kỳ",
    "lần", "đầu", "giữa", "cuối", "nửa", "này", "nay", "sau", "của", "làm", "việc", "sáng", "chiều", "hoàn", "thành",
    "xong", "là", "và", "các", "cùng", "ký", "ban", "hành", "nhận", "được", "văn", "bản", "công", "thông", "báo",
    "kế", "hoạch", "quyết", "chỉ", "thị", "điện", "tiên", "thượng", "trung", "hạ", "buổi", "chính", "giai", "đoạn",
    "nhiệm", "khi", "yêu", "cầu", "cả",
]  # fmt: skip
_UNMARKED = {fold(word): word for word in reversed(_KNOWN)}


@dataclass(frozen=True, slots=True)
class Line:
    """A text in one spelling, and for each word of it where it starts there and where it stood in the text."""

    plain: str
    starts: tuple[int, ...]
    places: tuple[tuple[int, int], ...]

    @property
    def words(self) -> Iterator[tuple[int, str]]:
        """Each word with where it starts in `plain`."""
        return zip(self.starts, self.plain.split(" "), strict=False)

    def place(self, first: int, last: int) -> tuple[int, int]:
        """Start and end in the given text of what stands in `plain` between two starts of words."""
        begin, end = bisect_left(self.starts, first), bisect_left(self.starts, last)
        return self.places[begin][0], self.places[end - 1][1]


def line(text: str) -> Line:
    """The text in lower case, NFC, one tone placement, signs apart, "hàng" as "hằng"; typed without any marks too.

    A dot or hyphen that touches a digit on both sides becomes "·" or "-"; other dots and hyphens are "." and "–".
    """
    bare = text.isascii()
    words: list[str] = []
    starts: list[int] = []
    places: list[tuple[int, int]] = []
    at = 0
    for match in _TOKEN.finditer(text):
        word = _spelt(match, text, bare=bare)
        starts.append(at)
        places.append(match.span())
        words.append(word)
        at += len(word) + 1
    return Line(" ".join([*words, ""]), tuple(starts), tuple(places))


def _spelt(match: re.Match[str], text: str, *, bare: bool) -> str:
    word = unicodedata.normalize("NFKC", match[0]).lower().replace(" ", "")
    word = _SPELT.get(word, word)
    if word in ".-":
        inside = text[match.start() - 1 : match.start()].isdigit() and text[match.end() : match.end() + 1].isdigit()
        return {".": "·", "-": "-"}[word] if inside else {".": ".", "-": "–"}[word]
    if not word.isalpha():
        return word
    plain = fold(word)
    if bare:
        return _UNMARKED.get(plain, word)
    return _SURE.get(plain) or word or match[0]
