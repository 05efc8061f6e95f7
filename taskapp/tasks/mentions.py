"""Who is named with @ in what somebody writes: by user name, or by full name with or without diacritics. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from taskapp.base.text import fold

# not inside a word, as in an e-mail address
_AT = re.compile(r"(?<!\w)@(?=\w)")
_AT_WORD = re.compile(r"(?<!\w)@\w[\w.-]*(?<=\w)")
_USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?", re.ASCII | re.IGNORECASE)
_WORD_END = re.compile(r"(?<=\w)(?!\w)")
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Named:
    """Somebody who can be named."""

    id: int
    username: str
    full_name: str


class Found(NamedTuple):
    """A name in a text, `text[start:end]` with its @, and the ids of everybody whom it can mean."""

    start: int
    end: int
    words: str
    ids: frozenset[int]


class Piece(NamedTuple):
    """A stretch of a text that is somebody's name, or is not."""

    text: str
    is_name: bool


def find(text: str, people: Iterable[Named]) -> list[Found]:
    """The names in a text, in its order: each the longest that somebody bears. `text` is NFC, as base.text leaves it.

    Upper and lower case are the same. Whoever is called exactly so goes before those who differ in diacritics; a name
    that still fits several has all their ids. What nobody is called is no name.
    """
    people = list(people)
    usernames = {person.username: person for person in people}
    full_names: dict[str, list[Named]] = defaultdict(list)
    for person in people:
        full_names[_flat(person.full_name)].append(person)
    found: list[Found] = []
    for at in _AT.finditer(text):
        bearers = _by_username(text, at.end(), usernames) + _by_full_name(text, at.end(), full_names)
        end = max((stop for stop, _person in bearers), default=0)
        if end:
            ids = frozenset(person.id for stop, person in bearers if stop == end)
            found.append(Found(at.start(), end, text[at.end() : end], ids))
    return found


def unknown(text: str, found: Iterable[Found]) -> list[str]:
    """The words after an @ that are nobody's name: up to the next blank, each once."""
    known = {name.start for name in found}
    return list(dict.fromkeys(at[0] for at in _AT_WORD.finditer(text) if at.start() not in known))


def unclear(found: Iterable[Found], chosen: Collection[int] = ()) -> list[Found]:
    """The names that fit several persons, none of whom was chosen."""
    return [name for name in found if len(name.ids) > 1 and not name.ids & set(chosen)]


def meant(found: Iterable[Found], chosen: Collection[int] = ()) -> set[int]:
    """Ids of the persons named: of those whom one name fits, the chosen ones."""
    return {i for name in found for i in name.ids if len(name.ids) == 1 or i in chosen}


def pieces(text: str, people: Iterable[Named]) -> list[Piece]:
    """The text cut where names of these people begin and end; joined again it is the same text."""
    cut: list[Piece] = []
    done = 0
    for name in find(text, people):
        cut += [Piece(text[done : name.start], is_name=False), Piece(text[name.start : name.end], is_name=True)]
        done = name.end
    return [piece for piece in [*cut, Piece(text[done:], is_name=False)] if piece.text]


def _by_username(text: str, start: int, usernames: dict[str, Named]) -> list[tuple[int, Named]]:
    typed = _USERNAME.match(text, start)
    if typed is None or not _WORD_END.match(text, typed.end()):
        return []
    person = usernames.get(typed[0].lower())
    return [(typed.end(), person)] if person else []


def _by_full_name(text: str, start: int, full_names: dict[str, list[Named]]) -> list[tuple[int, Named]]:
    near = text[start : start + _LONGEST_NAME + 1]
    flat = _flat(near)
    for end in sorted((stop.start() for stop in _WORD_END.finditer(near)), reverse=True):
        bearers = full_names.get(flat[:end], [])
        if bearers:
            exact = [person for person in bearers if person.full_name.casefold() == near[:end].casefold()]
            return [(start + end, person) for person in exact or bearers]
    return []


def _flat(text: str) -> str:
    """Lower case without diacritics like fold(), but each sign stays in its place."""
    return "".join(map(_flat_sign, text))


@lru_cache(maxsize=1024)
def _flat_sign(sign: str) -> str:
    plain = fold(sign)
    return plain if len(plain) == 1 else sign
