"""Pieces of patterns shared by the readers of marks: number words, months, quarters, years. Pure."""

from __future__ import annotations

import re

COUNTS = {
    "nửa": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12, "mười lăm": 15, "hai mươi": 20, "ba mươi": 30,
}  # fmt: skip
MONTHS = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4}
WEEKDAYS = {
    "hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "2": 0, "3": 1, "4": 2, "5": 3, "6": 4, "7": 5, "02": 0,
}  # fmt: skip
BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

_counts = "|".join(sorted(COUNTS, key=len, reverse=True))
_months = "|".join(sorted(MONTHS, key=len, reverse=True)).replace("năm", r"năm(?! (?:\d{4}|nay|sau|tới|này) )")
PIECES = {
    # every piece ends with the blank after its last word
    "count": rf"(?:\d{{1,3}}|{_counts}) (?:\( [^\W\d]+ (?:[^\W\d]+ )?\) )?",
    "month": rf"(?:0?[1-9]|1[0-2]|{_months}) ",
    "quarter": r"(?:i{1,3}|iv|[1-4]|0[1-4]|một|hai|ba|bốn|tư) ",
    "weekday": r"(?:hai|ba|tư|năm|sáu|bảy|0?[2-7]) ",
    "year": r"(?:(?:, )?(?:của )?năm (?:\d{4}|nay|này|sau|tới) |[/·-] (?:\d{4}|\d{2}(?= (?:[^/·-]|$))) |– \d{4} )",
    "shift": r"(?:này|nay|sau|tới|kế tiếp|tiếp theo|kế) ",
    "and": r"(?:, và |, |và |& |- |– |; )",
    "listed": r"(?=(?:[,.;:()/·–-]|và|năm|hằng|mỗi|của|tháng|tới|này|$)(?: |$))",  # what may follow a member of a list
}


VOCABULARY: set[str] = set()  # every word of every pattern: with another word no mark begins


def pattern(text: str) -> re.Pattern[str]:
    """A pattern over a Line's plain text, with the PIECES named in it filled in."""
    for name, piece in PIECES.items():
        text = text.replace(f"{{{name}}}", piece)
    VOCABULARY.update(re.findall(r"[^\W\d_]+", text))
    return re.compile(text)


def count(words: str) -> int:
    """The number that a count's words say; 0 for "nửa"."""
    first = words.split("(", maxsplit=1)[0].strip()
    return int(first) if first.isdigit() else COUNTS[first]


def month(words: str) -> int:
    """The number of a month by digits or name."""
    return int(words) if words.strip().isdigit() else MONTHS[words.strip()]


def quarter(words: str) -> int:
    """The number of a quarter by digits, Roman numerals or name."""
    return int(words) if words.strip().isdigit() else QUARTERS[words.strip()]


def year(words: str | None) -> int | None:
    """The year that words name; 0 for the document's own ("năm nay"), 1 for the next; None when they name none."""
    if not words:
        return None
    if digits := re.search(r"\d+", words):
        return int(digits[0]) + (2000 if len(digits[0]) == 2 else 0)
    return 1 if re.search(r"sau|tới", words) else 0


def shift(words: str | None) -> int | None:
    """0 for this one, 1 for the next; None when the words say neither."""
    if not words:
        return None
    return 0 if words.strip() in {"này", "nay"} else 1
