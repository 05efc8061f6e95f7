"""Those who help and are no unit: "phối hợp với già làng, người có uy tín". Pure."""

from __future__ import annotations

import re

from taskapp.directives.understanding import lexicon
from taskapp.directives.understanding import unit_words as words
from taskapp.directives.understanding.units import Named

_WHO = """
bà con; ban đại diện; báo chí; cán bộ; cha mẹ; chủ cơ sở; chủ hộ; chủ nhà; chủ phương tiện; chủ rừng; chủ sử dụng; chủ
tàu; chủ trọ; chủ vườn; chủ xe; chuyên gia; chức sắc; chức việc; cộng đồng; cộng tác viên; dòng họ; đoàn viên; đơn vị;
gia đình; già làng; giáo viên; hòa giải viên; hội viên; hợp tác xã; nghệ nhân; người; nhà chùa; nhà cung cấp; nhà khoa
học; nhà mạng; nhà tài trợ; nhà thầu; nhà thờ; nhà trường; nhà xe; nhân dân; nhân viên; phụ huynh; tình nguyện viên;
trưởng ấp; trưởng bản; trưởng họ; trưởng khu; trưởng làng; trưởng thôn; trưởng xóm; tuyên truyền viên
"""
_ONE = re.compile(rf"(?:các |những )?(?:{words.CONTRACTORS}|{lexicon.any_of(_WHO)})(?=[\s,.;:)]|$)")
_JOIN = re.compile(r",\s+(?:và\s+)?|\s+và\s+")
_WORD = re.compile(r"\s+(?:[-–]\s+)?(?P<word>[^\W\d_]+)")
_NUMBER = re.compile(r"\s+(?:số\s+)?\d{1,2}(?![\w/]|[.,]\d)")  # "cán bộ Thuế cơ sở 7"
_OF_NAMES = frozenset({"có", "của", "tại", "trong", "trên", "ở"})  # small words inside such a name
_MOST = 7  # words


def named(text: str, start: int) -> Named | None:
    """The people that begin at `start`, each as written, up to the verb of what is done with them."""
    names: list[str] = []
    place = end = start
    while match := _ONE.match(text, place):
        end = _end(text, match.end())
        names.append(" ".join(text[place:end].split()))
        join = _JOIN.match(text, end)
        if join is None:
            break
        place = join.end()
    return Named(tuple(names), start, end) if names else None


def _end(text: str, end: int) -> int:
    start = end
    for _ in range(_MOST):
        word = _WORD.match(text, end)
        if word is None or _ends(text, word.start("word"), word["word"]):
            break
        end = word.end()
    number = _NUMBER.match(text, end)
    is_named = any(word[0].isupper() for word in text[start:end].split())
    return number.end() if number and is_named and not _counts(text, number.end()) else end


def _counts(text: str, end: int) -> bool:
    """Whether a number that ends here counts what stands after it ("03 lần"): no verb follows."""
    after = _WORD.match(text, end)
    return after is not None and not lexicon.verb_at(text, after.start("word"))


def _ends(text: str, start: int, word: str) -> bool:
    inside = lexicon.phrase_at(text, start, lexicon.INSIDE)
    if word == "và" or (lexicon.verb_at(text, start) and not inside):
        return True
    return word in lexicon.STOPS - _OF_NAMES
