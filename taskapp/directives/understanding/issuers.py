"""The body that issues a document, out of the capital lines of its head. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from taskapp.directives.understanding.lines import is_capital

_LEVEL_WORDS = ("THỊ TRẤN", "THỊ XÃ", "THÀNH PHỐ", "ĐẶC KHU", "HUYỆN", "TỈNH", "XÃ", "PHƯỜNG", "QUẬN")
_UPPER_BODY = re.compile(
    rf"^(?:ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND|HĐND|HỘI ĐỒNG NHÂN DÂN)\s+(?P<place>(?:{'|'.join(_LEVEL_WORDS)})\s.+)$"
)


def named(lines: Sequence[str]) -> str:
    """One line in small letters: "ỦY BAN NHÂN DÂN" over "HUYỆN X" is "Ủy ban nhân dân huyện X".

    An office under a committee takes the place that stands above it.
    """
    lines = [" ".join(line.split()).strip(" -–*_") for line in lines]
    lines = [line for line in lines if line]
    if not lines:
        return ""
    whole = " ".join(lines)
    upper = _UPPER_BODY.match(lines[0])
    if upper and len(lines) > 1:
        below = " ".join(lines[1:])
        return f"{_office(below)} {_placed(upper['place'])}".strip()
    return _placed(whole)


def _office(name: str) -> str:
    """An office under a committee: "VĂN PHÒNG" alone is that of the committee."""
    if name.strip().upper() == "VĂN PHÒNG":
        return "Văn phòng UBND"
    return _placed(name)


def _placed(text: str) -> str:
    """Capitals made small, but for the first letter, abbreviations and the names of places."""
    if not is_capital(text):
        return text
    words = text.split()
    made: list[str] = []
    place = 0
    while place < len(words):
        level = next(
            (level for level in _LEVEL_WORDS if " ".join(words[place : place + len(level.split())]) == level), None
        )
        if level:
            made.append(level.lower())
            place += len(level.split())
            made.extend(word.capitalize() for word in words[place:])
            break
        word = words[place]
        made.append(word if re.search(r"UBND|HĐND|&|MTTQ|TNHH|VNPT", word) else word.lower())
        place += 1
    joined = " ".join(made)
    return joined[:1].upper() + joined[1:]
