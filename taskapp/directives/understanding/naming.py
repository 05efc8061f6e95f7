"""Where the name of one unit ends. Pure.

A Vietnamese name has no mark for its end ("Sở Xây dựng xây dựng …"): it goes on through capital letters and the second
syllables after them, level and place, and stops where a verb or a small word begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from taskapp.directives.understanding import lexicon
from taskapp.directives.understanding import unit_words as words
from taskapp.directives.understanding.lexicon import UPPER

_NEXT = re.compile(r"(?P<join>\s*[-–&]\s*|\s*,\s+|\s+và\s+|\s+)(?P<word>[^\W_]+)")
_GOES_ON = re.compile(rf"\s+(?:và|-|–)\s+[{UPPER}]")
_SMALL_NUMBER = re.compile(r"\d{1,3}\b(?![/.,]\d)")
_PLACE = re.compile(rf",\s+(?:đặc khu|thị trấn|thị xã)(?:\s+[{UPPER}][^\W\d_]*)+")  # "các xã, phường, đặc khu Hòn Ngư"
_LISTING = {",", "và"}
_DASHES = {"-", "–"}


@dataclass(frozen=True, slots=True)
class _At:
    """How far a name has been read, and whether the last word was the first syllable of a compound or a place's."""

    end: int
    is_compound: bool = False
    is_proper: bool = False


def name_end(text: str, start: int) -> int:
    """Where a name that goes on at `start` ends: before a verb, a small word, a mark, another unit."""
    at: _At | None = _At(start)
    end = start
    while at is not None:
        end = at.end
        if level := words.LEVEL.match(text, end):
            if not _GOES_ON.match(text, level.end()):
                return level.end()
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
    return end


def _narrowed(text: str, end: int) -> int:
    """The end of a group's name with the words that narrow it: "huyện", "thuộc tỉnh", "có liên quan"."""
    while True:
        if words.HEADS.match(text, end + 1):
            return name_end(text, end)
        found = words.LEVEL.match(text, end) or words.OWN_NAME.match(text, end) or words.QUALIFIER.match(text, end)
        if found is None:
            return end
        end = found.end()


def _after(text: str, following: re.Match[str], at: _At) -> _At | None:
    """The name one word further, None when it has ended."""
    join, word, start = following["join"].strip(), following["word"], following.start("word")
    if word[0].isupper() or word[0].isdigit():
        return _after_capital(text, following, at)
    if join in _LISTING or (join in _DASHES and not lexicon.phrase_at(text, at.end + 1, lexicon.INSIDE)):
        return None
    if word == "các" and (group := words.GROUP.match(text, start)):
        return _At(group_end(text, group.end()))
    inside, verb = lexicon.phrase_at(text, start, lexicon.INSIDE), lexicon.verb_at(text, start)
    if inside and inside >= verb:
        return _At(inside)
    is_long = bool(verb) and " " in text[start:verb]
    if word in lexicon.STOPS or (verb and (is_long or at.is_proper or not at.is_compound)):
        return None
    return _At(following.end())


def _after_capital(text: str, following: re.Match[str], at: _At) -> _At | None:
    join, word, start = following["join"].strip(), following["word"], following.start("word")
    head = words.HEADS.match(text, start)
    if join in _LISTING and (head or not word[0].isupper()):
        return None
    if word[0].isdigit():
        return _At(following.end()) if _SMALL_NUMBER.match(text, start) else None
    if head:
        return _At(head.end())
    return _At(following.end(), is_compound=not word.isupper(), is_proper=at.is_compound and not join)
