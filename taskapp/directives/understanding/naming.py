"""Where the name of one unit ends. Pure.

A Vietnamese name has no mark for its end ("Sở Xây dựng xây dựng …"): it goes on through capital letters and the second
syllables after them, level and place, and stops where a verb or a small word begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from taskapp.directives.understanding import lexicon, name_words, narrowing
from taskapp.directives.understanding import unit_words as words
from taskapp.directives.understanding.lexicon import UPPER

_NEXT = re.compile(r"(?P<join>\s*[-–&]\s*|/(?=dioxin)|\s*,\s+|\s+và\s+|\s+)(?P<word>[^\W_]+)")
_GOES_ON = re.compile(rf"\s+(?:và|-|–)\s+[{UPPER}]")
_NUMBERED = re.compile(r"\s+số\s+\d{1,2}\b(?![/.,]\d)")
_SMALL_NUMBER = re.compile(r"\d{1,3}\b(?![/.,]\d)")
_PLACE = re.compile(rf",\s+(?:đặc khu|thị trấn|thị xã)(?:\s+[{UPPER}][^\W\d_]*)+")  # "các xã, phường, đặc khu Hòn Ngư"
_WORD = re.compile(r"\s+(?P<word>[^\W_]+)")
_LONGEST_UNKNOWN = 3
_DUTIES = {"phải", "cần", "được", "không", "là", "có"}  # small words after a unit that is to act
_MORE_PLACES = re.compile(
    rf"(?:,\s+|\s+và\s+)(?:(?:đặc khu|phường|thành phố|thị trấn|thị xã|xã)\s+)?(?P<name>[{UPPER}][^\W\d_]*"
    rf"(?:\s+[{UPPER}][^\W\d_]*){{0,4}}|\d{{1,2}}(?=\s*(?:,|[.;:]?$)|\s+(?!cơ sở|đơn vị|hộ|người|trường)[^\W\d]))"
)
_LISTING = {",", "và"}
_DASHES = {"-", "–"}


@dataclass(frozen=True, slots=True)
class _At:
    """How far a name has been read; `first` is the first syllable of a compound that still wants its second."""

    end: int
    first: str = ""
    is_proper: bool = False


def name_end(text: str, start: int) -> int:
    """Where a name that goes on at `start` ends: before a verb, a small word, a mark, another unit."""
    at: _At | None = _At(start)
    end = start
    while at is not None:
        end = at.end
        if level := words.LEVEL.match(text, end):
            if not _GOES_ON.match(text, level.end()):
                numbered = _NUMBERED.match(text, level.end())  # "Đội Thuế liên xã số 2"
                return numbered.end() if numbered else level.end()
            end = level.end()
        following = _NEXT.match(text, end)
        at = _after(text, following, at) if following else None
    return end


def group_end(text: str, end: int) -> int:
    """Where a group of units that has begun ("các phòng") ends: after its further words and what narrows it."""
    while more := words.MORE.match(text, end):
        join = re.match(r"\s*,\s*|\s+và\s+|\s*;\s*|\s+", text[end:])
        tail = text[end + (join.end() if join else 0) :]
        is_other = tail.startswith("các ") or tail[:1].isupper()
        if join and is_other and (join[0].strip() or tail[:1].isupper()):
            break  # another entry of the list, or an office of the group
        end = more.end()
    end = _narrowed(text, end)
    while place := _PLACE.match(text, end):
        end = place.end()
    last = text[:end].rsplit(maxsplit=1)[-1]
    return _with_places(text, end) if last[0].isupper() or last.isdigit() else end


def _with_places(text: str, end: int) -> int:
    """The end with the further places of "UBND các xã Sơn Phúc, Sơn Mai và thị trấn Nầm"."""
    while more := _MORE_PLACES.match(text, end):
        if words.HEADS.match(text, more.start("name")):
            break
        end = more.end()
    return end


def _narrowed(text: str, end: int) -> int:
    """The end of a group's name with the words that narrow it: "huyện", "thuộc tỉnh", "có liên quan"."""
    while True:
        if words.HEADS.match(text, end + 1):
            return name_end(text, end)
        if place := narrowing.place_after(text, end):
            return name_end(text, place)
        found = words.LEVEL.match(text, end) or words.OWN_NAME.match(text, end) or words.QUALIFIER.match(text, end)
        more = max(found.end() if found else end, narrowing.end(text, end), _field_end(text, end))
        if more == end:
            return end
        end = more


def _field_end(text: str, end: int) -> int:
    """The end with the field that a group is of: "các Ban Quản lý rừng phòng hộ, đặc dụng"."""
    word = _WORD.match(text, end)
    start = word.start("word") if word else end
    noun = lexicon.phrase_at(text, start, name_words.NOUNS)
    if not noun or noun <= lexicon.phrase_at(text, start, lexicon.VERBS | lexicon.ADVERBS):
        return end
    listed = name_words.LISTED.match(text, noun)
    return listed.end() if listed else noun


def _after(text: str, following: re.Match[str], at: _At) -> _At | None:
    """The name one word further, None when it has ended."""
    join, word, start = following["join"].strip(), following["word"], following.start("word")
    if listed := name_words.LISTED.match(text, at.end):
        return _At(listed.end())
    if word[0].isupper() or word[0].isdigit():
        return _after_capital(text, following, at)
    if join == "và" and not at.is_proper:
        more = lexicon.phrase_at(text, start, name_words.NOUNS)
        return _At(more) if more and _may_follow(text, more) else None
    if join in _LISTING or (join in _DASHES and not _goes_on_after_dash(text, at.end, start)):
        return None
    if word == "các" and (group := words.GROUP.match(text, start)):
        return _At(group_end(text, group.end()))
    if word == "các" and (several := lexicon.phrase_at(text, following.end() + 1, name_words.NOUNS)):
        return _At(several)
    if at.first and not at.is_proper and _is_second(text, following, at.first):
        return _At(following.end())
    end = _noun_end(text, start)
    return _At(end) if end else None


def _goes_on_after_dash(text: str, end: int, start: int) -> bool:
    return bool(lexicon.phrase_at(text, end + 1, lexicon.INSIDE) or lexicon.phrase_at(text, start, name_words.NOUNS))


def _is_second(text: str, following: re.Match[str], first: str) -> bool:
    """Whether a small word is the second syllable of the compound that a capital began ("Truyền" + "hình")."""
    word, start = following["word"], following.start("word")
    if (first.casefold(), word) in lexicon.VERBS:
        return True
    if first.casefold() in name_words.SINGLE:
        return False
    noun, verb = lexicon.phrase_at(text, start, name_words.NOUNS), lexicon.verb_at(text, start)
    return word not in lexicon.STOPS and (noun >= verb > 0 or " " not in text[start:verb])


def _noun_end(text: str, start: int) -> int:
    """The end of the nouns by which a complete name goes on at `start`; 0 when it has ended.

    A run that is a verb too ("kiểm định") belongs to the name only before what may follow a name, and an unknown noun
    only before words that a unit's work begins with.
    """
    noun, verb = lexicon.phrase_at(text, start, name_words.NOUNS), lexicon.verb_at(text, start)
    if noun and (noun > verb or (noun == verb and _may_follow(text, noun))):
        return noun
    return 0 if verb else _unknown_end(text, start)


def _may_follow(text: str, end: int) -> bool:
    """Whether what stands at `end` may follow a unit's name: nothing, a level, a capital, the words of its work."""
    after = _WORD.match(text, end)
    if after is None:
        return text[end : end + 1] == ":" or not text[end:].strip(" .;")
    start = after.start("word")
    if words.LEVEL.match(text, end) or after["word"][0].isupper() or after["word"] in _DUTIES:
        return True
    return bool(lexicon.verb_at(text, start) or lexicon.phrase_at(text, start, name_words.OPENERS))


def _unknown_end(text: str, start: int) -> int:
    """The end of up to three unknown small words before "chủ trì", "có trách nhiệm" … or a level; 0 without these."""
    place = start
    for _ in range(_LONGEST_UNKNOWN):
        word = _WORD.match(text, place - 1) if place == start else _WORD.match(text, place)
        if word is None or not word["word"].islower() or word["word"] in lexicon.STOPS:
            return 0
        if place != start and lexicon.verb_at(text, word.start("word")):
            return 0
        place = word.end()
        after = _WORD.match(text, place)
        if after and lexicon.phrase_at(text, after.start("word"), name_words.OPENERS):
            return place
    return 0


def _after_capital(text: str, following: re.Match[str], at: _At) -> _At | None:
    join, word, start = following["join"].strip(), following["word"], following.start("word")
    head = words.HEADS.match(text, start)
    is_acronym = word.isupper() and len(word) > 1
    is_next = join == "," and (is_acronym or at.is_proper)  # after a place's own name, before an abbreviation
    if join in _LISTING and (head or not word[0].isupper() or is_next):
        return None
    if word[0].isdigit():
        return _At(following.end()) if _SMALL_NUMBER.match(text, start) else None
    if head:
        return _At(head.end())
    noun = lexicon.phrase_at(text, start, name_words.NOUNS)
    if noun > following.end():
        return _At(noun)
    return _At(following.end(), "" if is_acronym else word, bool(at.first) and not join)
