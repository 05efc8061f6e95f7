"""Names of units as a document writes them, found in the office: learned, abbreviated, in groups, guessed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol

from taskapp.base.text import fold
from taskapp.directives.registers.wording import is_group
from taskapp.people.unit_names import UnitNames, unit_key

MOST_LIKELY = 4
LEAST_ALIKE = 0.5  # share of words in common from which a unit is offered as what may be meant
_TITLES = re.compile(
    r"^(?:d/c |dong chi |ong |ba )?(?:thu truong|lanh dao|truong|pho truong|chu tich|pho chu tich|giam doc|chanh|"
    r"nguoi dung dau)\s+(?!ban\b)"
)
_PERSON = re.compile(r"^(?:d/c|dong chi|ong|ba)\s+(?P<name>.+)$")
_VAGUE = re.compile(r"\b(?:co )?lien quan\b|\bnoi tren\b|\bneu tren\b|\bkhac\b")
_COUNTED = re.compile(r"^(?:ubnd |uy ban nhan dan )?\d{1,3} (?:xa|phuong|thi tran|phong|so|don vi)\b")
_LEVELS = ("thi tran", "dac khu", "phuong", "xa")
_EVERY_COMMUNE = re.compile(r"\bcap xa\b|\bdia phuong\b")
_OFFICES = re.compile(r"\b(?:phong|ban|nganh|so|co quan|don vi)\b")
_FIRST_NOUN = re.compile(r"\b(?:cac|toan the|tat ca|tat ca cac)\s+(?P<noun>\w+)")
_PLACE = re.compile(r"^(?:(?:ubnd|uy ban nhan dan|dang uy|cong an)\s+)?(?:thi tran|dac khu|phuong|xa)\s+(?P<place>.+)$")


class How(StrEnum):
    """How units were found for a name, or that a person has to say."""

    NAME = "name"
    LEARNED = "learned"
    GROUP = "group"
    PERSON = "person"
    CHOSEN = "chosen"  # by the person who reviews
    UNKNOWN = "unknown"
    SKIPPED = "skipped"  # the person who reviews says that it is none of the units


@dataclass(frozen=True, slots=True)
class UnitKnown:
    """What must be known of a unit to find it; `is_place` for a commune, `is_top` where it stands below the top."""

    id: int
    name: str
    short_name: str = ""
    code: str = ""
    is_place: bool = False
    is_top: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """The units a name stands for; none where a person must say: then `likely` are what may be meant."""

    units: tuple[int, ...] = ()
    how: How = How.UNKNOWN
    likely: tuple[int, ...] = ()


class Finder(Protocol):
    """Whatever finds units by their names."""

    def find(self, written: str) -> Found:
        """What the name stands for."""


@dataclass(frozen=True)
class NamesThen:
    """The units of the day of a document, as far as they can still be given tasks; else those of today.

    `heirs`: by a unit that has ended the one that goes on with its work, where there is just one.
    """

    then: Names
    now: Names
    heirs: Mapping[int, int] = field(default_factory=dict)

    def find(self, written: str) -> Found:
        """What the name stood for; for a unit that has ended since, its heir; of several a person says which."""
        found = self.then.find(written)
        if not found.units:
            return self.now.find(written)
        going_on = dict.fromkeys(self.heirs.get(unit, unit) for unit in found.units)
        alive = tuple(unit for unit in going_on if unit in self.now.ids)
        return replace(found, units=alive) if alive else Found(likely=self.now.likely(written))


@dataclass
class Names:
    """The units of an office as of a day with the names that it has learned and the homes of its people."""

    units: Sequence[UnitKnown]
    learned: Mapping[str, int] = field(default_factory=dict)  # unit_key of the name as written: unit
    homes: Mapping[str, int | None] = field(default_factory=dict)  # folded full name: unit; None for two of a name

    def __post_init__(self) -> None:
        self._names = UnitNames()
        for unit in self.units:
            self._names.add(unit.id, (unit.name, unit.short_name, unit.code), is_open=True)
        self.ids = {unit.id for unit in self.units}

    def find(self, written: str) -> Found:
        """What the name stands for. A learned name comes first; a group gives all its units in the office's order."""
        learned = self.learned.get(unit_key(written))
        if learned in self.ids:
            return Found((learned,), How.LEARNED)
        plain = fold(written).strip(" .,;:")
        for name in (written, _TITLES.sub("", plain)):
            if unit := self._names.find(name):
                return Found((unit,), How.NAME)
        if is_group(written) or _COUNTED.match(plain) or _EVERY_COMMUNE.search(plain):
            members = () if _VAGUE.search(plain) else tuple(self._members(plain))
            return Found(members, How.GROUP) if members else Found()
        if home := self._home(plain):
            return Found((home,), How.PERSON)
        return Found(likely=self.likely(written))

    def likely(self, written: str) -> tuple[int, ...]:
        """The units whose names have most words in common with what is written, the best first."""
        words = set(unit_key(written).split())
        alike = [(_alike(words, unit), -place, unit.id) for place, unit in enumerate(self.units)]
        return tuple(each[2] for each in sorted(alike, reverse=True) if each[0] >= LEAST_ALIKE)[:MOST_LIKELY]

    def _members(self, plain: str) -> Iterable[int]:
        named = [unit for unit in self.units if unit.is_place and (place := _place(unit)) and _has(plain, place)]
        if named:
            return [unit.id for unit in named]
        words = re.sub(r"\bdia phuong\b|\bxa hoi\b", " ", plain)
        levels = [level for level in _LEVELS if _has(words, level)]
        every = bool(_EVERY_COMMUNE.search(plain))
        communes = [u for u in self.units if u.is_place and (every or any(_has(fold(u.name), w) for w in levels))]
        below_places = re.match(r"^(?:ubnd|uy ban nhan dan|chu tich ubnd)\b", plain)
        offices = [] if below_places or not _OFFICES.search(words) else self._offices()
        if levels or every or offices:
            members = {unit.id for unit in (*communes, *offices)}
            return [unit.id for unit in self.units if unit.id in members]
        noun = _FIRST_NOUN.search(words)
        return [u.id for u in self.units if noun and u.is_top and fold(u.name).startswith(f"{noun['noun']} ")]

    def _offices(self) -> list[UnitKnown]:
        return [unit for unit in self.units if unit.is_top and not unit.is_place]

    def _home(self, plain: str) -> int | None:
        match = _PERSON.match(plain)
        name = re.split(r"\s*[,(–-]\s*", match["name"])[0] if match else plain
        home = self.homes.get(name)
        return home if home in self.ids else None


def _place(unit: UnitKnown) -> str:
    match = _PLACE.match(fold(unit.name))
    return match["place"] if match else ""


def _has(text: str, words: str) -> bool:
    return re.search(rf"\b{re.escape(words)}\b", text) is not None


def _alike(words: set[str], unit: UnitKnown) -> float:
    """The larger share of words in common, of the name as written or of one of the unit's."""
    best = 0.0
    for name in (unit.name, unit.short_name):
        own = set(unit_key(name).split())
        common = len(words & own)
        if own and common:
            best = max(best, common / max(len(words), len(own)), 0.9 * common / min(len(words), len(own)) - 0.3)
    return best
